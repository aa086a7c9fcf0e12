"""Readers: what a file says comes out as it came; what is wrong is reported and the next file follows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus_tools.errors import InputError
from corpus_tools.readers import discover, read_documents, read_source
from corpus_tools.records import Document
from corpus_tools.records.codec import encode_document

ARABIC = "قالت وزارة الخارجية إن المحادثات ستستمر خلال الأسبوع المقبل في العاصمة. " * 8
PARAGRAPH = "The ministers met on Monday and agreed that the talks would go on in the spring of the next year. "
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Talks go on</title>
<meta property="og:title" content="Talks go on"><meta property="og:site_name" content="The Herald">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Talks go on</h1>
{"".join(f"<p>{PARAGRAPH * 3} Part {number}.</p>" for number in range(5))}</article></body></html>"""


def read_all(*paths: Path | str) -> tuple[list[Document], list[InputError]]:
    errors: list[InputError] = []
    return list(read_documents(paths, on_error=errors.append)), errors


def test_raw_is_the_decoded_text_as_it_came(tmp_path: Path) -> None:
    text = "\ufeffOne\u00a0line\r\n\r\nآخر سطر\n"
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    ((document,), errors) = read_all(tmp_path)
    assert (document.raw, errors) == (text, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256"])
def test_encodings_are_told_from_the_bytes(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(ARABIC.encode(encoding))
    ((document,), _) = read_all(tmp_path)
    assert document.raw.removeprefix("\ufeff") == ARABIC


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (ARABIC.encode()[:100] + b"\xff" + ARABIC.encode()[100:], 1),
        (ARABIC.encode()[:-2] + b"\xd8", 1),
        ("Le café est fermé à midi".encode() + b"\xe2\x80", 1),
        (b"\xef\xbb\xbf" + ("Çok güzel bir gün. " * 30).encode() + b"\xfe\n", 1),
        (("Işık söndü, kimse görmedi. " * 40 + "\ufffd").encode().replace(b"kimse", b"k\xfemse", 2), 2),
    ],
)
def test_utf8_that_is_damaged_in_a_few_places_is_read_and_a_decision_says_so(
    tmp_path: Path, content: bytes, places: int
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    ((document,), errors) = read_all(tmp_path)
    assert (document.raw, errors) == (content.decode("utf-8", "replace"), [])
    (decision,) = document.decisions
    assert (decision.target, decision.action, decision.rule) == ("a.txt", "keep", "damaged-bytes")
    assert decision.reason.startswith(f"{places} place")


def test_other_encodings_are_not_taken_for_damaged_utf8(tmp_path: Path) -> None:
    texts = {"cp1252": "Le café était fermé à midi, l’élève « déçu » rentra. " * 9, "cp1256": ARABIC}
    for encoding, text in texts.items():
        (tmp_path / f"{encoding}.txt").write_bytes(text.encode(encoding))
    documents, _ = read_all(tmp_path)
    assert len(documents) == 2 and documents[1].raw == ARABIC
    assert not any(document.decisions or document.provenance.encoding == "utf-8" for document in documents)


def test_only_the_damaged_line_of_jsonl_says_so(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}, ensure_ascii=False).encode() for text in (ARABIC, "genuine \ufffd", ARABIC)]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([*lines[:2], lines[2].replace("قالت".encode(), b"\xd9", 1)]))
    documents, errors = read_all(tmp_path)
    assert (len(documents), errors) == (3, [])
    assert [[decision.rule for decision in document.decisions] for document in documents] == [[], [], ["damaged-bytes"]]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff\x00\n", b"\xef\xbb\xbf \r\n", b" \n"])
def test_a_file_of_a_byte_order_mark_alone_is_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    documents, errors = read_all(tmp_path)
    assert documents == [] and "empty" in errors[0].message


def test_ids_are_relative_and_ordered_and_no_path_is_absolute(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", "c.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"text of {name}", "utf-8")
    documents, _ = read_all(tmp_path)
    assert [document.id for document in documents] == ["a/one.txt", "b/two.txt", "c.txt"]
    assert not any(str(tmp_path) in repr(document) for document in documents)
    assert all(len(document.digest) == 64 for document in documents)


