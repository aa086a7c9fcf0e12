"""Five real articles in, an aligned and cleaned corpus out."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from seeds_build import PIPELINE, ROOT, SETTINGS

from corpus_tools import BuildResult, Document, Entity, build

GOLDEN = Path(__file__).parent / "golden"
FOOTER = ("مقالات ذات صلة", "زر الذهاب إلى الأعلى")


def test_every_output_is_there_and_is_what_the_manifest_says(result: BuildResult) -> None:
    names = {path.name for path in result.outputs}
    wanted = {f"corpus.{end}" for end in ("jsonl", "tmx", "en", "ar", "ids", "parquet", "rejects.jsonl")}
    assert wanted <= names and all(path.stat().st_size for path in result.outputs)
    counts = result.manifest["counts"]
    assert counts["documents"] == 5 and result.failures == ()
    assert counts["translations"] > 90 and counts["pairs_kept"] > 70 and counts["entities"] > 30
    assert result.manifest["attributions"], "the models' licences ask for attribution"


def test_raw_is_the_file_as_it_came(documents: dict[str, Document]) -> None:
    for path in (ROOT / "seeds").glob("*.txt"):
        assert documents[path.name[:3]].raw == path.read_bytes().decode("utf-8")


def test_the_arabic_footer_is_found_as_arabic_and_marked_as_boilerplate(documents: dict[str, Document]) -> None:
    document = documents["000"]
    assert [(s.language, s.start, s.end) for s in document.language_spans] == [("en", 0, 2056), ("ar", 2059, 2095)]
    lines = {document.raw[block.start : block.end]: block for block in document.blocks}
    for text in FOOTER:
        assert not lines[text].kept and lines[text].reason


@pytest.mark.parametrize("number", ["001", "002", "003", "004"])
def test_the_english_articles_have_no_span_but_english(number: str, documents: dict[str, Document]) -> None:
    assert {span.language for span in documents[number].language_spans} == {"en"}


def test_the_footer_keeps_its_english_in_jsonl_and_is_absent_from_the_pair_formats(
    result: BuildResult, documents: dict[str, Document]
) -> None:
    document = documents["000"]
    segments = {segment.text: segment for segment in document.segments}
    english = {each.segment: each for each in document.translations if each.target_language == "en"}
    for text in FOOTER:
        translation = english[segments[text].id]
        assert translation.text and translation.model and translation.origin == "model"
    for name in ("corpus.tmx", "corpus.ar", "corpus.en"):
        written = (result.directory / name).read_text("utf-8")
        assert not any(text in written for text in FOOTER)


def test_pairs_have_equal_lines_and_the_tmx_as_many_units(result: BuildResult, documents: dict[str, Document]) -> None:
    lines = {end: (result.directory / f"corpus.{end}").read_bytes().count(b"\n") for end in ("en", "ar", "ids")}
    sides = {"en", "ar"}
    pairs = [pair for document in documents.values() for pair in document.pairs if pair.kept]
    kept = sum({pair.source_language, pair.target_language} == sides for pair in pairs)
    assert set(lines.values()) == {kept}
    assert len(list(ElementTree.parse(result.directory / "corpus.tmx").iter("tu"))) == kept


def test_every_set_aside_pair_stands_in_the_rejects_with_its_rule(result: BuildResult) -> None:
    rejects = [json.loads(line) for line in (result.directory / "corpus.rejects.jsonl").read_bytes().splitlines()]
    assert rejects and all(reject["rule"] and reject["reason"] for reject in rejects)


def entity(documents: dict[str, Document], spelling: str) -> Entity:
    """Return the one entity that has `spelling`, with the spellings of all documents."""
    found = {e.id: e for d in documents.values() for e in d.entities if any(n.text == spelling for n in e.names)}
    assert len(found) == 1, f"{spelling} is {len(found)} entities"
    return next(iter(found.values()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"),
        ("Türkiye", "Turkey"),
        ("US", "United States"),
    ],
)
def test_two_spellings_are_one_entity_across_files_and_both_survive(
    documents: dict[str, Document], one: str, other: str
) -> None:
    first, second = entity(documents, one), entity(documents, other)
    assert first.id == second.id
    assert {one, other} <= {name.text for name in first.names}
    texts = {mention.text for document in documents.values() for mention in document.mentions}
    assert {one, other} <= texts


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sergei Lavrov", "Alexander Lavrentiev"), ("Sergei Lavrov", "Sergey Shoigu")],
)
def test_two_persons_stay_two(documents: dict[str, Document], one: str, other: str) -> None:
    assert entity(documents, one).id != entity(documents, other).id


def test_a_second_run_finds_everything_up_to_date(result: BuildResult) -> None:
    before = {path.name: path.read_bytes() for path in result.outputs}
    again = build(PIPELINE, output=result.directory, settings=SETTINGS)
    assert again.up_to_date
    assert {path.name: path.read_bytes() for path in again.outputs} == before


def test_two_workers_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    seeds = sorted((ROOT / "seeds").glob("*.txt"), key=lambda path: path.stat().st_size)[:2]
    alone = build(PIPELINE, input=seeds, output=tmp_path / "one" / "news", settings=SETTINGS)
    together = build(PIPELINE, input=seeds[::-1], output=tmp_path / "two" / "news", settings=SETTINGS, workers=2)
    assert [path.name for path in alone.outputs] == [path.name for path in together.outputs]
    for name in [*(path.name for path in alone.outputs), "manifest.json"]:
        assert (alone.directory / name).read_bytes() == (together.directory / name).read_bytes(), name


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_layers_of_a_seed_are_those_of_its_golden_file(
    number: str, documents: dict[str, Document], request: pytest.FixtureRequest
) -> None:
    """Lines, language spans, sentences and names; no machine-translated text, which may differ between processors."""
    found = layers(documents[number])
    path = GOLDEN / f"{number}.txt"
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text("utf-8"), "written anew by `pytest tests/end_to_end --update-golden`"


def layers(document: Document) -> str:
    """Return the layers as lines of text, a line each, by kind and place."""

    def place(each: object) -> str:
        return f"[{each.start}, {each.end})"

    lines = []
    for block in document.blocks:
        if block.label != "empty":
            mark = "keep" if block.kept else "drop"
            lines.append(f"line {place(block)} {mark} {block.label}: {document.slice(block.span)!r}")
    lines += [f"language {place(span)} {span.language} {span.script}" for span in document.language_spans]
    lines += [f"sentence {place(s)} {s.language}: {s.text!r}" for s in document.segments]
    for mention in document.mentions:
        lines.append(
            f"name {place(mention)} {mention.kind}: {mention.text!r} is {mention.entity} {mention.canonical!r}"
        )
    return "\n".join(lines) + "\n"
