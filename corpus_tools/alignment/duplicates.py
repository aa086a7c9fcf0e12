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

from corpus_tools.records import AlignedPair, Decision, Document
from corpus_tools.text.letters import fold_letters

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_PERMUTATIONS = 128
_BANDS = 32  # of 4 rows each: articles of Jaccard similarity .6 meet with probability .99, of .3 with .23
_FEWEST_WORDS = 8  # of a sentence that can be a quotation: shorter ones recur by chance


# Similarity from which two articles are copies of one text, and from which they are versions of one: a sentence of ten
# words loses half its shingles with two words changed, so versions of a short article are seldom more alike.
COPIES, VERSIONS = 0.7, 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What copies of an article (`id`) are known by: a MinHash sketch over shingles of its words.

    `date` orders documents: the earliest is the original, then the longest by `length` (words). `dropped`: it is set
    aside already.
    """

    id: str
    date: str
    length: int
    hashes: tuple[int, ...]
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateSummary:
    """A document's sketch, the digests of its sentences by segment id, and the documents (ids) it has pairs with."""

    sketch: Sketch
    sentences: tuple[tuple[str, str], ...]
    partners: tuple[str, ...] = ()


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
    sentences = _words_of_sentences(document)
    return DuplicateSummary(
        sketch=_sketch(document, sentences),
        sentences=tuple((id, _digest(" ".join(own))) for id, own in sentences if len(own) >= _FEWEST_WORDS),
        partners=tuple(sorted({partner for pair in document.pairs for partner in _partners(pair)})),
    )


def sketch_of(document: Document) -> Sketch:
    """Return the sketch of the kept sentences of a document."""
    return _sketch(document, _words_of_sentences(document))


def _sketch(document: Document, sentences: Sequence[tuple[str, list[str]]]) -> Sketch:
    words = [word for _, own in sentences for word in own]
    return Sketch(
        id=document.id,
        date=document.metadata.date or "9999",
        length=len(words),
        hashes=minhash(words),
        dropped=document.dropped,
    )


def _words_of_sentences(document: Document) -> list[tuple[str, list[str]]]:
    kept = (segment for segment in document.segments if segment.kept)
    return [(segment.id, _WORD.findall(fold_letters(segment.text).text)) for segment in kept]


def _partners(pair: AlignedPair) -> list[str]:
    """Return the ids of the documents that the other side of a pair stands in."""
    return sorted({segment.rpartition(".")[0] for segment in pair.target_segments})


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


def find_copies(sketches: Iterable[Sketch], *, least: float = COPIES) -> dict[str, RepeatedDocument]:
    """Find documents that repeat an earlier one with similarity at least `least`, by id.

    The earliest document (then the longest, then the smallest id) is the original. Independent of order; time grows
    with the number of documents, not with its square.
    """
    documents: dict[str, RepeatedDocument] = {}
    buckets: dict[tuple[int, tuple[int, ...]], list[Sketch]] = {}
    rows = _PERMUTATIONS // _BANDS
    for sketch in sorted(sketches, key=_precedence):
        if not sketch.hashes:
            continue
        keys = [(band, sketch.hashes[band * rows : (band + 1) * rows]) for band in range(_BANDS)]
        candidates = {other.id: other for key in keys for other in buckets.get(key, ())}
        alike = sorted((-similarity(sketch, other), other.id) for other in candidates.values())
        if alike and -alike[0][0] >= least:
            documents[sketch.id] = RepeatedDocument(original=alike[0][1], similarity=round(-alike[0][0], 4))
        else:
            # Only originals are indexed, so a bucket does not fill up with copies of one text.
            for key in keys:
                buckets.setdefault(key, []).append(sketch)
    return {key: documents[key] for key in sorted(documents)}


def groups_of_copies(sketches: Iterable[Sketch], *, least: float = COPIES) -> dict[str, tuple[Sketch, ...]]:
    """Return each document that is not set aside and no copy of another such one, by id, with all its copies.

    The document that stands for its copies is the one that `find_copies` takes for the original, or the next in that
    order where the original is set aside already. It comes first of its group.
    """
    ordered = sorted(sketches, key=_precedence)
    copies = find_copies(ordered, least=least)
    groups: dict[str, list[Sketch]] = {}
    for sketch in ordered:
        groups.setdefault(copies[sketch.id].original if sketch.id in copies else sketch.id, []).append(sketch)
    found = {}
    for group in groups.values():
        first = next((sketch for sketch in group if not sketch.dropped), None)
        if first is not None:
            found[first.id] = (first, *(sketch for sketch in group if sketch is not first))
    return found


def _precedence(sketch: Sketch) -> tuple[str, int, str]:
    return sketch.date, -sketch.length, sketch.id


def combine_duplicates(summaries: Iterable[DuplicateSummary], *, least: float = COPIES) -> RepetitionTable:
    """Find documents that repeat an earlier one (`find_copies`), and sentences copied from one.

    Independent of order; time grows with the number of documents, not with its square.
    """
    ordered = sorted(summaries, key=lambda summary: _precedence(summary.sketch))
    documents = find_copies((summary.sketch for summary in ordered), least=least)
    first: dict[str, tuple[str, str]] = {}
    sentences: dict[str, tuple[QuotedSentence, ...]] = {}
    for summary in ordered:
        copied = []
        id = summary.sketch.id
        for segment, digest in summary.sentences:
            original, original_segment = first.setdefault(digest, (id, segment))
            if original != id:
                copied.append(QuotedSentence(segment=segment, original=original, original_segment=original_segment))
        if copied:
            sentences[id] = tuple(copied)
    return RepetitionTable(documents=documents, sentences={key: sentences[key] for key in sorted(sentences)})


def similarity(one: Sketch, other: Sketch) -> float:
    """Return the estimated Jaccard similarity of two articles, 0..1; 0 where one is too short to have a sketch."""
    if not one.hashes or not other.hashes:
        return 0.0
    return sum(a == b for a, b in zip(one.hashes, other.hashes, strict=True)) / _PERMUTATIONS


def apply_duplicates(document: Document, table: RepetitionTable) -> Document:
    """Add a `drop` decision for a document that repeats another, `keep` decisions for sentences that it copied.

    No pair of a document that repeats another is kept; nor is one with such a document, and a decision says so.
    """
    repeated = table.documents.get(document.id)
    decisions = []
    pairs = []
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
    for pair in document.pairs:
        partner = next((id for id in _partners(pair) if id in table.documents), None)
        if pair.kept and partner is not None and repeated is None:
            decisions.append(
                Decision(
                    target=pair.id,
                    action="drop",
                    rule="duplicate.document",
                    reason=f"{partner} is nearly the same as {table.documents[partner].original}",
                    score=table.documents[partner].similarity,
                )
            )
        pairs.append(replace(pair, kept=False) if partner is not None or repeated is not None else pair)
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
    return replace(document, pairs=tuple(pairs), decisions=(*document.decisions, *decisions)) if decisions else document
