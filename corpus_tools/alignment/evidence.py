"""How much of a sentence another one covers: features of sentences, links between them, and sums over groups.

A channel is one kind of evidence (words by lexicon and names; character n-grams of a machine translation). The
coverage of a group of source sentences by a group of target sentences is the weight of its features that some
feature of the other group is linked to, each by its strongest link. All in numpy, block by block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
_EMPTY: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Side:
    """The features of each sentence of one side: `features[starts[i]:starts[i+1]]`, and what each feature weighs."""

    features: Ints
    starts: Ints
    weights: Floats

    @classmethod
    def of(cls, sentences: Sequence[Sequence[int]], weights: Floats) -> Side:
        """Lay out the features (numbers from 0) of every sentence."""
        starts = np.zeros(len(sentences) + 1, dtype=np.int64)
        np.cumsum([len(s) for s in sentences], out=starts[1:])
        flat = [feature for sentence in sentences for feature in sentence]
        return cls(np.array(flat, dtype=np.int64) if flat else _EMPTY, starts, weights)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def masses(self) -> Floats:
        """Return the summed weight of every sentence."""
        sums = np.concatenate(([0.0], np.cumsum(self.weights[self.features], dtype=np.float64)))
        masses: Floats = (sums[self.starts[1:]] - sums[self.starts[:-1]]).astype(np.float32)
        return masses

    def rows(self) -> Ints:
        """Return, for every occurrence of a feature, the sentence it stands in."""
        rows: Ints = np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))
        return rows


@dataclass(frozen=True, slots=True)
class Channel:
    """Two sides and the links between their features, sorted by source feature: `strength` in 0..1."""

    source: Side
    target: Side
    link_source: Ints
    link_target: Ints
    strength: Floats

    @classmethod
    def of(cls, source: Side, target: Side, links: Sequence[tuple[int, int, float]]) -> Channel:
        """Build a channel; of several links between two features the strongest counts."""
        ordered = sorted(links)
        return cls(
            source,
            target,
            np.array([link[0] for link in ordered], dtype=np.int64),
            np.array([link[1] for link in ordered], dtype=np.int64),
            np.array([link[2] for link in ordered], dtype=np.float32),
        )

    def covered(self, rows: range, columns: range, most: int) -> tuple[list[Floats], list[Floats]]:
        """Return what is covered between single sentences and groups.

        The first list holds, for b in 1..most, the weight of source sentence r covered by target sentences
        c..c+b-1, as an array `(len(rows), len(columns))`; the second, for a in 1..most, the weight of target
        sentence c covered by source sentences r..r+a-1. Groups end where the block ends.
        """
        source_types, source_counts = _block(self.source, rows)
        target_types, target_counts = _block(self.target, columns)
        table = self._links(source_types, target_types)
        by_column = _strongest(table, target_counts)  # source type × column
        by_row = _strongest(table.T, source_counts)  # target type × row
        source_weighted: Floats = source_counts * self.source.weights[source_types]
        target_weighted: Floats = target_counts * self.target.weights[target_types]
        of_source = [source_weighted @ group for group in _groups(by_column, most)]
        of_target = [(target_weighted @ group).T for group in _groups(by_row, most)]
        return of_source, of_target

    def shares(self, rows: range, columns: range) -> Floats:
        """Return how much single sentences of both sides cover each other, 0..1: `(len(rows), len(columns))`."""
        of_source, of_target = self.covered(rows, columns, 1)
        source, target = (
            side.masses()[part.start : part.stop] for side, part in ((self.source, rows), (self.target, columns))
        )
        shares: Floats = (of_source[0] + of_target[0]) / np.maximum(source[:, None] + target[None, :], 1e-6)
        return shares

    def _links(self, source_types: Ints, target_types: Ints) -> Floats:
        table = np.zeros((len(source_types), len(target_types)), dtype=np.float32)
        if not len(self.strength) or not table.size:
            return table
        begin = np.searchsorted(self.link_source, source_types, "left")
        counts = np.searchsorted(self.link_source, source_types, "right") - begin
        total = int(counts.sum())
        within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        link = np.repeat(begin, counts) + within
        row = np.repeat(np.arange(len(source_types)), counts)
        place = np.searchsorted(target_types, self.link_target[link])
        place = np.minimum(place, len(target_types) - 1)
        here = target_types[place] == self.link_target[link]
        np.maximum.at(table, (row[here], place[here]), self.strength[link[here]])
        return table


def _block(side: Side, sentences: range) -> tuple[Ints, Floats]:
    """Return the feature types of some sentences, and how often each stands in each: `(sentences, types)`."""
    start, end = int(side.starts[sentences.start]), int(side.starts[sentences.stop])
    types, inverse = np.unique(side.features[start:end], return_inverse=True)
    row = np.repeat(np.arange(len(sentences)), np.diff(side.starts[sentences.start : sentences.stop + 1]))
    counts = np.zeros((len(sentences), len(types)), dtype=np.float32)
    np.add.at(counts, (row, inverse.ravel()), 1.0)
    return types, counts


def _strongest(table: Floats, counts: Floats) -> Floats:
    """Return for every type of the first axis of `table` its strongest link into each sentence of `counts`."""
    out = np.zeros((table.shape[0], counts.shape[0]), dtype=np.float32)
    for sentence in range(counts.shape[0]):
        inside = np.flatnonzero(counts[sentence])
        if len(inside) and len(table):
            out[:, sentence] = table[:, inside].max(axis=1)
    return out


def _groups(singles: Floats, most: int) -> list[Floats]:
    """Return the strongest over 1, 2 … `most` consecutive columns, from each column on."""
    groups = [singles]
    for size in range(1, most):
        wider = groups[-1].copy()
        if size < singles.shape[1]:
            np.maximum(wider[:, :-size], singles[:, size:], out=wider[:, :-size])
        groups.append(wider)
    return groups
