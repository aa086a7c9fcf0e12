"""Translation of every sentence into the other language of the corpus, foreign fragments first and in place."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from corpus_tools.errors import MissingModelError
from corpus_tools.records import Decision, Document, Segment, Span, Translation
from corpus_tools.stages.stage import Work, Workspace
from corpus_tools.translation.options import TranslationOptions
from corpus_tools.translation.translator import Translator, translation_models


@dataclass(frozen=True, slots=True, kw_only=True)
class Translate:
    """Translates sentences of one of `languages` into the other, and those of any other language into the first.

    `engine`: `ctranslate2` runs the packages' models directly, `argos` runs argostranslate's own code.
    """

    name: ClassVar[str] = "translation"
    version: ClassVar[int] = 5
    needs: ClassVar[tuple[str, ...]] = ("segments",)
    adds: ClassVar[tuple[str, ...]] = ("translations",)

    languages: tuple[str, str] = ("en", "ar")
    engine: Literal["ctranslate2", "argos"] = "ctranslate2"
    beam_size: int = 4

    def __post_init__(self) -> None:
        self._options()

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return translation_models(self._pairs(), models_dir=workspace.models_dir)

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        first, second = self.languages
        return ((first, second), (second, first))

    def target(self, language: str) -> str:
        """Return the language that sentences of `language` are translated into."""
        first, second = self.languages
        return second if language == first else first

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        with Translator(
            models_dir=workspace.models_dir, memory=workspace.memory, options=self._options(), tally=workspace.tally
        ) as translator:
            yield lambda documents: self._work(documents, _Requests(translator=translator, workspace=workspace))

    def _options(self) -> TranslationOptions:
        return TranslationOptions(engine=self.engine, beam_size=self.beam_size)

    def _work(self, documents: Sequence[Document], requests: _Requests) -> list[Document]:
        segments = [segment for document in documents for segment in document.segments]
        for segment in segments:
            for fragment in segment.fragments:
                requests.ask(fragment.text, fragment.language, segment.language)
        requests.answer()
        layouts = {
            document.id: [_Layout(document, segment, requests) for segment in document.segments]
            for document in documents
        }
        for document in documents:
            for layout in layouts[document.id]:
                for piece in layout.pieces(self.target(layout.segment.language)):
                    requests.ask(piece, layout.segment.language, self.target(layout.segment.language))
        requests.answer()
        return [self._finished(document, layouts[document.id], requests) for document in documents]

    def _finished(self, document: Document, layouts: Sequence[_Layout], requests: _Requests) -> Document:
        translations, decisions = [], list(document.decisions)
        for layout in layouts:
            segment, target = layout.segment, self.target(layout.segment.language)
            missing = requests.missing.get((segment.language, target))
            if missing is not None:
                reason = missing
                decisions.append(
                    Decision(target=segment.id, action="keep", rule="no-model", reason=reason, stage=self.name)
                )
                continue
            translations.append(
                dataclasses.replace(
                    layout.assembled(target, requests),
                    source_language=segment.language,
                    target_language=target,
                    segment=segment.id,
                )
            )
        return dataclasses.replace(
            document,
            segments=tuple(layout.segment for layout in layouts),
            translations=tuple(translations),
            decisions=tuple(decisions),
        )


@dataclass(slots=True, kw_only=True)
class _Requests:
    """Texts to translate, pooled by direction, and the answers."""

    translator: Translator
    workspace: Workspace
    asked: dict[tuple[str, str], dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    answers: dict[tuple[str, str, str], Translation] = field(default_factory=dict)
    missing: dict[tuple[str, str], str] = field(default_factory=dict)

    def ask(self, text: str, source: str, target: str) -> None:
        """Note that `text` is needed."""
        self.asked[source, target][text] = None

    def answer(self) -> None:
        """Translate everything that was asked for since the last time."""
        for (source, target), texts in sorted(self.asked.items()):
            try:
                answers = self.translator.translate_batch(list(texts), source=source, target=target)
            except MissingModelError as error:
                self.missing[source, target] = error.message
                self.workspace.tally(f"no model {source}→{target}", len(texts))
                continue
            for text, answer in zip(texts, answers, strict=True):
                self.answers[text, source, target] = answer
        self.asked.clear()

    def get(self, text: str, source: str, target: str) -> Translation | None:
        """Return the answer, None where no model leads from `source` to `target`."""
        return self.answers.get((text, source, target))


class _Layout:
    """A sentence with its fragments in place: what of it is translated, and how the parts go together again."""

    def __init__(self, document: Document, segment: Segment, requests: _Requests) -> None:
        offsets = document.offsets
        base = offsets.from_raw(segment.span).start
        self._places: list[tuple[Span, str]] = []
        fragments, parts, position = [], [], 0
        for fragment in segment.fragments:
            place = offsets.from_raw(fragment.span).shifted(-base)
            answer = requests.get(fragment.text, fragment.language, segment.language)
            if answer is not None:
                fragment = dataclasses.replace(fragment, translation=answer.text, model=answer.model)
                parts += [segment.text[position : place.start], answer.text]
                position = place.end
            self._places.append((place, fragment.language))
            fragments.append(fragment)
        monolingual = "".join([*parts, segment.text[position:]]) if parts else None
        self.segment = dataclasses.replace(segment, fragments=tuple(fragments), monolingual=monolingual)

    def _cut(self, target: str) -> list[tuple[str, bool]]:
        """Cut the sentence at the fragments that are in the target language already: (text, is translated)."""
        segment = self.segment
        reused = [place for place, language in self._places if language == target]
        if not reused:
            return [(segment.monolingual or segment.text, True)]
        cut, position = [], 0
        for place in reused:
            cut += [(segment.text[position : place.start], True), (segment.text[place.start : place.end], False)]
            position = place.end
        return [*cut, (segment.text[position:], True)]

    def pieces(self, target: str) -> list[str]:
        """Return what is to be translated: the whole sentence, or what stands around the reused fragments."""
        return [piece.strip() for piece, translated in self._cut(target) if translated and piece.strip()]

    def assembled(self, target: str, requests: _Requests) -> Translation:
        """Put the translated pieces and the reused fragments together."""
        texts: list[str] = []
        found: list[Translation] = []
        for piece, translated in self._cut(target):
            answer = requests.get(piece.strip(), self.segment.language, target) if translated else None
            if answer is None:
                texts.append(piece)
                continue
            lead = piece[: len(piece) - len(piece.lstrip())]
            trail = piece[len(piece.rstrip()) :]
            texts.append(f"{lead}{answer.text}{trail}")
            found.append(answer)
        if not found:
            return Translation(text="".join(texts), origin="copied")
        first = found[0]
        scores = [each.score for each in found if each.score is not None]
        flags = dict.fromkeys(flag for each in found for flag in each.flags)
        evidence = {flag: said for each in found for flag, said in zip(each.flags, each.evidence, strict=False)}
        return dataclasses.replace(
            first,
            text="".join(texts),
            score=sum(scores) / len(scores) if scores else None,
            flags=tuple(flags),
            evidence=tuple(evidence.get(flag, "") for flag in flags),
        )
