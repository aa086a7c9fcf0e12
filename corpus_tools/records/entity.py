"""Names in a text, and the persons, places and organisations that they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus_tools.records.annotation import Annotation

NameKind = Literal["person", "place", "organisation", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention(Annotation):
    """A name as it stands in a text: `text` is its surface form, `reason` says why it was found.

    `gazetteer` is the id of the authority-file or gazetteer entry it matched, if any. `entity` and `canonical`
    (the canonical form in the mention's own language) are filled in when entities are resolved.
    """

    id: str = ""
    text: str
    kind: NameKind
    language: str
    reason: str
    score: float = 1.0
    gazetteer: str | None = None
    entity: str | None = None
    canonical: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityName:
    """One spelling of an entity: how often, in which language, in how many documents."""

    text: str
    language: str
    count: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEvidence:
    """Why two spellings are one entity (or, for `possible`, might be)."""

    a: str
    b: str
    rule: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One person, place or organisation across documents.

    `canonical` holds (language, form) pairs, sorted; `names` every spelling, most frequent first; `mentions`
    the ids of the mentions (document ids where mentions have none); `possible` the ids of entities that it may be
    one with, left apart for a person to judge.
    """

    id: str
    kind: NameKind
    canonical: tuple[tuple[str, str], ...]
    names: tuple[EntityName, ...]
    mentions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    evidence: tuple[MergeEvidence, ...] = ()
    possible: tuple[str, ...] = ()

    def form(self, language: str) -> str | None:
        """Return the canonical form in `language`, or None."""
        return dict(self.canonical).get(language)
