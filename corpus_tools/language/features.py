"""Hashed character n-grams of words: the features that the language profiles weigh."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import regex

LONGEST_NGRAM = 5
# Letters beyond this many say nothing new about the language of a word, and one token may have a million.
LONGEST_WORD = 48

_VOWEL_MARKS = regex.compile(r"[\u0640\u064b-\u0652\u0656-\u065f\u0670\u0591-\u05c7\u200d\u200e\u200f]+")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "´": "'", "`": "'", "ʹ": "'"})
_MULTIPLIER = np.uint32(0x01000193)
_SPREAD = np.uint32(0x9E3779B1)
_START, _END = 2, 3
_POWERS: npt.NDArray[np.uint32] = np.cumprod(np.full(LONGEST_WORD + 3, 0x85EBCA6B, dtype=np.uint32), dtype=np.uint32)


def word_key(word: str) -> str:
    """Return the form of a word that is looked up: lower case, one kind of apostrophe, no vowel marks or tatweel.

    Letters are otherwise left as they are: that Arabic writes ي where Persian writes ی is evidence.
    """
    word = word[: 2 * LONGEST_WORD].replace("İ", "i\u0307").lower().translate(_APOSTROPHES)
    if not word.isascii():
        word = _VOWEL_MARKS.sub("", word)
    return word[:LONGEST_WORD]


def hashed_features(keys: Sequence[str], bits: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the feature numbers of all `keys`, in `[0, 2**bits)`, and for each feature the number of its key.

    Features: the character n-grams of 1 to `LONGEST_NGRAM` of `^key$`, and the whole key. Linear in the keys' length.
    """
    count = len(keys)
    lengths = np.fromiter(map(len, keys), dtype=np.intp, count=count) + 2
    ends = np.cumsum(lengths)
    starts = ends - lengths
    joined = "\x03\x02".join(keys).join(("\x02", "\x03")) if count else ""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = np.repeat(np.arange(count), lengths)
    shift = np.uint32(32 - bits)
    indices: list[npt.NDArray[Any]] = []
    words: list[npt.NDArray[np.intp]] = []
    rolling = codes
    for n in range(1, LONGEST_NGRAM + 1):
        if n > 1:
            if len(rolling) < 2:
                break
            rolling = (rolling[:-1] * _MULTIPLIER) ^ (codes[n - 1 :] * _SPREAD)
        inside = owners[: len(rolling)] == owners[n - 1 :]
        if n == 1:
            inside = codes > _END
        indices.append(((rolling[inside] + np.uint32(n * 0x3C6EF372 & 0xFFFFFFFF)) * _SPREAD) >> shift)
        words.append(owners[: len(rolling)][inside])
    if count:
        places = np.arange(len(codes)) - np.repeat(starts, lengths)
        whole = np.add.reduceat(codes * _POWERS[places], starts, dtype=np.uint32)
        indices.append(((whole ^ np.uint32(0x5BD1E995)) * _SPREAD) >> shift)
        words.append(np.arange(count))
    if not indices:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    return np.concatenate(indices).astype(np.intp), np.concatenate(words)
