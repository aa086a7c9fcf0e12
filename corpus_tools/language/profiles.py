"""Language profiles: how much each word of a shared script speaks for each of that script's languages.

The weights are trained by pipelines/language_profiles: a linear softmax over hashed character n-grams and whole
words, kept as eight-bit integers. Sums of integers are exact, so that a word weighs the same in every batch and on
every thread.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from corpus_tools.language.features import hashed_features, word_key
from corpus_tools.language.tokens import SCRIPT_LANGUAGES, split_apostrophes

Evidence = tuple[float, ...]

# Words remembered per script: those of running text repeat. Emptied when full, to keep memory bounded.
_MOST_REMEMBERED = 30_000
_BATCH = 4_096


class ScriptProfile:
    """The weights of one script. `evidence` may be called from any thread."""

    def __init__(self, languages: Sequence[str], weights: npt.NDArray[np.int8], scale: float) -> None:
        self.languages = tuple(languages)
        self._weights = weights
        self._scale = scale
        self._bits = int(weights.shape[0]).bit_length() - 1
        self._split = "Latn" if "en" in languages else ""
        self._remembered: dict[str, Evidence] = {}

    def evidence(self, words: Sequence[str]) -> list[Evidence]:
        """Return for each word its evidence for each of `languages`: log-odds up to a constant (their mean is 0)."""
        remembered = self._remembered
        found = {word: remembered[word] for word in words if word in remembered}
        missing = [word for word in dict.fromkeys(words) if word not in found]
        for first in range(0, len(missing), _BATCH):
            batch = missing[first : first + _BATCH]
            for word, row in zip(batch, self._weigh(batch), strict=True):
                found[word] = row
        if missing:
            if len(remembered) + len(missing) > _MOST_REMEMBERED:
                remembered = self._remembered = {}
            for word in missing[:_MOST_REMEMBERED]:
                if len(word) < 64:
                    remembered[word] = found[word]
        return [found[word] for word in words]

    def _weigh(self, words: list[str]) -> list[Evidence]:
        pieces: list[str] = []
        owners: list[int] = []
        for i, word in enumerate(words):
            key = word_key(word)
            if "'" in key:
                for piece in split_apostrophes(key, self._split):
                    pieces.append(piece)
                    owners.append(i)
            else:
                pieces.append(key)
                owners.append(i)
        features, of_piece = hashed_features(pieces, self._bits)
        of_word = np.asarray(owners, dtype=np.intp)[of_piece]
        rows = self._weights[features]
        sums = np.empty((len(words), len(self.languages)))
        for j in range(len(self.languages)):
            sums[:, j] = np.bincount(of_word, weights=rows[:, j], minlength=len(words))
        return [tuple(row) for row in (sums * self._scale).tolist()]


_lock = threading.Lock()
_loaded: dict[str, ScriptProfile] = {}


def script_profile(script: str) -> ScriptProfile:
    """Return the profile of `Latn`, `Arab` or `Cyrl`, read on first use."""
    found = _loaded.get(script)
    if found is None:
        with _lock:
            if script not in _loaded:
                _loaded[script] = _read(script)
            found = _loaded[script]
    return found


def _read(script: str) -> ScriptProfile:
    source = files("corpus_tools.language") / f"profiles_{script.lower()}.npz"
    with source.open("rb") as file, np.load(file) as arrays:
        languages = [str(code) for code in arrays["languages"]]
        if tuple(languages) != SCRIPT_LANGUAGES[script]:
            raise ValueError(f"{source} holds {languages}, not {SCRIPT_LANGUAGES[script]}")
        return ScriptProfile(languages, arrays["weights"], float(arrays["scale"]))
