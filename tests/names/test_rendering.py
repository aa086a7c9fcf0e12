"""Rendering: every mention written one way, reversibly, and never more than names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.errors import ConfigError
from corpus_tools.names.rendering import render_names, rendered
from corpus_tools.records import NameMention, Span


def mention(text: str, surface: str, canonical: str) -> NameMention:
    start = text.index(surface)
    return NameMention(
        start=start,
        end=start + len(surface),
        text=surface,
        kind="person",
        language="en",
        reason="x",
        canonical=canonical,
    )


@pytest.mark.parametrize(
    ("surface", "canonical", "policy", "written"),
    [
        ("Mevlut Cavusoglu", "Mevlüt Çavuşoğlu", "canonical", "Mevlüt Çavuşoğlu"),
        ("Cavusoglu", "Mevlüt Çavuşoğlu", "canonical", "Çavuşoğlu"),
        ("Mevlüt Çavuşoğlu", "Mevlüt Çavuşoğlu", "ascii", "Mevlut Cavusoglu"),
        ("Turkey", "Türkiye", "canonical", "Türkiye"),
        ("Turkey", "Türkiye", "ascii", "Turkiye"),
        ("US", "United States", "canonical", "US"),
        ("أردوغان", "رجب طيب أردوغان", "canonical", "أردوغان"),
        ("أردوغان", "رجب طيب أردوغان", "ascii", "أردوغان"),
        ("Erdogan", None, "canonical", "Erdogan"),
    ],
)
def test_a_name_is_written_as_the_policy_says(surface: str, canonical: str | None, policy: str, written: str) -> None:
    assert rendered(surface, canonical, policy=policy) == written


def test_rendering_leads_back_to_the_surface() -> None:
    text = "Mevlut Cavusoglu met Erdogan; Cavusoglu left."
    mentions = [mention(text, "Mevlut Cavusoglu", "Mevlüt Çavuşoğlu"), mention(text, "Erdogan", "Recep Tayyip Erdoğan")]
    result, offsets = render_names(text, mentions, policy="canonical")
    assert result == "Mevlüt Çavuşoğlu met Erdoğan; Cavusoglu left."
    where = result.index("Erdoğan")
    assert offsets.to_raw(Span(where, where + 7)).of(text) == "Erdogan"


def test_surface_changes_nothing() -> None:
    text = "Mevlut Cavusoglu"
    assert render_names(text, [mention(text, text, "Mevlüt Çavuşoğlu")], policy="surface")[0] == text


def test_an_unknown_policy_is_named() -> None:
    with pytest.raises(ConfigError, match="'latin'"):
        render_names("x", [], policy="latin")


@given(st.text(max_size=30), st.integers(0, 10), st.integers(0, 10), st.text(max_size=10))
def test_what_is_no_mention_is_untouched(text: str, start: int, size: int, canonical: str) -> None:
    start = min(start, len(text))
    end = min(start + size, len(text))
    one = NameMention(
        start=start, end=end, text=text[start:end], kind="other", language="en", reason="x", canonical=canonical
    )
    result, offsets = render_names(text, [one], policy="canonical")
    assert result.startswith(text[:start]) and result.endswith(text[end:]) and offsets.length == len(result)
