"""A quick look at two names: far apart, one spelling away from each other, or worth the full comparison.

The full comparison costs milliseconds; most pairs that meet in a block can be told apart, or together, in microseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import JaroWinkler, Levenshtein

from corpus_tools.names.blocking import coarse_skeleton, skeleton_readings
from corpus_tools.names.distinct import distinct_words
from corpus_tools.names.parsing import equivalents
from corpus_tools.names.word_scores import word_likeness
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

# Set by hand on spellings of newsmakers' names in the authority file; lower gates let more pairs through, at a cost.
_GATE_LETTERS = 0.8
_GATE_WHOLE = 0.75
_SPELLING = 0.93
# Words whose consonants differ beyond any usual reading must sound alike by these log-odds: everything else being equal
# carries Kerry and Kirby over the threshold of the comparison. Of the training sheet's spellings of one person with as
# many words, 18 of 4,316 pairs that compare as one fall; of its near misses that do, 31 of 61. At 0: 25 and 35.
_OTHER_CONSONANTS = -1.0
# Pairs of words, 145 bytes each. Clustering takes names in the order of their letters, so that pairs come back soon:
# among 5,000 made-up names 68 % were remembered with no bound, 66 % with a quarter of this.
_REMEMBERED = 131_072


def likeness(a: Sequence[str], b: Sequence[str]) -> Literal["far", "near", "spelling"]:
    """Compare the folded words of two names: `spelling` where each word is the other's in a usual variant."""
    if len(a) == len(b):
        words = [_words(first, second) for first, second in zip(a, b, strict=True)]
        if all(word == "spelling" for word in words):
            return "spelling"
        if "far" not in words:
            return "near"
    short, long = sorted((a, b), key=len)
    if len(short) > 1 and all(any(_words(word, other) != "far" for other in long) for word in short):
        return "near"
    return "near" if Levenshtein.normalized_similarity(_joined(tuple(a)), _joined(tuple(b))) >= _GATE_WHOLE else "far"


def other_word(a: Sequence[str], b: Sequence[str]) -> str:
    """Say which word of one name has other consonants than the one in its place in the other, and sounds unlike it.

    Of the folded words of two names that compare as one; "" where there is none. Stricter than the comparison, in which
    a given name in common outweighs a surname with a consonant more.
    """
    if len(a) != len(b):
        return ""
    short = equivalents().words
    for first, second in zip(a, b, strict=True):
        if min(len(first), len(second)) < 2 or not set(skeleton_readings(first)).isdisjoint(skeleton_readings(second)):
            continue
        if first in b or second in a or short.get(first, frozenset()) & short.get(second, frozenset()):
            continue
        if word_likeness(first, second) < _OTHER_CONSONANTS:
            return f"{first} has other consonants than {second}"
    return ""


@lru_cache(maxsize=_REMEMBERED // 2)
def _joined(words: tuple[str, ...]) -> str:
    return coarse_skeleton("".join(words))


def _words(first: str, second: str) -> Literal["far", "near", "spelling"]:
    if first == second:
        return "spelling"
    return _different_words(first, second) if first < second else _different_words(second, first)


@lru_cache(maxsize=_REMEMBERED)
def _different_words(first: str, second: str) -> Literal["far", "near", "spelling"]:
    if script_of(first) == script_of(second):
        similar = JaroWinkler.similarity(first, second)
        a, b = consonant_skeleton(first), consonant_skeleton(second)
        if similar >= _SPELLING and a == b and first[0] == second[0] and min(len(first), len(second)) > 4:
            return "near" if distinct_words(first, second) else "spelling"
        if 1 in (len(first), len(second)):
            return "near" if first[0] == second[0] else "far"
        if similar >= _GATE_LETTERS:
            return "near"
    elif 1 in (len(first), len(second)):
        return "near"
    short = equivalents().words
    if short.get(first, frozenset()) & short.get(second, frozenset()):
        return "near"
    near = any(
        Levenshtein.distance(one, two) <= min(len(one), len(two)) // 3
        for one in skeleton_readings(first)
        for two in skeleton_readings(second)
    )
    return "near" if near else "far"
