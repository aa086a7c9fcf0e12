"""Which sentences of a text and its translation belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus_tools.alignment.coarse import band_of
from corpus_tools.alignment.dynamic import MOST, SHAPES, best_path
from corpus_tools.alignment.evidence import Channel, Floats, Ints
from corpus_tools.alignment.features import translation_channel, word_channels
from corpus_tools.alignment.lexicon import Lexicon, learn_lexicon, starter_lexicon
from corpus_tools.records import Bead


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much. Tuned on English–Arabic news (NTREX) with sentences merged, split, deleted and inserted.

    Similarity is measured in steps from that of unrelated sentences (0) to that of true pairs (1) of the very text, so
    that a poor lexicon, or a mediocre translation, does not make everything look unrelated. `extra` is the price of
    every sentence beyond one on each side (what moves results most: too low, neighbours are swallowed; too high, real
    merges are missed); `floor` the similarity at which pairing is worth nothing; `skip` the price of a sentence left
    alone; `length` the weight of agreeing lengths. The less the evidence tells true pairs from others (its `quality`,
    relative to that of the starter lexicon on news), the lower the floor (`floor_slope`) and the flatter the scale
    (`flatten`).
    """

    extra: float = 0.14
    floor: float = 0.56
    floor_slope: float = 0.18
    flatten: float = 0.7
    skip: float = 0.14
    length: float = 0.36
    trust: float = 2.0


WEIGHTS = Weights()
# Similarity of true pairs above that of unrelated sentences: by a starter lexicon, without one, by a translation.
_BY_LEXICON, _BY_SPELLING, _BY_TRANSLATION = 0.28, 0.12, 0.35
# Where both sides of a bead have so many words that say something, they share this share of the fewer ones: of true
# pairs of news 0.4 % do not, of others 72 %.
_TELLING_WORDS, _TELLING_SHARE = 3, 0.15
# How many pairs of its own outweigh what is expected of a text.
_PRIOR_PAIRS = 4
# Similarity of unrelated sentences, and how many of a text's own outweigh it.
_USUAL_GROUND, _PRIOR_CELLS = 0.07, 20
# Sentences from the middle of a long text by which the evidence is judged.
_SAMPLE = 150
# Beads from which a lexicon of a text's own can be learned, and the most that are read.
_ENOUGH_TO_LEARN = 150
_MOST_TO_LEARN = 3000


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
    1-0 or 0-1 for sentences that have no counterpart. `score` is in 0..1: how much of both sides the other covers,
    0 for sentences left alone. `source_language` and `target_language` are BCP 47; languages without a starter
    lexicon are aligned by names, numbers, spelling and length, and long texts then again by what their own beads
    teach. `translations` holds one machine translation of each source sentence into the target language, or is None:
    no model is loaded here; a sentence whose translation is `""` is judged by its words alone. `lexicon` adds what a
    corpus's own pairs have taught (`learn_lexicon`).

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
    languages = (source_language, target_language)
    beads = _align(source, target, languages, translations, known, weights or WEIGHTS)
    if known is None and len(beads) >= _ENOUGH_TO_LEARN:
        learned = _learn(source, target, languages, beads)
        beads = _align(source, target, languages, translations, learned, weights or WEIGHTS)
    return beads


