"""Words that announce names: titles and roles, verbs of saying, heads of organisations; and words that are none.

The lists are in `cues.toml`. `weak_roles` are roles that are everyday words as well.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from corpus_tools.names.tables import read_table
from corpus_tools.names.words import fold_word, fold_words

CUE_LANGUAGES = ("en", "tr", "ar", "fa")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language, folded. `roles` are phrases; everything else is single words."""

    roles: frozenset[tuple[str, ...]]
    weak_roles: frozenset[tuple[str, ...]]
    longest_role: int
    role_adjectives: frozenset[str]
    saying: frozenset[str]
    organisation_heads: frozenset[str]
    place_heads: frozenset[str]
    place_heads_before: frozenset[str]
    other_heads: frozenset[str]
    inner: frozenset[str]
    place_prepositions: frozenset[str]
    common: frozenset[str]

    def role_at(self, folds: list[str], index: int) -> int:
        """Return how many words from `index` are a role (0: none), the longest."""
        for size in range(min(self.longest_role, len(folds) - index), 0, -1):
            if tuple(folds[index : index + size]) in self.roles:
                return size
        return 0


def _words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(fold_word(phrase) for phrase in phrases)


@lru_cache(maxsize=8)
def cues(language: str) -> Cues:
    """Return the cues of `language` (en, tr, ar, fa; another gets those of English or, in Arabic script, of Arabic)."""
    nearest = "ar" if language in ("ur", "ckb", "ku") else "en"
    table = read_table("cues")[language if language in CUE_LANGUAGES else nearest]
    roles = frozenset(fold_words(phrase) for phrase in table["roles"])
    return Cues(
        roles=roles,
        weak_roles=frozenset(fold_words(phrase) for phrase in table.get("weak_roles", ())),
        longest_role=max(len(role) for role in roles),
        role_adjectives=_words(table["role_adjectives"]),
        saying=_words(table["saying"]),
        organisation_heads=_words(table["organisation_heads"]),
        place_heads=_words(table["place_heads"]),
        place_heads_before=_words(table["place_heads_before"]),
        other_heads=_words(table["other_heads"]),
        inner=_words(table["inner"]),
        place_prepositions=_words(table["place_prepositions"]),
        common=_words(table["common"]) | (everyday_words("fa") if language == "fa" else frozenset()),
    )


@lru_cache(maxsize=8)
def everyday_words(language: str) -> frozenset[str]:
    """Return the everyday words of `language` that are no names, folded: thousands in Persian and Turkish, else none.

    `pipelines/train_names/everyday.py` makes the lists.
    """
    if language not in ("fa", "tr"):
        return frozenset()
    packed = files("corpus_tools.names").joinpath(f"everyday_words_{language}.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split())


@lru_cache(maxsize=2)
def given_names(*, persian: bool = False) -> frozenset[str]:
    """Return the given names that open a person's name, folded, in both scripts; those of Persian text on demand."""
    shared = read_table("cues")["shared"]
    names = _words(shared["given_names"]) | _words(shared["given_names_ar"])
    return (names | _words(shared["given_names_fa"])) - _words(shared["no_given_names_fa"]) if persian else names


@lru_cache(maxsize=1)
def weekdays() -> frozenset[str]:
    """Return the days of the week in English and Turkish, folded."""
    return _words(read_table("cues")["shared"]["weekdays"])
