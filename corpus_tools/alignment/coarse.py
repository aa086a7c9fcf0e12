"""A band around a coarse path through two long texts: anchors that many rare features agree on, in order."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

import numpy as np

from corpus_tools.alignment.evidence import Channel, Ints

# Up to so many cells every path is considered.
_ALL_CELLS = 250_000
# Features in more sentences than this are no anchors.
_RARE = 6
# Target sentences on either side of the coarse path.
_MARGIN = 60
# The widest the band may grow where no anchors are, on either side.
_WIDEST = 600


def band_of(channel: Channel) -> tuple[Ints, Ints]:
    """Return the lowest and highest target position to consider after each number of source sentences.

    Everything for short texts; else a band of bounded width around the anchors.
    """
    rows, columns = len(channel.source), len(channel.target)
    if rows * columns <= _ALL_CELLS:
        return np.zeros(rows + 1, dtype=np.int64), np.full(rows + 1, columns, dtype=np.int64)
    anchors = [(0, 0), *_anchors(channel), (rows, columns)]
    position = np.arange(rows + 1)
    path = np.interp(position, [i for i, _ in anchors], [j for _, j in anchors])
    reach = np.zeros(rows + 1)
    for (i, j), (k, m) in pairwise(anchors):
        # Between far anchors the path may wander: up to the corners of the rectangle between them.
        reach[i : k + 1] = np.maximum(
            reach[i : k + 1], min(_WIDEST, _MARGIN + min(k - i, m - j) / 2 + abs((k - i) - (m - j)) / 2)
        )
    low = np.floor(path - reach).astype(np.int64)
    high = np.ceil(path + reach).astype(np.int64)
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    low, high = np.clip(low, 0, columns), np.clip(high, 0, columns)
    # Every row must be reachable from the one before.
    for i in range(rows):
        low[i + 1] = min(low[i + 1], high[i])
    low[0], high[rows] = 0, columns
    return low, high


def _anchors(channel: Channel) -> list[tuple[int, int]]:
    """Return pairs of sentences that rare linked features agree on, mutual best, on one rising path."""
    source_rows, target_rows = channel.source.rows(), channel.target.rows()
    source_where = _occurrences(channel.source.features, source_rows)
    target_where = _occurrences(channel.target.features, target_rows)
    votes: dict[tuple[int, int], float] = {}
    links = zip(channel.link_source.tolist(), channel.link_target.tolist(), channel.strength.tolist(), strict=True)
    for s, t, strength in links:
        here, there = source_where.get(s, ()), target_where.get(t, ())
        if len(here) > _RARE or len(there) > _RARE or strength < 0.4:
            continue
        vote = strength / max(len(here), len(there))
        for i in here:
            for j in there:
                votes[i, j] = votes.get((i, j), 0.0) + vote
    best_source: dict[int, tuple[float, int]] = {}
    best_target: dict[int, tuple[float, int]] = {}
    for (i, j), vote in votes.items():
        best_source[i] = max(best_source.get(i, (0.0, 0)), (vote, -j))
        best_target[j] = max(best_target.get(j, (0.0, 0)), (vote, -i))
    mutual = sorted((i, -j) for i, (vote, j) in best_source.items() if vote >= 1.5 and best_target[-j][1] == -i)
    return _rising(mutual)


def _occurrences(features: Ints, rows: Ints) -> dict[int, list[int]]:
    where: dict[int, list[int]] = {}
    for feature, row in zip(features.tolist(), rows.tolist(), strict=True):
        found = where.setdefault(feature, [])
        if len(found) <= _RARE and (not found or found[-1] != row):
            found.append(row)
    return where


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs` (sorted by the first, which are distinct) in which the second rises."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        if place == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[place], ends[place] = j, index
        before[index] = ends[place - 1] if place else -1
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
