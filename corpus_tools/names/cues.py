"""Words that announce names: titles and roles, verbs of saying, heads of organisations; and words that are none.

The lists are in `cues.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from corpus_tools.names.words import fold_word, fold_words

CUE_LANGUAGES = ("en", "tr", "ar")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language, folded. `roles` are phrases; everything else is single words."""

    roles: frozenset[tuple[str, ...]]
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


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("corpus_tools.names").joinpath("cues.toml").read_text(encoding="utf-8")
    )
    return data


def _words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(fold_word(phrase) for phrase in phrases)


@lru_cache(maxsize=8)
def cues(language: str) -> Cues:
    """Return the cues of `language` (en, tr, ar; another gets those of English, fa those of Arabic)."""
    table = _tables()[language if language in CUE_LANGUAGES else "ar" if language in ("fa", "ur", "ku") else "en"]
    roles = frozenset(fold_words(phrase) for phrase in table["roles"])
    return Cues(
        roles=roles,
        longest_role=max(len(role) for role in roles),
        role_adjectives=_words(table["role_adjectives"]),
        saying=_words(table["saying"]),
        organisation_heads=_words(table["organisation_heads"]),
        place_heads=_words(table["place_heads"]),
        place_heads_before=_words(table["place_heads_before"]),
        other_heads=_words(table["other_heads"]),
        inner=_words(table["inner"]),
        place_prepositions=_words(table["place_prepositions"]),
        common=_words(table["common"]),
    )


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return the given names that open a person's name, folded, in both scripts."""
    shared = _tables()["shared"]
    return _words(shared["given_names"]) | _words(shared["given_names_ar"])


@lru_cache(maxsize=1)
def weekdays() -> frozenset[str]:
    """Return the days of the week in English and Turkish, folded."""
    return _words(_tables()["shared"]["weekdays"])
