"""The starter name recogniser: a linear-chain CRF over features of words, with weights learned by a recipe.

It reads what the rules read and what they found, and says for each stretch of words how likely it is a name. Sparse
hashed features, weights of one byte, forward-backward and Viterbi in numpy (Lafferty, McCallum and Pereira, 2001).
The weights are those of `pipelines/train_mentions`; there is one set for each script.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

import numpy
from numpy.typing import NDArray

from corpus_tools.names.word_features import line_features, own_features
from corpus_tools.names.words import Word
from corpus_tools.records.entity import NameKind

KINDS: tuple[NameKind, ...] = get_args(NameKind)[:3]
LABELS = ("", *(f"{position}-{kind}" for kind in KINDS for position in "BI"))
# Lines are read in pieces of so many words, so many pieces at a time: bounds memory, whatever the text.
_LONGEST = 256
_TOGETHER = 64
_NEIGHBOURS = (-2, -1, 1, 2)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Words `[first, last)` of a line are a name of `kind`; `probability` is how likely each of them is its part."""

    first: int
    last: int
    kind: NameKind
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the recogniser makes of a line: its names, and for each word how likely it is part of one."""

    names: tuple[Recognised, ...]
    inside: tuple[float, ...]


def feature_key(feature: str) -> int:
    """Return the number that a feature is known by."""
    return zlib.crc32(feature.encode("utf-8"))


def word_features(words: Sequence[Word], rules: Sequence[str], language: str) -> list[list[str]]:
    """Return all features of each word of a line, its neighbours' among them."""
    rows = line_features(words, rules, language)
    own = [own_features(word.text, word.fold, word.script, language) for word in words]
    for at, row in enumerate(rows):
        row.extend(f"0{feature}" for feature in own[at][0])
        for distance in _NEIGHBOURS:
            if 0 <= at + distance < len(words):
                row.extend(f"{distance}{feature}" for feature in own[at + distance][1])
    return rows


