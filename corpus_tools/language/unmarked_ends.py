"""Where a sentence ends without a mark: a headline, a caption, a line end that was lost between two sentences.

Rules and Stanza look at marks. Here a log-linear model looks at each blank before a capital in what they left in one
piece: at the words on both sides, their endings and capitals, and how far the piece goes on. It is asked for few and
sure ends, since a wrong cut costs more than a missed one. Hashed features, weights of one byte; those that ship are
made by `pipelines/train_sentences/unmarked.py`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy
import regex
from numpy.typing import NDArray

# Their sentences begin with a capital: in Arabic and Persian the like finds few ends, and cuts as many clauses.
LANGUAGES = ("en", "tr")
BUCKETS = 1 << 17

# A sentence has so many words at least on either side of an end, and a piece with more words than this is no prose.
_FEWEST_WORDS = 3
_MOST_WORDS = 300
# Words that are read to the left and right of a blank, as a bag.
_REACH = 8
_TOGETHER = 256

_TOKEN = re.compile(r"\S+")
_DROPPED = regex.compile(r"[\p{M}ـ]+")
_EDGES = ".,;:!?؟،؛\"'()[]{}-–—“”«»„‘’‹›…"
# No sentence ends after these, none begins with those.
_ENDING_NONE = frozenset(",،;؛:([{-–—&/«“„‹")
_BEGINNING_NONE = frozenset("\"'“”„‘’«»‹›([{-–—&/…")
_QUOTES = frozenset("“”«»„‘’‹›'")
_LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30)

_WORD, _END2, _END3, _START2, _START3, _SHAPE, _LAST, _GOES_ON, _BEGINS = range(9)
_Numbers = NDArray[numpy.uint64]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Blanks where a sentence may end: the piece and the place of each, its word's number, and a row of features."""

    piece: NDArray[numpy.int64]
    end: NDArray[numpy.int64]
    word: NDArray[numpy.int64]
    features: NDArray[numpy.int64]


class UnmarkedEnds:
    """The model of one language."""

    def __init__(self, weights: NDArray[Any], scale: float, bias: float, least: float) -> None:
        """Take a whole number per bucket, the weight that 1 stands for, and the least log odds of an end."""
        self._weights = weights.astype(numpy.int64)
        self._scale = scale
        self._bias = bias
        self._least = least

    def ends(self, pieces: Sequence[str]) -> list[list[int]]:
        """Return for each piece the offsets where a sentence ends inside it, ascending.

        What is found in a piece depends on it alone. Linear in the text.
        """
        found: list[list[int]] = []
        for start in range(0, len(pieces), _TOGETHER):
            found.extend(self._ends(pieces[start : start + _TOGETHER]))
        return found

    def scores(self, gaps: Gaps) -> NDArray[numpy.float64]:
        """Return the log odds of an end at each gap."""
        scores: NDArray[numpy.float64] = self._weights[gaps.features].sum(axis=1) * self._scale + self._bias
        return scores

    def _ends(self, pieces: Sequence[str]) -> list[list[int]]:
        gaps = gaps_of(pieces)
        scores = self.scores(gaps)
        found: list[list[int]] = [[] for _ in pieces]
        words: dict[int, list[int]] = {}
        likely = numpy.nonzero(scores > self._least)[0]
        for at in sorted(likely.tolist(), key=lambda at: (-scores[at], at)):
            piece, word = int(gaps.piece[at]), int(gaps.word[at])
            near = words.setdefault(piece, [])
            if all(abs(word - other) >= _FEWEST_WORDS for other in near):
                near.append(word)
                found[piece].append(int(gaps.end[at]))
        return [sorted(ends) for ends in found]


def gaps_of(pieces: Sequence[str]) -> Gaps:
    """Return the blanks of some pieces of text where a sentence may end, with their features."""
    rows: list[tuple[int, ...]] = [_PADDING] * _REACH
    places: list[tuple[int, int, int, int, int]] = []  # row, piece, end, words before, words after
    for number, piece in enumerate(pieces):
        tokens = list(_TOKEN.finditer(piece))
        if not 2 * _FEWEST_WORDS <= len(tokens) <= _MOST_WORDS:
            continue
        known = [_token(token.group()[:64]) for token in tokens]
        for at in range(_FEWEST_WORDS - 1, len(tokens) - _FEWEST_WORDS):
            if not known[at][_GOES_ON] and known[at + 1][_BEGINS]:
                places.append((len(rows) + at, number, tokens[at].end(), at + 1, len(tokens) - at - 1))
        rows.extend(known)
        rows.extend([_PADDING] * _REACH)
    table = numpy.array(rows, dtype=numpy.uint64)
    placed = numpy.array(places, dtype=numpy.int64).reshape(-1, 5)
    features = _features(table, placed[:, 0], placed[:, 3], placed[:, 4])
    return Gaps(placed[:, 1], placed[:, 2], placed[:, 3], features)


