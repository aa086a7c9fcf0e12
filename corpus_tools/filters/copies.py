"""Pairs whose two sides are the same text, or nearly so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_most
from corpus_tools.records import AlignedPair
from corpus_tools.text.letters import fold_letters

_WORD = re.compile(r"\w+")


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_letters(text).text)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFilter(PairFilter):
    """The share of the target's words that stand in the source too; 1.0 where the two are the same but for marks.

    Texts of `fewest_words` or fewer are judged only when they are the same in full: they may be names.
    """

    name: ClassVar[str] = "copy"
    most: float = 0.75
    fewest_words: int = 4

    def score(self, pair: AlignedPair) -> Score:
        source, target = _words(pair.source), _words(pair.target)
        if source == target:
            return (1.0,)
        if len(target) <= self.fewest_words:
            return (0.0,)
        common = Counter(source) & Counter(target)
        return (min(0.99, common.total() / len(target)),)

    def bounds(self) -> tuple[float, float]:
        return at_most(self.most)

    def reason(self, value: float) -> str:
        return "source and target are the same" if value == 1.0 else f"{value:.0%} of the target is copied"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityFilter(PairFilter):
    """Similarity of the two sides by edit distance over characters, 0..1."""

    name: ClassVar[str] = "similarity"
    most: float = 0.9

    def score(self, pair: AlignedPair) -> Score:
        from rapidfuzz.distance import Levenshtein

        return (float(Levenshtein.normalized_similarity(pair.source.lower(), pair.target.lower())),)

    def bounds(self) -> tuple[float, float]:
        return at_most(self.most)

    def reason(self, value: float) -> str:
        return f"source and target are {value:.0%} alike"
