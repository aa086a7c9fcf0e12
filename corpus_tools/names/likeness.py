"""A quick look at two names: far apart, one spelling away from each other, or worth the full comparison.

The full comparison costs milliseconds; most pairs that meet in a block can be told apart, or together, in microseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import JaroWinkler, Levenshtein

from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

# Set by hand on spellings of newsmakers' names in the authority file; lower gates let more pairs through, at a cost.
_GATE_LETTERS = 0.8
_GATE_WHOLE = 0.75
_SPELLING = 0.93


def likeness(a: Sequence[str], b: Sequence[str]) -> Literal["far", "near", "spelling"]:
    """Compare the folded words of two names: `spelling` where each word is the other's in a usual variant."""
    if len(a) != len(b):
        whole = Levenshtein.normalized_similarity(_joined(tuple(a)), _joined(tuple(b)))
        return "near" if whole >= _GATE_WHOLE else "far"
    spelling = True
    for first, second in zip(a, b, strict=True):
        word = _words(first, second) if first <= second else _words(second, first)
        if word == "far":
            whole = Levenshtein.normalized_similarity(_joined(tuple(a)), _joined(tuple(b)))
            return "near" if whole >= 0.9 else "far"
        spelling = spelling and word == "spelling"
    return "spelling" if spelling else "near"


@lru_cache(maxsize=262144)
def _joined(words: tuple[str, ...]) -> str:
    return consonant_skeleton("".join(words))


@lru_cache(maxsize=262144)
def _words(first: str, second: str) -> Literal["far", "near", "spelling"]:
    if first == second:
        return "spelling"
    a, b = consonant_skeleton(first), consonant_skeleton(second)
    if script_of(first) == script_of(second):
        similar = JaroWinkler.similarity(first, second)
        if similar >= _SPELLING and a == b and first[0] == second[0] and min(len(first), len(second)) > 4:
            return "spelling"
        initial = 1 in (len(first), len(second))
        return "near" if initial or similar >= _GATE_LETTERS or (a == b and len(a) > 1) else "far"
    distance = Levenshtein.distance(a, b)
    return "near" if distance <= max(1, min(len(a), len(b)) // 3) else "far"
