"""Translation, offline: one text in, one text out, what is untranslatable kept, what looks wrong flagged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from corpus_tools.errors import ConfigError, MissingModelError
from corpus_tools.models import InstalledModel, find_translation
from corpus_tools.records import Translation
from corpus_tools.translation.decoder import LONGEST_PIECES, Decoder, Decoding
from corpus_tools.translation.flags import Flag, find_flags
from corpus_tools.translation.memory import TranslationMemory
from corpus_tools.translation.protection import cut, split_clauses

PIVOT = "en"
# What a flagged text is decoded with again, in this order, until nothing is flagged.
SECOND_TRIES = (
    Decoding(beam_size=6, no_repeat_ngram_size=3, repetition_penalty=1.1),
    Decoding(beam_size=2, no_repeat_ngram_size=2, coverage_penalty=0.3, length_penalty=0.6),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationOptions:
    """Everything that can change a translation, and `threads` and `batch_pieces`, which cannot.

    `engine`: `ctranslate2`, or `argos` for argostranslate's own code. `compute_type` as CTranslate2 names them.
    `second_tries` decodes a flagged text again with other settings and keeps the best.
    """

    engine: Literal["ctranslate2", "argos"] = "ctranslate2"
    beam_size: int = 4
    compute_type: str = "int8"
    second_tries: bool = True
    threads: int = 1
    batch_pieces: int = 2048

    def setting(self) -> str:
        """Return what a memory key says of the settings."""
        return f"{self.engine} beam={self.beam_size} compute={self.compute_type} second={self.second_tries}"


def translate(
    texts: Iterable[str],
    *,
    source: str,
    target: str,
    models_dir: str | Path | None = None,
    **options: Any,
) -> list[Translation]:
    """Translate each of `texts` from `source` into `target` (BCP 47), in order; `''` for `''`.

    `options` are those of `TranslationOptions` (engine, beam_size, compute_type, second_tries, threads, batch_pieces).
    Where no model leads from source to target directly, two lead through English (`origin` is `pivot`). Line breaks,
    blanks at the ends, addresses, tags and emoji stay as they are. Models are opened once per process.

    Raises MissingModelError (a ModelError) when no installed models lead from source to target, ConfigError for an
    unknown option.
    """
    translator = _shared(models_dir, options)
    return translator.translate_batch(list(texts), source=source, target=target)


def translation_models(pairs: Iterable[tuple[str, str]], *, models_dir: Path | None = None) -> tuple[str, ...]:
    """Return the names and fingerprints of the models that lead between `pairs`, those that are there, sorted."""
    found = {
        f"{model.name}@{model.fingerprint}"
        for source, target in pairs
        for model in route(source, target, models_dir=models_dir) or ()
    }
    return tuple(sorted(found))


def route(source: str, target: str, *, models_dir: str | Path | None = None) -> tuple[InstalledModel, ...] | None:
    """Return the models that lead from `source` to `target`: one, or two through English; None where none do."""
    direct = find_translation(source, target, models_dir=models_dir)
    if direct is not None:
        return (direct,)
    if PIVOT not in (source, target):
        first = find_translation(source, PIVOT, models_dir=models_dir)
        second = find_translation(PIVOT, target, models_dir=models_dir)
        if first is not None and second is not None:
            return first, second
    return None


class Translator:
    """Models opened as they are needed and kept until closed. Safe to call from threads."""

    def __init__(
        self,
        *,
        models_dir: str | Path | None = None,
        memory: str | Path | None = None,
        options: TranslationOptions | None = None,
        tally: Callable[[str, int], None] = lambda what, count: None,
    ) -> None:
        self._models_dir = models_dir
        self._options = options or TranslationOptions()
        self._memory = TranslationMemory(memory) if memory is not None else None
        self._tally = tally
        self._decoders: dict[str, Any] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the memory and let the models go."""
        if self._memory is not None:
            self._memory.close()
        self._decoders.clear()

    def translate_batch(self, texts: Sequence[str], *, source: str, target: str) -> list[Translation]:
        """Translate `texts`, in order. Raises MissingModelError when no installed models lead from source to target."""
        if source == target:
            return [_copied(text, source, target) for text in texts]
        models = route(source, target, models_dir=self._models_dir)
        if models is None:
            raise MissingModelError(
                f"no installed model leads from {source!r} to {target!r}",
                remedy=f"corpus-tools models fetch argos:{source}_{target}, or models install FILE",
            )
        setting = " ".join([*(_name(model) for model in models), source, target, self._options.setting()])
        keys = [TranslationMemory.key(text, setting=setting) for text in texts]
        known = self._memory.get(list(dict.fromkeys(keys))) if self._memory is not None else {}
        wanted = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if wanted:
            fresh = dict(zip(wanted, self._through(list(wanted.values()), models, source, target), strict=True))
            if self._memory is not None:
                self._memory.put(fresh)
            known = {**known, **fresh}
        self._tally("from model", len(wanted))
        self._tally("from memory", len(set(keys)) - len(wanted))
        return [known[key] for key in keys]

    def _through(
        self, texts: Sequence[str], models: tuple[InstalledModel, ...], source: str, target: str
    ) -> list[Translation]:
        if len(models) == 1:
            return self._with(models[0], texts, source, target)
        first = self._with(models[0], texts, source, PIVOT)
        second = self._with(models[1], [each.text for each in first], PIVOT, target)
        results = []
        for text, one, two in zip(texts, first, second, strict=True):
            if one.origin == "copied":
                results.append(_copied(text, source, target))
                continue
            flags = find_flags(text, two.text, source_language=source, target_language=target)
            scores = [each.score for each in (one, two) if each.score is not None]
            results.append(
                replace(
                    two,
                    origin="pivot",
                    model=" + ".join(_name(model) for model in models),
                    score=sum(scores) if scores else None,
                    flags=tuple(flag.name for flag in flags),
                    evidence=tuple(flag.evidence for flag in flags),
                    source_language=source,
                    target_language=target,
                )
            )
        return results

    def _with(self, model: InstalledModel, texts: Sequence[str], source: str, target: str) -> list[Translation]:
        """Translate with one model: cut, pool, decode, put together, flag, decode flagged ones again."""
        decoder = self._decoder(model)
        first = Decoding(beam_size=self._options.beam_size)
        results = _attempt(decoder, texts, first, source, target)
        if self._options.second_tries and self._options.engine == "ctranslate2":
            for decoding in SECOND_TRIES:
                flagged = [index for index, each in enumerate(results) if each.flags]
                again = _attempt(decoder, [texts[index] for index in flagged], decoding, source, target)
                for index, other in zip(flagged, again, strict=True):
                    if _rank(other) < _rank(results[index]):
                        results[index] = other
        return results

    def _decoder(self, model: InstalledModel) -> Any:
        with self._lock:
            name = _name(model)
            if name not in self._decoders:
                if self._options.engine == "argos":
                    from corpus_tools.translation.argos import ArgosDecoder

                    self._decoders[name] = ArgosDecoder(model)
                elif self._options.engine == "ctranslate2":
                    self._decoders[name] = Decoder(
                        model,
                        compute_type=self._options.compute_type,
                        threads=self._options.threads,
                        batch_pieces=self._options.batch_pieces,
                    )
                else:
                    raise ConfigError(f"there is no engine {self._options.engine!r}", remedy="ctranslate2 or argos")
            return self._decoders[name]


