"""Plain text: one document a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from corpus_tools.readers.decoding import damage, decode
from corpus_tools.readers.html import text_of_html
from corpus_tools.readers.sources import SourceFile
from corpus_tools.records import Document, Provenance


def read(source: SourceFile, content: bytes) -> Iterator[Document]:
    """Yield the file as one document; `raw` is its text as it came, unless it is plainly HTML: then its text."""
    text, encoding = decode(content, where=source.name)
    raw, decisions = text_of_html(text, source.name)
    decisions += damage(content, raw, encoding, source.name)
    digest = hashlib.sha256(content).hexdigest()
    provenance = Provenance(source=source.name, encoding=encoding, digest=digest, size_bytes=len(content))
    yield Document(id=source.name, raw=raw, digest=digest, provenance=provenance, decisions=decisions)
