"""Lines of a site: those that repeat, and those that a person wrote down."""

from __future__ import annotations

from itertools import permutations

import pytest

from corpus_tools.errors import ConfigError
from corpus_tools.records import Document, Metadata, Provenance
from corpus_tools.text.boilerplate import label_lines
from corpus_tools.text.cleaning import in_raw
from corpus_tools.text.repeated_lines import LineTable, apply_line_table, combine_lines, summarise_lines
from corpus_tools.text.site_lines import SiteLines, apply_site_lines, format_site_lines, parse_site_lines

BODY = "The ministers of {0} met on Monday in {0} and agreed that the talks would go on in the spring of the next year."
SLOGAN = "The voice of the harbour since then."
LONG = "The agency said that the two sides had met for the third time, and that nothing at all had come of it, " * 2


def document(number: int, *lines: str, host: str = "example.org") -> Document:
    text = "\n".join(lines)
    name = f"{number}.txt"
    return Document(
        id=name,
        raw=text,
        text=text,
        provenance=Provenance(source=name),
        metadata=Metadata(host=host),
        blocks=in_raw(text, label_lines(text), name),
    )


def articles(host: str = "example.org") -> list[Document]:
    return [
        document(number, BODY.format(place), SLOGAN, BODY.format(place + "ia"), LONG, host=host)
        for number, place in enumerate(["Ruritan", "Zubrowk", "Freedon", "Syldav"])
    ]


def test_a_short_line_of_many_documents_is_left_out_and_a_long_one_is_not() -> None:
    found = articles()
    table = combine_lines(map(summarise_lines, found))
    for each in found:
        marked = apply_line_table(each, table)
        assert [block.kept for block in marked.blocks] == [True, False, True, True]
        assert marked.blocks[1].reason and marked.raw == each.raw


def test_lines_of_another_host_or_of_few_documents_stay() -> None:
    table = combine_lines(map(summarise_lines, articles()))
    (elsewhere, *_) = articles(host="other.example")
    assert apply_line_table(elsewhere, table) == elsewhere
    assert combine_lines(map(summarise_lines, articles()[:2])).lines == ()


def test_the_table_does_not_depend_on_the_order_of_documents() -> None:
    summaries = [summarise_lines(each) for each in articles()]
    assert len({combine_lines(order) for order in permutations(summaries)}) == 1


def test_a_site_file_is_written_read_and_obeyed() -> None:
    found = articles()
    written = format_site_lines(combine_lines(map(summarise_lines, found)))
    sites = parse_site_lines(written)
    assert format_site_lines(LineTable(lines=()), sites) == written
    marked = apply_site_lines(found[0], sites)
    assert [block.kept for block in marked.blocks] == [True, False, True, True]
    assert [decision.rule for decision in marked.decisions] == ["site-line"]


def test_what_a_person_keeps_stays_kept() -> None:
    text = format_site_lines(
        combine_lines(map(summarise_lines, articles())),
        [SiteLines(host="example.org", keep=frozenset({"the voice of the harbour since then"}))],
    )
    (site,) = parse_site_lines(text)
    assert site.drop == frozenset()
    related = document(9, BODY.format("a"), "Related", BODY.format("b"))
    kept = apply_site_lines(related, parse_site_lines('["*"]\nkeep = ["Related"]'))
    assert [block.kept for block in related.blocks] == [True, False, True]
    assert [block.kept for block in kept.blocks] == [True, True, True]


@pytest.mark.parametrize("text", ["drop = 1", "[a]\ndorp = []", "[a]\ndrop = [1]", '[a]\ndrop=["x"]\nkeep=["X"]', "["])
def test_a_wrong_site_file_is_a_configuration_error(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^sites\.toml: "):
        parse_site_lines(text, where="sites.toml")
