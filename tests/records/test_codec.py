"""encode and decode are inverses, whatever the text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.errors import InputError
from corpus_tools.records import Block, Decision, Document, Edit, LanguageSpan, NameMention, Provenance
from corpus_tools.records.codec import decode_document, encode_document, json_schema

any_text = st.text(st.characters(exclude_categories=()), max_size=20)


@given(raw=any_text, word=any_text)
def test_decode_undoes_encode(raw: str, word: str) -> None:
    document = Document(
        id="a.txt",
        raw=raw,
        provenance=Provenance(source="a.txt"),
        text=word,
        edits=(Edit(start=0, end=len(raw), before=raw, after=word, rule="r"),),
        blocks=(Block(start=0, end=len(raw), label="body", kept=True, score=1.0, reason="", id="a.txt.b0"),),
        language_spans=(LanguageSpan(start=0, end=len(raw), language="en", script="Latn", confidence=0.5),),
        mentions=(NameMention(start=0, end=len(raw), text=raw, kind="person", language="en", reason="x"),),
        decisions=(Decision(target="a.txt", action="keep", rule="r", reason="x"),),
    )
    line = encode_document(document)
    assert b"\n" not in line
    assert decode_document(line) == document


def test_decode_refuses_another_schema_version() -> None:
    with pytest.raises(InputError, match="schema version 99"):
        decode_document(b'{"schema":99}')


def test_decode_refuses_what_is_no_json() -> None:
    with pytest.raises(InputError):
        decode_document(b"{")


def test_the_published_schema_is_that_of_the_records() -> None:
    """Written anew by `python -c "from corpus_tools.records.codec import ...; print(json.dumps(...))"` (see docs)."""
    published = Path(__file__).parents[2] / "docs" / "document.schema.json"
    assert json.loads(published.read_text("utf-8")) == json.loads(json.dumps(json_schema()))
