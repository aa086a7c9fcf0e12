"""How likely two words are one name in different spellings: a sparse chunk transducer.

Both words are cut into chunks, the first's of 1 or 2 letters, the second's of 0 to 4; every pair of chunks has a
weight. A word pair's score is the logarithm of the sum over all ways to cut: log-odds against unrelated words.
The weights, `chunk_weights.tsv.gz`, are learnt from word pairs by `pipelines/train_names` (EM for a joint chunk model,
after Jiampojamarn et al. 2007, then a contrastive refinement against look-alikes). For ranking, the table also keeps
the joint probabilities of the EM for Arabic with Latin.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corpus_tools.text.letters import LetterScript, sound_letters

LONGEST_FIRST = 2
LONGEST_SECOND = 4
DEFAULTS = 8
# Longer words are cut: no name has more letters, and the sum stays within a double's range. Letters.
LONGEST_WORD = 28
# Look-alikes of long words share many letters by chance, so each letter beyond the usual (of both words together) must
# be earned. Tuned on the development words: F1 .902 at 0, .914 at 0.3, .915 at 0.4, .911 at 0.5.
PER_LETTER = 0.3
USUAL_LETTERS = 12
_WEAK = frozenset("اأإآوؤيىئءعهةaeiouyhıöüäw")
_VOWELS = frozenset("aeiouyıöüäاوي")

# The model of joint probabilities, and the three of log-odds: which scripts their first and second words are in.
# Cyrillic is romanised and then is Latin.
JOINT = "arab-latn-joint"
MODELS = {("Arab", "Latn"): "arab-latn", ("Latn", "Latn"): "latn-latn", ("Arab", "Arab"): "arab-arab"}


def default_number(left: str, right: str) -> int:
    """Return which default weight, 1..DEFAULTS, a pair of chunks has that the table lacks.

    By whether the first is a weak letter, and whether the second is empty, vowels only, has one consonant, or more.
    """
    consonants = sum(letter not in _VOWELS for letter in right)
    return 1 + 4 * (left not in _WEAK) + (0 if not right else 1 + min(consonants, 2))


Scores = NDArray[np.float64]
# Word pairs scored in one sweep; pairs of similar lengths together waste little.
_ROWS = 1024


@dataclass(frozen=True, slots=True)
class EncodedWords:
    """Words as chunk numbers: `chunks[word, end, size]` with word lengths, edges counted. Row order is the caller's."""

    chunks: NDArray[np.int32]
    lengths: NDArray[np.int64]

    def repeated(self, count: int) -> EncodedWords:
        """Return the only word here `count` times, without copying it."""
        return EncodedWords(
            np.broadcast_to(self.chunks, (count, *self.chunks.shape[1:])), np.broadcast_to(self.lengths, (count,))
        )


