"""Language spans over the whole document."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.errors import ConfigError
from corpus_tools.language.paths import candidates_by_script
from corpus_tools.language.spans import detect_spans
from corpus_tools.records import Document, LanguageSpan
from corpus_tools.stages.stage import Work, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """Finds the language of every letter. `candidates`: the languages to choose from, empty for all."""

    name: ClassVar[str] = "languages"
    version: ClassVar[int] = 2
    needs: ClassVar[tuple[str, ...]] = ("text",)
    adds: ClassVar[tuple[str, ...]] = ("language_spans",)

    candidates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            candidates_by_script(self.candidates)
        except ConfigError as error:
            raise ConfigError(error.message, where="candidates", remedy=error.remedy) from error

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        yield self._work

    def _work(self, documents: Sequence[Document]) -> list[Document]:
        return [dataclasses.replace(d, language_spans=self._spans(d)) for d in documents]

    def _spans(self, document: Document) -> tuple[LanguageSpan, ...]:
        offsets = document.offsets
        spans: list[LanguageSpan] = []
        for span in detect_spans(document.text, languages=self.candidates or None):
            raw = offsets.to_raw(span.span)
            # Where one edit covers the border of two spans, the characters it replaced belong to the first.
            start = max(raw.start, spans[-1].end if spans else 0)
            if start < raw.end:
                spans.append(dataclasses.replace(span, start=start, end=raw.end))
        return tuple(spans)
