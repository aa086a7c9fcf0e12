"""Lines that many documents of one site share: evidence of boilerplate that no single document gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from corpus_tools.errors import ConfigError
from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace
from corpus_tools.text.repeated_lines import LineSummary, LineTable, apply_line_table, combine_lines, summarise_lines
from corpus_tools.text.site_lines import SiteLines, apply_site_lines, parse_site_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedLines:
    """Marks short lines that recur across documents of the same host; a long line never by this alone.

    `sites` is a file of lines to drop and to keep by site (TOML, relative to the current folder), which a person may
    edit and which has the last word.
    """

    name: ClassVar[str] = "repeated-lines"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("blocks",)
    adds: ClassVar[tuple[str, ...]] = ()
    summary_type: ClassVar[Any] = LineSummary
    table_type: ClassVar[Any] = LineTable
    summary_options: ClassVar[tuple[str, ...]] = ()

    sites: str = ""

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        """Return the digest of the user's file: it is part of what decides. Raises ConfigError where it is wrong."""
        if not self.sites:
            return ()
        text = self._sites_text()
        parse_site_lines(text, where=self.sites)
        return (hashlib.sha256(text.encode("utf-8")).hexdigest(),)

    def _sites_text(self) -> str:
        try:
            return Path(self.sites).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"the file of site lines cannot be read: {error}",
                where=self.sites,
                remedy="check `sites` of the stage `repeated-lines`",
            ) from error

    def summarise(self, document: Document) -> LineSummary:
        return summarise_lines(document)

    def combine(self, summaries: Iterable[LineSummary]) -> LineTable:
        return combine_lines(summaries)

    def part(self, table: LineTable, summaries: Sequence[LineSummary]) -> LineTable:
        hosts = {summary.host for summary in summaries}
        return LineTable(lines=tuple(line for line in table.lines if line.host in hosts))

    def apply(self, document: Document, table: LineTable) -> Document:
        marked = apply_line_table(document, table)
        return apply_site_lines(marked, _parsed(self._sites_text(), self.sites)) if self.sites else marked


@lru_cache(maxsize=1)
def _parsed(text: str, where: str) -> tuple[SiteLines, ...]:
    """Parse the user's file once for all documents: a text is always parsed to the same."""
    return parse_site_lines(text, where=where)
