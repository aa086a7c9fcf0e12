"""HTML: the article that trafilatura finds in a page, and what the page says of it.

Where it finds none, or fails, the document is all text of the page, and a decision says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from corpus_tools.errors import InputError
from corpus_tools.readers.page_encoding import declared_language, decode_page
from corpus_tools.readers.page_text import page_text
from corpus_tools.readers.sources import SourceFile
from corpus_tools.records import Decision, Document, Metadata, Provenance
from corpus_tools.text.cleaning import WHOLE_PAGE


def read(source: SourceFile, content: bytes) -> Iterator[Document]:
    """Yield the page as one document; `raw` is the extracted text. Raises InputError where the page has no text."""
    page, encoding = decode_page(content, where=source.name)
    found, failed = _article(page)
    raw = (found.text or "").strip("\n") if found is not None else ""
    decisions: tuple[Decision, ...] = ()
    if not raw.strip():
        raw = page_text(page)
        reason = f"{failed or 'no article was found in the page'}: all its text was taken"
        decisions = (Decision(target=source.name, action="keep", rule=WHOLE_PAGE, reason=reason),)
    if not raw.strip():
        raise InputError("the page holds no text", where=source.name, remedy="remove it from the input")
    digest = hashlib.sha256(content).hexdigest()
    yield Document(
        id=source.name,
        raw=raw,
        digest=digest,
        provenance=Provenance(
            source=source.name, media_type="text/html", encoding=encoding, digest=digest, size_bytes=len(content)
        ),
        metadata=_metadata(found, declared_language(page)),
        decisions=decisions,
    )


def _article(page: str) -> tuple[Any, str]:
    """Return what trafilatura makes of the page, or None, and why it failed where it did."""
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            page, fast=True, include_comments=False, include_tables=True, with_metadata=True
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError) as error:
        return None, f"the extractor failed ({type(error).__name__})"
    return found, ""


def _metadata(found: Any, language: str | None) -> Metadata:
    if found is None:
        return Metadata(language=language)
    return Metadata(
        title=found.title or None,
        date=found.date or None,
        author=found.author or None,
        publisher=found.sitename or None,
        language=found.language or language,
        url=found.url or None,
        host=found.hostname or None,
    )
