"""Which sentences of a text and its translation belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus_tools.alignment.coarse import band_of
from corpus_tools.alignment.dynamic import MOST, SHAPES, best_path
from corpus_tools.alignment.evidence import Channel, Floats
from corpus_tools.alignment.features import translation_channel, word_channel
from corpus_tools.alignment.lexicon import Lexicon, starter_lexicon
from corpus_tools.records import Bead


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much. Tuned on English–Arabic news (NTREX) with sentences merged, split, deleted and inserted.

    `extra` is the price of every sentence beyond one on each side (what moves results most: too low, neighbours are
    swallowed; too high, real merges are missed); `floor` the similarity that unrelated sentences have; `skip` the
    price of a sentence left alone; `length` the weight of agreeing lengths.
    """

    extra: float
    floor: float
    skip: float
    length: float
    power: float = 0.5


WORDS = Weights(extra=0.04, floor=0.24, skip=0.04, length=0.1)
TRANSLATION = Weights(extra=0.04, floor=0.12, skip=0.05, length=0.05)


def align_sentences(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_language: str,
    target_language: str,
    translations: Sequence[str] | None = None,
    lexicon: Lexicon | None = None,
    weights: Weights | None = None,
) -> tuple[Bead, ...]:
    """Pair the sentences of `source` with those of `target`, its translation by someone else.

    Returns beads in order that cover every sentence of both sides exactly once: 1-1, 1-2 … 1-4, 2-1 … 4-1, 2-2, and
    1-0 or 0-1 for sentences that have no counterpart. `score` is in 0..1: how much of either side the other covers,
    0 for sentences left alone. `source_language` and `target_language` are BCP 47; languages without a starter lexicon
    are aligned by names, numbers, spelling and length. `translations` holds one machine translation of each source
    sentence into the target language (`""` where there is none), or is None: no model is loaded here. `lexicon` adds
    what a corpus's own pairs have taught (`learn_lexicon`).

    Raises ValueError where `translations` has not one entry per source sentence. Up to some hundred sentences every
    path is considered; longer texts are searched in a band around a coarse path, in bounded memory.

    >>> beads = align_sentences(["It rained in 1987.", "All left."], ["1987 regnete es.", "Alle gingen."],
    ...                         source_language="en", target_language="de")
    >>> [(bead.source, bead.target) for bead in beads]
    [((0,), (0,)), ((1,), (1,))]
    """
    if translations is not None and len(translations) != len(source):
        raise ValueError(f"{len(source)} sentences need as many translations, not {len(translations)}")
    if not source or not target:
        return (
            *(Bead(source=(i,), target=(), score=0.0) for i in range(len(source))),
            *(Bead(source=(), target=(j,), score=0.0) for j in range(len(target))),
        )
    known = starter_lexicon(source_language, target_language)
    if lexicon is not None:
        known = lexicon if known is None else known.merged(lexicon)
    channels = [
        word_channel(source, target, source_language=source_language, target_language=target_language, lexicon=known)
    ]
    if translations is not None:
        channels.append(translation_channel(translations, target))
    settings = weights or (WORDS if translations is None else TRANSLATION)
    scorer = _Scorer(channels, _lengths(source), _lengths(target), settings)
    low, high = band_of(channels[-1])
    path = best_path(scorer.values, scorer.skip_source, scorer.skip_target, low, high)
    return tuple(
        Bead(source=tuple(range(a, b)), target=tuple(range(c, d)), score=scorer.score(a, b, c, d))
        for a, b, c, d in path
    )


def _lengths(sentences: Sequence[str]) -> Floats:
    return np.array([max(1, len(text)) for text in sentences], dtype=np.float32)


class _Scorer:
    """Values of beads: √length · (similarity − floor) + length agreement − price of extra sentences."""

    def __init__(self, channels: list[Channel], source: Floats, target: Floats, weights: Weights) -> None:
        self._channels = channels
        self._weights = weights
        self._masses = [(channel.source.masses(), channel.target.masses()) for channel in channels]
        # Lengths in units of an average sentence, so that the two sides and all languages compare.
        self._source = source / source.mean()
        self._target = target / target.mean()
        self.skip_source = -weights.skip * self._source**weights.power
        self.skip_target = -weights.skip * self._target**weights.power

    def values(self, rows: range, columns: range) -> list[Floats]:
        """Return the value of the beads of every shape that start in a block."""
        found = []
        similarities = self._similarities(rows, columns)
        source, target = self._source[rows.start : rows.stop], self._target[columns.start : columns.stop]
        w = self._weights
        for (a, b), similarity in zip(SHAPES, similarities, strict=True):
            s, t = _sums(source, a)[:, None], _sums(target, b)[None, :]
            size = ((s + t) / 2) ** w.power
            ratio = np.log(s / t)
            agreement = np.exp(-2 * ratio * ratio) - 0.5
            found.append(size * (similarity - w.floor + w.length * agreement) - w.extra * (a + b - 2))
        return found

    def score(self, a: int, b: int, c: int, d: int) -> float:
        """Return the similarity of one bead, 0..1."""
        if a == b or c == d:
            return 0.0
        shape = SHAPES.index((b - a, d - c))
        return round(float(self._similarities(range(a, b), range(c, d))[shape][0, 0]), 4)

    def _similarities(self, rows: range, columns: range) -> list[Floats]:
        total: list[Floats] = []
        for channel, (source_mass, target_mass) in zip(self._channels, self._masses, strict=True):
            of_source, of_target = channel.covered(rows, columns, MOST)
            s_mass, t_mass = source_mass[rows.start : rows.stop], target_mass[columns.start : columns.stop]
            for shape, (a, b) in enumerate(SHAPES):
                covered = _sums(of_source[b - 1], a) + _sums(of_target[a - 1].T, b).T
                mass = _sums(s_mass, a)[:, None] + _sums(t_mass, b)[None, :]
                similarity = covered / np.maximum(mass, 1e-6) / len(self._channels)
                if shape < len(total):
                    total[shape] += similarity
                else:
                    total.append(similarity)
        return total


def _sums(array: Floats, size: int) -> Floats:
    """Return the sums of `size` consecutive rows from each row on; fewer at the end."""
    total = array.copy()
    for step in range(1, min(size, len(array))):
        total[:-step] += array[step:]
    return total
