"""Pairs that say again what another pair says: the same, one source with several targets, and nearly the same.

Each job is a pass over small summaries, so that it can run over shards of a corpus: `summarise_pairs` (map),
`combine_pairs` (independent of order, ties by id), `apply_duplicates` (map).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from corpus_tools.records import AlignedPair, Decision
from corpus_tools.text.letters import fold_letters

_WORD = re.compile(r"\w+")
_PERMUTATIONS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSummary:
    """What deciding about duplicates needs of a pair: its languages, normalised sides and score.

    `text` is the normalised source and target.
    """

    id: str
    kind: str
    languages: tuple[str, str]
    text: tuple[str, str]
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Why a pair is left out: `rule`, the id of the pair that stays, and how alike they are (0..1)."""

    rule: str
    kept: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateTable:
    """The duplicates of a corpus by the id of the pair that is left out."""

    duplicates: Mapping[str, Duplicate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateFilter:
    """Which duplicates to leave out: `exact` (both sides the same once case, marks and spaces are folded),
    `one_to_many` (one source with several targets: the best score stays), `near` (Jaccard similarity of the
    character n-grams of both sides at least `similarity`; None to leave near ones in).
    """

    name: ClassVar[str] = "duplicate"
    default: ClassVar[bool] = True
    exact: bool = True
    one_to_many: bool = True
    similarity: float | None = 0.8
    ngram: int = 5


def summarise_pairs(pairs: Iterable[AlignedPair]) -> tuple[PairSummary, ...]:
    """Return the summaries of the pairs that are kept so far."""
    return tuple(
        PairSummary(
            id=pair.id,
            kind=pair.kind,
            languages=(pair.source_language, pair.target_language),
            text=(normalised(pair.source), normalised(pair.target)),
            score=pair.score,
        )
        for pair in pairs
        if pair.kept
    )


def normalised(text: str) -> str:
    """Return the words of `text` in folded letters, with single spaces: case, marks and punctuation do not count."""
    return " ".join(_WORD.findall(fold_letters(text).text))


def combine_pairs(summaries: Iterable[PairSummary], settings: DuplicateFilter | None = None) -> DuplicateTable:
    """Decide which pairs are duplicates. Independent of order: the better score stays (any before none), then the
    smaller id.

    Only pairs of one kind and the same two languages are compared. Exact rules are hash look-ups; near ones
    MinHash-LSH (128 permutations), so no all-pairs pass; candidates are checked by their true similarity.
    """
    settings = settings or DuplicateFilter()
    # Best first: whoever comes first in a group stays.
    ordered = sorted(summaries, key=lambda s: (s.score is None, -(s.score or 0.0), s.id))
    found: dict[str, Duplicate] = {}
    seen: dict[tuple[str, ...], str] = {}
    sources: dict[tuple[str, ...], str] = {}
    staying: list[PairSummary] = []
    for summary in ordered:
        group = (summary.kind, *summary.languages)
        both, source = (*group, *summary.text), (*group, summary.text[0])
        if settings.exact and both in seen:
            found[summary.id] = Duplicate(rule="duplicate.exact", kept=seen[both], score=1.0)
            continue
        if settings.one_to_many and summary.text[0] and source in sources:
            found[summary.id] = Duplicate(rule="duplicate.one_to_many", kept=sources[source], score=1.0)
            continue
        seen.setdefault(both, summary.id)
        sources.setdefault(source, summary.id)
        staying.append(summary)
    if settings.similarity is not None:
        found.update(_near(staying, settings.similarity, settings.ngram))
    return DuplicateTable(duplicates={key: found[key] for key in sorted(found)})


def apply_duplicates(
    pairs: Sequence[AlignedPair], table: DuplicateTable
) -> tuple[tuple[AlignedPair, ...], tuple[Decision, ...]]:
    """Return the pairs, duplicates no longer kept, and a decision for each of those."""
    out, decisions = [], []
    for pair in pairs:
        duplicate = table.duplicates.get(pair.id)
        if duplicate is None or not pair.kept:
            out.append(pair)
            continue
        out.append(replace(pair, kept=False))
        decisions.append(
            Decision(
                target=pair.id,
                action="drop",
                rule=duplicate.rule,
                reason=f"says the same as {duplicate.kept}",
                score=duplicate.score,
            )
        )
    return tuple(out), tuple(decisions)


def _near(ordered: Sequence[PairSummary], least: float, ngram: int) -> dict[str, Duplicate]:
    """Return near-duplicates of pairs that come before them."""
    # Imported here: it brings SciPy along.
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=least, num_perm=_PERMUTATIONS)
    found: dict[str, Duplicate] = {}
    grams: dict[int, set[bytes]] = {}
    for number, summary in enumerate(ordered):
        own = {
            hashlib.blake2b(f"{group}|{gram}".encode(), digest_size=8).digest()
            for group, text in zip(("s", "t"), summary.text, strict=True)
            for gram in _ngrams(f"{summary.kind} {' '.join(summary.languages)}", text, ngram)
        }
        if not own:
            continue
        sketch = MinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update_batch(sorted(own))
        alike = []
        for other in index.query(sketch):
            similarity = len(own & grams[other]) / len(own | grams[other])
            if similarity >= least:
                alike.append((-similarity, ordered[other].id))
        if alike:
            similarity, kept = min(alike)
            found[summary.id] = Duplicate(rule="duplicate.near", kept=kept, score=round(-similarity, 4))
        else:
            index.insert(number, sketch)
            grams[number] = own
    return found


def _ngrams(group: str, text: str, size: int) -> set[str]:
    return {f"{group}|{text[i : i + size]}" for i in range(max(1, len(text) - size + 1))} if text else set()
