"""Cutting: nothing of a text is lost on the way to a model, and addresses never get there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.translation.protection import ADDRESSES, SIGNS_AND_NUMBERS, around, edges_apart, pieces_of

TEXTS = st.text(alphabet="ab _.,;:!?\n\r\t#@/1٣كت،؛😀🇹🇷()“”-", max_size=80)


@given(TEXTS, st.integers(min_value=1, max_value=30))
def test_pieces_put_together_are_the_text(text: str, longest: int) -> None:
    pieces = pieces_of(text, lambda part: len(part) <= longest)
    assert "".join(piece.text for piece in pieces) == text
    assert all(len(piece.text) <= longest for piece in pieces if piece.translate)
    for piece in pieces:
        assert "".join(part.text for part in edges_apart(piece.text)) == piece.text


@given(TEXTS)
def test_cutting_around_signs_and_numbers_keeps_everything(text: str) -> None:
    assert "".join(piece.text for piece in around(text, SIGNS_AND_NUMBERS)) == text


def test_addresses_are_kept_without_the_stop_that_follows() -> None:
    text = "See https://example.org/a_b?c=d, write to a.b@example.org or @news_desk; file_name.txt at example.com."
    kept = [match.group() for match in ADDRESSES.finditer(text)]
    assert kept[:3] == ["https://example.org/a_b?c=d", "a.b@example.org", "@news_desk"]
    assert "example.com" in kept


def test_an_address_begins_at_its_first_part_whatever_stands_before_it() -> None:
    text = "(news.example.com/a) …www.example.org -example.net وnews.example.info ...m.example.com/b"
    kept = ["news.example.com/a", "www.example.org", "example.net", "news.example.info", "m.example.com/b"]
    assert [match.group() for match in ADDRESSES.finditer(text)] == kept


def test_plain_prose_is_one_piece() -> None:
    text = "The U.S. said Mr. Smith's 3.5 percent — no more — was fine."
    assert [(p.text, p.translate) for p in pieces_of(text, lambda _: True)] == [(text, True)]


def test_long_sentences_are_split_at_clauses_near_the_middle() -> None:
    text = "He left the city in the early morning; nobody saw him go, and the gates were open."
    pieces = [p.text for p in pieces_of(text, lambda part: len(part) < 60) if p.translate]
    assert pieces == ["He left the city in the early morning;", "nobody saw him go, and the gates were open."]