def _attempt(decoder: Any, texts: Sequence[str], decoding: Decoding, source: str, target: str) -> list[Translation]:
    """Translate every text once with `decoding`, all their pieces pooled."""
    layouts = [list(_layout(text, decoder)) for text in texts]
    wanted = list(
        dict.fromkeys(part for layout in layouts for parts in layout if parts.translated for part in parts.parts)
    )
    answers = dict(zip(wanted, decoder.translate(wanted, decoding), strict=True))
    return [
        _assembled(text, layout, answers, decoder.model, source, target)
        for text, layout in zip(texts, layouts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A piece of a text: kept as it is (one part), or translated part by part."""

    parts: tuple[str, ...]
    translated: bool


def _layout(text: str, decoder: Any) -> Iterator[_Parts]:
    for piece in cut(text):
        if not piece.translated:
            yield _Parts((piece.text,), False)
            continue
        pieces = decoder.count_pieces(piece.text)
        if pieces <= LONGEST_PIECES:
            yield _Parts((piece.text,), True)
            continue
        longest = max(len(piece.text) * LONGEST_PIECES // pieces * 3 // 4, 20)
        yield _Parts(tuple(split_clauses(piece.text, longest)), True)


def _assembled(
    text: str, layout: Sequence[_Parts], answers: dict[str, tuple[str, float]], model: Any, source: str, target: str
) -> Translation:
    translated = [part for parts in layout if parts.translated for part in parts.parts]
    if not translated:
        return _copied(text, source, target)
    joined = "".join(
        " ".join(answers[part][0] for part in parts.parts) if parts.translated else parts.parts[0] for parts in layout
    )
    scores = [answers[part][1] for part in translated]
    flags: tuple[Flag, ...] = find_flags(text, joined, source_language=source, target_language=target)
    return Translation(
        text=joined,
        origin="model",
        model=_name(model),
        score=round(sum(scores) / len(scores), 4),
        flags=tuple(flag.name for flag in flags),
        evidence=tuple(flag.evidence for flag in flags),
        source_language=source,
        target_language=target,
    )


def _rank(translation: Translation) -> tuple[int, float]:
    return len(translation.flags), -(translation.score or 0.0)


def _copied(text: str, source: str, target: str) -> Translation:
    return Translation(text=text, origin="copied", source_language=source, target_language=target)


def _name(model: InstalledModel) -> str:
    return f"{model.name}@{model.fingerprint}"


_translators: dict[tuple[Any, ...], Translator] = {}
_translators_lock = threading.Lock()


def _shared(models_dir: str | Path | None, options: dict[str, Any]) -> Translator:
    """Return this process's translator for a folder and options; models are opened once, under a lock."""
    known = {field.name for field in fields(TranslationOptions)}
    for name in options:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
            raise ConfigError(f"translate has no option {name!r}", remedy=hint)
    chosen = TranslationOptions(**options)
    key = (str(models_dir), chosen)
    with _translators_lock:
        if key not in _translators:
            _translators[key] = Translator(models_dir=models_dir, options=chosen)
        return _translators[key]


def _forget() -> None:
    """After a fork the child opens its own models: native threads do not survive it."""
    _translators.clear()


def _register() -> None:
    import os

    os.register_at_fork(after_in_child=_forget)


_register()
