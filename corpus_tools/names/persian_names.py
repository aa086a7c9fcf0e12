"""What Persian text says of names besides given names and roles: bodies, words beside a role, words after a title.

Persian has neither capitals nor an article; that a word is none of thousands of everyday words is the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from corpus_tools.names.cues import Cues
from corpus_tools.names.gazetteer import is_nationality
from corpus_tools.names.tables import read_table
from corpus_tools.names.words import Word, fold_word

# What makes a verb, a plural or a comparative of a word, written onto it with a joining control.
_INFLECTED = re.compile("ن?می\u200c.*|.*\u200c(?:ها|های|هایی|هایش|هایشان|تر|ترین|اند|ایم|اید|ام)")
_LONGEST_BODY = 6
_LONGEST_PERSON = 4
_MOST_PROPER = 2
_CENTRE, _TOWN = "مركز", "شهر"  # "the centre of Tehran", or of the town, is no body
_OBJECT = "را"
# How last names end that may be everyday words as well.
_LAST_NAMES = ("ي", "زاده", "پور", "نژاد", "نيا", "يان", "وند")
_AGED = "ساله"


@lru_cache(maxsize=1)
def _body_words() -> frozenset[str]:
    return frozenset(map(fold_word, read_table("cues")["fa"]["body_words"]))


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Return the titles after which a single word that is no everyday word is a name, folded."""
    return frozenset(map(fold_word, read_table("cues")["fa"]["titles"]))


def is_inflected(written: str) -> bool:
    """Say whether a word has the form of a verb, a plural or a comparative: no part of a name."""
    return _INFLECTED.fullmatch(written) is not None


def beside_next(word: Word) -> bool:
    """Say whether no mark parts a word from the one after it."""
    return word.gap.strip(" \u00a0\u200e\u200f") == ""


def may_be_name(word: Word, cues: Cues) -> bool:
    """Say whether a Persian word is none of those that are never part of a name."""
    fold = word.fold
    if word.script != "Arab" or len(fold) < 3 or not fold.isalpha() or is_inflected(word.text):
        return False
    heads = fold in cues.organisation_heads or fold in cues.place_heads
    return not (heads or fold in cues.common or fold in cues.role_adjectives or is_nationality([fold], 0))


def body_end(words: Sequence[Word], index: int, *, cues: Cues, place_at: Callable[[int], int]) -> int:
    """Return where the body ends whose head is at `index`; 0 where nothing that depends on the head names one.

    `place_at` says how many words at an index are a known place.
    """
    end, proper = index + 1, 0
    while end < len(words) and end - index < _LONGEST_BODY and beside_next(words[end - 1]):
        fold = words[end].fold
        size = place_at(end)
        if size:
            return end + size if words[index].fold != _CENTRE or end > index + 1 else 0
        if fold in _body_words() and (words[index].fold, fold) != (_CENTRE, _TOWN):
            end += 1
        elif fold == "و" and end + 1 < len(words) and words[end + 1].fold in _body_words() and end - index > 1:
            end += 2
        elif proper < _MOST_PROPER and may_be_name(words[end], cues):
            end, proper = end + 1, proper + 1
        else:
            break
    return end if end - index > 1 else 0


def person_beside(
    words: Sequence[Word],
    folds: list[str],
    index: int,
    *,
    cues: Cues,
    given: frozenset[str],
    place_at: Callable[[int], int],
) -> tuple[int, str]:
    """Return how many words from `index` are a person that stands before its role or age, and why; 0 for none.

    What begins with a given name may also stand before "را".
    """
    size = 0
    while index + size < len(words) and size < _LONGEST_PERSON:
        if size and not beside_next(words[index + size - 1]):
            break
        word = words[index + size]
        last = size == 1 and folds[index] in given and word.fold.endswith(_LAST_NAMES) and len(word.fold) > 4
        if not (last or may_be_name(word, cues)) or word.fold in titles() or place_at(index + size):
            break
        size += 1
    if size < 2 or index + size >= len(words):
        return 0, ""
    gap, following = words[index + size - 1].gap.strip(), words[index + size]
    if gap == "،":
        role = cues.role_at(folds, index + size)
        if role:
            named = " ".join(word.text for word in words[index + size : index + size + role])
            return size, f"before the role '{named}'"
        if following.fold.endswith(_AGED):
            return size, f"before '{following.text}'"
    if not gap and following.fold == _OBJECT and folds[index] in given:
        return size, f"before '{following.text}'"
    return 0, ""
