"""How long the sides of a pair are, alone and beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_most
from corpus_tools.records import AlignedPair


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthFilter(PairFilter):
    """Words on each side, separated by white space."""

    name: ClassVar[str] = "length"
    least_words: int = 3
    most_words: int = 120

    def score(self, pair: AlignedPair) -> Score:
        return float(len(pair.source.split())), float(len(pair.target.split()))

    def bounds(self) -> tuple[float, float]:
        return float(self.least_words), float(self.most_words)

    def reason(self, value: float) -> str:
        return f"{value:.0f} words, not {self.least_words} to {self.most_words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthRatioFilter(PairFilter):
    """Characters of the target over those of the source; one without characters is infinitely far from the other."""

    name: ClassVar[str] = "length_ratio"
    least: float = 0.5
    most: float = 2.0

    def score(self, pair: AlignedPair) -> Score:
        source, target = len(pair.source.strip()), len(pair.target.strip())
        if not source or not target:
            return (1.0,) if source == target else (0.0,)
        return (target / source,)

    def bounds(self) -> tuple[float, float]:
        return self.least, self.most

    def reason(self, value: float) -> str:
        return f"{value:.2f} characters for one of the source, not {self.least} to {self.most}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LongWordFilter(PairFilter):
    """Characters of the longest word of each side: longer ones are addresses, glued text or noise."""

    name: ClassVar[str] = "long_word"
    most: int = 40

    def score(self, pair: AlignedPair) -> Score:
        return tuple(float(max(map(len, text.split()), default=0)) for text in (pair.source, pair.target))

    def bounds(self) -> tuple[float, float]:
        return at_most(self.most)

    def reason(self, value: float) -> str:
        return f"a word of {value:.0f} characters"
