"""A band around a coarse path through two long texts: stretches of sentences matched by the features they share."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from corpus_tools.alignment.evidence import Channel, Floats, Ints, Side

# Up to so many cells every path is considered.
_ALL_CELLS = 250_000
# Sentences in a stretch, and the most stretches of a text (longer texts have longer stretches).
_STRETCH = 8
_MOST_STRETCHES = 1500
# Features of more stretches than this say little of where they are.
_COMMON = 60
# Target sentences on either side of the coarse path, beside a stretch and a half.
_MARGIN = 24
# The widest the band may grow where nothing is matched, on either side.
_WIDEST = 600


def band_of(channel: Channel) -> tuple[Ints, Ints]:
    """Return the lowest and highest target position to consider after each number of source sentences.

    Everything for short texts; else a band of bounded width around stretches that match, in order.
    """
    rows, columns = len(channel.source), len(channel.target)
    if rows * columns <= _ALL_CELLS:
        return np.zeros(rows + 1, dtype=np.int64), np.full(rows + 1, columns, dtype=np.int64)
    size = max(_STRETCH, -(-max(rows, columns) // _MOST_STRETCHES))
    # Of a matched stretch the middle is taken; there may be less than a whole one at the end.
    matched = [(i * size + size // 2, j * size + size // 2) for i, j in _matched(_votes(channel, size))]
    anchors = [(0, 0), *((i, j) for i, j in matched if i < rows and j < columns), (rows, columns)]
    position = np.arange(rows + 1)
    path = np.interp(position, [i for i, _ in anchors], [j for _, j in anchors])
    reach = np.zeros(rows + 1)
    for (i, j), (k, m) in pairwise(anchors):
        # Between far anchors the path may wander.
        wander = abs((k - i) - (m - j)) / 2 + max(0, min(k - i, m - j) - 2 * size) / 2
        reach[i : k + 1] = np.maximum(reach[i : k + 1], min(_WIDEST, _MARGIN + 1.5 * size + wander))
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


def _votes(channel: Channel, size: int) -> Floats:
    """Return how much the stretches of both sides share, above what is expected by chance: `(stretches, stretches)`."""
    source, target = _where(channel.source, size), _where(channel.target, size)
    votes = np.zeros((-(-len(channel.source) // size), -(-len(channel.target) // size)), dtype=np.float32)
    links = zip(channel.link_source.tolist(), channel.link_target.tolist(), channel.strength.tolist(), strict=True)
    for s, t, strength in links:
        here, there = source.get(s), target.get(t)
        if here is not None and there is not None and len(here) <= _COMMON and len(there) <= _COMMON:
            votes[here[:, None], there] += strength / np.sqrt(len(here) * len(there))
    total = float(votes.sum()) or 1.0
    expected = votes.sum(axis=1, keepdims=True) * votes.sum(axis=0, keepdims=True) / total
    above: Floats = np.maximum(votes - 2 * expected, 0).astype(np.float32)
    return above


def _where(side: Side, size: int) -> dict[int, Ints]:
    """Return the stretches in which each feature stands."""
    stretches = -(-len(side) // size)
    keys = np.unique(side.features * stretches + side.rows() // size)
    if not len(keys):
        return {}
    features, places = keys // stretches, keys % stretches
    kinds, starts = np.unique(features, return_index=True)
    return dict(zip(kinds.tolist(), np.split(places, starts[1:]), strict=True))


def _matched(votes: Floats) -> list[tuple[int, int]]:
    """Return the cells of the rising path of the most votes, one a row and one a column at most."""
    rows, columns = votes.shape
    best = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    for i in range(rows):
        np.maximum(best[i, 1:], best[i, :-1] + votes[i], out=best[i + 1, 1:])
        np.maximum.accumulate(best[i + 1], out=best[i + 1])
    path = []
    i, j = rows, columns
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            path.append((i, j))
    return path[::-1]
