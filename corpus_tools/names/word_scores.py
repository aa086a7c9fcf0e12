"""Log-odds of pairs of words, remembered: names of a corpus share their words, and the transducer is what costs."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from corpus_tools.names.transducer import sound_word, word_log_odds
from corpus_tools.text.letters import LetterScript, script_of

# Above this log-odds differences say little: the rest counts a third.
BEND = 6.0
# Two words and their scripts.
AskedWords = tuple[str, LetterScript, str, LetterScript]


class WordScores:
    """Log-odds of word pairs, remembered. Values do not depend on what was asked before."""

    _MOST = 400_000

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def ask(self, pairs: Iterable[AskedWords]) -> dict[tuple[str, str], float]:
        """Return the log-odds of each (word, script, word, script), bent above and cut below."""
        known = self._known
        out: dict[tuple[str, str], float] = {}
        missing: dict[tuple[LetterScript, LetterScript], list[tuple[str, str]]] = {}
        for a, first, b, second in pairs:
            value = known.get((a, b))
            if value is None:
                missing.setdefault((first, second), []).append((a, b))
            else:
                out[a, b] = value
        for (first, second), words in missing.items():
            for pair, raw in zip(words, word_log_odds(words, first, second).tolist(), strict=True):
                out[pair] = bend(raw)
        if missing:
            with self._lock:
                if len(known) > self._MOST:
                    known.clear()
                for words in missing.values():
                    known.update((pair, out[pair]) for pair in words)
        return out


word_scores = WordScores()


def word_likeness(first: str, second: str) -> float:
    """Return the log-odds that two folded words are one, bent above and cut below; symmetric."""
    a, b = sorted((first, second))
    asked: AskedWords = (sound_word(a), _script(a), sound_word(b), _script(b))
    return word_scores.ask([asked])[asked[0], asked[2]]


def _script(word: str) -> LetterScript:
    return "Arab" if script_of(word) == "Arab" else "Latn"


def bend(raw: float) -> float:
    """Return log-odds bent above `BEND` and cut at -12, rounded so that it does not depend on vector widths."""
    value = raw if raw <= BEND else BEND + (raw - BEND) / 3
    return round(max(value, -12.0), 4)
