"""HTML: the article that trafilatura finds in a page, and what the page says of it.

Where it finds none, or fails, the document is all text of the page, and a decision says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from corpus_tools.errors import InputError
from corpus_tools.readers.decoding import damage
from corpus_tools.readers.page_encoding import declared_language, decode_page
from corpus_tools.readers.page_text import page_text
from corpus_tools.readers.sources import SourceFile
from corpus_tools.records import Decision, Document, Metadata, Provenance
from corpus_tools.text.cleaning import WHOLE_PAGE
from corpus_tools.text.markup import html_of

# The rule of the decision that tells of a text that was HTML.
MARKUP = "markup"
_PAGE = re.compile(r"<(?:html|body)[\s>]|<!doctype\s+html", re.IGNORECASE)
# What parts lines in a piece of HTML; where there is none, the line feeds of the source do.
_PARTING = re.compile(r"<(?:p|div|li|h[1-6]|td|article|section|blockquote)[\s/>]", re.IGNORECASE)
_FEED = re.compile(r"(<[a-z/!][^<>]*>)|\n", re.IGNORECASE)


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
    decisions += damage(content, raw, encoding, source.name)
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


def text_of_html(text: str, target: str) -> tuple[str, tuple[Decision, ...]]:
    """Return the text of what is plainly HTML although it did not come as a page, and the decision that says so of
    `target`; any other text as it came, without a decision.

    Of a whole page the article is taken where one is found; of a piece of HTML all text, a line for each block. Raises
    InputError for HTML without text.
    """
    markup = html_of(text)
    if markup is None:
        return text, ()
    raw, how = "", "all its text was taken, a line for each block"
    if _PAGE.search(markup):
        found, _ = _article(markup)
        raw = (found.text or "").strip("\n") if found is not None else ""
    if raw.strip():
        how = "its article was taken"
    else:
        parted = markup if _PARTING.search(markup) else _FEED.sub(lambda match: match.group(1) or "<br>", markup)
        raw = page_text(parted)
    if not raw.strip():
        raise InputError("the HTML holds no text", where=target, remedy="remove it from the input")
    reason = f"the text is HTML{'' if markup is text else ' that was escaped'}: {how}"
    return raw, (Decision(target=target, action="keep", rule=MARKUP, reason=reason),)


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
