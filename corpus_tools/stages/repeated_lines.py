"""Lines that many documents of one site share: evidence of boilerplate that no single document gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace
from corpus_tools.text.repeated_lines import LineSummary, LineTable, apply_line_table, combine_lines, summarise_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedLines:
    """Marks short lines that recur across documents of the same host; a long line never by this alone."""

    name: ClassVar[str] = "repeated-lines"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("blocks",)
    adds: ClassVar[tuple[str, ...]] = ()
    summary_type: ClassVar[Any] = LineSummary
    table_type: ClassVar[Any] = LineTable

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    def summarise(self, document: Document) -> LineSummary:
        return summarise_lines(document)

    def combine(self, summaries: Iterable[LineSummary]) -> LineTable:
        return combine_lines(summaries)

    def part(self, table: LineTable, summaries: Sequence[LineSummary]) -> LineTable:
        hosts = {summary.host for summary in summaries}
        return LineTable(lines=tuple(line for line in table.lines if line.host in hosts))

    def apply(self, document: Document, table: LineTable) -> Document:
        return apply_line_table(document, table)
