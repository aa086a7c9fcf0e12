"""Pairs of terms that need no file of data: territories, languages, cities, dates, money, newsmakers."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

TABLES = ("territories", "languages", "scripts", "currencies")


def read_terms(file: str, first: str, second: str) -> Iterator[list[str]]:
    """Yield (first, second) terms of two languages: of Unicode CLDR for `cldr`, else of that authority file."""
    yield from cldr_terms(first, second) if file == "cldr" else authority_terms(Path(file), first, second)


def cldr_terms(first: str, second: str) -> Iterator[list[str]]:
    """Yield what Unicode CLDR (through Babel) calls the same things in two languages."""
    one, other = Locale.parse(first), Locale.parse(second)
    tables = [(getattr(one, table), getattr(other, table)) for table in TABLES]
    tables += [(one.months["format"]["wide"], other.months["format"]["wide"])]
    tables += [(one.days["format"]["wide"], other.days["format"]["wide"])]
    tables += [(cities(one), cities(other))]
    for mine, theirs in tables:
        yield from ([name, theirs[code]] for code, name in mine.items() if code in theirs)


def cities(locale: Locale) -> dict[str, str]:
    """Return the cities that time zones are called after; in English a zone mostly has its city's name."""
    named = {zone: names["city"] for zone, names in locale.time_zones.items() if "city" in names}
    if locale.language != "en":
        return named
    return {zone: zone.rsplit("/", 1)[-1].replace("_", " ") for zone in Locale.parse("fr").time_zones} | named


def authority_terms(path: Path, first: str, second: str) -> Iterator[list[str]]:
    """Yield the canonical forms in two languages of whoever an authority file knows in both."""
    for entries in tomllib.loads(path.read_text(encoding="utf-8")).values():
        yield from ([entry[first][0], entry[second][0]] for entry in entries if first in entry and second in entry)
