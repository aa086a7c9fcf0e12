"""The best way through two texts: a dynamic program over beads, inside a band, a row of source sentences at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from corpus_tools.alignment.evidence import Floats, Ints

Bytes = npt.NDArray[np.uint8]

# Sentences of either side in a bead that pairs both.
SHAPES: tuple[tuple[int, int], ...] = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
MOST = 4
_SKIP_TARGET, _SKIP_SOURCE, _NOTHING = len(SHAPES), len(SHAPES) + 1, 255

# Values of the beads that start at each row and column of a block, one array (rows, columns) per shape.
BlockValues = Callable[[range, range], Sequence[Floats]]


def best_path(
    values: BlockValues,
    skip_source: Floats,
    skip_target: Floats,
    low: Ints,
    high: Ints,
    *,
    block: int = 64,
) -> list[tuple[int, int, int, int]]:
    """Return the beads `(source start, source end, target start, target end)` of the path of the highest value.

    `low[i]` and `high[i]` (both included) bound the target positions that may be reached after `i` source sentences;
    both rise with i, start with 0 and end with the number of target sentences. `skip_source` and `skip_target` are
    the values of leaving a sentence alone. Memory: the band, one byte a cell, and one block of values.
    """
    rows, columns = len(skip_source), len(skip_target)
    skipped = np.concatenate(([0.0], np.cumsum(skip_target, dtype=np.float64)))
    moves = [np.full(int(high[i] - low[i]) + 1, _NOTHING, dtype=np.uint8) for i in range(rows + 1)]
    ahead = [np.full(len(m), -np.inf) for m in moves[: MOST + 1]]
    ahead[0][0] = 0.0
    blocks = _blocks(values, rows, columns, low, high, block)
    for i in range(rows + 1):
        best = ahead.pop(0)
        if 0 < i <= rows - MOST:
            ahead.append(np.full(len(moves[i + MOST]), -np.inf))
        first, last = int(low[i]), int(high[i])
        # Target sentences left alone: best[j] = max over k <= j of best[k] + skipped(k..j).
        run = np.maximum.accumulate(best - skipped[first : last + 1]) + skipped[first : last + 1]
        over = run > best + 1e-9
        moves[i][over] = _SKIP_TARGET
        best = np.where(over, run, best)
        if i == rows:
            break
        offset, here = next(blocks)
        _push(best + skip_source[i], ahead[0], moves[i + 1], first - int(low[i + 1]), _SKIP_SOURCE)
        for code, (a, b) in enumerate(SHAPES):
            if i + a > rows:
                continue
            reach = min(last, columns - b) + 1 - first
            if reach > 0:
                value = best[:reach] + here[code][offset : offset + reach]
                _push(value, ahead[a - 1], moves[i + a], first + b - int(low[i + a]), code)
    return _trace(moves, low, rows, columns)


def _blocks(
    values: BlockValues, rows: int, columns: int, low: Ints, high: Ints, block: int
) -> Iterator[tuple[int, list[Floats]]]:
    """Yield, for each row, where its band begins in a block of values, and the values of that row by shape."""
    for start in range(0, rows, block):
        end = min(start + block, rows)
        left, right = int(low[start]), int(high[end - 1])
        found = values(range(start, min(end + MOST - 1, rows)), range(left, min(right + MOST, columns)))
        for i in range(start, end):
            yield int(low[i]) - left, [array[i - start] for array in found]


def _push(value: Floats, into: Floats, moves: Bytes, shift: int, code: int) -> None:
    """Raise `into[shift:]` to `value` where that is better, and note the move; what falls outside is cut off."""
    begin, end = max(0, -shift), min(len(value), len(into) - shift)
    if begin >= end:
        return
    part, place = value[begin:end], slice(begin + shift, end + shift)
    better = part > into[place]
    into[place][better] = part[better]
    moves[place][better] = code


def _trace(moves: list[Bytes], low: Ints, rows: int, columns: int) -> list[tuple[int, int, int, int]]:
    beads = []
    i, j = rows, columns
    while i or j:
        code = int(moves[i][j - int(low[i])])
        a, b = (0, 1) if code == _SKIP_TARGET else (1, 0) if code == _SKIP_SOURCE else SHAPES[code]
        beads.append((i - a, i, j - b, j))
        i, j = i - a, j - b
    return beads[::-1]
