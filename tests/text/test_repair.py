"""Repair: every fixer with a negative case, and the laws of its edits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.records import OffsetMap, Span
from corpus_tools.text.repair import repair_text


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("caf\u00c3\u00a9", "café", "encoding"),
        ("â€œquotedâ€\x9d text", "“quoted” text", "encoding"),
        ("Ù…Ø±Ø­Ø¨Ø§ Ø¨ÙƒÙ…", "مرحبا بكم", "encoding"),
        ("a &amp; b", "a & b", "entity"),
        ("e\u0301t\u00e9", "été", "encoding"),
        ("a\r\nb", "a\nb", "line-end"),
        ("a\u00a0b", "a b", "space"),
        ("a\u200bb", "ab", "invisible"),
        ("\ufeffa", "a", "invisible"),
        ("\u200fمرحبا\u200e", "مرحبا", "bidi"),
        ("a\x00b", "ab", "control"),
        ("a\ud800b", "ab", "control"),
        ("a\u2028b", "a b", "control"),
        ("مـــرحبا", "مرحبا", "tatweel"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا", "presentation-form"),
        ("ab\u200ccd", "abcd", "joiner"),
        ("می\u200c\u200cخواهم", "می\u200cخواهم", "joiner"),
        ("کتاب\u200c ", "کتاب ", "joiner"),
        ("\ud83d\ude00", "😀", "surrogates"),
        ("السلامـ", "السلام", "tatweel"),
        ("ﷲ ﻻ", "الله لا", "presentation-form"),
    ],
)
def test_repair_mends(before: str, after: str, rule: str) -> None:
    text, edits = repair_text(before)
    assert text == after
    assert rule in {part for edit in edits for part in edit.rule.split("+")}
    assert all(edit.reason for edit in edits)


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” and ‘single’ quotes… – and dashes — stay",
        'قال «نعم»، ثم "لا"؛ أليس كذلك؟',
        "می‌خواهم",
        "👩‍👩‍👧 👍🏽 ☕️",
        "Türkiye’nin Çavuşoğlu’su",
        "ﷺ",
        "ـ",
        "عام 1443هـ، قال لـ«الصحيفة»",
        "AT&T; R&D",
        "1 < 2 > 0 & 3",
        "naïve café résumé",
        "١٢٣٫٤ ۱۲۳",
    ],
)
def test_repair_leaves_good_text_alone(text: str) -> None:
    assert repair_text(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("d\u00c3\u00a9j\u00e0", [("\u00c3\u00a9", "é")]),
        ("R&amp;D", [("&amp;", "&")]),
        ("a &#1605;&#1585; b", [("&#1605;", "م"), ("&#1585;", "ر")]),
        ("&Ouml;l &amp;quot;", [("&Ouml;", "Ö"), ("&amp;quot;", '"')]),
        ("x&nbsp;y", [("&nbsp;", " ")]),
    ],
)
def test_what_was_repaired_together_is_one_edit(text: str, edits: list[tuple[str, str]]) -> None:
    assert [(edit.before, edit.after) for edit in repair_text(text)[1]] == edits


any_text = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from("\r\n\u00a0\u200b\u200c\u200fـمرحﻣÃ©â€œ&amp;")),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_edits_lead_from_the_raw_text_to_the_repaired_one(raw: str) -> None:
    text, edits = repair_text(raw)
    position = 0
    parts = []
    for edit in edits:
        assert position <= edit.start <= edit.end and edit.before == raw[edit.start : edit.end] != edit.after
        parts += [raw[position : edit.start], edit.after]
        position = edit.end
    assert "".join([*parts, raw[position:]]) == text
    assert OffsetMap.from_edits(len(raw), edits).length == len(text)
    assert raw.count("\n") == text.count("\n")


@settings(max_examples=200, deadline=None)
@given(any_text)
def test_repaired_text_can_be_encoded_and_stays_repaired_of_controls(raw: str) -> None:
    text, _ = repair_text(raw)
    text.encode("utf-8")
    assert not set(text) & {"\x00", "\u200b", "\ufeff", "\u200f", "\u00a0", "\r"} or "&" in raw


def test_an_entity_is_an_edit_of_its_own_with_its_own_reason() -> None:
    text, edits = repair_text("&ldquo;Tomorrow&rdquo;\u00a0he said, &gt;thrice")
    assert text == "“Tomorrow” he said, >thrice"
    assert [(edit.before, edit.rule, edit.reason) for edit in edits] == [
        ("&ldquo;", "entity", "the HTML entity &ldquo;"),
        ("&rdquo;", "entity", "the HTML entity &rdquo;"),
        ("\u00a0", "space", "a typographic space"),
        ("&gt;", "entity", "the HTML entity &gt;"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Under <4% &amp; sinking &quot;slowly&quot;", 'Under <4% & sinking "slowly"'),
        ("a <- b &lt; c &AMP; d", "a <- b < c & d"),
        ("&lt;p&gt;One&lt;/p&gt; &amp; two", "&lt;p&gt;One&lt;/p&gt; & two"),
        ("&amp;lt;a href=&amp;quot;x&amp;quot;&amp;gt;", "&amp;lt;a href=&amp;quot;x&amp;quot;&amp;gt;"),
        ("&amp;unknown; R&D; a&copy=1", "&unknown; R&D; a&copy=1"),
    ],
)
def test_entities_are_decoded_beside_angles_but_never_into_a_tag(before: str, after: str) -> None:
    assert repair_text(before)[0] == after


words = st.sampled_from(["the", "quot", "amp", "Ecole", "caf\u00c3\u00a9", "قال", "t", "lt", "a\u00a0b", "5%"])
marks = st.sampled_from(["&quot;", "&amp;", "&gt;", "&Eacute;", "&amp;quot;", "&#x27;", "&nbsp;", "&hellip;", "<", " "])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(marks, words), min_size=1, max_size=12))
def test_words_after_entities_are_found_where_they_stand(parts: list[tuple[str, str]]) -> None:
    raw, places = "", []
    for mark, word in parts:
        raw += f" {mark}"
        places.append(Span(len(raw), len(raw) + len(word)))
        raw += word
    text, edits = repair_text(raw)
    offsets = OffsetMap.from_edits(len(raw), edits)
    for place, (_, word) in zip(places, parts, strict=True):
        there = offsets.from_raw(place)
        assert there.of(text) == repair_text(word)[0]
        assert offsets.to_raw(there) == place


def test_one_line_does_not_change_how_the_next_is_repaired() -> None:
    assert repair_text("<b>&lt;</b>\n&amp;")[0].split("\n")[1] == repair_text("&amp;")[0] == "&"
