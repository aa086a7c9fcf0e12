"""Invented pages in four languages: every line is content (`+`) or boilerplate (`-`), and is told as what it is.

The weights come from pages that are English nearly all: these show that they hold elsewhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_tools import clean_text
from corpus_tools.text.line_marks import find_mark

FEEDS = sorted((Path(__file__).parent / "data" / "feeds").glob("*.txt"))


def labelled(path: Path) -> list[tuple[str, bool]]:
    return [(line[2:], line.startswith("+")) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_every_line_of_a_feed_is_told_as_what_it_is(path: Path) -> None:
    lines = labelled(path)
    cleaned = clean_text("\n".join(line for line, _ in lines))
    wrong = [line for (line, content), block in zip(lines, cleaned.lines, strict=True) if block.kept != content]
    assert wrong == []


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
