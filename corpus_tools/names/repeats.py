"""Last names alone of persons that the recogniser found: "Laila Haddad … Haddad lives in Berlin".

The rules see to those of the persons that they find themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus_tools.names.cues import cues, given_names
from corpus_tools.names.folding import fold_name
from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.words import PROCLITICS, Word, find_words, letters_end

_SURE = 0.6
_SHORTEST = 4


def with_repeats(
    lines: Sequence[tuple[int, str]], names: Sequence[FoundName], ruled: Iterable[FoundName], language: str
) -> list[FoundName]:
    """Return `names` of `lines` in order, with the last names alone of the persons among them that are not `ruled`."""
    known = set(ruled)
    persons: dict[str, str] = {}
    for name in names:
        if name.kind == "person" and name not in known and len(fold_name(name.text)) > 1 and name.score >= _SURE:
            last = name.folds[-1]
            if len(last) >= _SHORTEST and last not in cues(language).common and last not in given_names():
                persons.setdefault(last, name.text)
    if not persons:
        return list(names)
    taken = {position for name in names for position in range(name.start, name.end)}
    read = [(offset, text, find_words(text, language)) for offset, text in lines]
    small = {word.fold for _, _, words in read for word in words if word.script == "Latn" and not word.capital}
    out = list(names)
    for offset, text, words in read:
        for word in words:
            cut = _cut(word, persons)
            if cut is None or word.fold in small or offset + word.start in taken:
                continue
            start = word.start + letters_end(word.text, cut)
            out.append(
                FoundName(
                    offset + start, offset + word.end, text[start : word.end], "person",
                    f"part of {persons[word.fold[cut:]]} in the same text", 0.75, None, (word.fold[cut:],),
                )
            )  # fmt: skip
    return sorted(out, key=lambda name: (name.start, name.end))


def _cut(word: Word, persons: dict[str, str]) -> int | None:
    """How many letters stand before a last name in `word`; None where it is none."""
    if word.fold in persons:
        return 0 if word.capital or word.script == "Arab" else None
    proclitic = word.script == "Arab" and word.fold[:1] in PROCLITICS and word.fold[1:] in persons
    return 1 if proclitic else None
