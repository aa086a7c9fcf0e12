"""The stage of repeated lines: furniture of a site goes, and the user's file of lines has the last word."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_tools.errors import ConfigError
from corpus_tools.records import Document, Metadata, Provenance
from corpus_tools.stages.blocks import Blocks
from corpus_tools.stages.repair import Repair
from corpus_tools.stages.repeated_lines import RepeatedLines
from corpus_tools.stages.stage import Workspace

BODY = (
    "The foreign ministers met on Tuesday in the capital, number {n}, and agreed to go on with the talks next month.\n"
    "The correspondents of this paper followed the day.\n"
    "Nobody expected a quick result, said a diplomat who did not want to be named after session {n} of the talks.\n"
)


def documents() -> list[Document]:
    found = [
        Document(
            id=f"{n}.txt",
            raw=BODY.format(n=n),
            provenance=Provenance(source=f"{n}.txt"),
            metadata=Metadata(host="news.example"),
        )
        for n in range(4)
    ]
    for stage in (Repair(), Blocks()):
        with stage.open(Workspace()) as work:
            found = work(found)
    return found


def labels(stage: RepeatedLines) -> list[list[tuple[str, bool]]]:
    before = documents()
    table = stage.combine(stage.summarise(document) for document in before)
    return [[(block.label, block.kept) for block in stage.apply(document, table).blocks] for document in before]


def test_a_line_of_every_article_of_a_site_is_left_out() -> None:
    for lines in labels(RepeatedLines()):
        assert lines[1] == ("repeated", False) and lines[0][1] and lines[2][1]


def test_the_users_file_has_the_last_word(tmp_path: Path) -> None:
    sites = tmp_path / "sites.toml"
    sites.write_text('["news.example"]\nkeep = ["The correspondents of this paper followed the day."]\n', "utf-8")
    for lines in labels(RepeatedLines(sites=str(sites))):
        assert lines[1][1]


def test_the_users_file_is_part_of_the_key(tmp_path: Path) -> None:
    sites = tmp_path / "sites.toml"
    sites.write_text("", "utf-8")
    stage = RepeatedLines(sites=str(sites))
    before = stage.models(Workspace())
    sites.write_text('["news.example"]\nkeep = ["x"]\n', "utf-8")
    assert stage.models(Workspace()) != before != ()


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        RepeatedLines(sites="nowhere.toml").models(Workspace())
