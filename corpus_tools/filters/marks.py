"""Punctuation, repetition and markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_least, at_most
from corpus_tools.records import AlignedPair

# A run of marks that ends a word: no decimal point, no address, and no initial as in U.S. or J. Smith.
_TERMINAL = re.compile(r"(?<!\b[A-Za-zÀ-ÿ])(?<!\.[A-Za-z])[.?!…؟۔]+(?![^\W_])|[。\uff1f\uff01]+")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>|<!--|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalPunctuationFilter(PairFilter):
    """A penalty, 0 or less, for sides that differ in how many sentence-final marks they have, or have many.

    −log(|source − target| + what each has beyond one + 1), counting . ? ! … ؟ ۔ and their full-width forms where they
    end a word; marks in a row count once, and those of decimals, addresses and initials (U.S.) do not.
    """

    name: ClassVar[str] = "terminal_punctuation"
    least: float = -2.0

    def score(self, pair: AlignedPair) -> Score:
        source, target = len(_TERMINAL.findall(pair.source)), len(_TERMINAL.findall(pair.target))
        return (-log(abs(source - target) + max(0, source - 1) + max(0, target - 1) + 1) + 0.0,)

    def bounds(self) -> tuple[float, float]:
        return at_least(self.least)

    def reason(self, value: float) -> str:
        return f"sentence-final marks disagree ({value:.1f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionFilter(PairFilter):
    """How often a piece of `shortest` characters or more is said again right away, on each side; the worst piece."""

    name: ClassVar[str] = "repetition"
    most: int = 2
    shortest: int = 3

    def score(self, pair: AlignedPair) -> Score:
        pattern = _repeated(self.shortest)
        return _repetitions(pattern, pair.source), _repetitions(pattern, pair.target)

    def bounds(self) -> tuple[float, float]:
        return at_most(float(self.most))

    def reason(self, value: float) -> str:
        return f"the same piece {value:.0f} more times in a row"


def _repeated(shortest: int) -> re.Pattern[str]:
    return re.compile(rf"(\S.{{{shortest - 1},99}}?)(?:\s*\1)+")


def _repetitions(pattern: re.Pattern[str], text: str) -> float:
    worst = 0
    for match in pattern.finditer(text):
        piece = match.group(1).strip()
        # Rows of dashes, dots or zeroes are no repeated words.
        if any(c.isalpha() for c in piece):
            worst = max(worst, match.group(0).count(piece) - 1)
    return float(worst)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkupFilter(PairFilter):
    """Tags, comments and character references of HTML or XML on each side."""

    name: ClassVar[str] = "markup"
    most: int = 0

    def score(self, pair: AlignedPair) -> Score:
        return float(len(_TAG.findall(pair.source))), float(len(_TAG.findall(pair.target)))

    def bounds(self) -> tuple[float, float]:
        return at_most(float(self.most))

    def reason(self, value: float) -> str:
        return f"{value:.0f} pieces of markup"
