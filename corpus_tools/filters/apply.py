"""Filters applied to pairs: nothing is thrown away, every refusal is a decision with its rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus_tools.filters.base import PairFilter
from corpus_tools.filters.duplicates import DuplicateFilter, apply_duplicates, combine_pairs, summarise_pairs
from corpus_tools.records import AlignedPair, Decision


def apply_filters(
    pairs: Iterable[AlignedPair], filters: Sequence[PairFilter | DuplicateFilter]
) -> tuple[tuple[AlignedPair, ...], tuple[Decision, ...]]:
    """Return all pairs in their order, those that a filter refuses with `kept=False`, and a decision for each refusal.

    Every filter looks at every pair that came in kept, so that a report can say how much each rule sets aside.
    Duplicates are looked for among what the others left, wherever that filter stands in the list. Pairs that came in
    not kept stay as they are, without a decision.
    """
    out: list[AlignedPair] = []
    decisions: list[Decision] = []
    for pair in pairs:
        refusals = [decision for f in filters if isinstance(f, PairFilter) for decision in _judge(pair, f)]
        decisions.extend(refusals)
        out.append(replace(pair, kept=False) if refusals else pair)
    result = tuple(out)
    for duplicates in filters:
        if isinstance(duplicates, DuplicateFilter):
            table = combine_pairs(summarise_pairs(result), duplicates)
            result, found = apply_duplicates(result, table)
            decisions.extend(found)
    return result, tuple(decisions)


def _judge(pair: AlignedPair, pair_filter: PairFilter) -> list[Decision]:
    if not pair.kept:
        return []
    value = pair_filter.refused(pair_filter.score(pair))
    if value is None:
        return []
    return [
        Decision(
            target=pair.id,
            action="drop",
            rule=pair_filter.name,
            reason=pair_filter.reason(value),
            score=round(value, 4),
        )
    ]
