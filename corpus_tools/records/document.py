"""A document and the layers that the stages lay over it."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus_tools.records.annotation import Span
from corpus_tools.records.decision import Decision
from corpus_tools.records.entity import Entity, NameMention
from corpus_tools.records.layers import Block, LanguageSpan, Segment
from corpus_tools.records.offsets import Edit, OffsetMap
from corpus_tools.records.pairs import AlignedPair
from corpus_tools.records.translation import Translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a document came from. `source` is its path relative to the input, with `/`; never an absolute path."""

    source: str
    position: int = 0
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    digest: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of an article, each None where it is not. `date` is ISO 8601."""

    title: str | None = None
    date: str | None = None
    author: str | None = None
    publisher: str | None = None
    place: str | None = None
    language: str | None = None
    url: str | None = None
    host: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with stand-off annotation. `raw` never changes; every annotation's offsets are into `raw`.

    `id` follows from the source's name and position, `digest` is the SHA-256 of the source's bytes. `text` is the
    repaired text, related to `raw` by `edits` (in raw coordinates) and `offsets`. `layers` names the layers that
    stages have added, in order.
    """

    id: str
    raw: str
    provenance: Provenance
    metadata: Metadata = field(default_factory=Metadata)
    digest: str = ""
    text: str = ""
    edits: tuple[Edit, ...] = ()
    blocks: tuple[Block, ...] = ()
    language_spans: tuple[LanguageSpan, ...] = ()
    segments: tuple[Segment, ...] = ()
    mentions: tuple[NameMention, ...] = ()
    translations: tuple[Translation, ...] = ()
    entities: tuple[Entity, ...] = ()
    pairs: tuple[AlignedPair, ...] = ()
    decisions: tuple[Decision, ...] = ()
    layers: tuple[str, ...] = ()

    @property
    def offsets(self) -> OffsetMap:
        """The map from `raw` to `text`."""
        return OffsetMap.from_edits(len(self.raw), self.edits)

    @property
    def dropped(self) -> bool:
        """Whether a decision sets the whole document aside."""
        return any(decision.action == "drop" and decision.target == self.id for decision in self.decisions)

    def slice(self, span: Span) -> str:
        """Return the characters of `raw` that `span` covers."""
        return span.of(self.raw)
