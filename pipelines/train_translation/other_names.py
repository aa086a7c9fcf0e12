"""Training sentences about other people: known names exchanged for rare ones, the same on both sides.

A small model learns the few hundred names of its text by heart and mangles every other. In these copies the name of a
person is another each time, so that spelling it over, letter group by letter group, is what pays.
"""

import csv
import gzip
import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

ARABIC_LETTERS = r"\u0620-\u064a"
SHORTEST = 3  # letters of a name word; shorter ones are mostly particles


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWord:
    """One word of a name in both scripts, and how often it was seen."""

    arabic: str
    latin: str
    count: int


def read_name_words(path: Path) -> list[NameWord]:
    """Read the words of a .tsv.gz with the columns arabic, latin and count; Latin words get a capital letter."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        NameWord(arabic=row["arabic"], latin=row["latin"].title(), count=int(row["count"]))
        for row in rows
        if min(len(row["arabic"]), len(row["latin"])) >= SHORTEST and row["latin"].isalpha()
    ]


def read_persons(path: Path) -> dict[str, list[str]]:
    """Return the Arabic forms of each English name in an authority file."""
    persons = tomllib.loads(path.read_text(encoding="utf-8"))["person"]
    return {name: person["ar"] for person in persons for name in person["en"] if "ar" in person and " " in name}


class Exchange:
    """Draws new names for the persons of an authority file."""

    def __init__(self, persons: dict[str, list[str]], words: list[NameWord], *, seed: int) -> None:
        self.persons, self.words = persons, words
        self.shares = [word.count**0.5 for word in words]
        self.random = random.Random(seed)
        names = sorted(persons, key=len, reverse=True)
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")

    def place(self, english: str, arabic: str) -> tuple[str, str] | None:
        """Return the one person named in full on both sides, as written there; None where that is not plain."""
        found = self.pattern.findall(english)
        if len(found) != 1:
            return None
        for form in self.persons[found[0]]:
            if len(re.findall(rf"{re.escape(form)}(?![{ARABIC_LETTERS}])", arabic)) == 1:
                return found[0], form
        return None

    def copies(self, english: str, arabic: str, place: tuple[str, str], count: int) -> list[tuple[str, str]]:
        """Return `count` copies of a pair in which the person at `place` has another name."""
        result = []
        for _ in range(count):
            words = self.random.choices(self.words, self.shares, k=2 if self.random.random() < 0.8 else 3)
            latin, other = (" ".join(forms) for forms in zip(*((w.latin, w.arabic) for w in words), strict=True))
            result.append((english.replace(place[0], latin), arabic.replace(place[1], other)))
        return result


def exchanged(
    pairs: list[tuple[str, str]], persons: dict[str, list[str]], words: list[NameWord], *, copies: list[int], seed: int
) -> list[tuple[str, str]]:
    """Return copies of those (English, Arabic) pairs that name a known person, with other names.

    copies: how many of each pair.
    """
    exchange = Exchange(persons, words, seed=seed)
    return [
        copy
        for pair, count in zip(pairs, copies, strict=True)
        if count and (place := exchange.place(*pair))
        for copy in exchange.copies(*pair, place, count)
    ]
