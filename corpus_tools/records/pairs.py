"""What belongs together: beads of indices, and pairs of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PairKind = Literal["translated", "parallel", "comparable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Sentences that correspond: indices into two lists, ascending; one side is empty where a sentence has none."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedPair:
    """Two texts that say the same.

    `kind`: `translated` (the target is our own machine translation), `parallel` (someone else's translation) or
    `comparable` (two outlets on the same event; `tier` says how close). `source_segments` and `target_segments`
    are ids of sentences (empty on the target side of a translated pair). `score` is the aligner's or None; `flags`
    those of the translation. `kept` is what the pair filters decided; no pair of a
    document that is set aside is kept.
    """

    id: str
    kind: PairKind
    source_language: str
    target_language: str
    source: str
    target: str
    source_segments: tuple[str, ...]
    target_segments: tuple[str, ...] = ()
    score: float | None = None
    model: str | None = None
    origin: str | None = None
    flags: tuple[str, ...] = ()
    tier: str | None = None
    evidence: tuple[str, ...] = ()
    kept: bool = True
