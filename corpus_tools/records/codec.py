"""Records to and from JSON lines. Every line carries the version of the schema."""

from __future__ import annotations

import inspect
import json
from typing import TypeVar

import msgspec

from corpus_tools.errors import InputError
from corpus_tools.records.document import Document

SCHEMA_VERSION = 1

_Record = TypeVar("_Record")

_encoder = msgspec.json.Encoder(order="deterministic")


def encode(record: object) -> bytes:
    """Encode any record as one line of UTF-8 JSON, without the line feed, characters as themselves.

    Lone surrogates, which UTF-8 cannot hold, are written as JSON escapes (`\\ud800`), and read back as they were.
    """
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(record, order="deterministic")
        return json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def decode(line: bytes, kind: type[_Record]) -> _Record:
    """Decode one line of JSON into a record of `kind`. Raises InputError where it is not one."""
    try:
        return msgspec.json.decode(line, type=kind, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # msgspec refuses the escapes of lone surrogates, which the json module reads.
        try:
            return msgspec.convert(json.loads(line), type=kind, strict=True)
        except ValueError as error:
            raise InputError(f"not a {kind.__name__} record: {error}", remedy="check the file") from error


def encode_document(document: Document) -> bytes:
    """Encode a document as one JSON line that starts with its schema version."""
    return b'{"schema":%d,' % SCHEMA_VERSION + encode(document)[1:]


def decode_document(line: bytes) -> Document:
    """Decode a line of `encode_document`. Raises InputError for another schema version."""
    version = decode(line, DocumentLine).schema
    if version == 0:
        raise InputError("the line is no document of a corpus: it has no schema version", remedy="build a corpus of it")
    if version != SCHEMA_VERSION:
        raise InputError(
            f"the document has schema version {version}, this version reads {SCHEMA_VERSION}",
            remedy="build the corpus again",
        )
    return decode(line, Document)


class DocumentLine(msgspec.Struct):
    """What every line has: the version of the schema, 0 where it does not say."""

    schema: int = 0


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of a document line; `docs/document.schema.json` holds it."""
    schema = msgspec.json.schema(Document)
    for each in schema["$defs"].values():
        if "description" in each:  # a docstring, which Python 3.13 dedents and older ones do not
            each["description"] = inspect.cleandoc(each["description"])
    definition = schema["$defs"]["Document"]
    definition["properties"] = {"schema": {"const": SCHEMA_VERSION}, **definition["properties"]}
    definition["required"] = ["schema", *definition["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "corpus-tools document", **schema}
