"""Files in: plain text, HTML and JSON Lines as documents, and finished corpora back in (`corpora`).

To add an input format: write its file here with a `read(source, content)` that yields documents, and add its endings
to `ENDINGS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus_tools.errors import InputError
from corpus_tools.readers.decoding import is_empty
from corpus_tools.readers.sources import SourceFile, discover
from corpus_tools.records import Document

__all__ = ["ENDINGS", "READER_VERSION", "SourceFile", "discover", "read_documents", "read_source"]

# Raise when the same bytes give another document.
READER_VERSION = 4

# The ending of a file -> the module that reads it; every other file is read as plain text.
ENDINGS = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def read_documents(
    paths: str | Path | Iterable[str | Path],
    *,
    format: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Document]:
    """Yield the documents of files, folders, globs and `-` (standard input), in the order of their names.

    `format` (text, html or jsonl) is told by each file's ending where it is not given. A file that cannot be read, or
    holds no text, is handed to `on_error` as an InputError and the next one follows; without `on_error` it is raised.
    """
    for source in discover([paths] if isinstance(paths, str | Path) else paths):
        for found in read_source(source, format=format):
            if isinstance(found, Document):
                yield found
            elif on_error is None:
                raise found
            else:
                on_error(found)


def read_source(source: SourceFile, *, format: str | None = None) -> Iterator[Document | InputError]:
    """Yield the documents of one source, and an InputError for the file, or each line of it, that is wrong or empty."""
    try:
        yield from _read(source, format)
    except InputError as error:
        yield error


def _read(source: SourceFile, format: str | None) -> Iterator[Document | InputError]:
    content = source.read()
    if is_empty(content):
        raise InputError("the file is empty", where=source.name, remedy="remove it, or fetch the article again")
    if b"\0" * 4 in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff") and content[:4] != b"\0\0\xfe\xff":
        raise InputError("the file is binary, not text", where=source.name, remedy="remove it from the input")
    module = importlib.import_module(f"corpus_tools.readers.{format or ENDINGS.get(source.ending, 'text')}")
    found = False
    for document in module.read(source, content):
        found = True
        yield document
    if not found:
        raise InputError("the file holds no document", where=source.name, remedy="remove it from the input")
