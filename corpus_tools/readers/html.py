"""HTML: the article that trafilatura finds in a page, and what the page says of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from corpus_tools.errors import InputError
from corpus_tools.readers.decoding import decode
from corpus_tools.readers.sources import SourceFile
from corpus_tools.records import Document, Metadata, Provenance

_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]*\slang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)""", re.IGNORECASE)


def read(source: SourceFile, content: bytes) -> Iterator[Document]:
    """Yield the page as one document; `raw` is the extracted text. Raises InputError where the page has no article."""
    import trafilatura

    page, encoding = _decoded(content, source.name)
    found: Any = trafilatura.bare_extraction(
        page, fast=True, include_comments=False, include_tables=True, with_metadata=True
    )
    if found is None or not (found.text or "").strip():
        raise InputError("the page holds no article", where=source.name, remedy="remove it from the input")
    language = _LANGUAGE.search(page[:10_000])
    digest = hashlib.sha256(content).hexdigest()
    yield Document(
        id=source.name,
        raw=str(found.text),
        digest=digest,
        provenance=Provenance(
            source=source.name, media_type="text/html", encoding=encoding, digest=digest, size_bytes=len(content)
        ),
        metadata=Metadata(
            title=found.title or None,
            date=found.date or None,
            author=found.author or None,
            publisher=found.sitename or None,
            language=found.language or (language.group(1).split("-")[0].lower() if language else None),
            url=found.url or None,
            host=found.hostname or None,
        ),
    )


def _decoded(content: bytes, where: str) -> tuple[str, str]:
    """Decode a page: UTF-8 or a byte order mark, then what the page declares, then what the bytes look like."""
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        declared = _DECLARED.search(content[:2048])
        if declared is not None:
            name = declared.group(1).decode("ascii", "replace").lower()
            try:
                return content.decode(name), name
            except (UnicodeDecodeError, LookupError):
                pass
    return decode(content, where=where)
