"""Articles that are nearly the same (wire copy), and sentences that are quoted from another article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from corpus_tools.alignment.bounds import check_share
from corpus_tools.alignment.duplicates import (
    DuplicateSummary,
    RepetitionTable,
    apply_duplicates,
    combine_duplicates,
    summarise_duplicates,
)
from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicates:
    """Labels articles that repeat an earlier one, and sentences that stand in one already, by decisions.

    `least`: the lowest similarity (Jaccard, 0..1) of two articles that are nearly the same.
    """

    name: ClassVar[str] = "near-duplicates"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("segments",)
    adds: ClassVar[tuple[str, ...]] = ()
    summary_type: ClassVar[Any] = DuplicateSummary
    table_type: ClassVar[Any] = RepetitionTable
    summary_options: ClassVar[tuple[str, ...]] = ()

    least: float = 0.7

    def __post_init__(self) -> None:
        check_share("least", self.least)

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    def summarise(self, document: Document) -> DuplicateSummary:
        return summarise_duplicates(document)

    def combine(self, summaries: Iterable[DuplicateSummary]) -> RepetitionTable:
        return combine_duplicates(summaries, least=self.least)

    def part(self, table: RepetitionTable, summaries: Sequence[DuplicateSummary]) -> RepetitionTable:
        ids = {summary.id for summary in summaries}
        return RepetitionTable(
            documents={key: found for key, found in table.documents.items() if key in ids},
            sentences={key: found for key, found in table.sentences.items() if key in ids},
        )

    def apply(self, document: Document, table: RepetitionTable) -> Document:
        return apply_duplicates(document, table)
