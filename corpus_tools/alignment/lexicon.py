"""Which words render which: lexicons learned from pairs (IBM model 1), and the starter lexicons that are shipped.

A lexicon maps stems of `words.words_of` of one language to stems of another, with a strength in 0..1.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from corpus_tools.alignment.words import words_of
from corpus_tools.errors import InputError

_FLOAT = npt.NDArray[np.float64]
_INT = npt.NDArray[np.int64]
# Stems are keyed with fa→ar letters folded; a language's macrolanguage members share its lexicon.
_PIVOT = "en"
_SAME = {"arb": "ar", "ary": "ar", "arz": "ar", "apc": "ar", "pes": "fa", "prs": "fa", "tur": "tr", "eng": "en"}


@dataclass(frozen=True)  # no slots: what is derived is cached beside the fields
class Lexicon:
    """`entries[source stem]` are (target stem, strength) pairs, strongest first; strengths in 0..1."""

    source_language: str
    target_language: str
    entries: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    @cached_property
    def targets(self) -> frozenset[str]:
        """All target stems."""
        return frozenset(target for pairs in self.entries.values() for target, _ in pairs)

    def through(self, other: Lexicon, *, most: int = 8, least: float = 0.04) -> Lexicon:
        """Return the lexicon from this one's source to the target of `other`, which starts where this one ends.

        Strengths along a path multiply; of a word the `most` strongest translations not weaker than `least` stay.
        """
        entries = {}
        for key, pairs in self.entries.items():
            best: dict[str, float] = {}
            for middle, strength in pairs:
                for target, further in other.entries.get(middle, ()):
                    best[target] = max(best.get(target, 0.0), strength * further)
            chosen = sorted(((t, s) for t, s in best.items() if s >= least), key=lambda p: (-p[1], p[0]))[:most]
            if chosen:
                entries[key] = tuple(chosen)
        return Lexicon(self.source_language, other.target_language, entries)

    def reversed(self) -> Lexicon:
        """Return the same lexicon, read from the target language."""
        turned: dict[str, list[tuple[str, float]]] = {}
        for source, targets in self.entries.items():
            for target, strength in targets:
                turned.setdefault(target, []).append((source, strength))
        ordered = {key: tuple(sorted(pairs, key=lambda p: (-p[1], p[0]))) for key, pairs in sorted(turned.items())}
        return Lexicon(self.target_language, self.source_language, ordered)

    def merged(self, other: Lexicon) -> Lexicon:
        """Return both lexicons in one, the stronger of two strengths kept. Raises ValueError for other languages."""
        if (self.source_language, self.target_language) != (other.source_language, other.target_language):
            raise ValueError("lexicons of different languages cannot be merged")
        entries: dict[str, tuple[tuple[str, float], ...]] = dict(self.entries)
        for key, pairs in other.entries.items():
            best = dict(entries.get(key, ()))
            for target, strength in pairs:
                best[target] = max(strength, best.get(target, 0.0))
            entries[key] = tuple(sorted(best.items(), key=lambda p: (-p[1], p[0])))
        return Lexicon(self.source_language, self.target_language, entries)


def base_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without region and script, as the starter lexicons name it."""
    base = tag.replace("_", "-").split("-")[0].lower()
    return _SAME.get(base, base)


@lru_cache(maxsize=8)
def starter_lexicon(source_language: str, target_language: str) -> Lexicon | None:
    """Return the shipped lexicon between two languages, in either direction or by way of English; None for none."""
    source, target = base_language(source_language), base_language(target_language)
    found = _shipped(source, target)
    if found is None and source != target and _PIVOT not in (source, target):
        first, second = _shipped(source, _PIVOT), _shipped(_PIVOT, target)
        if first is not None and second is not None:
            return first.through(second)
    return found


@lru_cache(maxsize=8)
def _shipped(source: str, target: str) -> Lexicon | None:
    folder = files("corpus_tools.alignment")
    straight = folder.joinpath(f"lexicon.{source}-{target}.tsv.gz")
    if straight.is_file():
        return read_lexicon(straight.read_bytes(), source, target)
    turned = folder.joinpath(f"lexicon.{target}-{source}.tsv.gz")
    if turned.is_file():
        return read_lexicon(turned.read_bytes(), target, source).reversed()
    return None


def read_lexicon(data: bytes, source_language: str, target_language: str) -> Lexicon:
    """Read a lexicon as `write_lexicon` writes it. Raises InputError for anything else."""
    entries: dict[str, tuple[tuple[str, float], ...]] = {}
    try:
        for line in gzip.decompress(data).decode("utf-8").splitlines():
            key, *rest = line.split("\t")
            entries[key] = tuple((rest[i], int(rest[i + 1]) / 100) for i in range(0, len(rest), 2))
    except (OSError, EOFError, UnicodeDecodeError, ValueError, IndexError) as error:
        raise InputError(f"not a lexicon: {error}", remedy="make it again with the recipe in pipelines") from error
    return Lexicon(source_language, target_language, entries)


