"""How likely an Arabic spelling is for a Latin name: two small recurrent networks with attention, run in numpy.

Each reads the Latin word in both directions (a gated recurrent unit a way, Cho et al. 2014) and then says for each
letter of the Arabic word how likely it is after those before it, looking back at what it read (Luong et al. 2015). The
score is the mean of the two logarithms. Where the chunk transducer weighs pieces, these see the whole word: that Klaus
and not Klaws is كلاوس, that ea is one vowel in Deacon. The weights, `spelling_model.npz`, are learnt from word pairs by
`pipelines/train_names/spelling.py`; they keep marks, which tell Peña from Pena.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus_tools.text.letters import fold_letters

# Numbers of what is no letter, of a word's edges, of a letter never learnt; letters follow.
NOTHING, EDGE, UNKNOWN, FIRST_LETTER = 0, 1, 2, 3
# Longer words are cut: no name has more letters.
_LONGEST = 28
# Too rare in the words learnt from to know them by themselves.
_PERSIAN = str.maketrans("یک", "يك")

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


def spelling_letters(word: str) -> str:
    """Return `word` in the letters that the model knows: small ones, composed, without vowel signs and tatweel."""
    small = unicodedata.normalize("NFC", word).lower()
    kept = (letter for letter in small if letter != "ـ" and unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    return "".join(kept)[:_LONGEST]


def _known_letters(word: str, letters: str) -> str:
    """Return `word` in letters of the model where these stand for others: plain for marked, Arabic for Persian ones."""
    out: list[str] = []
    for letter in spelling_letters(word).translate(_PERSIAN):
        if letter in letters:
            out.append(letter)
        elif letter.isalpha():
            plain = fold_letters(letter).text
            out.append(plain if all(each in letters for each in plain) else letter)
    return "".join(out)[:_LONGEST]


def number_letters(words: Sequence[str], letters: str) -> Numbers:
    """Return the numbers of the letters of each word, between two edges. Shape [words, longest + 2]."""
    numbers = {letter: FIRST_LETTER + place for place, letter in enumerate(letters)}
    out = np.zeros((len(words), max(map(len, words), default=0) + 2), dtype=np.int64)
    for row, word in enumerate(words):
        out[row, : len(word) + 2] = [EDGE, *(numbers.get(letter, UNKNOWN) for letter in word), EDGE]
    return out


def _sigmoid(values: Array) -> Array:
    out: Array = 0.5 * (1.0 + np.tanh(0.5 * values))
    return out


class _Recurrent:
    """One direction of a gated recurrent unit over letters; what a letter adds is looked up, not multiplied."""

    def __init__(self, weights: dict[str, Array], name: str, letters: Array, suffix: str) -> None:
        self._inputs = letters @ weights[f"{name}.weight_ih_l0{suffix}"].T + weights[f"{name}.bias_ih_l0{suffix}"]
        self._state = np.ascontiguousarray(weights[f"{name}.weight_hh_l0{suffix}"].T)
        self._bias = weights[f"{name}.bias_hh_l0{suffix}"]
        self.size = self._state.shape[0]

    def step(self, numbers: Numbers, state: Array) -> Array:
        """Return the states after one more letter each. Shape [words, size]."""
        given = self._inputs[numbers]
        kept = state @ self._state + self._bias
        size = self.size
        gates = _sigmoid(given[:, : 2 * size] + kept[:, : 2 * size])
        new = np.tanh(given[:, 2 * size :] + gates[:, :size] * kept[:, 2 * size :])
        update = gates[:, size:]
        out: Array = (1.0 - update) * new + update * state
        return out


class _Speller:
    def __init__(self, weights: dict[str, Array]) -> None:
        self._forward = _Recurrent(weights, "reader", weights["latin.weight"], "")
        self._backward = _Recurrent(weights, "reader", weights["latin.weight"], "_reverse")
        self._writer = _Recurrent(weights, "writer", weights["arabic.weight"], "")
        self._weights = weights

    def _read(self, latin: Numbers, inside: NDArray[np.bool_]) -> Array:
        rows, columns = latin.shape
        size = self._forward.size
        out = np.zeros((rows, columns, 2 * size))
        state = np.zeros((rows, size))
        for place in range(columns):
            state = self._forward.step(latin[:, place], state)
            out[:, place, :size] = state
        state = np.zeros((rows, size))
        for place in reversed(range(columns)):
            state = np.where(inside[:, place, None], self._backward.step(latin[:, place], state), state)
            out[:, place, size:] = state
        return out * inside[..., None]

    def log_probabilities(self, arabic: Numbers, latin: Numbers) -> Array:
        """Return log P(arabic | latin) row by row."""
        weights = self._weights
        inside = latin != NOTHING
        read = self._read(latin, inside)
        mean = read.sum(axis=1) / inside.sum(axis=1)[:, None]
        state = np.tanh(mean @ weights["begin.weight"].T + weights["begin.bias"])
        keys = read @ weights["key.weight"].T * (2.0 / self._writer.size**0.5)
        total = np.zeros(len(latin))
        rows = np.arange(len(latin))
        for place in range(arabic.shape[1] - 1):
            state = self._writer.step(arabic[:, place], state)
            likeness = np.where(inside, (keys @ state[:, :, None])[:, :, 0], -np.inf)
            looked = np.exp(likeness - likeness.max(axis=1, keepdims=True))
            looked /= looked.sum(axis=1, keepdims=True)
            seen = (looked[:, None, :] @ read)[:, 0]
            mixed = np.tanh(np.concatenate([seen, state], axis=1) @ weights["mix.weight"].T + weights["mix.bias"])
            logits = mixed @ weights["out.weight"].T + weights["out.bias"]
            logits -= logits.max(axis=1, keepdims=True)
            following = arabic[:, place + 1]
            value = logits[rows, following] - np.log(np.exp(logits).sum(axis=1))
            total += np.where(following == NOTHING, 0.0, value)
        return total


@lru_cache(maxsize=1)
def _model() -> tuple[str, str, tuple[_Speller, ...]]:
    with files("corpus_tools.names").joinpath("spelling_model.npz").open("rb") as handle:
        data: dict[str, Any] = dict(np.load(handle, allow_pickle=False))
    numbers = sorted({name.partition(".")[0] for name in data} - {"latin", "arabic"})
    spellers = tuple(
        _Speller(
            {
                name.removeprefix(f"{number}."): value.astype(np.float64)
                for name, value in data.items()
                if name.startswith(f"{number}.")
            }
        )
        for number in numbers
    )
    return str(data["latin"]), str(data["arabic"]), spellers


def arabic_log_probabilities(arabic: str, latin: Sequence[str]) -> Array:
    """Return log P(arabic | word) for each Latin word: how likely it is that writing its name in Arabic gives `arabic`.

    Words are as they stand in a text, Cyrillic ones romanised; any text is accepted. Shape [words], natural logarithms,
    rounded so that they do not depend on which words are asked together. O(letters²) for each word.
    """
    if not latin:
        return np.zeros(0)
    latin_letters, arabic_letters, spellers = _model()
    sources = number_letters([_known_letters(word, latin_letters) for word in latin], latin_letters)
    target = np.repeat(number_letters([_known_letters(arabic, arabic_letters)], arabic_letters), len(latin), axis=0)
    values = sum(speller.log_probabilities(target, sources) for speller in spellers) / len(spellers)
    out: Array = np.round(values, 4)
    return out
