"""The published JSON Schema, held against lines that the package writes. A validator of the part of it that is used."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from corpus_tools.readers import read_documents
from corpus_tools.records import AlignedPair, Decision, Document, NameMention, Provenance, Segment, Translation
from corpus_tools.records.codec import encode_document
from corpus_tools.records.entity import Entity, EntityName, MergeEvidence
from corpus_tools.stages.blocks import Blocks
from corpus_tools.stages.languages import Languages
from corpus_tools.stages.repair import Repair
from corpus_tools.stages.stage import Workspace

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "document.schema.json").read_text(encoding="utf-8"))
SEEDS = Path(__file__).parents[2] / "seeds"
# Every keyword that the validator below knows; the schema may use no other.
NOTES = {"title", "description", "default", "$defs", "$schema"}
KNOWN = {"type", "$ref", "anyOf", "enum", "const", "properties", "required", "items", "prefixItems"} | {
    "minItems",
    "maxItems",
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def errors(value: Any, schema: Any, at: str = "$") -> list[str]:
    """Return where `value` is not as `schema` (JSON Schema 2020-12) says."""
    if schema is False:
        return [f"{at}: too many"]
    assert set(schema) <= KNOWN | NOTES, set(schema)
    if "$ref" in schema:
        return errors(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], at)
    if "anyOf" in schema:
        found = [errors(value, each, at) for each in schema["anyOf"]]
        return [] if any(not each for each in found) else found[0]
    if "const" in schema and value != schema["const"]:
        return [f"{at}: not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: not one of {schema['enum']}"]
    wanted = schema.get("type")
    if wanted and (not isinstance(value, TYPES[wanted]) or (isinstance(value, bool) and wanted != "boolean")):
        return [f"{at}: not {wanted}"]
    found = []
    if isinstance(value, dict):
        found += [f"{at}: no {name}" for name in schema.get("required", ()) if name not in value]
        found += [e for k, v in value.items() for e in errors(v, schema["properties"][k], f"{at}.{k}")]
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{at}: {len(value)} items")
        for n, item in enumerate(value):
            found += errors(item, first[n] if n < len(first) else schema["items"], f"{at}[{n}]")
    return found


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    """Return the seeds as lines of JSON, with the layers of three stages."""
    documents = list(read_documents(SEEDS))
    for stage in (Repair(), Blocks(), Languages()):
        with stage.open(Workspace()) as work:
            documents = work(documents)
    return [encode_document(document) for document in (*documents, whole())]


def whole() -> Document:
    """Return a document with something in every layer."""
    return Document(
        id="a",
        raw="Hakan Fidan spoke.",
        provenance=Provenance(source="a"),
        segments=(
            Segment(
                id="a.segment0",
                start=0,
                end=18,
                text="Hakan Fidan spoke.",
                language="en",
                block="a.block0",
            ),
        ),
        mentions=(
            NameMention(
                id="a.mention0", start=0, end=11, text="Hakan Fidan", kind="person", language="en", reason="list"
            ),
        ),
        translations=(
            Translation(text="تحدث هاكان فيدان.", origin="model", score=-0.5, flags=("short",), segment="a.segment0"),
        ),
        entities=(
            Entity(
                id="e1",
                kind="person",
                canonical=(("en", "Hakan Fidan"),),
                names=(EntityName(text="Hakan Fidan", language="en", count=1, documents=1),),
                evidence=(MergeEvidence(a="x", b="y", rule="same", score=1.0, reason="same"),),
            ),
        ),
        pairs=(
            AlignedPair(
                id="a.pair0",
                kind="comparable",
                source_language="en",
                target_language="ar",
                source="x",
                target="y",
                source_segments=("a.segment0",),
                tier="fair",
                evidence=("event 0.40",),
            ),
        ),
        decisions=(Decision(target="a.pair0", action="drop", rule="length", reason="too short", score=1.0),),
    )


def test_every_line_is_as_the_schema_says_and_knows_no_field_beside(lines: list[bytes]) -> None:
    assert [errors(json.loads(line), SCHEMA["$defs"]["Document"]) for line in lines] == [[]] * len(lines)


def test_the_schema_refuses_what_is_no_document(lines: list[bytes]) -> None:
    good = json.loads(lines[0])
    for change in ({"schema": 2}, {"raw": 1}, {"blocks": [{"start": "0"}]}, {"id": None}):
        assert errors(copy.deepcopy(good) | change, SCHEMA["$defs"]["Document"])
    assert errors({key: value for key, value in good.items() if key != "raw"}, SCHEMA["$defs"]["Document"])


def test_lines_hold_characters_as_themselves_and_offsets_in_code_points(lines: list[bytes]) -> None:
    text = next(line for line in lines if "مقالات" in line.decode("utf-8")).decode("utf-8")
    assert "\\u0627" not in text
    document = json.loads(text)
    spans = [span for span in document["language_spans"] if span["language"] == "ar"]
    assert spans and all(any("\u0600" <= c <= "\u06ff" for c in document["raw"][s["start"] : s["end"]]) for s in spans)