def write_lexicon(lexicon: Lexicon) -> bytes:
    """Return the lexicon as gzipped lines `stem TAB translation TAB strength in percent …`, byte for byte the same."""
    lines = []
    for key in sorted(lexicon.entries):
        pairs = [(t, round(s * 100)) for t, s in lexicon.entries[key]]
        cells = [cell for target, percent in pairs if percent > 0 for cell in (target, str(percent))]
        if cells:
            lines.append("\t".join((key, *cells)))
    return gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), 9, mtime=0)


def learn_lexicon(
    pairs: Iterable[tuple[str, str]],
    *,
    source_language: str,
    target_language: str,
    weights: Sequence[float] | None = None,
    iterations: int = 5,
    most: int = 8,
    least: float = 0.05,
    seen: float = 1.0,
) -> Lexicon:
    """Learn a lexicon from translated sentence pairs by IBM model 1 in both directions (Brown et al. 1993).

    The strength of a pair of words is the geometric mean of the two directions' probabilities; a pair weaker
    than `least`, or expected less than `seen` times in all pairs, is left out, as are all but the `most` strongest
    of a word. `weights` (one per pair) say how much each pair counts. O(pairs · words²) time and memory.
    """
    source_ids: dict[str, int] = {}
    target_ids: dict[str, int] = {}
    keys: list[_INT] = []
    source_tokens: list[_INT] = []
    target_tokens: list[_INT] = []
    for position, (source, target) in enumerate(pairs):
        s = [source_ids.setdefault(w.stem, len(source_ids)) for w in words_of(source, source_language)]
        t = [target_ids.setdefault(w.stem, len(target_ids)) for w in words_of(target, target_language)]
        if not s or not t or len(s) > 80 or len(t) > 80:
            continue
        keys.append(np.array([position], dtype=np.int64))
        source_tokens.append(np.array(s, dtype=np.int64))
        target_tokens.append(np.array(t, dtype=np.int64))
    if not keys:
        return Lexicon(base_language(source_language), base_language(target_language))
    weight = np.ones(len(keys)) if weights is None else np.array([weights[int(k[0])] for k in keys])
    width = len(target_ids)
    forward = _model_1(source_tokens, target_tokens, weight, width, iterations)
    backward = _model_1(target_tokens, source_tokens, weight, len(source_ids), iterations)
    # Both are keyed by (given, made); bring the backward one to (source, target) and join them.
    f_key, f_probability, f_count = forward
    b_key, b_probability, b_count = backward
    b_turned = (b_key % len(source_ids)) * width + b_key // len(source_ids)
    order = np.argsort(b_turned)
    place = np.searchsorted(b_turned[order], f_key)
    strength = np.sqrt(f_probability * b_probability[order][place])
    count = np.sqrt(f_count * b_count[order][place])
    kept = np.flatnonzero((strength >= least) & (count >= seen))
    source_words, target_words = list(source_ids), list(target_ids)
    entries: dict[str, list[tuple[str, float]]] = {}
    for index in kept[np.argsort(-strength[kept], kind="stable")].tolist():
        given, made = divmod(int(f_key[index]), width)
        chosen = entries.setdefault(source_words[given], [])
        if len(chosen) < most:
            chosen.append((target_words[made], float(strength[index])))
    ordered = {key: tuple(sorted(entries[key], key=lambda p: (-p[1], p[0]))) for key in sorted(entries)}
    return Lexicon(base_language(source_language), base_language(target_language), ordered)


def _model_1(
    given: list[_INT], made: list[_INT], weight: _FLOAT, width: int, iterations: int
) -> tuple[_INT, _FLOAT, _FLOAT]:
    """Return the keys (given · width + made), p(made | given) and expected counts of all pairs that occur together.

    A word may also come from nowhere: a null word, at a fixed share, takes what nothing explains.
    """
    keys = [np.unique(np.repeat(g, len(m)) * width + np.tile(m, len(g))) for g, m in zip(given, made, strict=True)]
    table = np.unique(np.concatenate(keys))
    del keys
    places, slots, offset = [], [], 0
    slot_weight = []
    slot_share = []
    for g, m, w in zip(given, made, weight.tolist(), strict=True):
        places.append(np.searchsorted(table, np.repeat(g, len(m)) * width + np.tile(m, len(g))).astype(np.int32))
        slots.append((np.tile(np.arange(len(m), dtype=np.int32), len(g)) + offset).astype(np.int32))
        slot_weight.append(np.full(len(m), w))
        slot_share.append(np.full(len(m), float(len(g))))
        offset += len(m)
    place, slot = np.concatenate(places), np.concatenate(slots)
    weights, length = np.concatenate(slot_weight), np.concatenate(slot_share)
    word = np.concatenate(made)
    unigram = np.bincount(word, weights=weights, minlength=width)
    null = unigram / unigram.sum()
    owner = table // width
    probability = np.full(len(table), 1.0 / max(width, 1))
    count = probability
    for _ in range(iterations):
        score = probability[place]
        total = np.bincount(slot, weights=score, minlength=offset) / length
        # One word in ten comes from nowhere, drawn from the unigram distribution.
        total = 0.9 * total + 0.1 * null[word]
        share = 0.9 * score / (length * total)[slot] * weights[slot]
        count = np.bincount(place, weights=share, minlength=len(table))
        mass = np.bincount(owner, weights=count)
        # A little smoothing keeps words seen once from being certain of everything around them.
        probability = count / (mass[owner] + 0.5)
    return table, probability, count