class ChunkTransducer:
    """One model's weights, ready to score. Immutable after construction; safe to share between threads."""

    def __init__(self, weights: dict[tuple[str, str], float], defaults: Sequence[float], offset: float) -> None:
        self.offset = offset
        self.first = {"": 0}
        for chunk in sorted({a for a, _ in weights if len(a) == 1}) + sorted({a for a, _ in weights if len(a) > 1}):
            self.first[chunk] = len(self.first)
        self.second = {"": 1}
        for chunk in sorted({b for _, b in weights} - {""}):
            self.second[chunk] = len(self.second) + 1
        self._other = len(self.second) + 1
        table = np.zeros((len(self.first), self._other + 3), dtype=np.float64)
        for left, row in self.first.items():
            if len(left) != 1 or left in "^$":
                continue
            for right, column in self.second.items():
                if len(right) < LONGEST_SECOND and "^" not in right and "$" not in right:
                    table[row, column] = np.exp(defaults[default_number(left, right) - 1])
            for kind, sample in enumerate(("a", "ka", "kka")):
                table[row, self._other + kind] = np.exp(defaults[default_number(left, sample) - 1])
        for (left, right), weight in weights.items():
            table[self.first[left], self.second[right]] = np.exp(weight)
        self._table = table.astype(np.float32)

    def encode_first(self, words: Sequence[str]) -> EncodedWords:
        """Encode words (in sound letters) for the first side. O(letters)."""
        edged = [f"^{word[:LONGEST_WORD]}$" for word in words]
        longest = max(map(len, edged), default=2)
        chunks = np.zeros((len(words), longest + 1, LONGEST_FIRST), dtype=np.int32)
        for row, word in enumerate(edged):
            for end in range(1, len(word) + 1):
                for size in range(1, min(LONGEST_FIRST, end) + 1):
                    chunks[row, end, size - 1] = self.first.get(word[end - size : end], 0)
        return EncodedWords(chunks, np.array([len(word) for word in edged], dtype=np.int64))

    def encode_second(self, words: Sequence[str]) -> EncodedWords:
        """Encode words (in sound letters) for the second side. O(letters)."""
        edged = [f"^{word[:LONGEST_WORD]}$" for word in words]
        longest = max(map(len, edged), default=2)
        chunks = np.zeros((len(words), longest + 1, LONGEST_SECOND + 1), dtype=np.int32)
        for row, word in enumerate(edged):
            chunks[row, : len(word) + 1, 0] = 1
            for end in range(1, len(word) + 1):
                for size in range(1, min(LONGEST_SECOND, end) + 1):
                    chunks[row, end, size] = self._second_number(word[end - size : end])
        return EncodedWords(chunks, np.array([len(word) for word in edged], dtype=np.int64))

    def _second_number(self, chunk: str) -> int:
        known = self.second.get(chunk)
        if known is not None:
            return known
        if len(chunk) < LONGEST_SECOND and "^" not in chunk and "$" not in chunk:
            return self._other + min(2, sum(letter not in _VOWELS for letter in chunk))
        return 0

    def log_odds(self, first: EncodedWords, second: EncodedWords) -> Scores:
        """Score word by word: row r of `first` (or its only row) against row r of `second`. Shape [rows].

        O(rows · letters²). Values below -80 mean that no way to cut was found.
        """
        letters = first.lengths + second.lengths - 4  # without the edges
        scores: Scores = np.maximum(self.log_sums(first, second), math.log(1e-40)) + self.offset
        scores -= PER_LETTER * (letters - USUAL_LETTERS)
        return scores

    def log_sums(self, first: EncodedWords, second: EncodedWords) -> Scores:
        """Return the logarithm of the sum over all ways to cut, as `log_odds` takes it; at least log 1e-300."""
        rows, columns = second.chunks.shape[:2]
        steps, width = first.chunks.shape[1], self._table.shape[1]
        flat = self._table.ravel()
        # Words run along the last axis: every step is then over neighbours in memory.
        seconds = [
            np.ascontiguousarray(second.chunks[:, size:, size].T).astype(np.int64)
            for size in range(min(LONGEST_SECOND + 1, columns))
        ]
        states = np.zeros((steps, columns, rows), dtype=np.float64)
        states[0, 0] = 1.0
        for end in range(1, steps):
            state = states[end]
            for size in range(1, min(LONGEST_FIRST, end) + 1):
                numbers = first.chunks[:, end, size - 1].astype(np.int64)
                if not numbers.any():
                    continue
                previous = states[end - size]
                row = self._table[numbers[0]] if len(numbers) == 1 else None
                for other, chunks in enumerate(seconds):
                    weights = row.take(chunks) if row is not None else flat.take(chunks + numbers * width)
                    state[other:] += previous[: columns - other] * weights
        ends = np.broadcast_to(first.lengths, (rows,))
        final = states[ends, second.lengths, np.arange(rows)]
        logarithms: Scores = np.log(np.maximum(final, 1e-300))
        return logarithms

    def log_marginals(self, words: Sequence[str], *, side: Literal["first", "second"]) -> Scores:
        """Return the log probability of words by themselves, in a table of joint probabilities: all partners summed.

        Shape [words]; at least log 1e-300. O(letters).
        """
        if side == "first":
            totals, numbers, longest, silent = self._table.sum(axis=1), self.first, LONGEST_FIRST, 0.0
        else:
            totals, numbers, longest = self._table.sum(axis=0), self.second, LONGEST_SECOND
            silent = float(totals[1])  # letters of the first word that the second does not write
        out = np.zeros(len(words))
        for row, word in enumerate(words):
            edged = f"^{word[:LONGEST_WORD]}$"
            sums = [1.0]
            for end in range(1, len(edged) + 1):
                sizes = range(1, min(longest, end) + 1)
                known = ((size, numbers.get(edged[end - size : end], 0)) for size in sizes)
                sums.append(sum(sums[end - size] * float(totals[number]) for size, number in known) / (1.0 - silent))
            out[row] = math.log(max(sums[-1], 1e-300))
        return out


