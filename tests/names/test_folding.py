"""What folding promises, and what it must leave alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.names.folding import fold_name, name_words


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("MEVLÜT ÇAVUŞOĞLU", ("mevlut", "cavusoglu")),
        ("Foreign Minister Mevlüt Çavuşoğlu", ("mevlut", "cavusoglu")),
        ("İSTANBUL", ("istanbul",)),
        ("DIŞİŞLERİ BAKANI Hakan Fidan", ("hakan", "fidan")),
        ("Bashar al-Assad’s", ("bashar", "assad")),
        ("Sa'ad Hariri", ("saad", "hariri")),
        ("عبد الفتاح السيسي", ("عبدالفتاح", "سيسي")),
        ("حسن نصر الله", ("حسن", "نصرالله")),
        ("على ممـلوكٌ", ("علي", "مملوك")),
        ("ابراهیم رئیسی", ("ابراهيم", "رييسي")),
        ("وزير الخارجية سيرغي لافروف", ("سيرغي", "لافروف")),
        ("Муаммар Каддафи", ("muammar", "kaddafi")),
        ("Wałęsa Łódź Straße Ørsted", ("walesa", "lodz", "strasse", "orsted")),
        ("\u202bمحمود\u200f عباس\u202c", ("محمود", "عباس")),
        ("Ahmet Davut oğlu", ("ahmet", "davutoglu")),
        ("Abdullah II", ("abdullah", "ii")),
        ("", ()),
        ("'", ()),
        ("…—!", ()),
    ],
)
def test_names_fold_to_the_words_that_carry_identity(name: str, folded: tuple[str, ...]) -> None:
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("President", ("president",)),  # the only word is no title
        ("الكسندر", ("الكسندر",)),  # ال without being the article
        ("إلهي", ("الهي",)),  # nor has the article a hamza
        ("Les", ("les",)),  # an s without an apostrophe is no possessive
        ("Ben Carson", ("ben", "carson")),  # Ben at the start is a given name
    ],
)
def test_folding_leaves_alone_what_only_looks_like_a_particle(name: str, folded: tuple[str, ...]) -> None:
    assert fold_name(name) == folded


@settings(deadline=None)
@given(st.text())
def test_folding_takes_any_text_and_gives_words(text: str) -> None:
    words = fold_name(text)
    assert all(word and not any(letter.isspace() for letter in word) for word in words)
    assert words == fold_name(text)


@settings(deadline=None)
@given(st.text(alphabet="áÇğıİşöŁéو\u0301أإآةىبال -'’ابcde"))
def test_canonically_equivalent_names_fold_alike(text: str) -> None:
    assert fold_name(unicodedata.normalize("NFC", text)) == fold_name(unicodedata.normalize("NFD", text))


@settings(deadline=None)
@given(st.text())
def test_words_know_where_they_stand_in_the_name(text: str) -> None:
    end = 0
    for word in name_words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end


@pytest.mark.parametrize("name", ["\ud800", "a\udfffb", "ـ" * 1000, "x" * 100_000, "a " * 100_000])
def test_hostile_names_fold_without_error(name: str) -> None:
    assert isinstance(fold_name(name), tuple)
