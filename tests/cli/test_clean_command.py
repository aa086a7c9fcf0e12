"""`corpus-tools clean`."""

from __future__ import annotations

import json
from pathlib import Path

from corpus_tools import clean_text

ARTICLE = """In English

The minister said on Friday that the report itâ€™s based on was ready, and that the talks would go on in the capital.

“We have been clear with our partners from the first day,” he told reporters after the meeting with his counterpart.

The next round of talks is expected to begin in March, after the holidays, according to a statement by the ministry.

مقالات ذات صلة
"""


def test_clean_prints_the_kept_lines(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ran = run("clean", tmp_path / "a.txt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == clean_text(ARTICLE).text + "\n"
    assert "minister" in ran.out and "In English" not in ran.out and "مقالات" not in ran.out


def test_clean_reads_standard_input(run) -> None:
    assert run("clean", "-", stdin=ARTICLE).out == run("clean", stdin=ARTICLE).out == clean_text(ARTICLE).text + "\n"


def test_clean_explains_each_line_and_edit_on_stderr_with_raw_offsets(run) -> None:
    ran = run("clean", "--explain", stdin=ARTICLE)
    assert "line 1 [0, 10) set aside as navigation" in ran.err
    at = ARTICLE.index("â€™")
    assert f"edit [{at}, {at + 3}) 'â€™' → '’': encoding" in ran.err
    assert "it’s based" in ran.out and "edit" not in ran.out


def test_clean_explains_nothing_where_nothing_was_done(run) -> None:
    text = "\n".join(ARTICLE.split("\n")[4:7]) + "\n"
    ran = run("clean", "--explain", stdin=text)
    assert ran.out == text
    assert [line for line in ran.err.splitlines() if line.startswith(("edit", "line"))] == []


def test_clean_jsonl_is_the_document_with_its_layers(run, seeds: list[Path]) -> None:
    record = json.loads(run("clean", seeds[0], "--format", "jsonl").out)
    raw = seeds[0].read_bytes().decode()
    assert record["raw"] == raw and len(record["blocks"]) == len(raw.split("\n"))
    footer = [block for block in record["blocks"] if block["start"] in (2059, 2075)]
    assert [block["kept"] for block in footer] == [False, False]


def test_cleaned_jsonl_is_read_back(run, seeds: list[Path], tmp_path: Path) -> None:
    run("clean", seeds[0], "--format", "jsonl", "-o", tmp_path / "a.jsonl")
    assert run("clean", tmp_path / "a.jsonl").out == run("clean", seeds[0]).out
