"""Names by a Stanza NER model that the user has installed: `<folder>/<language>/ner/*.pt` beside `resources.json`.

No such model ships. Stanza gets words that we cut ourselves, one line at a time, so that offsets are exact and what it
says of a line does not depend on the lines beside it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import regex

from corpus_tools.language.stanza_pipeline import check_folder, open_pipeline
from corpus_tools.models import fingerprint, store_directory
from corpus_tools.records.entity import NameKind

# The kinds of OntoNotes, CoNLL and the like, as far as they are names; dates, numbers and peoples are none.
_KINDS: dict[str, NameKind] = {
    "PERSON": "person", "PER": "person", "LOC": "place", "GPE": "place", "FAC": "place", "LOCATION": "place",
    "ORG": "organisation", "ORGANIZATION": "organisation", "MISC": "other", "EVENT": "other", "WORK_OF_ART": "other",
    "LAW": "other", "PRODUCT": "other",
}  # fmt: skip
_TOKEN = regex.compile(
    r"['’]s\b|[\p{L}\p{M}\p{N}]+(?:[.'’](?!s\b)[\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]", regex.VERSION1
)
_LONGEST = 200
_CODE = regex.compile(r"[a-z]{2,3}(-[a-z]+)?")

Recognise = Callable[[str, str], list[tuple[int, int, NameKind]]]


def ner_models(*, stanza_dir: Path | None = None, models_dir: Path | None = None) -> dict[str, tuple[Path, str]]:
    """Return the folder and the fingerprint of each language's model, sorted by language.

    Looked for in `stanza_dir`, $STANZA_RESOURCES_DIR and the user's store (`stanza/`); the first that has one serves.
    The fingerprint names every file of the language there, since a model reads others (its embeddings) too.
    Raises MissingModelError where `stanza_dir` is no Stanza folder at all.
    """
    if stanza_dir is not None:
        check_folder(stanza_dir)
    named = os.environ.get("STANZA_RESOURCES_DIR")
    found: dict[str, tuple[Path, str]] = {}
    for folder in (stanza_dir, Path(named) if named else None, store_directory(models_dir) / "stanza"):
        if folder is None or not (folder / "resources.json").is_file():
            continue
        for weights in sorted(folder.glob("*/ner")):
            language = weights.parent.name
            if language in found or not _CODE.fullmatch(language) or not any(weights.glob("*.pt")):
                continue
            files = [path for path in sorted(weights.parent.rglob("*.pt")) if "tokenize" not in path.parts]
            named_files = [(path.relative_to(folder).as_posix(), path) for path in files]
            resources = ("resources.json", folder / "resources.json")
            found[language] = (folder, fingerprint((resources, *named_files)))
    return dict(sorted(found.items()))


class StanzaNames:
    """Recognises names with the models that are installed; each is loaded when its language is first met."""

    def __init__(self, *, stanza_dir: Path | None = None, models_dir: Path | None = None) -> None:
        self._models = ner_models(stanza_dir=stanza_dir, models_dir=models_dir)
        self._pipelines: dict[str, Any] = {}
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Whether any language has a model."""
        return bool(self._models)

    def __call__(self, line: str, language: str) -> list[tuple[int, int, NameKind]]:
        """Return (start, end, kind) of the names in one line; none where its language has no model.

        Raises ModelError where the model is there but cannot be loaded.
        """
        if language not in self._models:
            return []
        tokens = [match.span() for match in _TOKEN.finditer(line)]
        found: list[tuple[int, int, NameKind]] = []
        with self._lock:
            pipeline = self._pipelines.get(language) or self._open(language)
            for start in range(0, len(tokens), _LONGEST):
                found.extend(_names(pipeline, line, tokens[start : start + _LONGEST]))
        return found

    def _open(self, language: str) -> Any:
        pipeline = open_pipeline(
            language,
            self._models[language][0],
            model="Stanza NER model",
            remedy="install it again with what it depends on, or set stanza = false for names",
            processors="tokenize,ner",
            tokenize_pretokenized=True,
        )
        self._pipelines[language] = pipeline
        return pipeline


def _names(pipeline: Any, line: str, tokens: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, NameKind]]:
    """The names of one stretch of tokens, by the labels (`B-ORG`, `S-PER`, …) that Stanza gives each."""
    document = pipeline([[line[start:end] for start, end in tokens]])
    first, kind = -1, ""
    labels = [token.ner for sentence in document.sentences for token in sentence.tokens]
    for at, label in enumerate([*labels[: len(tokens)], "O"]):
        mark, _, named = (label or "O").partition("-")
        if kind and (mark in "OBS" or named != kind):
            if kind in _KINDS:
                yield tokens[first][0], tokens[at - 1][1], _KINDS[kind]
            kind = ""
        if named and not kind:
            first, kind = at, named