@lru_cache(maxsize=1)
def _models() -> dict[str, ChunkTransducer]:
    text = gzip.decompress(files("corpus_tools.names").joinpath("chunk_weights.tsv.gz").read_bytes()).decode("utf-8")
    weights: dict[str, dict[tuple[str, str], float]] = {}
    settings: dict[str, list[float]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        model, first, second, value = line.split("\t")
        if first == "=":
            settings[model] = [float(part) for part in value.split()]
        else:
            weights.setdefault(model, {})[first, second] = float(value) / 100
    return {model: ChunkTransducer(weights[model], settings[model][1:], settings[model][0]) for model in weights}


def spelling_log_probabilities(word: str, script: LetterScript, partners: Sequence[str]) -> Scores:
    """Return log P(word | partner) for each partner: how likely it is that writing the partner's name gives `word`.

    `word` is in Arabic or Latin script, the partners in the other one, all in sound letters. By the joint model
    of the same EM from which the log-odds start. Log-odds say whether two words are one name; of several words that
    could all be, this tells the usual spelling from the far-fetched one.
    """
    model = _models()[JOINT]
    if script == "Arab":
        sums = model.log_sums(model.encode_first([word]), model.encode_second(partners))
        return sums - model.log_marginals(partners, side="second")
    sums = model.log_sums(model.encode_first(partners), model.encode_second([word]).repeated(len(partners)))
    return sums - model.log_marginals(partners, side="first")


def transducer(first: LetterScript, second: LetterScript) -> ChunkTransducer:
    """Return the model for words of these scripts; (Latn, Arab) has none: hand the Arabic word over first."""
    return _models()[MODELS[first, second]]


@lru_cache(maxsize=65536)
def _encoded(word: str, script: str, partner: str, side: int) -> tuple[Any, int]:
    model = transducer(script, partner) if side == 0 else transducer(partner, script)  # type: ignore[arg-type]
    encoded = model.encode_first([word]) if side == 0 else model.encode_second([word])
    return encoded.chunks[0], int(encoded.lengths[0])


def _stack(words: Sequence[str], script: str, partner: str, side: int) -> EncodedWords:
    parts = [_encoded(word, script, partner, side) for word in words]
    longest = max(length for _, length in parts)
    chunks = np.zeros((len(parts), longest + 1, parts[0][0].shape[1]), dtype=np.int32)
    for row, (part, length) in enumerate(parts):
        chunks[row, : length + 1] = part
    return EncodedWords(chunks, np.array([length for _, length in parts], dtype=np.int64))


def word_log_odds(pairs: Sequence[tuple[str, str]], first: LetterScript, second: LetterScript) -> Scores:
    """Score pairs of words as spellings of one name: log-odds, shape [pairs]; 0 is undecided.

    Words are in sound letters, Cyrillic already romanised. (Latn, Arab) is answered by (Arab, Latn); within one script
    both directions are averaged, so that the score is symmetric.
    """
    if not pairs:
        return np.zeros(0)
    if (first, second) == ("Latn", "Arab"):
        return word_log_odds([(b, a) for a, b in pairs], "Arab", "Latn")
    scores = np.zeros(len(pairs))
    order = sorted(range(len(pairs)), key=lambda row: (len(pairs[row][0]), len(pairs[row][1])))
    for start in range(0, len(order), _ROWS):
        rows = order[start : start + _ROWS]
        left, right = [pairs[row][0] for row in rows], [pairs[row][1] for row in rows]
        values = _log_odds(left, right, first, second)
        scores[rows] = (values + _log_odds(right, left, first, second)) / 2 if first == second else values
    return scores


def _log_odds(left: Sequence[str], right: Sequence[str], first: LetterScript, second: LetterScript) -> Scores:
    return transducer(first, second).log_odds(_stack(left, first, second, 0), _stack(right, second, first, 1))


def sound_word(word: str) -> str:
    """Return `word` as the transducer reads it: sound letters, at most LONGEST_WORD."""
    return sound_letters(word)[:LONGEST_WORD]
