"""How common words in Latin script are: of two names that sound alike, the common one is likelier meant.

The table, `word_frequencies.tsv.gz`, has the words that most of fifteen languages use, which are names for the greater
part; `pipelines/train_names/frequencies.py` makes it from the lists of wordfreq (CC BY-SA 4.0).
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

# That of words which are not in the table.
LEAST_LOG_FREQUENCY = -8.0


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, float]:
    packed = files("corpus_tools.names").joinpath("word_frequencies.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return {word: float(value) for value, words in rows for word in words.split(" ")}


def log_frequencies(words: Sequence[str]) -> NDArray[np.float64]:
    """Return the base-10 logarithm of how often each word is used, in steps of one half from -8 (or unknown) to -4.

    That of the language that uses it most. Marks count (Müller is one word, Muller another), case does not.
    Shape [words].

    >>> log_frequencies(["Klaus", "Klaws"]).tolist()
    [-4.5, -8.0]
    """
    known = _frequencies()
    return np.array([known.get(unicodedata.normalize("NFC", word).lower(), LEAST_LOG_FREQUENCY) for word in words])
