"""Whether two names are one: a probability, a verdict, and the evidence in words."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from corpus_tools.names.folding import fold_name
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """`score` in 0..1: the probability that the two names are one; the verdict `same`; `evidence`, a clause each."""

    score: float
    same: bool
    evidence: tuple[str, ...]


def _word_similarity(a: str, b: str) -> float:
    if a == b:
        return 1.0
    skeletons = JaroWinkler.similarity(consonant_skeleton(a), consonant_skeleton(b))
    if script_of(a) != script_of(b):
        return 0.95 * skeletons
    return max(JaroWinkler.similarity(a, b), 0.5 * skeletons + 0.5 * JaroWinkler.similarity(a, b))


def compare_names(a: str, b: str) -> NameComparison:
    """Compare two names in any of Latin, Arabic and Cyrillic script. Symmetric and deterministic; any text is accepted.

    Identical texts score 1.0. O(words² · letters²).
    """
    if a == b:
        return NameComparison(score=1.0, same=True, evidence=("identical",))
    first, second = sorted((fold_name(a), fold_name(b)), key=lambda words: (len(words), words))
    if not first or not second:
        return NameComparison(score=0.0, same=False, evidence=("no letters to compare",))
    evidence: list[str] = []
    total = 0.0
    used: set[int] = set()
    for word in first:
        best, where = max(
            ((_word_similarity(word, other), -i) for i, other in enumerate(second) if i not in used), default=(0.0, 0)
        )
        used.add(-where)
        total += best
        evidence.append(f"{word} = {second[-where]} ({best:.2f})")
    worst = total / len(first)
    score = max(0.0, min(1.0, (worst - 0.6) / 0.4)) * (len(first) / len(second)) ** 0.5
    return NameComparison(score=score, same=score >= 0.5, evidence=tuple(evidence))
