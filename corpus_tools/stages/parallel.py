"""Articles that are translations of each other, found in the whole corpus and aligned sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from corpus_tools.alignment.documents import (
    PairingSettings,
    PairingSummary,
    PairingTable,
    apply_documents,
    combine_documents,
    summarise_document,
)
from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Pairs articles that are someone else's translation of each other and adds pairs of kind `parallel`.

    `least`: the lowest score of a pair of articles. `days`: how far apart their dates may be. The article in the
    first of `languages` is the source.
    """

    name: ClassVar[str] = "parallel"
    version: ClassVar[int] = 4
    needs: ClassVar[tuple[str, ...]] = ("segments",)
    adds: ClassVar[tuple[str, ...]] = ("pairs",)
    summary_type: ClassVar[Any] = PairingSummary
    table_type: ClassVar[Any] = PairingTable
    summary_options: ClassVar[tuple[str, ...]] = ()

    languages: tuple[str, str] = ("en", "ar")
    least: float = PairingSettings().least
    days: int = PairingSettings().days

    def __post_init__(self) -> None:
        self._settings()

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    def summarise(self, document: Document) -> PairingSummary:
        return summarise_document(document)

    def combine(self, summaries: Iterable[PairingSummary]) -> PairingTable:
        return combine_documents(summaries, settings=self._settings())

    def _settings(self) -> PairingSettings:
        return PairingSettings(least=self.least, days=self.days, source_languages=(self.languages[0],))

    def part(self, table: PairingTable, summaries: Sequence[PairingSummary]) -> PairingTable:
        ids = {summary.article.id for summary in summaries}
        pairs = {source: pair for source, pair in table.pairs.items() if source in ids}
        wanted = {pair.target for pair in pairs.values()}
        return PairingTable(pairs=pairs, targets={key: each for key, each in table.targets.items() if key in wanted})

    def apply(self, document: Document, table: PairingTable) -> Document:
        return apply_documents(document, table)
