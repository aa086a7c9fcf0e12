"""What the comparison of two names promises."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools import compare_names
from corpus_tools.names.comparison import compare_many

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


SPELLINGS = (
    "Mevlüt Çavuşoğlu",
    "İbrahim Kalın",
    "Süleyman Soylu",
    "محمود عباس",
    "معمر القذافي",
    "أحمد الشرع",
    "Mahmoud Abbas",
    "Махмуд Аббас",
    "Сергей Лавров",
    "François Mitterrand",
)
CAVUSOGLU = ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu", "MEVLÜT ÇAVUŞOĞLU", "مولود تشاووش أوغلو", "مولود جاويش أوغلو")


@pytest.mark.parametrize(("a", "b"), list(combinations(CAVUSOGLU, 2)))
def test_spellings_of_one_name_are_one_in_every_script(a: str, b: str) -> None:
    assert compare_names(a, b).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Gaddafi", "Kadhafi"),
        ("Qaddafi", "القذافي"),
        ("Muammar Gaddafi", "معمر القذافي"),
        ("Abdel Rahman Rashed", "عبد الرحمن الراشد"),
        ("Abdurrahman Dilipak", "عبد الرحمن ديليباك"),
        ("Mehmet Görmez", "محمد غورماز"),
        ("Kemal Kılıçdaroğlu", "كمال كليجدار أوغلو"),
        ("Nechirvan Barzani", "نيجيرفان بارزاني"),
        ("Mir-Hossein Mousavi", "میرحسین موسوی"),
        ("Amr Moussa", "عمرو موسى"),
        ("Boris Yeltsin", "Борис Ельцин"),
        ("Hu Jintao", "هو جين تاو"),
        ("Jacques Chirac", "جاك شيراك"),
        ("Felipe González", "فيليبي غونزاليس"),
    ],
)
def test_habits_of_writing_do_not_make_two_of_one(a: str, b: str) -> None:
    assert compare_names(a, b).same


def _careless(name: str) -> list[str]:
    """Write a name in ways that do not change it."""
    return [
        unicodedata.normalize("NFD", name),
        unicodedata.normalize("NFC", name),
        f"\u202b{name}\u202c",
        name.replace("\u0645", "\u0645\u0640\u0640"),  # tatweel
        name.replace("\u0645", "\u0645\u064f"),  # a vowel mark
        name.upper() if "i" not in name and "ı" not in name else name,
        name.lower(),
        name.replace("İ", "I").replace("ı", "i"),
    ]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SPELLINGS), st.sampled_from(SPELLINGS))
def test_case_marks_and_invisible_characters_do_not_matter(a: str, b: str) -> None:
    score = compare_names(a, b).score
    for written in _careless(a):
        assert compare_names(a, written).same
        assert compare_names(written, b).same == (score >= 0.5)


def test_many_pairs_compare_as_one_by_one() -> None:
    pairs = [(a, b) for a in SPELLINGS for b in SPELLINGS]
    assert compare_many(pairs) == [compare_names(a, b) for a, b in pairs]


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
        ("Hassan Nasrallah", "Hussein Nasrallah"),
        ("حسن نصر الله", "Hussein Nasrallah"),
        ("Ahmed Hamid", "محمد حامد"),
        ("Hamid Karzai", "Hamad Karzai"),
        ("عبد الرحمن يوسف", "عبد الرحيم يوسف"),
        ("Mahmut Özgener", "Mehmet Özgener"),
        ("Karim Nasser", "كريمة ناصر"),
        ("أبو بكر البغدادي", "أبو عمر البغدادي"),
        ("George Bush Jr.", "George Bush Sr."),
        ("Kamal Jumblatt", "Velid Canbolat"),
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