def _learn(source: Sequence[str], target: Sequence[str], languages: tuple[str, str], beads: Sequence[Bead]) -> Lexicon:
    """Learn a lexicon from the simple beads of a long text, to align it once more (as Varga et al. 2005)."""
    simple = [bead for bead in beads if len(bead.source) == len(bead.target) == 1]
    step = -(-len(simple) // _MOST_TO_LEARN) or 1
    pairs = [(source[bead.source[0]], target[bead.target[0]]) for bead in simple[::step]]
    return learn_lexicon(pairs, source_language=languages[0], target_language=languages[1], least=0.1, seen=1.5)


def _align(
    source: Sequence[str],
    target: Sequence[str],
    languages: tuple[str, str],
    translations: Sequence[str] | None,
    known: Lexicon | None,
    weights: Weights,
) -> tuple[Bead, ...]:
    source_language, target_language = languages
    translated = np.array([bool(text.strip()) for text in translations or [""] * len(source)], dtype=np.float32)
    words, telling = word_channels(
        source, target, source_language=source_language, target_language=target_language, lexicon=known
    )
    channels = [words]
    if translations is not None and translated.any():
        channels.append(translation_channel(translations, target))
    expected = [_BY_SPELLING if known is None else _BY_LEXICON, _BY_TRANSLATION][: len(channels)]
    # Where most sentences have no translation, it cannot show the way through a long text.
    low, high = band_of(channels[-1] if translated.mean() >= 0.5 else channels[0])
    # Without a lexicon most true pairs share no word that can be known to be shared.
    telling_words = telling if known is not None and len(channels) == 1 else None
    scorer = _Scorer(channels, telling_words, _lengths(source), _lengths(target), translated, weights)
    scorer.judge(expected, low, high)
    path = best_path(scorer.values, scorer.skip_source, scorer.skip_target, low, high)
    return tuple(
        Bead(source=tuple(range(a, b)), target=tuple(range(c, d)), score=scorer.score(a, b, c, d))
        for a, b, c, d in path
    )


def _ground(similarity: Floats) -> float:
    """Return the similarity of unrelated sentences: the mean without the best of each row, drawn to what is usual."""
    rows, columns = similarity.shape
    others = float(similarity.sum() - similarity.max(axis=1).sum())
    mean = (others + _PRIOR_CELLS * _USUAL_GROUND) / (rows * (columns - 1) + _PRIOR_CELLS)
    # Where everything is alike, as in a list of numbers, it is no accident.
    return min(float(mean), 3 * _USUAL_GROUND)


def _lengths(sentences: Sequence[str]) -> Floats:
    return np.array([max(1, len(text)) for text in sentences], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How channels are mixed (a share each), how steep similarity is, and how much of it is worth nothing."""

    shares: tuple[float, ...]
    slope: float
    zero: float


class _Scorer:
    """Values of beads: √length · (scaled similarity + agreement of lengths) − price of extra sentences.

    The first channel is that of words; a second, if any, that of translations, which `translated` source sentences
    (1, others 0) have. `telling` counts the words that say something; beads that share next to none are worth nothing.
    """

    def __init__(
        self,
        channels: list[Channel],
        telling: Channel | None,
        source: Floats,
        target: Floats,
        translated: Floats,
        weights: Weights,
    ) -> None:
        self._channels = channels
        self._telling = telling
        self._weights = weights
        self._masses = [(channel.source.masses(), channel.target.masses()) for channel in channels]
        # Lengths in units of an average sentence, so that the two sides and all languages compare.
        self._source = source / source.mean()
        self._target = target / target.mean()
        self.skip_source = -weights.skip * np.sqrt(self._source)
        self.skip_target = -weights.skip * np.sqrt(self._target)
        self._translated = translated
        # One for source sentences with a translation, one for those without.
        self._scales = [_Scale((1.0,) * len(channels), 1.0, 0.0)] * 2
        # Of short texts all similarities are kept, for they are needed three times.
        self._kept: list[list[Floats]] | None = None

    def judge(self, expected: list[float], low: Ints, high: Ints) -> None:
        """Measure how well each channel tells true pairs from others, on the path found with what is expected."""
        rows, columns = len(self._source), len(self._target)
        middle = max(0, rows // 2 - _SAMPLE // 2)
        row_range = range(middle, min(rows, middle + _SAMPLE))
        column_range = range(int(low[row_range.start]), int(high[row_range.stop]))
        if len(column_range) > 4 * _SAMPLE:
            centre = (column_range.start + column_range.stop) // 2
            column_range = range(centre - 2 * _SAMPLE, centre + 2 * _SAMPLE)
        if not column_range:
            column_range = range(columns)
        parts = [self._by_channel(n, row_range, column_range) for n in range(len(self._channels))]
        if len(row_range) == rows and len(column_range) == columns:
            self._kept = parts
        grounds = [_ground(part[0]) for part in parts]
        self._judge_by(expected, grounds)
        found = best_path(
            lambda r, c: self._value_of(
                [[a[r.start : r.stop, c.start : c.stop] for a in part] for part in parts],
                range(r.start + row_range.start, r.stop + row_range.start),
                range(c.start + column_range.start, c.stop + column_range.start),
            ),
            self.skip_source[row_range.start : row_range.stop],
            self.skip_target[column_range.start : column_range.stop],
            np.zeros(len(row_range) + 1, dtype=np.int64),
            np.full(len(row_range) + 1, len(column_range), dtype=np.int64),
            block=len(row_range),
        )
        pairs = [(a, c) for a, b, c, d in found if b - a == d - c == 1]
        qualities = []
        for number, (part, ground, prior) in enumerate(zip(parts, grounds, expected, strict=True)):
            shown = [(i, j) for i, j in pairs if number == 0 or self._translated[row_range.start + i]]
            seen = sum(float(part[0][i, j]) - ground for i, j in shown)
            qualities.append(max(0.02, (seen + _PRIOR_PAIRS * prior) / (len(shown) + _PRIOR_PAIRS)))
        self._judge_by(qualities, grounds)

    def _judge_by(self, qualities: list[float], grounds: list[float]) -> None:
        """Set the scales: by all channels, and by words alone."""
        self._scales = [self._scale(qualities, grounds), self._scale(qualities[:1], grounds[:1])]

    def _scale(self, qualities: list[float], grounds: list[float]) -> _Scale:
        w = self._weights
        total = sum(q**w.trust for q in qualities)
        shares = tuple(q ** (w.trust - 1) / total for q in qualities)
        relative = sum(q * q for q in qualities) ** 0.5 / _BY_LEXICON
        floor = min(0.7, max(0.05, w.floor + w.floor_slope * float(np.log(relative))))
        zero = sum(share * ground for share, ground in zip(shares, grounds, strict=True)) + floor
        return _Scale(shares, min(1.5, relative**w.flatten), zero)

    def values(self, rows: range, columns: range) -> list[Floats]:
        """Return the value of the beads of every shape that start in a block."""
        return self._value_of([self._by_channel(n, rows, columns) for n in range(len(self._channels))], rows, columns)

    def _value_of(self, parts: list[list[Floats]], rows: range, columns: range) -> list[Floats]:
        source, target = self._source[rows.start : rows.stop], self._target[columns.start : columns.stop]
        w = self._weights
        translated = self._translated[rows.start : rows.stop]
        one_scale = len(parts) == 1 or bool(translated.all())
        found = []
        for shape, (a, b) in enumerate(SHAPES):
            s, t = _sums(source, a)[:, None], _sums(target, b)[None, :]
            ratio = np.log(s / t)
            similar = [
                scale.slope
                * (sum(share * part[shape] for share, part in zip(scale.shares, parts, strict=False)) - scale.zero)
                for scale in (self._scales[:1] if one_scale else self._scales)
            ]
            gain = similar[0] + w.length * (np.exp(-2 * ratio * ratio) - 0.5)
            if not one_scale:
                share = _sums(source * translated, a)[:, None] / s
                gain += (1 - share) * (similar[1] - similar[0])
            found.append(np.sqrt((s + t) / 2) * gain - w.extra * (a + b - 2))
        if self._telling is not None:
            for values, strange in zip(found, _strangers(self._telling, rows, columns), strict=True):
                values[strange] = -np.inf
        return found

    def score(self, a: int, b: int, c: int, d: int) -> float:
        """Return the similarity of one bead, 0..1: the better of the channels."""
        if a == b or c == d:
            return 0.0
        shape = SHAPES.index((b - a, d - c))
        found = [self._by_channel(n, range(a, b), range(c, d))[shape][0, 0] for n in range(len(self._channels))]
        return round(min(1.0, float(max(found))), 4)

    def _by_channel(self, number: int, rows: range, columns: range) -> list[Floats]:
        """Return the similarity by one channel, one array per shape."""
        if self._kept is not None:
            return [array[rows.start : rows.stop, columns.start : columns.stop] for array in self._kept[number]]
        source_mass, target_mass = self._masses[number]
        of_source, of_target = self._channels[number].covered(rows, columns, MOST)
        s_mass, t_mass = source_mass[rows.start : rows.stop], target_mass[columns.start : columns.stop]
        found = []
        for a, b in SHAPES:
            covered = _sums(of_source[b - 1], a) + _sums(of_target[a - 1].T, b).T
            mass = _sums(s_mass, a)[:, None] + _sums(t_mass, b)[None, :]
            found.append(covered / np.maximum(mass, 1e-6))
        return found


def _strangers(telling: Channel, rows: range, columns: range) -> list[npt.NDArray[np.bool_]]:
    """Say of the beads of every shape that start in a block whether their sides share too few words, of several."""
    of_source, of_target = telling.covered(rows, columns, MOST)
    source_words = telling.source.masses()[rows.start : rows.stop]
    target_words = telling.target.masses()[columns.start : columns.stop]
    found = []
    for a, b in SHAPES:
        shared = np.maximum(_sums(of_source[b - 1], a), _sums(of_target[a - 1].T, b).T)
        fewer = np.minimum(_sums(source_words, a)[:, None], _sums(target_words, b)[None, :])
        found.append((fewer >= _TELLING_WORDS) & (shared < _TELLING_SHARE * fewer))
    return found


def _sums(array: Floats, size: int) -> Floats:
    """Return the sums of `size` consecutive rows from each row on; fewer at the end."""
    total = array.copy()
    for step in range(1, min(size, len(array))):
        total[:-step] += array[step:]
    return total
