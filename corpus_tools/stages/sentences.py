"""Sentences: each line split by the rules or the model of its language, each sentence with its spans and fragments."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.errors import ConfigError
from corpus_tools.language.segmentation import segmentation_models, split_many
from corpus_tools.records import Block, Document, Fragment, LanguageSpan, OffsetMap, Segment, Span
from corpus_tools.stages.stage import Work, Workspace

UNDETERMINED = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Splits lines into sentences, by rules and, unless `stanza` says no, with the models of their language.

    Stretches in another language of at least `fragment_letters` letters become fragments of their sentence.
    """

    name: ClassVar[str] = "sentences"
    version: ClassVar[int] = 4
    needs: ClassVar[tuple[str, ...]] = ("blocks", "language_spans")
    adds: ClassVar[tuple[str, ...]] = ("segments",)

    stanza: bool = True
    fragment_letters: int = 2

    def __post_init__(self) -> None:
        if self.fragment_letters < 1:
            raise ConfigError(f"must be at least 1, and is {self.fragment_letters!r}", where="fragment_letters")

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        """Return what decides where sentences end: the models that are there, or the rules alone."""
        if not self.stanza:
            return ("rules",)
        return segmentation_models(stanza_dir=workspace.stanza_dir, models_dir=workspace.models_dir)

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        def work(documents: Sequence[Document]) -> list[Document]:
            return self._work(documents, workspace)

        yield work

    def _work(self, documents: Sequence[Document], workspace: Workspace) -> list[Document]:
        lines = [line for document in documents for line in _lines(document)]
        by_language: dict[str, list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            by_language[line.language].append(index)
        spans: list[tuple[Span, ...]] = [()] * len(lines)
        for language, indices in sorted(by_language.items()):
            texts = [lines[index].text for index in indices]
            for index, found in zip(indices, self._split(texts, language, workspace), strict=True):
                spans[index] = found
        segments: dict[str, list[Segment]] = defaultdict(list)
        for line, found in zip(lines, spans, strict=True):
            for span in found:
                segments[line.document.id].append(self._segment(line, span, len(segments[line.document.id])))
        return [dataclasses.replace(document, segments=tuple(segments[document.id])) for document in documents]

    def _split(self, texts: Sequence[str], language: str, workspace: Workspace) -> list[tuple[Span, ...]]:
        return split_many(
            texts,
            language=language,
            stanza=self.stanza,
            stanza_dir=workspace.stanza_dir,
            models_dir=workspace.models_dir,
        )

    def _segment(self, line: _Line, span: Span, number: int) -> Segment:
        raw = line.offsets.to_raw(span.shifted(line.start))
        spans = tuple(each for each in line.spans if each.span.overlaps(raw))
        language = _dominant(spans, line.document.raw) or line.language
        fragments = tuple(
            Fragment(
                start=each.start,
                end=each.end,
                text=line.offsets.from_raw(each.span).of(line.document.text),
                language=each.language,
            )
            for each in spans
            if each.language not in (language, UNDETERMINED)
            and raw.contains(each.span)
            and sum(map(str.isalpha, each.span.of(line.document.raw))) >= self.fragment_letters
        )
        return Segment(
            start=raw.start,
            end=raw.end,
            id=f"{line.document.id}.s{number}",
            text=span.of(line.text),
            language=language,
            block=line.block.id,
            kept=line.block.kept,
            spans=spans,
            fragments=fragments,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line to split: `text` starts at `start` of the document's repaired text."""

    document: Document
    block: Block
    offsets: OffsetMap
    start: int
    text: str
    language: str
    spans: tuple[LanguageSpan, ...]


def _lines(document: Document) -> Iterator[_Line]:
    offsets = document.offsets
    main = _dominant(document.language_spans, document.raw) or document.metadata.language or UNDETERMINED
    spans = list(document.language_spans)
    for block in document.blocks:
        while spans and spans[0].end <= block.start:
            spans.pop(0)
        here = offsets.from_raw(block.span)
        text = here.of(document.text)
        if not text.strip():
            continue
        inside = []
        for span in spans:
            if span.start >= block.end:
                break
            clipped = dataclasses.replace(span, start=max(span.start, block.start), end=min(span.end, block.end))
            inside.append(clipped)
        yield _Line(
            document=document,
            block=block,
            offsets=offsets,
            start=here.start,
            text=text,
            language=_dominant(inside, document.raw) or main,
            spans=tuple(inside),
        )


def _dominant(spans: Sequence[LanguageSpan], raw: str) -> str | None:
    """Return the language that most letters are in, None where no span says one; ties go to the first."""
    letters: Counter[str] = Counter()
    for span in spans:
        if span.language != UNDETERMINED:
            letters[span.language] += sum(map(str.isalpha, raw[span.start : span.end]))
    return letters.most_common(1)[0][0] if letters else None
