"""Texts that turn out to be HTML: their tags are no text, and whatever only looks like a tag is."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from corpus_tools.errors import InputError
from corpus_tools.readers import read_documents, read_source
from corpus_tools.readers.sources import discover
from corpus_tools.records import Document
from corpus_tools.text.markup import html_of

LONG = "The harbour board met on Friday and put off its answer to the fishermen until the autumn. " * 12


def read(folder: Path, name: str, text: str) -> Document:
    content = json.dumps({"text": text, "title": "A title"}) if name.endswith("l") else text
    (folder / name).write_text(content, "utf-8")
    (document,) = read_documents(folder / name)
    return document


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
@pytest.mark.parametrize(
    ("text", "raw"),
    [
        (
            "<p>The mayor spoke.</p>\n<p>Rain &amp; wind. <a href='/x'>More</a></p>",
            "The mayor spoke.\nRain & wind. More",
        ),
        ("<div>One</div><div>two <b>bold</b> words</div>", "One\ntwo bold words"),
        ("First line\nsecond line<br/>third line", "First line\nsecond line\nthird line"),
        ('See <a\nhref="https://example.org">the\nreport</a> of May.', "See the\nreport of May."),
        ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;Three &amp;lt; four&lt;/p&gt;", "One & two\nThree < four"),
        ("<p>قال الوزير.</p><p>أقل من <5%</p>", "قال الوزير.\nأقل من <5%"),
    ],
)
def test_a_text_that_is_html_gives_its_text_and_a_decision_says_so(
    tmp_path: Path, name: str, text: str, raw: str
) -> None:
    document = read(tmp_path, name, text)
    assert document.raw == raw
    ((decision,), target) = (document.decisions, document.id)
    assert (decision.target, decision.action, decision.rule) == (target, "keep", "markup")
    assert "HTML" in decision.reason


def test_a_whole_page_in_a_text_gives_its_article(tmp_path: Path) -> None:
    page = f"<!doctype html><html><body><nav><a href='/'>Home</a></nav><article><p>{LONG}</p></article></body></html>"
    document = read(tmp_path, "a.jsonl", page)
    assert "harbour board" in document.raw and "Home" not in document.raw and "<" not in document.raw
    assert document.metadata.title == "A title"


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
@pytest.mark.parametrize(
    "text",
    [
        "Shares fell by <5% & rose again",
        "a < b, c > d and x<y>z",
        "write to <mail@example.org> or <https://example.org>",
        "the element <p> opens a paragraph, <br> breaks a line",
        "the element &lt;p&gt; opens a paragraph",
        "An <i>italic</i> word",
        "&lt;5% &amp;amp; more",
        "\n\n  plain\n",
    ],
)
def test_a_text_that_is_no_html_stays_as_it_came(tmp_path: Path, name: str, text: str) -> None:
    document = read(tmp_path, name, text)
    assert (document.raw, document.decisions) == (text, ())


def test_html_without_text_is_an_error_of_its_line_alone(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}) for text in ("<p> </p>", "words")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    found = [each for source in discover([tmp_path]) for each in read_source(source)]
    assert isinstance(found[0], InputError) and "no text" in found[0].message
    assert [each.raw for each in found if isinstance(each, Document)] == ["words"]


@pytest.mark.parametrize("unit", ["<a ", "<a x href", "&lt;p ", "<br ", "</p", "&amp;", "&lt;p&", "<br>\n"])
def test_what_only_begins_as_html_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    html_of(unit * 20_000)
    assert time.perf_counter() - started < 2
