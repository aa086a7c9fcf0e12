"""Sentences of different outlets that report the same: comparable, never parallel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from corpus_tools.alignment.comparable import (
    ComparableTable,
    apply_comparable,
    combine_comparable,
    summarise_comparable,
)
from corpus_tools.alignment.coverage import ComparableSettings, ComparableSummary
from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """Adds pairs of kind `comparable`: sentences of articles on one event, in tiers, each with its evidence.

    Articles may be in one language or in two; after `translation`, sentences are compared by their translations too,
    and after `parallel`, articles that are translations of each other are left out. `event`: the lowest similarity of
    two articles, `event_across` of two in different languages; `days`: how far apart their dates may be. Of two
    languages the first of `languages` is the source.
    """

    name: ClassVar[str] = "comparable"
    version: ClassVar[int] = 4
    needs: ClassVar[tuple[str, ...]] = ("segments",)
    adds: ClassVar[tuple[str, ...]] = ("pairs",)
    summary_type: ClassVar[Any] = ComparableSummary
    table_type: ClassVar[Any] = ComparableTable
    summary_options: ClassVar[tuple[str, ...]] = ()

    languages: tuple[str, str] = ("en", "ar")
    event: float = ComparableSettings().event
    event_across: float = ComparableSettings().event_across
    days: int = ComparableSettings().days

    def __post_init__(self) -> None:
        self._settings()

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    def summarise(self, document: Document) -> ComparableSummary:
        return summarise_comparable(document)

    def combine(self, summaries: Iterable[ComparableSummary]) -> ComparableTable:
        return combine_comparable(summaries, settings=self._settings())

    def _settings(self) -> ComparableSettings:
        return ComparableSettings(
            event=self.event, event_across=self.event_across, days=self.days, source_languages=self.languages
        )

    def part(self, table: ComparableTable, summaries: Sequence[ComparableSummary]) -> ComparableTable:
        ids = {summary.article.id for summary in summaries}
        return ComparableTable(pairs={source: pairs for source, pairs in table.pairs.items() if source in ids})

    def apply(self, document: Document, table: ComparableTable) -> Document:
        return apply_comparable(document, table)
