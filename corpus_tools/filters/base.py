"""What a pair filter is: a measurement of a pair, and bounds that say which measurements are accepted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import inf
from typing import ClassVar

from corpus_tools.records import AlignedPair

Score = tuple[float, ...]


class PairFilter(ABC):
    """A frozen dataclass whose fields are its configuration.

    `score` measures a pair, one number for the pair or one for each side; `accept` looks at nothing but that, so that
    scores can be kept and bounds changed without measuring again. `default` says whether it runs unless asked not to.
    """

    __slots__ = ()
    name: ClassVar[str]
    default: ClassVar[bool] = True

    @abstractmethod
    def score(self, pair: AlignedPair) -> Score:
        """Measure the pair."""

    @abstractmethod
    def bounds(self) -> tuple[float, float]:
        """Return the lowest and the highest accepted measurement, both included."""

    @abstractmethod
    def reason(self, value: float) -> str:
        """Say in a few words what a refused measurement means."""

    def accept(self, score: Score) -> bool:
        """Say whether every measurement lies within the bounds."""
        return self.refused(score) is None

    def refused(self, score: Score) -> float | None:
        """Return the first measurement outside the bounds, or None."""
        low, high = self.bounds()
        return next((value for value in score if not low <= value <= high), None)


def at_least(low: float) -> tuple[float, float]:
    """Bounds with nothing above."""
    return low, inf


def at_most(high: float) -> tuple[float, float]:
    """Bounds with nothing below."""
    return -inf, high
