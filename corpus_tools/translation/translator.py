"""Texts from one language into another, offline: which models lead there, what is known, what goes to a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus_tools.errors import MissingModelError
from corpus_tools.models.catalogue import InstalledModel
from corpus_tools.models.store import find_translation, installed
from corpus_tools.records import Translation
from corpus_tools.translation.argos import ArgosDecoder
from corpus_tools.translation.attempts import Attempt, translate_units
from corpus_tools.translation.decoder import Decoder, open_decoder
from corpus_tools.translation.flags import find_flags, only_in_script, script_of_language
from corpus_tools.translation.memory import TranslationMemory
from corpus_tools.translation.options import TranslationOptions, options_from
from corpus_tools.translation.protection import Piece, edges_apart, has_letters, pieces_of, with_the_stop_of

# Where no package leads from one language to another directly, two through this one do.
_PIVOT = "en"


def _no_tally(what: str, count: int) -> None:
    """Hear nothing."""


def translate(
    texts: Iterable[str], *, source: str, target: str, models_dir: str | Path | None = None, **options: Any
) -> list[Translation]:
    """Return one translation per text, in order; `''` for `''`. Best given one sentence per text, and many at once.

    `source` and `target` are BCP 47 codes, of which the language counts. `models_dir` is the model store (default:
    $CORPUS_TOOLS_MODELS, else the user's data directory; the starter models are always behind it). `options` are the
    fields of `TranslationOptions`. A text is translated as a whole: line ends, white space at the edges, addresses,
    hashtags, emoji and numbers come through. A translation does not depend on the other texts of the call. What has no
    letter, or is in the target's own script already, is copied.

    Raises MissingModelError where no installed package leads from source to target, directly or through English;
    ModelMismatchError for a package that cannot be opened; ConfigError for an unknown option, with the nearest right
    one. Models are opened once per process. Safe to call from threads and after a fork.
    """
    if isinstance(texts, str):
        raise TypeError("texts is one string: give a list of texts")
    with Translator(models_dir=models_dir, options=options_from(options)) as translator:
        return translator.translate_batch(list(texts), source=source, target=target)


def translation_models(pairs: Iterable[tuple[str, str]], *, models_dir: str | Path | None = None) -> tuple[str, ...]:
    """Return what names the models that translate these pairs of languages: fingerprints, sorted; none for no model.

    Other packages in the store that could serve as a way through English count as well: what another source language
    is translated with depends on them.
    """
    named = {model_name(model) for pair in pairs for model in (find_route(*pair, models_dir=models_dir) or ())}
    named |= {model_name(model) for model in installed(models_dir) if model.kind == "translation"}
    return tuple(sorted(named))


def find_route(source: str, target: str, *, models_dir: str | Path | None = None) -> tuple[InstalledModel, ...] | None:
    """Return the packages that lead from `source` to `target`: one, or two through English; None where none do."""
    source, target = language_of(source), language_of(target)
    direct = find_translation(source, target, models_dir=models_dir)
    if direct is not None:
        return (direct,)
    if _PIVOT in (source, target):
        return None
    first = find_translation(source, _PIVOT, models_dir=models_dir)
    second = find_translation(_PIVOT, target, models_dir=models_dir)
    return (first, second) if first is not None and second is not None else None


def language_of(code: str) -> str:
    """Return the language of a BCP 47 code: `en` of `en-GB`."""
    return code.replace("_", "-").split("-")[0].lower()


def model_name(model: InstalledModel) -> str:
    """Return how a translation names its model: name and fingerprint."""
    return f"{model.name}@{model.fingerprint}"


class Translator:
    """Translates batches of texts in any direction that the store has packages for; a context manager.

    `memory` is the file of a translation memory, None for none. `tally(what, count)` hears how many translations came
    `from model` and how many `from memory`, never in a result. Packages are opened when first needed.
    """

    def __init__(
        self,
        *,
        models_dir: str | Path | None = None,
        memory: str | Path | None = None,
        options: TranslationOptions | None = None,
        tally: Callable[[str, int], None] = _no_tally,
    ) -> None:
        self.options = options if options is not None else TranslationOptions()
        self._models_dir = models_dir
        self._tally = tally
        self._stack = ExitStack()
        self._memory = None if memory is None else self._stack.enter_context(TranslationMemory(memory))
        self._routes: dict[tuple[str, str], tuple[InstalledModel, ...] | None] = {}
        self._argos: dict[str, ArgosDecoder] = {}

    def __enter__(self) -> Translator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the memory. Opened models stay with the process, for the next one."""
        self._stack.close()
        self._argos.clear()

    def translate_batch(self, texts: Sequence[str], source: str, target: str) -> list[Translation]:
        """Return one translation per text, in order. As `translate`, with the memory asked first."""
        if language_of(source) == language_of(target):
            return [_copied(text, source, target) for text in texts]
        pair = (language_of(source), language_of(target))
        if pair not in self._routes:
            self._routes[pair] = find_route(*pair, models_dir=self._models_dir)
        route = self._routes[pair]
        if route is None:
            raise _missing(*pair, models_dir=self._models_dir)
        answers: dict[str, Translation] = {}
        wanted: list[str] = []
        for text in dict.fromkeys(texts):
            if _nothing_to_translate(text, *pair):
                answers[text] = _copied(text, source, target)
            else:
                wanted.append(text)
        context = "\0".join([*pair, *(model_name(model) for model in route), self.options.key])
        if self._memory is not None and wanted:
            known = self._memory.get(wanted, context=context)
            self._tally("from memory", len(known))
            answers.update(known)
            wanted = [text for text in wanted if text not in known]
        if wanted:
            made = dict(zip(wanted, self._through(route, wanted, pair), strict=True))
            self._tally("from model", len(made))
            if self._memory is not None:
                self._memory.put(made, context=context)
            answers.update(made)
        return [replace(answers[text], source_language=source, target_language=target) for text in texts]

    def _through(
        self, route: tuple[InstalledModel, ...], texts: Sequence[str], pair: tuple[str, str]
    ) -> list[Translation]:
        found = self._leg(route[0], texts)
        for model in route[1:]:
            onwards = self._leg(model, [translation.text for translation in found])
            found = [_joined(first, second) for first, second in zip(found, onwards, strict=True)]
        return [replace(each, source_language=pair[0], target_language=pair[1]) for each in found]

    def _leg(self, model: InstalledModel, texts: Sequence[str]) -> list[Translation]:
        if self.options.engine == "argos":
            return self._argos_leg(model, texts)
        decoder = open_decoder(model, self.options)
        plans = [_plan(text, decoder) for text in texts]
        units = list(dict.fromkeys(piece.text for plan in plans for piece in plan if piece.translate))
        attempts = dict(zip(units, translate_units(decoder, units, self.options), strict=True)) if units else {}
        name = model_name(model)
        return [_assembled(plan, attempts, name) for plan in plans]

    def _argos_leg(self, model: InstalledModel, texts: Sequence[str]) -> list[Translation]:
        if model.name not in self._argos:
            self._argos[model.name] = self._stack.enter_context(ArgosDecoder(model, self.options))
        name = f"{model_name(model)}+argos"
        found = []
        for text, answer in zip(texts, self._argos[model.name].translate(texts), strict=True):
            flags = find_flags(text, answer, source_language=model.source, target_language=model.target)
            found.append(
                Translation(
                    text=answer,
                    origin="model",
                    model=name,
                    flags=tuple(flag.name for flag in flags),
                    evidence=tuple(flag.evidence for flag in flags),
                )
            )
        return found


def _missing(source: str, target: str, *, models_dir: str | Path | None) -> MissingModelError:
    there = sorted(f"{m.source}→{m.target}" for m in installed(models_dir) if m.kind == "translation")
    return MissingModelError(
        f"no installed model translates {source} into {target}, directly or through English",
        remedy=f"`corpus-tools models fetch argos:{source}_{target}` gets one; there are {', '.join(there) or 'none'}",
    )


def _nothing_to_translate(text: str, source: str, target: str) -> bool:
    if not has_letters(text):
        return True
    own, other = script_of_language(source), script_of_language(target)
    return own != other and own is not None and other is not None and only_in_script(text, other)


def _copied(text: str, source: str, target: str) -> Translation:
    return Translation(text=text, origin="copied", source_language=source, target_language=target)


def _plan(text: str, decoder: Decoder) -> list[Piece]:
    pieces: list[Piece] = []
    for piece in pieces_of(text, decoder.fits, language=decoder.model.source):
        pieces.extend(edges_apart(piece.text) if piece.translate else [piece])
    return pieces


def _assembled(plan: Sequence[Piece], attempts: dict[str, Attempt], model: str) -> Translation:
    """Put a text together from its pieces; its score is the mean over all decoded pieces, its flags those of all."""
    parts, used = [], []
    several = len(plan) > 1
    for piece in plan:
        if not piece.translate:
            parts.append(piece.text)
            continue
        attempt = attempts[piece.text]
        used.append(attempt)
        answer = attempt.candidate.text
        parts.append(with_the_stop_of(piece.text, answer) if several else answer)
    if not used:
        return Translation(text="".join(parts), origin="copied")
    length = sum(attempt.candidate.pieces for attempt in used)
    flags: dict[str, str] = {}
    for attempt in used:
        for flag in attempt.flags:
            flags.setdefault(flag.name, flag.evidence)
    return Translation(
        text="".join(parts),
        origin="model",
        model=model,
        score=round(sum(attempt.candidate.score * attempt.candidate.pieces for attempt in used) / length, 4),
        flags=tuple(flags),
        evidence=tuple(flags.values()),
    )


def _joined(first: Translation, second: Translation) -> Translation:
    """Return the translation through both legs: scores added, flags of either, the first leg's said to be so."""
    flags = dict(zip(second.flags, second.evidence, strict=True))
    for name, evidence in zip(first.flags, first.evidence, strict=True):
        flags.setdefault(name, f"in English: {evidence}")
    scores = [each.score for each in (first, second) if each.score is not None]
    models = [each.model for each in (first, second) if each.model is not None]
    return Translation(
        text=second.text,
        origin="pivot" if models else "copied",
        model="+".join(models) or None,
        score=round(sum(scores), 4) if scores else None,
        flags=tuple(flags),
        evidence=tuple(flags.values()),
    )
