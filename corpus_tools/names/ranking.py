"""Ranking many candidate names by how likely they are the one asked for.

The index keeps words by coarse skeletons, with one class left out at a time; what shares a key with the query is scored
in one sweep of the transducer, and only the names that look best are compared in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus_tools.names.blocking import skeleton_cuts, skeleton_readings
from corpus_tools.names.comparison import compare_names, comparison_log_odds
from corpus_tools.names.frequency import log_frequencies
from corpus_tools.names.matching import listen_ahead
from corpus_tools.names.parsing import ParsedName, equivalents, parse_name
from corpus_tools.names.spelling import arabic_log_probabilities
from corpus_tools.names.transducer import EncodedWords, spelling_log_probabilities, transducer
from corpus_tools.names.word_scores import bend
from corpus_tools.text.letters import LetterScript

# Names compared in full per query, at least: the sweep's order is nearly that of the full comparison.
_COMPARED = 40
# How much counts beside the log-odds that two words are one name: log P(query | candidate) by the chunks and by the
# networks, and the base-10 logarithm of how often the candidate is used. Chosen on words of the training data's `dev`
# split, with models that know none of them, among 10,000. Use is a compromise: from 0 to 0.4 rank 1 goes from .954 to
# .962 for words that were seen more than once, and from .939 to .935 for all, of which most were seen once; at 0.9 to
# .959 and .931.
_BY_CHUNKS = 0.4
_BY_LETTERS = 1.5
_BY_USE = 0.4
# By the chunks, beyond a difference of that many nats a spelling is unusual, and how much more so says nothing.
_MOST_UNUSUAL = -5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedName:
    """A candidate: its text, its place in the sequence handed over, and its score in 0..1, that of `compare_names`."""

    name: str
    index: int
    score: float


@lru_cache(maxsize=65536)
def _ranking_keys(word: str) -> frozenset[str]:
    """Return wider keys than blocking needs: to miss a word costs more here than a longer sweep."""
    readings = skeleton_readings(word)
    return frozenset(cut for reading in readings for cut in skeleton_cuts(reading, least=2))


class NameIndex:
    """Candidate names, encoded once, to be ranked against many queries. Immutable; safe to share between threads.

    Building is O(total letters); a query is O(candidates' distinct words that share a key · letters²), done in numpy.
    """

    def __init__(self, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        self._parsed: list[ParsedName] = [parse_name(name) for name in self.candidates]
        words: dict[tuple[str, LetterScript], int] = {}
        places: list[list[int]] = []
        texts: list[str] = []
        for parsed in self._parsed:
            row = []
            for word, script, sounds in zip(parsed.words, parsed.scripts, parsed.sounds, strict=True):
                number = words.setdefault((sounds[0], script), len(words))
                if number == len(texts):
                    texts.append(word.text)
                row.append(number)
            places.append(row)
        self._words = list(words)
        self._texts = texts
        most = max(map(len, places), default=1) or 1
        self._places = np.full((len(places), most), -1, dtype=np.int64)
        for index, row in enumerate(places):
            self._places[index, : len(row)] = row
        self._counts = np.array([len(row) for row in places], dtype=np.int64)
        self._keys: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for key in sorted(_ranking_keys(text)):
                self._keys.setdefault(key, []).append(number)
        self._encoded: dict[tuple[LetterScript, LetterScript], EncodedWords] = {}
        for script in ("Arab", "Latn"):
            for query in ("Arab", "Latn"):
                self._encoded[query, script] = self._encode(query, script)
        self._exact: dict[str, list[int]] = {}
        for index, parsed in enumerate(self._parsed):
            for group in equivalents().names.get(parsed.folded, ()):
                self._exact.setdefault(f"@{group}", []).append(index)

    def _encode(self, query: LetterScript, script: LetterScript) -> EncodedWords:
        sounds = [word if own == script else "" for word, own in self._words]
        if (query, script) == ("Latn", "Arab"):
            return transducer("Arab", "Latn").encode_first(sounds)
        return transducer(query, script).encode_second(sounds)

    def rank(self, query: str, *, limit: int = 10) -> tuple[RankedName, ...]:
        """Return the candidates most likely to be `query`, best first, at most `limit`.

        Ties keep the order of the candidates. One that shares no key with the query is not ranked: there may be fewer.
        """
        parsed = parse_name(query)
        totals = np.zeros(len(self.candidates))
        seen = np.zeros(len(self.candidates), dtype=bool)
        covered = np.zeros((len(self.candidates), self._places.shape[1]))
        for word, script, sounds in zip(parsed.words, parsed.scripts, parsed.sounds, strict=True):
            scores = np.full(len(self._words) + 1, -8.0)
            keys = _ranking_keys(word.text)
            numbers = np.array(sorted({number for key in keys for number in self._keys.get(key, ())}), dtype=np.int64)
            if len(numbers):
                for sound in sounds:
                    scores[numbers] = np.maximum(self._sweep(sound, script, numbers), scores[numbers])
            table = scores[self._places]
            totals += table.max(axis=1)
            covered = np.maximum(covered, table + 8.0)
            seen |= (table > -8.0).any(axis=1)
        for group in equivalents().names.get(parsed.folded, ()):
            seen[self._exact.get(f"@{group}", [])] = True
        # Words of the candidate that nothing in the query explains count against it too.
        totals += np.where(self._places >= 0, np.minimum(covered, 8.0), 0.0).sum(axis=1)
        totals -= 8.0 * self._counts
        chosen = np.flatnonzero(seen)
        if not len(chosen):
            return ()
        keep = max(limit, _COMPARED)
        best = chosen[np.lexsort((chosen, -totals[chosen]))][:keep]
        pairs = [sorted((query, self.candidates[index])) for index in best]
        listen_ahead([(parse_name(first), parse_name(second)) for first, second in pairs if first != second])
        usual = self._usual_spellings(parsed, best)
        ranked = sorted(
            (-comparison_log_odds(query, self.candidates[index]) - usual.get(int(index), 0.0), int(index))
            for index in best
        )
        return tuple(
            RankedName(
                name=self.candidates[index],
                index=index,
                score=compare_names(query, self.candidates[index]).score,
            )
            for _, index in ranked[:limit]
        )

    def _usual_spellings(self, query: ParsedName, indices: NDArray[np.int64]) -> dict[int, float]:
        """Say how much less usual `query` and its name are for each candidate than for the best: weighed, 0 or less.

        Of candidates that are one word in the other script; about others nothing is said.
        """
        if len(query.words) != 1:
            return {}
        other = "Latn" if query.scripts[0] == "Arab" else "Arab"
        rows = [int(index) for index in indices if self._parsed[index].scripts == (other,)]
        if not rows:
            return {}
        partners = [self._parsed[index].sounds[0][0] for index in rows]
        values = spelling_log_probabilities(query.sounds[0][0], query.scripts[0], partners)
        usual = _BY_CHUNKS * np.maximum(values - values.max(), _MOST_UNUSUAL)
        if other == "Latn":
            written = [self._parsed[index] for index in rows]
            words = [name.sounds[0][0] if name.cyrillic else name.words[0].raw for name in written]
            values = arabic_log_probabilities(query.words[0].raw, words)
            usual += _BY_LETTERS * (values - values.max()) + _BY_USE * log_frequencies(words)
            usual -= usual.max()
        return {index: round(float(value), 4) for index, value in zip(rows, usual, strict=True)}

    def _sweep(self, sound: str, script: LetterScript, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Score one word against the words `numbers`: bent log-odds."""
        out = np.full(len(numbers), -8.0)
        for own in ("Arab", "Latn"):
            rows = np.array(
                [row for row, number in enumerate(numbers) if self._words[number][1] == own], dtype=np.int64
            )
            if not len(rows):
                continue
            encoded = self._encoded[script, own]
            subset = EncodedWords(encoded.chunks[numbers[rows]], encoded.lengths[numbers[rows]])
            if (script, own) == ("Latn", "Arab"):
                model = transducer("Arab", "Latn")
                values = model.log_odds(subset, model.encode_second([sound]).repeated(len(rows)))
            else:
                model = transducer(script, own)
                values = model.log_odds(model.encode_first([sound]), subset)
            out[rows] = [bend(value) for value in values.tolist()]
        return out


@lru_cache(maxsize=2)
def _index(candidates: tuple[str, ...]) -> NameIndex:
    return NameIndex(candidates)


def rank_names(query: str, candidates: Sequence[str], *, limit: int = 10) -> tuple[RankedName, ...]:
    """Return the candidates most likely to be `query`, best first, at most `limit`.

    The index of the last candidates is kept, so that asking again with the same ones is quick; hold a `NameIndex` to be
    sure of it.
    """
    return _index(tuple(candidates)).rank(query, limit=limit)
