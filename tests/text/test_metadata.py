"""Metadata: what the lines of an article say of it, and nothing that they do not."""

from __future__ import annotations

import pytest

from corpus_tools.records import Metadata
from corpus_tools.text.boilerplate import label_lines
from corpus_tools.text.metadata import find_date, promote_metadata


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published on March 5, 2024", "2024-03-05"),
        ("5 Mar 2024 08:00 GMT", "2024-03-05"),
        ("2024-03-05T08:00", "2024-03-05"),
        ("5 Mart 2024", "2024-03-05"),
        ("تاريخ النشر: ٥ مارس ٢٠٢٤", "2024-03-05"),
        ("5 كانون الثاني 2024", "2024-01-05"),
        ("۵ ژوئیه ۲۰۲۴", "2024-07-05"),
        ("31 February 2024", None),
        ("in the spring of 2024", None),
        ("5 brothers 2024", None),
    ],
)
def test_dates_are_found_where_they_are_whole(line: str, date: str | None) -> None:
    assert find_date(line) == date


ARTICLE = """Ministers agree to go on with talks
By Anna Example
Published on March 5, 2024
GENEVA — The ministers of the two countries met on Monday and agreed that the talks would go on in the spring.
The envoys of the two countries said that the talks had been useful and that they would meet again next month.
Source: The Herald"""


def test_headline_author_date_place_and_source_are_promoted() -> None:
    found = promote_metadata(Metadata(), ARTICLE.split("\n"), label_lines(ARTICLE))
    assert (found.title, found.author, found.date, found.place, found.source) == (
        "Ministers agree to go on with talks",
        "Anna Example",
        "2024-03-05",
        "GENEVA",
        "The Herald",
    )


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("بقلم: سلمى مثال", "سلمى مثال"),
        ("Yazan: Ayşe Örnek", "Ayşe Örnek"),
        ("نویسنده: نمونه آزمون", "نمونه آزمون"),
        ("Author: Anna Example", "Anna Example"),
        ("Yazan eller yorulmaz", None),
    ],
)
def test_authors_are_found_in_four_languages(line: str, author: str | None) -> None:
    text = f"{line}\n{ARTICLE}".replace("By Anna Example\n", "")
    assert promote_metadata(Metadata(), text.split("\n"), label_lines(text)).author == author


def test_who_else_wrote_is_no_source() -> None:
    text = ARTICLE.replace("Source: The Herald", "Anna Example and Ben Example contributed reporting")
    assert promote_metadata(Metadata(), text.split("\n"), label_lines(text)).source is None


def test_what_is_known_is_not_overwritten() -> None:
    known = Metadata(title="A title", author="A. Author", date="2020-01-01", place="Rome", source="Wire")
    assert promote_metadata(known, ARTICLE.split("\n"), label_lines(ARTICLE)) == known


def test_a_text_that_says_nothing_gives_nothing() -> None:
    text = ARTICLE.split("\n")[4]
    assert promote_metadata(Metadata(), [text], label_lines(text)) == Metadata()
