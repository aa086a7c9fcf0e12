"""Whether two names are one: a probability, a verdict, and the evidence in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus_tools.names.matching import FEATURES, UNLIKE, Matching, listen_ahead, match_names
from corpus_tools.names.parsing import parse_name
from corpus_tools.names.tables import read_table

# At or above this a pair is one name. The logistic model is trained to be right at one half.
SAME = 0.5
# Between this and SAME a person should look: a surname alone, an acronym, one letter of difference.
POSSIBLE = 0.15


# A merge below this, or with words that are unlike, is offered for review. Of the development pairs of one person with
# as many words each, one in twenty-five is.
SURE = 0.8
# The most that a pair with two words of one script that are two names (Maria and Mario) is given.
STILL_APART = 0.45
# The least score of a name that is a part or the acronym of the other.
LIKELIER = 0.3
# Pairs whose words are scored in one sweep: enough for numpy, few enough to stay in memory.
_TOGETHER = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """`score` in 0..1: the probability that the two names are one; the verdict `same`; `evidence`, a clause each.

    `apart` says why two names that else would be one are not; it is the last clause of the evidence as well.
    """

    score: float
    same: bool
    evidence: tuple[str, ...]
    apart: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether the two are taken for one, and a person should look."""
        return self.same and (self.score < SURE or any(UNLIKE in clause for clause in self.evidence))

    @property
    def verdict(self) -> Literal["same", "possible", "different"]:
        """The verdict in a word: `possible` where a person should judge."""
        if self.same:
            return "same"
        return "possible" if self.score >= POSSIBLE else "different"


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    data = read_table("comparison_weights")
    return tuple(float(data["weights"][name]) for name in FEATURES)


def log_odds(matching: Matching) -> float:
    """Return the log-odds that the two names of a matching are one, by the logistic model."""
    return math.fsum(weight * value for weight, value in zip(_weights(), matching.features, strict=True))


def _probability(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def compare_names(a: str, b: str) -> NameComparison:
    """Compare two names in any of Latin, Arabic and Cyrillic script. Symmetric, deterministic; any text is accepted.

    Names are taken as names of one kind of thing (two persons, two places). Identical texts score 1.0; names
    without letters or digits, if not identical, score 0.0. The score is that of a logistic model over the features of
    `match_names`; its weights are in `comparison_weights.toml`. O(words² · letters²).

    >>> compare_names("Mevlüt Çavuşoğlu", "مولود تشاووش أوغلو").same
    True
    """
    if a == b:
        return NameComparison(score=1.0, same=True, evidence=("written the same",))
    first, second = sorted((a, b))
    matching = match_names(parse_name(first), parse_name(second))
    if matching is None:
        return NameComparison(score=0.0, same=False, evidence=("nothing to compare: a side has no letters",))
    if matching.equal:
        return NameComparison(score=0.999, same=True, evidence=matching.evidence)
    score = min(_probability(log_odds(matching)), 0.998)
    if matching.possible:
        score = max(score, LIKELIER)
    if score >= SAME and matching.apart:
        evidence = (*matching.evidence, matching.apart)
        return NameComparison(score=min(score, STILL_APART), same=False, evidence=evidence, apart=matching.apart)
    return NameComparison(score=score, same=score >= SAME, evidence=matching.evidence)


def spelling_score(a: str, b: str) -> float:
    """Return how likely `b` is `a` in another spelling, in 0..1, of names known to be in one place.

    As the score of `compare_names`, but what is another person's name is not held apart: it may be `a`, mangled.
    """
    comparison = compare_names(a, b)
    return _probability(comparison_log_odds(a, b)) if comparison.apart else comparison.score


def comparison_log_odds(a: str, b: str) -> float:
    """Return what `compare_names` is based on, unbounded and so without ties at the top; for ranking."""
    if a == b:
        return 1000.0
    first, second = sorted((a, b))
    matching = match_names(parse_name(first), parse_name(second))
    if matching is None:
        return -1000.0
    return 100.0 if matching.equal else log_odds(matching)


def compare_many(pairs: Sequence[tuple[str, str]]) -> list[NameComparison]:
    """Compare many pairs of names, in their order: as `compare_names` does, but several times as fast."""
    out: list[NameComparison] = []
    for start in range(0, len(pairs), _TOGETHER):
        part = pairs[start : start + _TOGETHER]
        parsed = [(parse_name(first), parse_name(second)) for first, second in map(sorted, part) if first != second]
        listen_ahead(parsed)
        out.extend(compare_names(a, b) for a, b in part)
    return out
