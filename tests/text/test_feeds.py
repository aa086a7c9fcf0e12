"""Invented pages in four languages: every line is content (`+`) or boilerplate (`-`), and is told as what it is.

The weights come from pages that are English nearly all: these show that they hold elsewhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_tools import clean_text
from corpus_tools.text.line_marks import find_mark

DATA = Path(__file__).parent / "data"
FEEDS = sorted((DATA / "feeds").glob("*.txt"))
# Short items in the chrome of papers, written by somebody who had not seen the code: each is harder than a feed.
ITEMS = sorted((DATA / "items").glob("*.txt"))


def labelled(path: Path) -> list[tuple[str, bool]]:
    return [(line[2:], line.startswith("+")) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_every_line_of_a_feed_is_told_as_what_it_is(path: Path) -> None:
    lines = labelled(path)
    cleaned = clean_text("\n".join(line for line, _ in lines))
    wrong = [line for (line, content), block in zip(lines, cleaned.lines, strict=True) if block.kept != content]
    assert wrong == []


def test_little_is_lost_of_short_items_and_little_of_their_chrome_stays() -> None:
    lost = content = kept = chrome = 0
    for path in ITEMS:
        lines = labelled(path)
        for (line, is_content), block in zip(lines, clean_text("\n".join(x for x, _ in lines)).lines, strict=True):
            if is_content:
                content, lost = content + len(line), lost + len(line) * (not block.kept)
            elif line:
                chrome, kept = chrome + 1, kept + block.kept
    assert len(ITEMS) == 24 and lost / content < 0.21 and kept / chrome < 0.03


def test_an_announcement_before_a_colon_is_the_news() -> None:
    for text in (
        "BREAKING: Minister resigns over ferry deal",
        "عاجل: استقالة وزير النقل",
        "Son dakika: Bakan istifa etti",
    ):
        assert clean_text(text).text == text


@pytest.mark.parametrize(
    "line",
    [
        "By then, 300 people had left.", "Pressure on the mayor grew on Friday.", "Reuters said that two ships sank.",
        "منذ بداية العام غرقت ثلاث سفن.", "خبرنگار روزنامه شهر بازداشت شد.", "Tarih onları affetmeyecek, dedi vali.",
    ],
)  # fmt: skip
def test_a_sentence_inside_a_text_stays_though_it_begins_as_boilerplate_does(line: str) -> None:
    around = "The ministers met in the capital on Monday and agreed to continue the talks next week, officials said."
    cleaned = clean_text(
        "\n\n".join([around, around.replace("Monday", "Tuesday"), line, around.replace("week", "year")])
    )
    assert line in cleaned.text


def test_the_items_of_a_list_inside_a_text_stay() -> None:
    around = "The ministers met in the capital on Monday and agreed to continue the talks next week, officials said."
    items = ["- Twelve people were rescued", "- The owner denied any fault", "- Killed: none"]
    cleaned = clean_text(
        "\n".join([around, around.replace("Monday", "Tuesday"), *items, around.replace("week", "year")])
    )
    assert all(item in cleaned.text for item in items)


def test_there_are_feeds_in_four_languages() -> None:
    assert {path.stem[:2] for path in FEEDS} == {"ar", "en", "fa", "tr"}


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("The harbour of the town last week.Credit...A. Example/The Example Times", "caption"),
        ("Image caption The harbour in the evening", "caption"),
        ("The harbour, in a photo of last week. (Photo by A. Example)", "caption"),
        ("Men mend nets on the quay. A. Example/Getty Images", "caption"),
        ("3of12The minister greets fishermen on the quay.", "caption"),
        ("صورة: الميناء في المساء", "caption"),
        ("On example.com: The ferry stays in port", "related"),
        ("Anna Example contributed reporting from the islands.", "byline"),
        ("Anna Example is a freelance writer based in the islands. She keeps bees.", "byline"),
        ("Follow The Example Sports section on Facebook, Twitter and Instagram.", "share"),
        ("Like this story? Share it with a friend!", "share"),
        ("To see all of our offers click here.", "navigation"),
        ("Telephone: 020 7946 0000", "navigation"),
        ("هاتف: 0112345678", "navigation"),
        ("The minister is a former editor of the paper.", None),
        ("Phone networks in 300 villages failed on Monday.", None),
        ("He sent the photo by mistake, and the image by itself proves nothing.", None),
        ("He was photographed by the quay, the court heard.", None),
        ("On Monday the ministers met in the capital.", None),
        ("3 of 12 ministers resigned.", None),
        ("Follow-up talks on the treaty begin on Monday.", None),
    ],
)
def test_a_line_is_marked_by_its_form(line: str, mark: str | None) -> None:
    assert find_mark(line) == mark