def test_globs_name_what_they_match_relative_to_their_fixed_part(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    for name in ("x/one.txt", "x/two.md"):
        (tmp_path / name).write_text("some text", "utf-8")
    documents, _ = read_all(str(tmp_path / "x" / "*.txt"))
    assert [document.id for document in documents] == ["one.txt"]


def test_files_of_one_name_get_the_number_of_their_input_and_none_is_lost(tmp_path: Path) -> None:
    for name in ("x/a.txt", "x/1/a.txt", "y/a.txt", "z/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    documents, _ = read_all(*(tmp_path / folder for folder in "xyzyx"))
    assert {document.id: document.raw for document in documents} == {
        "a.txt": "x/a.txt",
        "1/a.txt": "x/1/a.txt",
        "1/1/a.txt": "y/a.txt",
        "2/a.txt": "z/a.txt",
    }
    assert len(documents) == 4


def test_wrong_and_empty_files_are_reported_and_the_others_follow(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"\x00" * 64)
    (tmp_path / "c.html").write_text("<html><body></body></html>", "utf-8")
    (tmp_path / "d.txt").write_text("good", "utf-8")
    documents, errors = read_all(tmp_path)
    assert [document.id for document in documents] == ["d.txt"]
    assert [error.where for error in errors] == ["a.txt", "b.txt", "c.html"]
    with pytest.raises(InputError):
        list(read_documents(tmp_path))


def test_a_path_that_leads_nowhere_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        discover([tmp_path / "nothing.txt"])


def test_bad_lines_of_jsonl_are_reported_and_the_next_ones_follow(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": "first", "metadata": {"title": "T", "language": "en"}}),
        "not json",
        json.dumps(["a list"]),
        "",
        json.dumps({"title": "no text"}),
        json.dumps({"id": "mine", "text": "last\u2028line", "url": "https://example.org/1"}, ensure_ascii=False),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    documents, errors = read_all(tmp_path)
    assert [(document.id, document.raw) for document in documents] == [
        ("a.jsonl#0", "first"),
        ("a.jsonl#mine", "last\u2028line"),
    ]
    assert (documents[0].metadata.title, documents[0].metadata.language) == ("T", "en")
    assert documents[1].metadata.url == "https://example.org/1"
    assert [error.where for error in errors] == [f"a.jsonl, line {number}" for number in (2, 3, 5)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"text": 5}, "`text` is a number, not a string"),
        ({"body": ["one", "two"]}, "`body` is an array, not a string"),
        ({"text": None}, "`text` is null, not a string"),
        ({"content": True}, "`content` is a boolean, not a string"),
        ({"raw": {"en": "one"}}, "`raw` is an object, not a string"),
        ({"text": ""}, "`text` is empty"),
        ({"body": " \n\t"}, "`body` is empty"),
        ({"headline": "one"}, "the line has no text"),
    ],
)
def test_a_line_of_jsonl_without_a_text_says_what_stands_in_its_place(tmp_path: Path, line: dict, said: str) -> None:
    lines = [json.dumps({"id": "first", **line}), json.dumps({"id": "next", "text": "good"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (document,), (error,) = read_all(tmp_path)
    assert (error.message, error.where, document.id) == (said, "a.jsonl, line 1", "a.jsonl#next")


def test_a_text_is_found_beside_a_key_that_holds_none(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": 7, "content": "the text"}), "utf-8")
    assert [document.raw for document in read_all(tmp_path)[0]] == ["the text"]


def test_documents_of_our_own_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", "utf-8")
    ((document,), _) = read_all(tmp_path)
    (tmp_path / "out.jsonl").write_bytes(encode_document(document) + b"\n")
    assert read_all(tmp_path / "out.jsonl")[0] == [document]


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    ((document,), _) = read_all(tmp_path)
    assert "agreed that the talks" in document.raw and "Home" not in document.raw
    known = document.metadata
    assert (known.title, known.date, known.publisher, known.language) == (
        "Talks go on",
        "2024-03-05",
        "The Herald",
        "en",
    )


def test_the_two_steps_read_what_read_documents_reads(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    stepwise = [document for source in discover([tmp_path]) for document in read_source(source)]
    assert stepwise == list(read_documents(tmp_path))
