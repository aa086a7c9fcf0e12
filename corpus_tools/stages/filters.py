"""Pair filters over the whole corpus: bounds on what was measured of each pair, then duplicates among all pairs."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from corpus_tools.errors import ConfigError
from corpus_tools.filters.apply import apply_filters
from corpus_tools.filters.base import PairFilter
from corpus_tools.filters.duplicates import (
    DuplicateFilter,
    DuplicateTable,
    PairSummary,
    apply_duplicates,
    combine_pairs,
    summarise_pairs,
)
from corpus_tools.filters.registry import FILTERS, make_filter
from corpus_tools.records import AlignedPair, Decision, Document
from corpus_tools.stages.stage import Workspace

# Machine translations are judged by their flags, which stay with them: what is poor is flagged, not dropped. These
# filters look at what the sentence itself is.
FORM = ("markup", "duplicate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Sets pairs aside by filters, each with its rule and score. `settings` hold a filter's own options by its name.

    `parallel` names the filters for pairs that someone else translated and comparable ones (empty: all that run by
    default), `translated` those for our own translations: form alone, since poor ones are flagged, not dropped.
    """

    name: ClassVar[str] = "filters"
    version: ClassVar[int] = 4
    needs: ClassVar[tuple[str, ...]] = ("pairs",)
    adds: ClassVar[tuple[str, ...]] = ()
    summary_type: ClassVar[Any] = tuple[PairSummary, ...]
    table_type: ClassVar[Any] = DuplicateTable
    summary_options: ClassVar[tuple[str, ...]] = ("parallel", "translated", "settings")

    parallel: tuple[str, ...] = ()
    translated: tuple[str, ...] = FORM
    settings: Mapping[str, Mapping[str, float | bool | str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.parallel, *self.translated, *self.settings):
            make_filter(name, **self.settings.get(name, {}))
        if unused := [name for name in self.settings if name not in FILTERS]:
            raise ConfigError(f"settings for filters that do not run: {', '.join(unused)}")

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    def summarise(self, document: Document) -> tuple[PairSummary, ...]:
        return summarise_pairs(self._bounded(document)[0])

    def combine(self, summaries: Iterable[tuple[PairSummary, ...]]) -> DuplicateTable:
        duplicates = make_filter("duplicate", **self.settings.get("duplicate", {}))
        if not isinstance(duplicates, DuplicateFilter):
            raise ConfigError("the filter 'duplicate' is no duplicate filter")
        return combine_pairs(itertools.chain.from_iterable(summaries), duplicates)

    def part(self, table: DuplicateTable, summaries: Sequence[tuple[PairSummary, ...]]) -> DuplicateTable:
        ids = {pair.id for summary in summaries for pair in summary}
        return DuplicateTable(duplicates={key: found for key, found in table.duplicates.items() if key in ids})

    def apply(self, document: Document, table: DuplicateTable) -> Document:
        pairs, decisions = self._bounded(document)
        pairs, duplicates = apply_duplicates(pairs, table)
        found = (dataclasses.replace(decision, stage=self.name) for decision in (*decisions, *duplicates))
        return dataclasses.replace(document, pairs=pairs, decisions=(*document.decisions, *found))

    def _bounded(self, document: Document) -> tuple[tuple[AlignedPair, ...], list[Decision]]:
        """Apply the filters of each kind of pair, all but the duplicates, and keep the order."""
        results: dict[str, AlignedPair] = {}
        decisions: list[Decision] = []
        for ours in (True, False):
            chosen = [pair for pair in document.pairs if (pair.kind == "translated") is ours]
            judged, said = apply_filters(chosen, self._filters(ours))
            results.update((pair.id, pair) for pair in judged)
            decisions.extend(said)
        return tuple(results[pair.id] for pair in document.pairs), decisions

    def _filters(self, ours: bool) -> list[PairFilter]:
        names = self.translated if ours else self.parallel or [n for n, kind in FILTERS.items() if kind.default]
        made = (make_filter(name, **self.settings.get(name, {})) for name in names)
        return [each for each in made if isinstance(each, PairFilter)]
