"""Sparse vectors of features and their cosines, with an inverted index in place of comparing all with all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

Vector = Mapping[str, float]


def inverse_frequencies(bags: Sequence[Iterable[str]]) -> dict[str, float]:
    """Return log((n + 1) / (df + ½)) of every feature, never below a small positive value."""
    frequency = Counter(feature for bag in bags for feature in set(bag))
    n = len(bags)
    return {feature: max(0.05, log((n + 1) / (count + 0.5))) for feature, count in frequency.items()}


def unit_vector(counts: Mapping[str, float], idf: Mapping[str, float]) -> dict[str, float]:
    """Return (1 + log tf) · idf of every feature, scaled to length one; empty for no features."""
    raw = {f: (1 + log(n) if n > 1 else n) * idf.get(f, 0.0) for f, n in counts.items()}
    norm = sqrt(sum(value * value for value in raw.values()))
    return {f: value / norm for f, value in sorted(raw.items())} if norm else {}


def cosine(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors of length one."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[f] for f, value in one.items() if f in other)


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of the features of some vectors, those in more than `most` vectors left out."""

    postings: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, vectors: Sequence[Vector], *, most: int) -> Index:
        """Index the vectors by their number."""
        postings: dict[str, list[int]] = {}
        for number, vector in enumerate(vectors):
            for feature in vector:
                postings.setdefault(feature, []).append(number)
        return cls({f: tuple(found) for f, found in postings.items() if len(found) <= most})

    def nearest(self, vector: Vector, *, count: int) -> list[int]:
        """Return the numbers of the `count` vectors that share most weight with `vector`, best first."""
        votes: dict[int, float] = {}
        for feature, value in vector.items():
            for number in self.postings.get(feature, ()):
                votes[number] = votes.get(number, 0.0) + value
        return sorted(votes, key=lambda number: (-votes[number], number))[:count]
