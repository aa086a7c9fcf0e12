"""Sentences of different outlets that report the same: comparable, never parallel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from corpus_tools.alignment.comparable import (
    ComparableSettings,
    ComparableSummary,
    ComparableTable,
    apply_comparable,
    combine_comparable,
    summarise_comparable,
)
from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """Adds pairs of kind `comparable`: sentences of articles on one event, in tiers, each with its evidence.

    `event`: the lowest similarity of two articles; `days`: how far apart their dates may be.
    """

    name: ClassVar[str] = "comparable"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("segments",)
    adds: ClassVar[tuple[str, ...]] = ("pairs",)
    summary_type: ClassVar[Any] = ComparableSummary
    table_type: ClassVar[Any] = ComparableTable

    event: float = ComparableSettings().event
    days: int = ComparableSettings().days

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    def summarise(self, document: Document) -> ComparableSummary:
        return summarise_comparable(document)

    def combine(self, summaries: Iterable[ComparableSummary]) -> ComparableTable:
        return combine_comparable(summaries, settings=ComparableSettings(event=self.event, days=self.days))

    def part(self, table: ComparableTable, summaries: Sequence[ComparableSummary]) -> ComparableTable:
        ids = {summary.article.id for summary in summaries}
        return ComparableTable(pairs={source: pairs for source, pairs in table.pairs.items() if source in ids})

    def apply(self, document: Document, table: ComparableTable) -> Document:
        return apply_comparable(document, table)
