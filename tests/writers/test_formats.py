"""Each format as others' tools read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus_tools.errors import ConfigError
from corpus_tools.readers.corpora import read_corpus
from corpus_tools.records import AlignedPair, Block, Decision, Document, Provenance
from corpus_tools.records.codec import decode_document
from corpus_tools.writers import FORMATS, WriteOptions, open_writers, write_documents

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "ar")
NASTY = "a & b <c> \"d\" 'e'\u2028f\x85g\x0bh\x00i\rj\r\nk\tl\ufffem"


def document(*sides: tuple[str, str], kept: bool = True, name: str = "a.txt") -> Document:
    pairs = tuple(
        AlignedPair(
            id=f"{name}.p{number}",
            kind="translated",
            source_language="ar" if number % 2 else "en",
            target_language="en" if number % 2 else "ar",
            source=arabic if number % 2 else english,
            target=english if number % 2 else arabic,
            source_segments=(f"{name}.s{number}",),
            score=-0.5,
            model="ar_en@1",
            origin="model",
            flags=("copied",) if number == 0 else (),
            kept=kept,
        )
        for number, (english, arabic) in enumerate(sides)
    )
    return Document(id=name, raw="x", provenance=Provenance(source=name), pairs=pairs)


PLAIN = document(("Hello.", "مرحبا."), ("Bye & <b>.", "وداعا."))


def test_tmx_is_valid_against_the_dtd_whatever_the_text(tmp_path: Path) -> None:
    write_documents([document((NASTY, "مرحبا"), ("\ud800x", "y"))], tmp_path / "c.tmx")
    tree = etree.parse(tmp_path / "c.tmx", etree.XMLParser(load_dtd=False))
    dtd = etree.DTD(str(DATA / "tmx14.dtd"))
    assert dtd.validate(tree), dtd.error_log
    assert "left out, because XML cannot hold them: 4 characters" in (tmp_path / "c.tmx").read_text("utf-8")


def test_tmx_carries_ids_that_follow_from_content_and_the_configured_date(tmp_path: Path) -> None:
    options = WriteOptions(created="2024-05-06T07:08:09Z")
    write_documents([PLAIN], tmp_path / "a.tmx", options=options)
    write_documents([PLAIN], tmp_path / "b.tmx", options=options)
    assert (tmp_path / "a.tmx").read_bytes() == (tmp_path / "b.tmx").read_bytes()
    units = etree.parse(tmp_path / "a.tmx").findall(".//tu")
    assert len({unit.get("tuid") for unit in units}) == 2
    assert {unit.get("creationdate") for unit in units} == {"20240506T070809Z"}
    assert all(len(unit.findall("tuv")) == 2 for unit in units)


def test_tmx_refuses_a_date_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not ISO 8601"):
        write_documents([PLAIN], tmp_path / "c.tmx", options=WriteOptions(created="yesterday"))
    assert list(tmp_path.iterdir()) == []


def test_moses_files_have_equal_lines_whatever_the_text(tmp_path: Path) -> None:
    written = write_documents([document((NASTY, NASTY), ("b", "c"))], tmp_path / "c", format="moses")
    assert [each.path.name for each in written] == ["c.en", "c.ar", "c.ids"]
    for each in written:
        content = each.path.read_bytes()
        assert content.count(b"\n") == 2 == len(content.decode("utf-8").splitlines())
        assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf")


def test_parquet_has_the_translation_struct(tmp_path: Path) -> None:
    import pyarrow.parquet

    write_documents([PLAIN], tmp_path / "c.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "c.parquet")
    assert table["translation"].to_pylist() == [
        {"en": "Hello.", "ar": "مرحبا."},
        {"en": "Bye & <b>.", "ar": "وداعا."},
    ]
    assert pyarrow.parquet.ParquetFile(tmp_path / "c.parquet").metadata.row_group(0).column(0).compression == "ZSTD"


def test_xliff_is_well_formed_and_marks_machine_translation(tmp_path: Path) -> None:
    write_documents([document((NASTY, "مرحبا"))], tmp_path / "c.xlf")
    space = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
    (target,) = etree.parse(tmp_path / "c.xlf").findall(".//x:target", space)
    assert target.get("state") == "needs-review-translation" and target.text == "مرحبا"


def test_xces_links_sentences(tmp_path: Path) -> None:
    write_documents([PLAIN], tmp_path / "c.xces.xml")
    links = etree.parse(tmp_path / "c.xces.xml").findall(".//link")
    assert [link.get("xtargets") for link in links] == ["a.txt.s0;a.txt.p0", "a.txt.s1;a.txt.p1"]


def test_tsv_has_a_pair_a_line(tmp_path: Path) -> None:
    write_documents([document((NASTY, "x"))], tmp_path / "c.tsv")
    header, row = (tmp_path / "c.tsv").read_text("utf-8").split("\n")[:2]
    assert header.startswith("src_url\ttrg_url\tsrc_text\ttrg_text") and row.count("\t") == header.count("\t")


def test_pairs_that_are_not_kept_are_absent_everywhere_but_in_jsonl(tmp_path: Path) -> None:
    dropped = document(("secret", "سر"), kept=False)
    for name in sorted(set(FORMATS) - {"jsonl", "rejects", "card"}):
        for each in write_documents([dropped], tmp_path / "c", format=name):
            assert b"secret" not in each.path.read_bytes(), name
    (each,) = write_documents([dropped], tmp_path / "c.jsonl")
    assert decode_document(each.path.read_bytes()) == dropped


def test_rejects_show_what_was_set_aside(tmp_path: Path) -> None:
    lines = Document(
        id="a.txt",
        raw="Must read\nText.",
        provenance=Provenance(source="a.txt"),
        blocks=(Block(start=0, end=9, id="a.txt.b0", label="related", kept=False, score=0.1, reason="phrase"),),
        decisions=(Decision(target="a.txt.p0", action="drop", rule="length", reason="too long", score=5.0),),
    )
    (each,) = write_documents([lines], tmp_path / "c.rejects.jsonl")
    first, second = map(json.loads, each.path.read_bytes().splitlines())
    assert (first["text"], first["rule"], first["start"], first["end"]) == ("Must read", "line:related", 0, 9)
    assert (second["rule"], second["score"]) == ("length", 5.0)


def test_card_has_a_yaml_header(tmp_path: Path) -> None:
    (each,) = write_documents([PLAIN], tmp_path / "c.README.md")
    text = each.path.read_text("utf-8")
    header = yaml.safe_load(text.split("---\n")[1])
    assert header["language"] == ["en", "ar"] and header["size_categories"] == ["n<1K"]
    assert header["configs"] == [{"config_name": "default", "data_files": "c.parquet"}]
    assert text.startswith("---\n") and "\n- en\n- ar\n" in text and "`ar_en@1`: 2 translations" in text


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_writers(("jsonl", "tmx", "parquet"), tmp_path / "c", WriteOptions()):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'doc'"):
        write_documents([PLAIN], tmp_path / "c", format="doc")


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(words, words), min_size=1, max_size=4))
@pytest.mark.parametrize("name", ["tmx", "moses", "tsv", "parquet", "jsonl"])
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, sides: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp(name)
    before = document(*sides)
    write_documents([before], folder / "c", format=name)
    path = folder / f"c{FORMATS[name][2]}"
    (after,) = read_corpus(path, format=name, languages=LANGUAGES)
    assert [(p.id, p.kind, p.source, p.target, p.source_language) for p in after.pairs] == [
        (p.id, p.kind, p.source, p.target, p.source_language) for p in before.pairs
    ]


def test_tmx_is_read_by_translate_toolkit(tmp_path: Path) -> None:
    from translate.storage.tmx import tmxfile

    write_documents([PLAIN], tmp_path / "c.tmx")
    with (tmp_path / "c.tmx").open("rb") as stream:
        read = tmxfile(stream, "en", "ar")
    assert [(unit.source, unit.target) for unit in read.units] == [("Hello.", "مرحبا."), ("Bye & <b>.", "وداعا.")]


def test_parquet_is_opened_by_datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    from datasets import load_dataset

    write_documents([PLAIN], tmp_path / "c.parquet")
    files = {"train": str(tmp_path / "c.parquet")}
    loaded = load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "cache"), split="train")
    assert loaded[0]["translation"] == {"en": "Hello.", "ar": "مرحبا."} and len(loaded) == 2
