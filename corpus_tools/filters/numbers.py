"""Whether the two sides name the same numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_least
from corpus_tools.records import AlignedPair
from corpus_tools.text.numbers import numbers_in

# Up to here numbers are often written as words on one side.
_SPELLED_OUT = 12
# Persian texts date in the solar Hijri calendar, 621 or 622 years behind; what a year may be in it.
_SOLAR_YEARS = range(1250, 1500)
_SOLAR_LAG = (621, 622)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersFilter(PairFilter):
    """Agreement of the numbers of the two sides, in any digits: 2 · common / all, and 1 where there are none.

    Small whole numbers without a counterpart do not count: they are written as words as often as not. A Persian year
    agrees with the Common Era year it falls in.
    """

    name: ClassVar[str] = "numbers"
    least: float = 0.5

    def score(self, pair: AlignedPair) -> Score:
        source, target = Counter(numbers_in(pair.source)), Counter(numbers_in(pair.target))
        common = (source & target).total()
        source, target = source - target, target - source
        if "fa" in (pair.source_language, pair.target_language):
            matched = _same_years(source, target)
            common += matched
            open_source, open_target = _counted(source) - matched, _counted(target) - matched
        else:
            open_source, open_target = _counted(source), _counted(target)
        everything = 2 * common + open_source + open_target
        return (2 * common / everything if everything else 1.0,)

    def bounds(self) -> tuple[float, float]:
        return at_least(self.least)

    def reason(self, value: float) -> str:
        return f"only {value:.0%} of the numbers agree"


def _counted(numbers: Counter[str]) -> int:
    return sum(n for number, n in numbers.items() if not (number.isdecimal() and int(number[:9]) <= _SPELLED_OUT))


def _same_years(one: Counter[str], other: Counter[str]) -> int:
    matched = 0
    for solar, common_era in ((one, other), (other, one)):
        for number in solar:
            if number.isdecimal() and len(number) == 4 and int(number) in _SOLAR_YEARS:
                matched += any(str(int(number) + lag) in common_era for lag in _SOLAR_LAG)
    return matched
