"""The Stanza tokenizer of a language, asked for one thing: how likely a sentence ends at a place.

Stanza reads a window around each place instead of the whole text, so that the time stays linear whatever the text
is, and it is read at one fixed width: its recurrent layers see the padding, and a result must not depend on the
other windows of its batch. Offsets come from the windows, never from the token texts (Stanza writes `<UNK>` for
long ones).
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus_tools.language.stanza_pipeline import check_folder, open_pipeline
from corpus_tools.models import fingerprint, installed
from corpus_tools.models import stanza_dir as installed_folder

# Characters that Stanza reads before and after a place. Its models are trained on sequences of 300 characters.
_BEFORE = 160
_AFTER = 80
_WIDTH = _BEFORE + _AFTER + 1
_BATCH = 64

# One for one, as in training: the treebanks write straight quotes.
_PLAIN = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "‘": "'", "’": "'", "‹": "'", "›": "'"})

_CODE = re.compile(r"[a-z]{2,3}(-[a-z]+)?")

_lock = threading.Lock()
_models: dict[tuple[str, Path], StanzaModel] = {}


def _forget_lock() -> None:
    # A fork may happen while another thread holds the lock; the child has no such thread.
    global _lock
    _lock = threading.Lock()
    for model in _models.values():
        model.renew_lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_lock)


class StanzaModel:
    """One loaded tokenizer. Thread-safe: one prediction at a time."""

    def __init__(self, language: str, folder: Path) -> None:
        """Load the tokenizer of `language` from a Stanza folder. Raises ModelError where that fails."""
        pipeline = open_pipeline(
            language,
            folder,
            model="Stanza model",
            remedy="install it again, or remove it to split sentences by rule",
            processors="tokenize",
        )
        processor: Any = pipeline.processors["tokenize"]
        self._trainer = processor.trainer
        self._vocabulary = processor.vocab
        self._config = processor.config
        self._lock = threading.Lock()

    def renew_lock(self) -> None:
        """Start with a free lock, after a fork."""
        self._lock = threading.Lock()

    def end_scores(self, places: Sequence[tuple[str, int, int]]) -> list[float]:
        """Say how likely a sentence ends at each place: log odds, above 0 for more likely than not.

        A place is a line of text (no line feed) and the range `[mark, end)` of the marks that may end a sentence
        there. In order; the result for a place does not depend on the other places.
        """
        windows = [_window(*place) for place in places]
        different = list(dict.fromkeys(windows))
        scores: dict[tuple[str, int, int], float] = {}
        with self._lock:
            for start in range(0, len(different), _BATCH):
                batch = different[start : start + _BATCH]
                scores.update(zip(batch, self._predict(batch), strict=True))
        return [scores[window] for window in windows]

    def _predict(self, windows: Sequence[tuple[str, int, int]]) -> list[float]:
        import numpy
        import torch
        from stanza.models.tokenization.data import TokenizationDataset

        dataset = TokenizationDataset(
            self._config,
            input_text="\n\n".join(text for text, _, _ in windows),
            vocab=self._vocabulary,
            evaluation=True,
            dictionary=self._trainer.dictionary,
        )
        samples = [dataset.para_to_sentences(paragraph)[0] for paragraph in dataset.data]
        padding = self._vocabulary.unit2id("<PAD>")
        units = torch.full((len(samples), _WIDTH), padding, dtype=torch.int64)
        features = torch.zeros((len(samples), _WIDTH, samples[0][2].shape[-1]), dtype=torch.float32)
        for row, (ids, _, feats, _) in enumerate(samples):
            units[row, : len(ids)] = torch.from_numpy(ids)
            features[row, : len(ids), :] = torch.from_numpy(feats)
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # two threads are many times slower on layers this small
        try:
            with torch.no_grad():
                logits = self._trainer.predict((units, None, features, None))
        finally:
            torch.set_num_threads(threads)
        # Classes: inside a token, token end, sentence end (and, with multi-word tokens, the last two again).
        ending = numpy.logaddexp.reduce(logits[:, :, [2, 4] if logits.shape[2] > 3 else [2]], axis=2)
        going_on = numpy.logaddexp.reduce(logits[:, :, [0, 1, 3] if logits.shape[2] > 3 else [0, 1]], axis=2)
        odds = ending - going_on
        return [float(odds[row, mark:end].max()) for row, (_, mark, end) in enumerate(windows)]


def _window(line: str, mark: int, end: int) -> tuple[str, int, int]:
    """What Stanza reads around a place, white space collapsed, and the range of the marks in it."""
    if end - mark > _AFTER // 2:
        mark = end - _AFTER // 2
    left = line[max(0, mark - 2 * _BEFORE) : mark].translate(_PLAIN)
    left = _collapsed(left)[-_BEFORE:]
    if mark > 2 * _BEFORE or len(left) == _BEFORE:
        left = left[left.find(" ") + 1 :] if " " in left[:-1] else left
    left = left.lstrip()
    marks = _collapsed(line[mark:end].translate(_PLAIN))
    right = _collapsed(line[end : end + 2 * _AFTER].translate(_PLAIN))[: _AFTER - len(marks)].rstrip()
    return left + marks + right, len(left), len(left) + len(marks)


def _collapsed(text: str) -> str:
    words = " ".join(text.split())
    return (" " if text[:1].isspace() and words else "") + words + (" " if text[-1:].isspace() and words else "")


def model_folder(language: str, *, stanza_dir: Path | None = None, models_dir: Path | None = None) -> Path | None:
    """Return the Stanza folder that serves a language: `stanza_dir` where that has it, else the installed one.

    Raises MissingModelError where `stanza_dir` is no Stanza folder at all.
    """
    if stanza_dir is not None:
        check_folder(stanza_dir)
        if _weights(stanza_dir, language):
            return stanza_dir
    return installed_folder(language, models_dir=models_dir)


def open_model(language: str, *, stanza_dir: Path | None = None, models_dir: Path | None = None) -> StanzaModel | None:
    """Return the loaded Stanza model of a language, or None where none is installed. Loads it once per process.

    Raises ModelError where the model is there but cannot be loaded.
    """
    folder = model_folder(language, stanza_dir=stanza_dir, models_dir=models_dir)
    if folder is None:
        return None
    key = (language, folder.resolve())
    model = _models.get(key)
    if model is None:
        with _lock:
            model = _models.get(key)
            if model is None:
                model = _models[key] = StanzaModel(language, key[1])
    return model


def model_names(*, stanza_dir: Path | None = None, models_dir: Path | None = None) -> tuple[str, ...]:
    """Return `stanza-<language>:<fingerprint>` of every Stanza model that would be used, sorted.

    Raises MissingModelError where `stanza_dir` is no Stanza folder at all.
    """
    if stanza_dir is not None:
        check_folder(stanza_dir)
    languages = {model.source for model in installed(models_dir) if model.kind == "sentences"}
    named = os.environ.get("STANZA_RESOURCES_DIR")
    for folder in (stanza_dir, Path(named) if named else None):
        if folder is not None and folder.is_dir():
            languages.update(path.parent.name for path in folder.glob("*/tokenize"))
    names = []
    for language in sorted(languages):
        folder = model_folder(language, stanza_dir=stanza_dir, models_dir=models_dir)
        if folder is not None:
            files = [("resources.json", folder / "resources.json"), *_weights(folder, language)]
            names.append(f"stanza-{language}:{fingerprint(tuple(files))}")
    return tuple(names)


def _weights(folder: Path, language: str) -> list[tuple[str, Path]]:
    if not _CODE.fullmatch(language):
        return []
    return [(path.name, path) for path in sorted((folder / language / "tokenize").glob("*.pt"))]
