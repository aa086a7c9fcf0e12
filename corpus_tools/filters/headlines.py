"""Rules of peers that drop headlines and names. News is made of those, so these run only when asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_most
from corpus_tools.records import AlignedPair

_WORD = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"(?<=[^\W\d_]{2})(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleFilter(PairFilter):
    """The share of words with a capital first letter, on each side; scripts without capitals have none."""

    name: ClassVar[str] = "title"
    default: ClassVar[bool] = False
    most: float = 0.9

    def score(self, pair: AlignedPair) -> Score:
        return _capitalised(pair.source), _capitalised(pair.target)

    def bounds(self) -> tuple[float, float]:
        return at_most(self.most)

    def reason(self, value: float) -> str:
        return f"{value:.0%} of the words are capitalised"


def _capitalised(text: str) -> float:
    words = _WORD.findall(text)
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GluedWordsFilter(PairFilter):
    """Places inside words where a small letter meets a capital (`saidMonday`, but also `McDonald`), on each side."""

    name: ClassVar[str] = "glued_words"
    default: ClassVar[bool] = False
    most: int = 0

    def score(self, pair: AlignedPair) -> Score:
        return float(len(_GLUED.findall(pair.source))), float(len(_GLUED.findall(pair.target)))

    def bounds(self) -> tuple[float, float]:
        return at_most(float(self.most))

    def reason(self, value: float) -> str:
        return f"{value:.0f} places where words seem glued"
