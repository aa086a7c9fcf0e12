from __future__ import annotations

import re

import pytest

from corpus_tools.text.numbers import NUMBER, normalise_number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("نحو 40،000 كتاب", ["40000"]),
        ("٤٠،٠٠٠ و1،250،000", ["40000", "1250000"]),
        ("5،000.5", ["5000.5"]),
        ("1,250 · ١٬٢٥٠ · 3,5 · ۳٫۵", ["1250", "1250", "3.5", "3.5"]),
    ],
)
def test_marks_inside_a_number_group_or_part_decimals(text: str, numbers: list[str]) -> None:
    assert [normalise_number(token) for token in re.findall(NUMBER, text)] == numbers


@pytest.mark.parametrize("text", ["40، 000", "2023،2024", "2023،100", "9،12", "12،3456", "40،00"])
def test_an_arabic_comma_between_other_numbers_makes_a_list(text: str) -> None:
    assert re.findall(NUMBER, text) == re.split("، ?", text)
