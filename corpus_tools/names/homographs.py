"""Words that are names and everyday words as well, as `homographs.toml` lists them, and what tells which.

The finders ask here; what stands around a word in a text is theirs to look at.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus_tools.names.tables import read_table
from corpus_tools.names.words import fold_word

_TANWEEN = frozenset("\u064b\u064c\u064d")
_SHADDA = "\u0651"


@dataclass(frozen=True, slots=True)
class Beside:
    """Words right before, right after and near a name that make an everyday word of it."""

    before: frozenset[str]
    after: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class Homographs:
    """The homographs of one language, folded. `rare_places` have the territory that they are in (ISO 3166-1)."""

    rare_places: Mapping[str, str]
    half_places: frozenset[str]
    given: frozenset[str]
    verbs: frozenset[str]
    prepositions: frozenset[str]
    plain_before: frozenset[str]
    beside: Mapping[str, Beside]
    vowels: Mapping[str, str]
    territories: Mapping[str, str]
    askers: frozenset[str]
    places_as_given: frozenset[str]
    no_surnames: frozenset[str]
    opening: frozenset[str]
    things: frozenset[str]


@lru_cache(maxsize=8)
def homographs(language: str) -> Homographs:
    """Return the homographs of `language`; where it has no list, those of English, or none in Arabic script."""
    tables = read_table("homographs")
    table = tables.get(language, {} if language in ("ur", "ckb", "ku") else tables["en"])

    def words(key: str) -> frozenset[str]:
        return frozenset(fold_word(word) for word in table.get(key, ()))

    return Homographs(
        rare_places={fold_word(word): code for word, code in table.get("rare_places", {}).items()},
        half_places=words("half_places"),
        given=words("given"),
        verbs=words("verbs"),
        prepositions=words("prepositions"),
        plain_before=words("plain_before"),
        beside={
            fold_word(word): Beside(*(frozenset(map(fold_word, row[key])) for key in ("before", "after", "near")))
            for word, row in table.get("beside", {}).items()
        },
        vowels=table.get("vowels", {}),
        territories=table.get("territories", {}),
        askers=words("askers"),
        places_as_given=words("places_as_given"),
        no_surnames=words("no_surnames"),
        opening=words("opening"),
        things=words("things"),
    )


def _voiced(text: str) -> list[tuple[str, frozenset[str]]]:
    """The letters of an Arabic word, each with the marks that are written over it."""
    out: list[tuple[str, set[str]]] = []
    for letter in text:
        if unicodedata.combining(letter):
            if out:
                out[-1][1].add(letter)
        elif letter.isalpha() and letter != "ـ":
            out.append((letter, set()))
    return [(letter, frozenset(marks)) for letter, marks in out]


def contradicts(written: str, voiced: str) -> bool:
    """Say whether the vowels in `written` are others than those of `voiced`, the same word with all of its own.

    A letter without marks says nothing, and the last letter may have any ending but a doubled one.

    >>> contradicts("عُمان", "عَمَّان"), contradicts("عمّان", "عُمَان"), contradicts("عمان", "عُمَان")
    (True, True, False)
    """
    ours, theirs = _voiced(written), _voiced(voiced)
    if len(ours) != len(theirs):
        return False
    for at, ((_, marks), (_, right)) in enumerate(zip(ours, theirs, strict=True)):
        if _SHADDA in marks and _SHADDA not in right:
            return True
        vowels, own = marks - {_SHADDA}, right - {_SHADDA}
        if vowels and own and vowels != own and at < len(ours) - 1:
            return True
    return False


def indefinite(written: str) -> bool:
    """Say whether an Arabic word has a written ending of indefinite nouns (-an, -un, -in): no place has it."""
    return any(letter in _TANWEEN for letter in written)
