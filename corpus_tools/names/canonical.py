"""The one form of an entity's name in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus_tools.names.words import fold_words
from corpus_tools.records import EntityName


def canonical_forms(
    names: Sequence[EntityName], *, user: Mapping[str, str], authority: Mapping[str, str], words: int
) -> tuple[tuple[str, str], ...]:
    """Return (language, form) pairs, sorted by language, for every language that `names` or the files have.

    In this order: the user's file, the authority file, the most frequent full form (one of at least `words` words)
    with native diacritics before the same letters without, then the longest. Ties are broken by the letters.
    """
    languages = {name.language for name in names} | set(user) | set(authority)
    forms: list[tuple[str, str]] = []
    for language in sorted(languages):
        if language in user:
            forms.append((language, user[language]))
        elif language in authority:
            forms.append((language, authority[language]))
        else:
            forms.append((language, most_canonical([name for name in names if name.language == language], words)))
    return tuple(forms)


def most_canonical(names: Sequence[EntityName], words: int) -> str:
    """Return the best of `names` (at least one), as `canonical_forms` says."""
    counts: dict[tuple[str, ...], int] = {}
    for name in names:
        folds = fold_words(name.text)
        counts[folds] = counts.get(folds, 0) + name.count

    def rank(name: EntityName) -> tuple[bool, bool, int, bool, int, int, str]:
        folds = fold_words(name.text)
        shouted = name.text.isupper() and len(folds) > 1
        full = len(folds) >= words
        marked = not name.text.isascii() and not shouted
        return (not full, shouted, -counts[folds], not marked, -name.count, -len(name.text), name.text)

    return min(names, key=rank).text
