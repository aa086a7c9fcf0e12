"""What the readers of pair formats share: a pair as a file says it, and which of its languages are meant."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from corpus_tools.errors import InputError
from corpus_tools.records import AlignedPair
from corpus_tools.records.pairs import PairKind

_KINDS = ("translated", "parallel", "comparable")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPair:
    """A pair, the id of its document, and that document's address where the file says one."""

    document: str
    pair: AlignedPair
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFields:
    """What a file may say of a pair beside its two sides; files of other programs say little of it."""

    id: str
    document: str
    kind: str = ""
    source_language: str = ""
    score: float | None = None
    model: str | None = None
    origin: str | None = None
    tier: str | None = None
    flags: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    source_segments: tuple[str, ...] = ()
    target_segments: tuple[str, ...] = ()
    url: str | None = None

    def pair(self, languages: tuple[str, str], first: str, second: str) -> FoundPair:
        """Return the pair of texts in the two `languages`; without a kind it is someone else's translation."""
        turned = self.source_language.lower() == languages[1].lower()
        source, target = (1, 0) if turned else (0, 1)
        texts = (first, second)
        pair = AlignedPair(
            id=self.id,
            kind=cast(PairKind, self.kind if self.kind in _KINDS else "parallel"),
            source_language=languages[source],
            target_language=languages[target],
            source=texts[source],
            target=texts[target],
            source_segments=self.source_segments,
            target_segments=self.target_segments,
            score=self.score,
            model=self.model or None,
            origin=self.origin or None,
            flags=self.flags,
            tier=self.tier or None,
            evidence=self.evidence,
        )
        return FoundPair(document=self.document, pair=pair, url=self.url)


def choose(languages: tuple[str, str], present: Iterable[str]) -> tuple[str, str] | None:
    """Return which of the tags that are `present` stand for the two `languages`, None where not both are there.

    A tag that is the same, whatever its case, goes before one of the same language (`en-US` for `en`).
    """
    tags = list(present)
    chosen: list[str] = []
    for language in languages:
        same = [tag for tag in tags if tag.lower() == language.lower()]
        base = language.lower().partition("-")[0]
        alike = [tag for tag in tags if tag.lower().partition("-")[0] == base and tag not in chosen]
        if not same and not alike:
            return None
        chosen.append((same or alike)[0])
    return (chosen[0], chosen[1]) if chosen[0] != chosen[1] else None


def no_pairs(path: Path, languages: tuple[str, str], present: Iterable[str]) -> InputError:
    """Return the error of a file whose pairs are in other languages."""
    found = sorted(set(present))
    return InputError(
        f"there are no pairs of {languages[0]} and {languages[1]}: the languages are {', '.join(found) or 'not named'}",
        where=str(path),
        remedy="name the two sides: --languages A,B",
    )


def number_of(text: str, where: str) -> float | None:
    """Return a score as a number, None for an empty one. Raises InputError for what is none."""
    try:
        return float(text) if text.strip() else None
    except ValueError as error:
        raise InputError(f"the score {text!r} is not a number", where=where, remedy="mend or empty it") from error


def list_of(text: str, where: str) -> tuple[str, ...]:
    """Return the texts of a JSON array, none for an empty cell. Raises InputError for anything else."""
    if not text.strip():
        return ()
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InputError(f"not a JSON array: {text!r}", where=where, remedy="mend or empty it") from error
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise InputError(f"not a JSON array of texts: {text!r}", where=where, remedy="mend or empty it")
    return tuple(found)


def opened(path: Path) -> IO[bytes]:
    """Open a file to read bytes. Raises InputError where that cannot be done."""
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), remedy="check the path") from error