class Recogniser:
    """A trained recogniser. Reading it is thread-safe but for its own look-up cache; made once per process."""

    def __init__(self, keys: NDArray[Any], weights: NDArray[Any], transitions: NDArray[Any]) -> None:
        self._rows = {int(key): row for row, key in enumerate(keys)}
        self._weights = weights
        self._transitions = transitions[: len(LABELS)]
        self._start = transitions[len(LABELS)]
        self._own: dict[tuple[str, str, str], dict[int, tuple[int, ...]]] = {}

    def _hits(self, features: Iterable[str]) -> list[int]:
        rows = self._rows
        return [rows[key] for key in map(feature_key, features) if key in rows]

    def _own_hits(self, word: Word, language: str) -> dict[int, tuple[int, ...]]:
        key = (word.text, word.fold, language)
        found = self._own.get(key)
        if found is None:
            own, near = own_features(word.text, word.fold, word.script, language)
            found = {0: tuple(self._hits(f"0{feature}" for feature in own))}
            for distance in _NEIGHBOURS:
                found[distance] = tuple(self._hits(f"{distance}{feature}" for feature in near))
            if len(self._own) > 50_000:
                self._own.clear()
            self._own[key] = found
        return found

    def _emissions(self, words: Sequence[Word], rules: Sequence[str], language: str) -> NDArray[numpy.float64]:
        own = [self._own_hits(word, language) for word in words]
        flat: list[int] = []
        starts: list[int] = []
        size = len(words)
        for at, row in enumerate(line_features(words, rules, language)):
            starts.append(len(flat))
            flat.extend(self._hits(row))
            flat.extend(own[at][0])
            for distance in _NEIGHBOURS:
                if 0 <= at + distance < size:
                    flat.extend(own[at + distance][distance])
            flat.append(len(self._weights) - 1)  # a row of zeros: reduceat needs one at least
        out: NDArray[numpy.float64] = numpy.add.reduceat(self._weights[flat], starts, axis=0, dtype=numpy.float64)
        return out

    def read(self, lines: Sequence[tuple[Sequence[Word], Sequence[str]]], language: str) -> list[Reading]:
        """Return what it makes of `lines`: (words, what the rules said of each of them) pairs. O(words)."""
        pieces = [
            (number, start, words[start : start + _LONGEST], rules[start : start + _LONGEST])
            for number, (words, rules) in enumerate(lines)
            for start in range(0, len(words), _LONGEST)
        ]
        pieces.sort(key=lambda piece: (len(piece[2]), piece[0], piece[1]))
        found: list[list[Recognised]] = [[] for _ in lines]
        inside = [[0.0] * len(words) for words, _ in lines]
        for at in range(0, len(pieces), _TOGETHER):
            batch = pieces[at : at + _TOGETHER]
            emissions = [self._emissions(words, rules, language) for _, _, words, rules in batch]
            for (number, start, words, _), (labels, likely) in zip(batch, self._decode(emissions), strict=True):
                inside[number][start : start + len(words)] = (1 - likely[:, 0]).tolist()
                found[number].extend(_names(labels, likely, start))
        return [
            Reading(tuple(sorted(names, key=lambda each: each.first)), tuple(likely))
            for names, likely in zip(found, inside, strict=True)
        ]

    def _decode(self, emissions: Sequence[NDArray[numpy.float64]]) -> list[tuple[list[int], NDArray[numpy.float64]]]:
        """The best path of each piece, and how likely each label is; pieces are padded to the longest."""
        lengths = numpy.array([len(each) for each in emissions])
        longest, count = int(lengths.max()), len(emissions)
        scores = numpy.zeros((longest, count, len(LABELS)))
        for index, each in enumerate(emissions):
            scores[: len(each), index] = each
        forward, backward, best = (numpy.empty_like(scores) for _ in range(3))
        back = numpy.zeros(scores.shape, dtype=numpy.int8)
        forward[0] = best[0] = scores[0] + self._start
        for at in range(1, longest):
            step = best[at - 1][:, :, None] + self._transitions
            back[at] = step.argmax(1)
            best[at] = step.max(1) + scores[at]
            forward[at] = _log_sum(forward[at - 1][:, :, None] + self._transitions, 1) + scores[at]
        backward[longest - 1] = 0.0
        for at in range(longest - 2, -1, -1):
            value = _log_sum((backward[at + 1] + scores[at + 1])[:, None, :] + self._transitions, 2)
            backward[at] = numpy.where((at + 1 < lengths)[:, None], value, 0.0)
        total = forward + backward
        likely = numpy.exp(total - _log_sum(total, 2)[:, :, None])
        out: list[tuple[list[int], NDArray[numpy.float64]]] = []
        for index, length in enumerate(lengths):
            label = int(best[length - 1, index].argmax())
            labels = [label]
            for at in range(length - 1, 0, -1):
                label = int(back[at, index, label])
                labels.append(label)
            out.append((labels[::-1], likely[:length, index]))
        return out


def _log_sum(values: NDArray[numpy.float64], axis: int) -> NDArray[numpy.float64]:
    top = values.max(axis, keepdims=True)
    out: NDArray[numpy.float64] = numpy.log(numpy.exp(values - top).sum(axis)) + top.squeeze(axis)
    return out


def _names(labels: Sequence[int], likely: NDArray[numpy.float64], start: int) -> list[Recognised]:
    out: list[Recognised] = []
    first = 0
    for at, label in enumerate(labels):
        if label and label % 2:
            first = at
        if label and (at + 1 == len(labels) or labels[at + 1] == 0 or labels[at + 1] % 2):
            parts = [float(likely[place, labels[place]]) for place in range(first, at + 1)]
            out.append(Recognised(first + start, at + 1 + start, KINDS[(label - 1) // 2], min(parts)))
    return out


@lru_cache(maxsize=2)
def starter_recogniser(script: str) -> Recogniser:
    """Return the recogniser that ships for `script` (Latn or Arab). Read once per process."""
    data = files("corpus_tools.names").joinpath("recogniser.npz").read_bytes()
    with numpy.load(io.BytesIO(data)) as arrays:
        return load_recogniser(arrays, script)


def load_recogniser(arrays: Any, script: str) -> Recogniser:
    """Return the recogniser for `script` from the arrays that the recipe writes."""
    weights = arrays[f"{script}_weights"].astype(numpy.float32) * float(arrays[f"{script}_scale"])
    weights = numpy.vstack([weights, numpy.zeros((1, len(LABELS)), dtype=numpy.float32)])
    return Recogniser(arrays[f"{script}_keys"], weights, arrays[f"{script}_transitions"])
