"""The records that flow through every room: frozen, in raw coordinates, encoded by `codec`.

Offsets are half-open `[start, end)` and count Unicode code points, as Python's `str` does.
"""

from corpus_tools.records.annotation import Annotation, Span
from corpus_tools.records.decision import Decision
from corpus_tools.records.document import Document, Metadata, Provenance
from corpus_tools.records.entity import Entity, EntityName, MergeEvidence, NameMention
from corpus_tools.records.layers import Block, Fragment, LanguageGuess, LanguageSpan, Segment
from corpus_tools.records.offsets import Edit, OffsetMap
from corpus_tools.records.pairs import AlignedPair, Bead
from corpus_tools.records.translation import Translation

__all__ = [
    "AlignedPair",
    "Annotation",
    "Bead",
    "Block",
    "Decision",
    "Document",
    "Edit",
    "Entity",
    "EntityName",
    "Fragment",
    "LanguageGuess",
    "LanguageSpan",
    "MergeEvidence",
    "Metadata",
    "NameMention",
    "OffsetMap",
    "Provenance",
    "Segment",
    "Span",
    "Translation",
]