def _features(
    table: _Numbers, at: NDArray[numpy.int64], before: NDArray[numpy.int64], after: NDArray[numpy.int64]
) -> NDArray[numpy.int64]:
    left, left2, right, right2, right3 = (table[at + step] for step in (0, -1, 1, 2, 3))
    lengths = numpy.array([0, *_LENGTHS])
    a = numpy.searchsorted(lengths, before).astype(numpy.uint64)
    b = numpy.searchsorted(lengths, after).astype(numpy.uint64)
    shapes = left[:, _SHAPE] * numpy.uint64(8) + right[:, _SHAPE]
    around = (left2[:, _SHAPE] * numpy.uint64(64) + shapes) * numpy.uint64(8) + right2[:, _SHAPE]
    single = (
        *(left[:, kind] for kind in (_WORD, _END2, _END3, _LAST)),
        *(right[:, kind] for kind in (_WORD, _END2, _START2, _START3)),
        *(left2[:, _WORD], right2[:, _WORD], right2[:, _END2], right3[:, _WORD], shapes, around, a, b),
    )
    pairs = (
        (left2[:, _WORD], left[:, _WORD]),
        (right[:, _WORD], right2[:, _WORD]),
        (left[:, _WORD], right[:, _WORD]),
        (left[:, _END2], right[:, _START2]),
        (left[:, _LAST], right[:, _SHAPE]),
        (right2[:, _WORD], right3[:, _WORD]),
        (shapes, left[:, _WORD]),
        (shapes, right[:, _WORD]),
        (shapes, a),
        (shapes, b),
        (a, b),
    )
    slots = [_bucket(slot, value) for slot, value in enumerate(single)]
    slots += [_bucket(32 + slot, *pair) for slot, pair in enumerate(pairs)]
    # Bags: the same slot whatever the distance.
    slots += [_bucket(62, table[at - step][:, _WORD]) for step in range(2, _REACH)]
    slots += [_bucket(63, table[at + step][:, _WORD]) for step in range(3, _REACH)]
    return numpy.stack(slots, axis=1) if len(at) else numpy.zeros((0, len(slots)), dtype=numpy.int64)


def _bucket(slot: int, *values: _Numbers) -> NDArray[numpy.int64]:
    """Hash a feature to its bucket (multiplicative hashing, Knuth)."""
    mixed = numpy.full(len(values[0]), slot + 1, dtype=numpy.uint64)
    for value in values:
        mixed = (mixed ^ value) * numpy.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> numpy.uint64(29)
    return (mixed >> numpy.uint64(64 - BUCKETS.bit_length() + 1)).astype(numpy.int64)


@lru_cache(maxsize=50_000)
def _token(text: str) -> tuple[int, ...]:
    """What is read of one word; `_GOES_ON`: no sentence ends with it; `_BEGINS`: one may begin with it."""
    bare = _DROPPED.sub("", text).strip(_EDGES)
    word = bare.lower() or text
    if not bare:
        shape = 1
    elif bare[0].isdigit():
        shape = 2
    elif bare[0].isupper():
        shape = 3 if len(bare) > 1 and bare.isupper() else 4
    else:
        shape = 5
    last = 0 if text[-1].isalnum() else _hashed('"' if text[-1] in _QUOTES else text[-1])
    return (
        *map(_hashed, (word, word[-2:], word[-3:], word[:2], word[:3])),
        shape,
        last,
        int(text[-1] in _ENDING_NONE or not bare),
        int(shape in (3, 4) and text[0] not in _BEGINNING_NONE),
    )


_PADDING = (0, 0, 0, 0, 0, 0, 0, 1, 0)


def _hashed(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace"))


@lru_cache(maxsize=len(LANGUAGES))
def starter_unmarked_ends(language: str) -> UnmarkedEnds | None:
    """Return the model that ships for a language (its primary subtag), None where there is none."""
    if language not in LANGUAGES:
        return None
    with files(__package__).joinpath(f"unmarked_ends_{language}.npz").open("rb") as stream, numpy.load(stream) as table:
        return UnmarkedEnds(
            table["weights"],
            float(table["scale"]),
            float(table["bias"]),
            float(table["least"]),
        )
