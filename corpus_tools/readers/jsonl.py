"""JSON Lines: a document a line, with its text, and its metadata where it says so; or documents of our own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from corpus_tools.errors import InputError
from corpus_tools.readers.decoding import damage, decode
from corpus_tools.readers.html import text_of_html
from corpus_tools.readers.sources import SourceFile
from corpus_tools.records import Document, Metadata, Provenance
from corpus_tools.records.codec import decode_document

_TEXT = ("text", "content", "body", "raw")
# What JSON calls the values that are no string.
_KINDS = {type(None): "null", bool: "a boolean", int: "a number", float: "a number", list: "an array"}
_METADATA = tuple(field.name for field in fields(Metadata))


def read(source: SourceFile, content: bytes) -> Iterator[Document | InputError]:
    """Yield a document per line that is not blank, or the error of a line that is none: the next ones follow.

    A line is an object with `text` (or `content`, `body`, `raw`), a string that is not empty, and optionally `id` and
    the fields of Metadata, at the top or under `metadata`; or a line that this package wrote, which comes back as it
    was. Ids are `{source}#{id}`, `{source}#{n}` where a line has none. A text that is plainly HTML is read as HTML.
    """
    text, encoding = decode(content, where=source.name)
    came = content.split(b"\n") if "\ufffd" in text and encoding == "utf-8" else []
    for position, line in enumerate(text.removeprefix("\ufeff").split("\n")):
        if not line.strip():
            continue
        try:
            document = _line(line, source, position, encoding, f"{source.name}, line {position + 1}")
            found = damage(came[position], document.raw, encoding, document.id) if came else ()
            yield replace(document, decisions=document.decisions + found) if found else document
        except InputError as error:
            yield error


def _line(line: str, source: SourceFile, position: int, encoding: str, where: str) -> Document:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise InputError(f"not JSON: {error}", where=where, remedy="mend or remove the line") from error
    if not isinstance(value, dict):
        raise InputError("not a JSON object", where=where, remedy='each line must be {"text": …}')
    data = line.encode("utf-8", "surrogatepass")
    if "schema" in value and "raw" in value:
        return decode_document(data)
    return _document(value, source, position, encoding, data, where)


def _text(value: Mapping[str, Any], where: str) -> str:
    """Return the text of a line. Raises InputError where it has none, or one that is no string or empty."""
    there = [key for key in _TEXT if key in value]
    key = next((key for key in there if isinstance(value[key], str)), None)
    if not there:
        raise InputError("the line has no text", where=where, remedy=f"give it one of: {', '.join(_TEXT)}")
    if key is None:
        kind = _KINDS.get(type(value[there[0]]), "an object")
        raise InputError(f"`{there[0]}` is {kind}, not a string", where=where, remedy="write the text in quotes")
    text: str = value[key]
    if not text.strip():
        raise InputError(f"`{key}` is empty", where=where, remedy="remove the line, or fetch the article again")
    return text


def _document(
    value: Mapping[str, Any], source: SourceFile, position: int, encoding: str, line: bytes, where: str
) -> Document:
    raw = _text(value, where)
    nested = value.get("metadata")
    known = {**value, **nested} if isinstance(nested, dict) else value
    metadata = {key: str(known[key]) for key in _METADATA if known.get(key) is not None and key not in _TEXT}
    name = value.get("id")
    name = f"{source.name}#{position if name is None else name}"
    raw, decisions = text_of_html(raw, name)
    digest = hashlib.sha256(line).hexdigest()
    return Document(
        id=name,
        raw=raw,
        digest=digest,
        provenance=Provenance(
            source=source.name,
            position=position,
            media_type="application/jsonl",
            encoding=encoding,
            digest=digest,
            size_bytes=len(line),
        ),
        metadata=Metadata(**metadata),
        decisions=decisions,
    )
