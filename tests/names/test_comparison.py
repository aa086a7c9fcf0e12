"""What the comparison of two names promises."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools import compare_names

NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(["Mahmoud", "Abbas", "Ali", "محمود", "عباس", "Махмуд", "al-", "bin", "II", "A.", "عبد"]),
        max_size=5,
    ).map(" ".join),
)


@settings(deadline=None)
@given(NAMES, NAMES)
def test_comparing_is_symmetric_and_bounded(a: str, b: str) -> None:
    forth, back = compare_names(a, b), compare_names(b, a)
    assert forth.score == back.score
    assert forth.same == back.same
    assert 0.0 <= forth.score <= 1.0


@settings(deadline=None)
@given(NAMES)
def test_a_name_is_itself(name: str) -> None:
    comparison = compare_names(name, name)
    assert comparison.score == 1.0
    assert comparison.same


CAVUSOGLU = ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu", "MEVLÜT ÇAVUŞOĞLU", "مولود تشاووش أوغلو", "مولود جاويش أوغلو")


@pytest.mark.parametrize(("a", "b"), list(combinations(CAVUSOGLU, 2)))
def test_spellings_of_one_name_are_one_in_every_script(a: str, b: str) -> None:
    assert compare_names(a, b).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ali Mahmoud Abbas", "Mahmoud Abbas"),
        ("علي محمود عباس", "Mahmoud Abbas"),
        ("Sergey Lavrov", "Alexander Lavrentiev"),
        ("Lavrov", "Lavrentiev"),
        ("Lavrov", "لافرنتييف"),
        ("Sergei Shoigu", "Sergei Lavrov"),
        ("Shoigu", "Lavrov"),
        ("Bashar al-Assad", "Hafez al-Assad"),
        ("بشار الأسد", "حافظ الأسد"),
        ("Mohammed bin Salman", "Salman bin Abdulaziz"),
        ("Abdullah I", "Abdullah II"),
        ("George W. Bush", "George H. W. Bush"),
        ("MIT", "Massachusetts Institute of Technology"),
    ],
)
def test_look_alikes_are_not_merged(a: str, b: str) -> None:
    assert not compare_names(a, b).same


@pytest.mark.parametrize(("a", "b"), [("Bashar al-Assad", "Assad"), ("Ali Mahmoud Abbas", "Mahmoud Abbas")])
def test_a_part_of_a_name_is_possible_but_not_the_same(a: str, b: str) -> None:
    assert compare_names(a, b).verdict == "possible"


def test_evidence_says_which_word_matched_which() -> None:
    evidence = " ".join(compare_names("Sergei Lavrov", "سيرغي لافروف").evidence)
    assert "Lavrov" in evidence
    assert "لافروف" in evidence


@pytest.mark.parametrize("name", ["", "\ud800", "x", "ا" * 5000, "a b " * 5000, "Δ", "王毅", "١٢٣", "a" * 400])
def test_any_text_can_be_compared(name: str) -> None:
    for other in ("Mahmoud Abbas", "محمود عباس", "Махмуд Аббас", "", "\udfff"):
        assert 0.0 <= compare_names(name, other).score <= 1.0
