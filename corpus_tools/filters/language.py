"""Whether each side is in the language that it is said to be in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_least
from corpus_tools.records import AlignedPair

_WORD = re.compile(r"[^\W\d_]+")


def _without(text: str, names: set[str]) -> str:
    return _WORD.sub(lambda match: "" if match[0] in names else match[0], text) if names else text


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFilter(PairFilter):
    """How far each side may still be in its language: 1 − the confidence that it is in another one.

    Names do not count: words with a capital that stand on both sides. Texts of fewer than `shortest` letters beside
    them are not judged, nor are those without a guess.
    """

    name: ClassVar[str] = "language"
    least: float = 0.3
    shortest: int = 25

    def score(self, pair: AlignedPair) -> Score:
        names = {word for word in _WORD.findall(pair.source) if word[0].isupper()} & set(_WORD.findall(pair.target))
        return (
            self._side(_without(pair.source, names), pair.source_language),
            self._side(_without(pair.target, names), pair.target_language),
        )

    def _side(self, text: str, language: str) -> float:
        # Imported here: the identifier loads its profiles.
        from corpus_tools.language.identification import identify
        from corpus_tools.language.paths import supported_languages

        if sum(map(str.isalpha, text)) < self.shortest:
            return 1.0
        guess = identify(text)
        base = language.split("-")[0]
        if guess.language.split("-")[0] == base or (guess.language == "und" and base not in supported_languages()):
            return 1.0
        return float(1.0 - guess.confidence)

    def bounds(self) -> tuple[float, float]:
        return at_least(self.least)

    def reason(self, value: float) -> str:
        return f"in another language, {1 - value:.0%} sure"
