"""Rendering: every mention written one way, reversibly, and never more than names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.names.rendering import render_names
from corpus_tools.records import NameMention, Span


def mention(text: str, surface: str, canonical: str | None, language: str = "en") -> NameMention:
    start = text.index(surface)
    return NameMention(
        start=start,
        end=start + len(surface),
        text=surface,
        kind="person",
        language=language,
        reason="x",
        canonical=canonical,
    )


@pytest.mark.parametrize(
    ("surface", "canonical", "policy", "written"),
    [
        ("Mevlut Cavusoglu", "Mevlüt Çavuşoğlu", "canonical", "Mevlüt Çavuşoğlu"),
        ("Mevlüt Çavuşoğlu", "Mevlüt Çavuşoğlu", "ascii", "Mevlut Cavusoglu"),
        ("Turkey", "Türkiye", "canonical", "Türkiye"),
        ("Turkey", "Türkiye", "ascii", "Turkiye"),
        ("أردوغان", "رجب طيب أردوغان", "ascii", "رجب طيب أردوغان"),
        ("Erdogan", None, "canonical", "Erdogan"),
        ("Mevlut Cavusoglu", "Mevlüt Çavuşoğlu", "surface", "Mevlut Cavusoglu"),
    ],
)
def test_a_name_is_written_as_the_policy_says(surface: str, canonical: str | None, policy: str, written: str) -> None:
    assert render_names(surface, [mention(surface, surface, canonical)], policy=policy).text == written  # type: ignore[arg-type]


def test_rendering_leads_back_to_the_surface() -> None:
    text = "Mevlut Cavusoglu met Recep Tayyip Erdogan in Ankara."
    mentions = [
        mention(text, "Mevlut Cavusoglu", "Mevlüt Çavuşoğlu"),
        mention(text, "Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
    ]
    rendered = render_names(text, mentions, policy="canonical")
    assert rendered.text == "Mevlüt Çavuşoğlu met Recep Tayyip Erdoğan in Ankara."
    assert rendered.restored() == text
    where = rendered.text.index("Recep")
    assert rendered.offsets.to_raw(Span(where, where + 20)).of(text) == "Recep Tayyip Erdogan"


def test_an_acronym_that_explains_the_name_before_it_stays() -> None:
    text = "Islamic State (ISIL) fighters"
    assert render_names(text, [mention(text, "ISIL", "Islamic State")], policy="canonical").text == text


def test_each_language_has_its_own_policy() -> None:
    text = "Erdogan أردوغان"
    mentions = [mention(text, "Erdogan", "Erdoğan"), mention(text, "أردوغان", "إردوغان", "ar")]
    assert render_names(text, mentions, policy={"en": "canonical"}).text == "Erdoğan أردوغان"


@given(st.text(max_size=30), st.integers(0, 10), st.integers(0, 10), st.text(max_size=10))
def test_what_is_no_mention_is_untouched(text: str, start: int, size: int, canonical: str) -> None:
    start = min(start, len(text))
    end = min(start + size, len(text))
    one = NameMention(
        start=start, end=end, text=text[start:end], kind="other", language="en", reason="x", canonical=canonical
    )
    rendered = render_names(text, [one], policy="canonical")
    assert rendered.text.startswith(text[:start]) and rendered.text.endswith(text[end:])
    assert rendered.restored() == text and rendered.offsets.length == len(rendered.text)
