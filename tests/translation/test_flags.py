"""Flags: each failure that small models have is seen, and good translations are left in peace."""

from __future__ import annotations

import pytest

from corpus_tools.translation.flags import find_flags, lost_numbers, restore_numbers

ENGLISH = "The minister told reporters on Monday that talks with 1,250 delegates would resume next week."
ARABIC = "قال الوزير للصحفيين يوم الاثنين إن المحادثات مع ١٬٢٥٠ مندوبا ستستأنف الأسبوع المقبل."


def names(source: str, target: str, to: str = "ar") -> list[str]:
    back = {"ar": "en", "en": "ar"}[to]
    return [flag.name for flag in find_flags(source, target, source_language=back, target_language=to)]


def test_a_good_translation_has_no_flag_in_either_direction() -> None:
    assert names(ENGLISH, ARABIC) == []
    assert names(ARABIC, ENGLISH, to="en") == []


def test_a_copy_of_the_source_is_flagged_as_copied_and_as_the_wrong_script() -> None:
    assert {"copied", "script"} <= set(names(ENGLISH, ENGLISH))


def test_a_phrase_over_and_over_is_repetition() -> None:
    assert "repetition" in names(ENGLISH, "قال الوزير " + "إن المحادثات " * 5 + "1250")
    assert "repetition" in names(ENGLISH, "قال 1250 لللللللللللللللل")


def test_what_the_source_repeats_may_be_repeated() -> None:
    assert names("No, no, no, no!", "لا، لا، لا، لا!") == []


def test_blow_up_and_a_lost_half_are_flagged_by_length() -> None:
    assert "length" in names(ENGLISH, "قال 1250")
    assert "length" in names(
        "He left.", "قال الوزير للصحفيين يوم الاثنين إن المحادثات مع المندوبين ستستأنف الأسبوع المقبل"
    )


def test_nothing_back_is_empty_and_only_that() -> None:
    assert names(ENGLISH, " . ") == ["empty"]


def test_text_without_a_letter_is_never_flagged() -> None:
    assert names("1,250 — 2023", "") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("In 2023, 1,250 people", "في ٢٠٢٣ كان ١٬٢٥٠ شخصا"),
        ("about 3.5 percent", "نحو ٣٫٥ في المئة"),
        ("about 3.5 percent", "نحو 3,5 في المئة"),
        ("the year 1402", "سال ۱۴۰۲"),
        ("after 3 days", "بعد ثلاثة أيام"),
        ("some 40,000 books and 3.5 million letters", "نحو 40 ألفاً من الكتب و3500000 رسالة"),
        ("his 1,000th stamp at 70km/h", "طابعه رقم 1000"),
        ("70 kilometres", "70كم"),
        ("between 2009 and 2014", "بين 2009 و2014"),
        ("some 40,000 books", "نحو 40،000 كتاب"),
        ("in 2023, 2024 and 1,500 more", "في 2023،2024 و1500 أيضا"),
        ("on 12.05.2023 thousands came", "في 12.05.2023 ألف شخص"),
        ("on 12.05.2023 thousand people", "في 12.05.2023"),
        ("with 20 of the 45 others", "بـ20 من ال45 الآخرين"),
        ("the G20 and COVID-19 summit", "قمة العشرين"),
    ],
)
def test_numbers_in_other_digits_groupings_and_words_are_not_lost(source: str, target: str) -> None:
    assert lost_numbers(source, target, target_language="ar") == ()


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [("In 2023", "في 2003", ("2023",)), ("3.5 million", "35 مليون", ("3.5",)), ("3 days", "أيام", ("3",))],
)
def test_lost_numbers_are_named(source: str, target: str, lost: tuple[str, ...]) -> None:
    assert lost_numbers(source, target, target_language="ar") == lost


def test_each_number_of_the_target_stands_for_one_of_the_source() -> None:
    source, target = "5 of 40,000, then 40,000 of 5 and 40 thousand", "40 ألف ثم 5 ثم 40000"
    assert lost_numbers(source, target, target_language="en") == ("5", "40")
    assert lost_numbers(target, source, target_language="en") == ()


def test_numbers_after_what_arabic_writes_together_with_them_are_numbers() -> None:
    assert lost_numbers("١٢ وزيرا و٣٫٥ سهم بـ20", "12 ministers and 5 shares", target_language="en") == ("3.5", "20")
    assert lost_numbers("مقاتلات إف16 وجي20", "fighters", target_language="en") == ()


def test_a_number_alone_translates_no_more_than_a_year() -> None:
    assert names("٥٠٪ من الناخبين", "50%", to="en") == ["empty"]
    assert names("سنة 2023", "2023", to="en") == []


def test_a_wrong_number_is_exchanged_only_where_there_is_no_doubt() -> None:
    assert restore_numbers("In 2023 he left", "في 2003 غادر", target_language="ar") == "في 2023 غادر"
    assert restore_numbers("In 2023 he left", "غادر", target_language="ar") is None
    assert restore_numbers("In 2023 he left", "في 20 و 30 غادر", target_language="ar") is None


def test_a_number_is_not_put_back_among_other_thousands() -> None:
    assert restore_numbers("some 45,000 books", "نحو 40 ألف كتاب", target_language="ar") is None
    assert restore_numbers("3.5 million", "5 ملايين", target_language="ar") == "3.5 ملايين"
    assert restore_numbers("40,000 in 2023", "40 ألف في 2003", target_language="ar") == "40 ألف في 2023"


def test_restored_numbers_are_in_digits_that_readers_know() -> None:
    assert restore_numbers("نحو ٣٫٥ مليون", "about 35 million", target_language="en") == "about 3.5 million"
    assert restore_numbers("حدود ۳٫۵", "نحو 35", target_language="ar") == "نحو ۳٫۵"
    assert restore_numbers("نحو ٤٠،٠٠٠ كتاب", "some 4,000 books", target_language="en") == "some 40,000 books"


def test_evidence_says_what_was_seen() -> None:
    flags = find_flags("In 2023 he left", "في عام غادر البلاد", source_language="en", target_language="ar")
    assert [(flag.name, flag.evidence) for flag in flags] == [("numbers", "2023 missing")]
