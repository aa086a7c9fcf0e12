"""HTML: the article of a page, in whatever encoding it came; all text where no article is found; never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_tools.errors import InputError
from corpus_tools.readers import read_documents
from corpus_tools.readers.page_text import page_text
from corpus_tools.records import Document
from corpus_tools.stages.blocks import Blocks
from corpus_tools.stages.stage import Workspace
from corpus_tools.text.cleaning import clean_text, lean_of

ENGLISH = "The ministers met on Monday and agreed that the talks would go on in the spring of the next year."
ARABIC = "قالت وزارة الخارجية إن المحادثات ستستمر خلال الأسبوع المقبل في العاصمة، وأضافت أن الوزراء سيجتمعون."
TURKISH = "İçişleri Bakanı açıklamasında görüşmelerin süreceğini, şehirdeki toplantıya katılacağını söyledi."


def page(sentence: str, *, head: str = "", opening: str = "<html>") -> str:
    paragraphs = "".join(f"<p>{sentence} {sentence} {number}.</p>" for number in range(5))
    return f"{opening}<head>{head}<title>T</title></head><body><article>{paragraphs}</article></body></html>"


def read(folder: Path, content: bytes) -> Document:
    (folder / "a.html").write_bytes(content)
    (document,) = read_documents(folder / "a.html")
    return document


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (page(ARABIC, head='<meta charset="windows-1256">').encode("cp1256"), ARABIC),
        (page(ARABIC, head='<meta charset="iso-8859-1">').encode("utf-8"), ARABIC),
        (page(ARABIC, head='<meta charset="utf-8">').encode("cp1256"), ARABIC),
        (page(ARABIC, head='<meta charset="iso-8859-1">').encode("cp1256"), ARABIC),
        (page(ARABIC, head='<meta charset="klingon">').encode("cp1256"), ARABIC),
        (page(ARABIC, head='<meta charset="undefined">').encode("cp1256"), ARABIC),
        (page(ARABIC, head='<meta charset="unicode_escape">').encode("cp1256"), ARABIC),
        (page(ARABIC, head='<meta charset="utf-16">').encode("cp1256"), ARABIC),
        (page(ARABIC).encode("utf-16"), ARABIC),
        (page(ARABIC).encode("utf-8-sig"), ARABIC),
        (page(TURKISH, head='<meta charset="iso-8859-9">').encode("cp1254"), TURKISH),
        (page(TURKISH, opening='<html lang="tr-TR">').encode("cp1254"), TURKISH),
        (page("“So” " + ENGLISH, head='<meta charset="iso-8859-1">').encode("cp1252"), "“So” " + ENGLISH),
        (page(ENGLISH + " é", opening='<?xml version="1.0" encoding="iso-8859-1"?><html>').encode("cp1252"), "é"),
    ],
)
def test_a_page_is_read_whatever_encoding_it_declares(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert sentence in read(tmp_path, content).raw


def test_a_few_broken_bytes_do_not_cost_the_page(tmp_path: Path) -> None:
    content = page(ARABIC).encode("utf-8")
    document = read(tmp_path, content.replace("المقبل".encode(), "المقبل".encode() + b"\x92", 1))
    assert document.provenance.encoding == "utf-8"
    assert document.raw.count("\ufffd") == 1
    assert ARABIC in document.raw


@pytest.mark.parametrize(
    "content",
    [
        ENGLISH,
        f"<html><body>{'<div>' * 5000}{ENGLISH}{'</div>' * 5000}</body></html>",
        f"<html><body><p>{(ENGLISH + ' ') * 120_000}</p></body></html>",
    ],
    ids=["no tags", "nested", "one node of 12 MB"],
)
def test_where_no_article_is_found_all_text_is_taken_and_a_decision_says_so(tmp_path: Path, content: str) -> None:
    document = read(tmp_path, content.encode("utf-8"))
    assert ENGLISH in document.raw
    ((decision,)) = document.decisions
    assert (decision.target, decision.action, decision.rule) == ("a.html", "keep", "whole-page")
    assert "no article was found" in decision.reason
    assert lean_of(document) == 0


def test_a_page_without_text_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the page holds no text"):
        read(tmp_path, b"<html><body><script>var text = 1;</script><p> </p></body></html>")


def test_an_article_that_is_found_needs_no_decision(tmp_path: Path) -> None:
    document = read(tmp_path, page(ENGLISH).encode("utf-8"))
    assert document.decisions == ()
    assert lean_of(document) > 0


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>bold</b> word</p><p>Two</p>", "One bold word\nTwo"),
        ("<ul><li>Home<li>World</ul>", "Home\nWorld"),
        ("<script>if (a < b) {}</script><style>p {}</style>Text<br>more", "Text\nmore"),
        ("<p>Split\n  over lines &amp; more\u2028yes</p>", "Split over lines & more yes"),
        ("<head><title>T</title><body>Text", "Text"),
        ("<html><head><meta charset=utf-8><title>T</title><p>Text<noscript>no</noscript>", "Text"),
        ("<head><title>T</title></head><script>x</script>Text", "Text"),
        ("<p>One<![if !IE]> and two<![endif]></p><![foo[ x ]]>", "One and two"),
        ("", ""),
    ],
)
def test_text_of_a_page_is_a_line_for_each_block(html: str, text: str) -> None:
    assert page_text(html) == text


@pytest.mark.parametrize("unit", ['<a href="', "<!-- ", "<", "<div>", "<b x='"])
def test_what_is_never_closed_takes_linear_time_and_loses_no_text_before_it(unit: str) -> None:
    # At 40,000 of them quadratic time would take minutes.
    assert page_text(f"<p>The <!-- not --> text.</p><p>{unit * 40_000}").startswith("The text.")


def test_a_few_tags_that_are_never_closed_do_not_hide_those_that_are() -> None:
    assert page_text("<p>The text.</p>" + '<a href="x' * 20 + '">b</a><p>Good <b>word</b> here.</p>').endswith(
        "Good word here."
    )


def test_lines_of_an_extracted_article_need_stronger_evidence_to_be_left_out(tmp_path: Path) -> None:
    document = read(tmp_path, page(ENGLISH).encode("utf-8"))
    lines = clean_text(document.raw, lean=lean_of(document)).lines
    plain = clean_text(document.raw).lines
    assert all(extracted.score >= feed.score for extracted, feed in zip(lines, plain, strict=True))
    assert any(extracted.score > feed.score for extracted, feed in zip(lines, plain, strict=True))


def test_the_stage_leans_as_the_command_does(tmp_path: Path) -> None:
    from dataclasses import replace

    document = read(tmp_path, page(ENGLISH).encode("utf-8"))
    document = replace(document, text=document.raw)
    with Blocks().open(Workspace()) as work:
        (labelled,) = work([document])
    scores = [line.score for line in clean_text(document.raw, lean=lean_of(document)).lines]
    assert [block.score for block in labelled.blocks] == scores
