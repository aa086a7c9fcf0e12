"""What the translator and the aligner themselves thought of a pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_least, at_most
from corpus_tools.records import AlignedPair


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationFlagsFilter(PairFilter):
    """The number of flags on a translation, those in `allowed` not counted."""

    name: ClassVar[str] = "translation_flags"
    most: int = 0
    allowed: tuple[str, ...] = ()

    def score(self, pair: AlignedPair) -> Score:
        return (float(sum(flag not in self.allowed for flag in pair.flags)),)

    def bounds(self) -> tuple[float, float]:
        return at_most(float(self.most))

    def reason(self, value: float) -> str:
        return f"{value:.0f} flags on the translation"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentScoreFilter(PairFilter):
    """The aligner's score of a parallel pair, 0..1. Pairs of other kinds, or without a score, pass."""

    name: ClassVar[str] = "alignment_score"
    least: float = 0.1

    def score(self, pair: AlignedPair) -> Score:
        return (pair.score,) if pair.kind == "parallel" and pair.score is not None else ()

    def bounds(self) -> tuple[float, float]:
        return at_least(self.least)

    def reason(self, value: float) -> str:
        return f"alignment score {value:.2f}, less than {self.least}"
