"""What the letter tables and the consonant skeletons promise."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.text.letters import fold_letters, script_of, sound_letters
from corpus_tools.text.skeletons import consonant_skeleton


@settings(deadline=None)
@given(st.text())
def test_folding_knows_where_each_letter_came_from(text: str) -> None:
    folded = fold_letters(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@settings(deadline=None)
@given(st.text(alphabet="abzÇğıİşöŁéأإآىةб й\u0301\u0308\u0654"))
def test_canonically_equivalent_texts_fold_alike(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold_letters(composed).text == fold_letters(decomposed).text


def test_sound_letters_keep_what_folding_drops() -> None:
    assert sound_letters("ÇAVUŞOĞLU") == "çavuşoğlu"
    assert fold_letters("ÇAVUŞOĞLU").text == "cavusoglu"


@pytest.mark.parametrize(("word", "script"), [("Abbas", "Latn"), ("عباس", "Arab"), ("Аббас", "Cyrl"), ("12…", "Zyyy")])
def test_a_word_has_the_script_of_most_of_its_letters(word: str, script: str) -> None:
    assert script_of(word) == script


@pytest.mark.parametrize(
    "spellings",
    [("Mahmoud", "محمود", "Махмуд"), ("Lavrov", "لافروف", "Лавров"), ("Hussein", "حسين", "Хусейн", "Hüseyin")],
)
def test_spellings_in_three_scripts_share_a_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({consonant_skeleton(word) for word in spellings}) == 1


def test_names_of_others_do_not() -> None:
    assert consonant_skeleton("Lavrov") != consonant_skeleton("Lavrentiev")


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_skeleton(text: str) -> None:
    assert set(consonant_skeleton(text)) <= set("PTSKHMNLR")
