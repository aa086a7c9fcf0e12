"""The rows that the pair formats write: kept pairs of the two languages, with names rendered as asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus_tools.records import AlignedPair, Document
from corpus_tools.writers.writer import WriteOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One pair as it is written: `first` and `second` are its sides in the order of the corpus's languages."""

    pair: AlignedPair
    document: Document
    first: str
    second: str

    @property
    def key(self) -> str:
        """An id that follows from the content: 16 hexadecimal digits of the SHA-256 of document, sides and kind."""
        content = "\0".join((self.document.id, self.pair.kind, self.first, self.second))
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def rows(document: Document, options: WriteOptions) -> Iterator[Row]:
    """Yield the kept pairs of `document` between the two languages of the corpus; none where it is dropped whole."""
    if document.dropped:
        return
    first, second = options.languages
    for pair in document.pairs:
        if not pair.kept or {pair.source_language, pair.target_language} != {first, second}:
            continue
        source, target = pair.source, pair.target
        if options.names != "surface":
            from corpus_tools.names.rendering import render_pair

            source, target = render_pair(document, pair, policy=options.names)
        sides = {pair.source_language: source, pair.target_language: target}
        yield Row(pair=pair, document=document, first=sides[first], second=sides[second])
