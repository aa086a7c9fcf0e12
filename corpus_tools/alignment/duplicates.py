"""Articles that repeat others: near-duplicates (MinHash), and articles that quote others' sentences (wire copy).

A job across documents in three steps: `summarise_duplicates` (map), `combine_duplicates` (all summaries, in any order)
and `apply_duplicates` (map), which adds decisions. No pass over all pairs: sketches meet in buckets, sentences in an
index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from corpus_tools.records import Decision, Document
from corpus_tools.text.letters import fold_letters

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_PERMUTATIONS = 128
_BANDS = 32  # of 4 rows each: articles of Jaccard similarity .6 meet with probability .99, of .3 with .23
_FEWEST_WORDS = 8  # of a sentence that can be a quotation: shorter ones recur by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateSummary:
    """A document's MinHash sketch over word shingles, and the digests of its sentences by segment id.

    `date` orders documents: the earliest is the original.
    """

    id: str
    date: str
    length: int
    sketch: tuple[int, ...]
    sentences: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedDocument:
    """A document that is nearly the same as `original`: `similarity` is the estimated Jaccard, 0..1."""

    original: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedSentence:
    """A sentence (segment id) that stands word for word in an earlier document."""

    segment: str
    original: str
    original_segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionTable:
    """Near-duplicates by document, and copied sentences by document."""

    documents: Mapping[str, RepeatedDocument] = field(default_factory=dict)
    sentences: Mapping[str, tuple[QuotedSentence, ...]] = field(default_factory=dict)


def summarise_duplicates(document: Document) -> DuplicateSummary:
    """Return the sketch and the sentence digests of the kept sentences of a document."""
    words: list[str] = []
    sentences: list[tuple[str, str]] = []
    for segment in document.segments:
        if segment.kept:
            own = _WORD.findall(fold_letters(segment.text).text)
            words.extend(own)
            if len(own) >= _FEWEST_WORDS:
                sentences.append((segment.id, _digest(" ".join(own))))
    return DuplicateSummary(
        id=document.id,
        date=document.metadata.date or "9999",
        length=len(words),
        sketch=minhash(words),
        sentences=tuple(sentences),
    )


def minhash(words: Sequence[str]) -> tuple[int, ...]:
    """Return the MinHash sketch (128 numbers, Broder 1997) of the shingles of four words; empty for fewer words."""
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    if not shingles:
        return ()
    hashes = np.array([int(_digest(shingle), 16) & 0xFFFFFFFF for shingle in sorted(shingles)], dtype=np.uint64)
    # Multiply-shift: a·x + b in 64 bits, the upper half (Dietzfelbinger et al. 1997).
    multipliers, offsets = _coefficients()
    sketch = ((multipliers[:, None] * hashes[None, :] + offsets[:, None]) >> np.uint64(32)).min(axis=1)
    return tuple(int(value) for value in sketch)


def _coefficients() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    numbers = [int(_digest(f"minhash {i}"), 16) for i in range(2 * _PERMUTATIONS)]
    array = np.array(numbers, dtype=np.uint64)
    return array[:_PERMUTATIONS] | np.uint64(1), array[_PERMUTATIONS:]


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def combine_duplicates(summaries: Iterable[DuplicateSummary], *, least: float = 0.7) -> RepetitionTable:
    """Find documents that repeat an earlier one with similarity at least `least`, and sentences copied from one.

    The earliest document (then the longest, then the smallest id) is the original. Independent of order; time grows
    with the number of documents, not with its square.
    """
    ordered = sorted(summaries, key=lambda s: (s.date, -s.length, s.id))
    documents: dict[str, RepeatedDocument] = {}
    buckets: dict[tuple[int, tuple[int, ...]], list[DuplicateSummary]] = {}
    rows = _PERMUTATIONS // _BANDS
    for summary in ordered:
        if not summary.sketch:
            continue
        keys = [(band, summary.sketch[band * rows : (band + 1) * rows]) for band in range(_BANDS)]
        candidates = {other.id: other for key in keys for other in buckets.get(key, ())}
        alike = sorted((-_similarity(summary, other), other.id) for other in candidates.values())
        if alike and -alike[0][0] >= least:
            documents[summary.id] = RepeatedDocument(original=alike[0][1], similarity=round(-alike[0][0], 4))
        else:
            # Only originals are indexed, so a bucket does not fill up with copies of one text.
            for key in keys:
                buckets.setdefault(key, []).append(summary)
    first: dict[str, tuple[str, str]] = {}
    sentences: dict[str, tuple[QuotedSentence, ...]] = {}
    for summary in ordered:
        copied = []
        for segment, digest in summary.sentences:
            original, original_segment = first.setdefault(digest, (summary.id, segment))
            if original != summary.id:
                copied.append(QuotedSentence(segment=segment, original=original, original_segment=original_segment))
        if copied:
            sentences[summary.id] = tuple(copied)
    return RepetitionTable(
        documents={key: documents[key] for key in sorted(documents)},
        sentences={key: sentences[key] for key in sorted(sentences)},
    )


def _similarity(one: DuplicateSummary, other: DuplicateSummary) -> float:
    return sum(a == b for a, b in zip(one.sketch, other.sketch, strict=True)) / _PERMUTATIONS


def apply_duplicates(document: Document, table: RepetitionTable) -> Document:
    """Add a `drop` decision for a document that repeats another, or `keep` decisions for sentences that it copied."""
    repeated = table.documents.get(document.id)
    decisions = []
    if repeated is not None:
        decisions.append(
            Decision(
                target=document.id,
                action="drop",
                rule="duplicate.document",
                reason=f"nearly the same as {repeated.original}",
                score=repeated.similarity,
            )
        )
    decisions.extend(
        Decision(
            target=quoted.segment,
            action="keep",
            rule="duplicate.quoted",
            reason=f"stands in {quoted.original} too ({quoted.original_segment})",
            score=1.0,
        )
        for quoted in table.sentences.get(document.id, ())
    )
    return replace(document, decisions=(*document.decisions, *decisions)) if decisions else document
