"""Whether the two sides name the same numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_least
from corpus_tools.records import AlignedPair
from corpus_tools.text.letters import fold_letters
from corpus_tools.text.numbers import NUMBER, normalise_number

# A number, what makes an ordinal or a decade of it (19th, 1980s), and the word that follows.
_NUMBER = re.compile(rf"(?P<digits>{NUMBER})(?P<ordinal>(?:st|nd|rd|th|s)\b)?")
_NEXT_WORD = re.compile(r"[\s-]{0,2}([^\W\d_]+[\u064b-\u0652]?[^\W\d_]*)")
# Words that multiply the number before them, by powers of ten; folded as `fold_letters` does.
_POWERS = {
    fold_letters(word).text: power
    for power, words in {
        3: "thousand ألف آلاف ألفا bin هزار tausend mille mil",
        6: "million millions مليون ملايين مليونا milyon میلیون millionen millón millones milhão milhões",
        9: "billion billions bn مليار مليارات مليارا بليون milyar میلیارد milliarde milliarden milliard milliards",
        12: "trillion trillions تريليون تريليونات trilyon تریلیون billionen",
    }.items()
    for word in words.split()
}
# Up to here numbers are often written as words on one side, and so are as many thousands or millions.
_SPELLED_OUT = 12
# Persian texts date in the solar Hijri calendar, 621 or 622 years behind; what a year may be in it.
_SOLAR_YEARS = range(1250, 1500)
_SOLAR_LAG = (621, 622)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersFilter(PairFilter):
    """Agreement of the numbers of the two sides, in any digits: 2 · common / all, and 1 where there are none.

    `300,000` agrees with `300 thousand`. What is as often written in words does not count without a counterpart: small
    whole numbers, as many thousands or millions, ordinals and decades (19th, 1980s). A Persian year agrees with the
    Common Era year it falls in.
    """

    name: ClassVar[str] = "numbers"
    least: float = 0.5

    def score(self, pair: AlignedPair) -> Score:
        source, target = _quantities(pair.source), _quantities(pair.target)
        values = Counter(each.value for each in source) & Counter(each.value for each in target)
        source, target = _without(source, values), _without(target, values)
        # Words for thousands and millions are known in some languages only.
        digits = _plain(source) & Counter(each.digits for each in target)
        digits += (Counter(each.digits for each in source) & _plain(target)) - digits
        source, target = _without(source, digits, digits=True), _without(target, digits, digits=True)
        years = 0
        if "fa" in (pair.source_language, pair.target_language):
            years = _same_years(source, target) + _same_years(target, source)
        # A year may be a round thousand, too, and so not be counted.
        alone = max(0, sum(not each.often_in_words for each in (*source, *target)) - 2 * years)
        everything = 2 * (values.total() + digits.total() + years) + alone
        return (2 * (values.total() + digits.total() + years) / everything if everything else 1.0,)

    def bounds(self) -> tuple[float, float]:
        return at_least(self.least)

    def reason(self, value: float) -> str:
        return f"only {value:.0%} of the numbers agree"


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number as its digits say, its value with the words that multiply it, and whether it is often in words."""

    digits: str
    value: str
    often_in_words: bool


def _quantities(text: str) -> list[_Quantity]:
    return [_quantity(text, match) for match in _NUMBER.finditer(text)]


def _quantity(text: str, match: re.Match[str]) -> _Quantity:
    digits = normalise_number(match["digits"])
    power, place = 0, match.end()
    while (word := _NEXT_WORD.match(text, place)) and (more := _POWERS.get(fold_letters(word[1]).text)):
        power, place = power + more, word.end()
    if len(digits) > 20 or digits.count(".") > 1 or power > 15:
        return _Quantity(digits, digits, False)
    value = format((Decimal(digits) * 10**power).normalize(), "f")
    return _Quantity(digits, value, bool(match["ordinal"]) or _often_in_words(value))


def _often_in_words(value: str) -> bool:
    if "." in value:
        return False
    thousands = value.rstrip("0")
    return int(value) <= _SPELLED_OUT or (len(value) - len(thousands) >= 3 and int(thousands) <= _SPELLED_OUT)


def _without(quantities: list[_Quantity], taken: Counter[str], *, digits: bool = False) -> list[_Quantity]:
    """Return the quantities that are not among those `taken`, one for one, by their value or by their digits."""
    left = Counter(taken)
    rest = []
    for each in quantities:
        key = each.digits if digits else each.value
        if left[key] > 0:
            left[key] -= 1
        else:
            rest.append(each)
    return rest


def _plain(quantities: list[_Quantity]) -> Counter[str]:
    """Return the digits of quantities that no known word multiplies."""
    return Counter(each.digits for each in quantities if each.value == each.digits)


def _same_years(solar: list[_Quantity], common_era: list[_Quantity]) -> int:
    years = {each.value for each in common_era}
    found = (int(each.value) for each in solar if each.value.isdecimal() and len(each.value) == 4)
    return sum(any(str(year + lag) in years for lag in _SOLAR_LAG) for year in found if year in _SOLAR_YEARS)
