"""Every command, run for real on small inputs and on seeds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus_tools.cli import COMMANDS
from corpus_tools.readers.corpora import read_corpus

ROOT = Path(__file__).parents[2]
ENGLISH, ARABIC = ROOT / "examples/article.en.txt", ROOT / "examples/article.ar.txt"
PIPELINE = """
[pipeline]
name = "small"
languages = ["en", "ar"]

[input]
paths = ["in"]

[output]
directory = "build/small"
formats = ["jsonl", "tmx", "moses"]

[[stage]]
use = "repair"

[[stage]]
use = "blocks"

[[stage]]
use = "languages"

[[stage]]
use = "names"

[[stage]]
use = "entities"
"""


def rows(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """A pipeline of quick stages with two articles to read."""
    (tmp_path / "in").mkdir()
    for source in (ENGLISH, ARABIC):
        (tmp_path / "in" / source.name).write_bytes(source.read_bytes())
    path = tmp_path / "small.toml"
    path.write_text(PIPELINE, encoding="utf-8")
    return path


def test_every_command_is_documented_and_no_other_is() -> None:
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    assert re.findall(r"^## (.+)$", page, re.M) == list(COMMANDS)
    for section, name in zip(re.split(r"^## .+$", page, flags=re.M)[1:], COMMANDS, strict=True):
        assert f"$ corpus-tools {name}" in section or f"| corpus-tools {name}" in section, name


def test_every_command_is_run_by_a_test() -> None:
    text = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in COMMANDS if f'run("{name}"' not in text] == []


def test_detect_gives_spans_with_offsets_into_the_text_as_it_came(run, seeds: list[Path]) -> None:
    raw = seeds[0].read_bytes().decode()
    found = rows(run("detect", seeds[0]).out)
    assert [(row["language"], row["script"], row["start"], row["end"]) for row in found] == [
        ("en", "Latn", 0, 2056),
        ("ar", "Arab", 2059, 2095),
    ]
    assert all(row["text"] == raw[row["start"] : row["end"]] for row in found)
    tiled = rows(run("detect", seeds[0], "--tile").out)
    assert "".join(row["text"] for row in tiled) == raw


def test_detect_keeps_to_the_languages_asked_for(run) -> None:
    found = rows(run("detect", "--languages", "en,tr", stdin="Bugün hava çok güzel.").out)
    assert [row["language"] for row in found] == ["tr"]
    table = run("detect", "--format", "table", stdin="Bugün hava çok güzel.").out
    assert table.split()[:4] == ["0", "20", "tr", "Latn"]


def test_detect_shows_brackets_on_a_terminal_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    from corpus_tools.cli.detect import _show
    from corpus_tools.records import LanguageSpan

    text = "with [/b] markup [red] in it"
    span = LanguageSpan(start=0, end=len(text), language="en", script="Latn", confidence=1.0)
    _show(text, [span])
    assert text in capsys.readouterr().out


def test_segment_gives_a_sentence_a_line_or_its_offsets(run) -> None:
    text = "Dr. Smith came on Monday. He left on Friday.\n"
    assert run("segment", stdin=text).out == "Dr. Smith came on Monday.\nHe left on Friday.\n"
    found = rows(run("segment", "--format", "jsonl", stdin=text).out)
    assert [text[row["start"] : row["end"]] for row in found] == [row["text"] for row in found]
    assert {row["language"] for row in found} == {"en"}


def test_segment_leaves_a_byte_order_mark_out_of_the_first_sentence(run) -> None:
    text = "\ufeffThe minister came on Monday. He left on Friday.\n"
    assert run("segment", stdin=text).out == "The minister came on Monday.\nHe left on Friday.\n"
    first = rows(run("segment", "--format", "jsonl", stdin=text).out)[0]
    assert (first["start"], first["text"]) == (1, "The minister came on Monday.")


def test_translate_keeps_lines_and_tells_model_and_flags(run) -> None:
    text = "The ministers met in Moscow.\n\nThey spoke of Syria.\n"
    translated = run("translate", "--to", "ar", "--beam-size", "1", stdin=text).out.split("\n")
    assert (
        len(translated) == 4
        and translated[1] == ""
        and all(re.search("[\u0621-\u064a]", translated[n]) for n in (0, 2))
    )
    found = rows(run("translate", "--to", "ar", "--beam-size", "1", "--format", "jsonl", stdin=text).out)
    assert [row["source"] for row in found] == ["The ministers met in Moscow.", "They spoke of Syria."]
    assert [row["target"] for row in found] == [translated[0], translated[2]]
    assert all(row["origin"] == "model" and row["model"] and row["score"] <= 0 for row in found)


def test_translate_asks_for_the_language_of_a_text_in_none(run) -> None:
    ran = run("translate", "--to", "ar", stdin="12345 67890\n")
    assert ran.code == 3 and "--from CODE" in ran.err


def test_names_gives_each_entity_once_with_its_spellings_files_and_evidence(run, seeds: list[Path]) -> None:
    found = rows(run("names", *seeds).out)
    (turkey,) = [row for row in found if any(name["text"] == "Türkiye" for name in row["names"])]
    assert {"Turkey", "Türkiye"} <= {name["text"] for name in turkey["names"]}
    assert turkey["count"] == sum(name["count"] for name in turkey["names"]) and len(turkey["documents"]) == 5
    (alone,) = [row for row in found if row["id"] == "person.assad"]
    assert alone["possible"] == [{"id": "person.bashar-al-assad", "name": "Bashar al-Assad"}]
    table = run("names", *seeds, "--kind", "person", "--format", "table").out
    assert "Mevlüt Çavuşoğlu" in table and "Mevlut Cavusoglu (en, 1 file)" in table and "Ankara" not in table


def test_names_shows_every_mention_where_it_stands(run, seeds: list[Path]) -> None:
    raw = seeds[0].read_bytes().decode()
    found = rows(run("names", seeds[0], "--mentions").out)
    assert found and all(raw[row["start"] : row["end"]] == row["text"] and row["reason"] for row in found)
    assert "Vedant Patel" in run("names", seeds[0], "--mentions", "--format", "table").out


def test_clean_writes_each_name_one_way(run, seeds: list[Path]) -> None:
    surface, canonical = run("clean", seeds[3]).out, run("clean", seeds[3], "--render", "canonical").out
    assert "Mevlut Cavusoglu" in surface and "Mevlut Cavusoglu" not in canonical
    assert "Mevlüt Çavuşoğlu" in canonical
    assert "Mevlüt Çavuşoğlu" not in run("clean", seeds[3], "--render", "ascii").out
    assert run("clean", seeds[3], "--render", "surface").out == surface
    assert canonical.count("\n") == surface.count("\n")


def test_site_lines_are_learned_edited_and_obeyed(run, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for number, place in enumerate(["Geneva", "Vienna", "Oslo"]):
        text = f"The ministers met in {place} on Monday and agreed that the talks would go on in the spring."
        (articles / f"{number}.txt").write_text(f"{text}\nThe voice of the harbour.\n{text}\n", "utf-8")
    learned = tmp_path / "sites.toml"
    assert run("site-lines", "examples/article.en.txt").err == (
        "no short line is in three articles of one site, and in a fifth of them\n"
    )
    assert run("site-lines", articles, "-o", learned).code == 0
    assert "the voice of the harbour" in learned.read_text("utf-8")
    learned.write_text(learned.read_text("utf-8").replace("drop", "keep"), "utf-8")
    again = run("site-lines", articles, "--known", learned)
    assert again.out == learned.read_text("utf-8")
    learned.write_text("[", "utf-8")
    wrong = run("site-lines", articles, "--known", learned)
    assert wrong.code == 2 and "not TOML" in wrong.err
    learned.write_bytes(b"\xff")
    unreadable = run("site-lines", articles, "--known", learned)
    assert unreadable.code == 2 and "cannot be read" in unreadable.err


def test_compare_names_says_the_verdict_and_why(run) -> None:
    ran = run("compare-names", "Mevlüt Çavuşoğlu", "مولود تشاووش أوغلو")
    assert ran.out.startswith("the same  (score 0.9") and len(ran.out.splitlines()) > 1
    assert run("compare-names", "Ali Mahmoud Abbas", "Mahmoud Abbas").out.startswith("not the same")
    (row,) = rows(run("compare-names", "--json", "Erdoğan", "Erdogan").out)
    assert row["same"] is True and row["evidence"] and 0 <= row["score"] <= 1


def test_compare_names_knows_what_spelling_does_not_tell_and_wants_names(run) -> None:
    known = run("compare-names", "UN", "United Nations")
    assert known.out.startswith("the same, as known names") and "org.un" in known.out
    assert "keeps them apart" in run("compare-names", "UN", "UK").out
    empty = run("compare-names", "", "Putin")
    assert empty.code == 3 and "A has no letters" in empty.err


def test_names_says_where_there_are_none(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained all day.\n", encoding="utf-8")
    found = run("names", tmp_path / "a.txt")
    assert (found.code, found.out) == (0, "") and "no names in 1 text" in found.err


def test_review_names_says_where_there_is_no_build(run, tmp_path: Path) -> None:
    ran = run("review-names", tmp_path)
    assert ran.code == 3 and "no corpus.jsonl" in ran.err


def test_build_plan_review_and_export_work_on_one_corpus(run, pipeline: Path) -> None:
    folder = pipeline.parent / "build/small"
    assert "this corpus has not been built here before" in run("plan", pipeline).out
    ran = run("build", pipeline)
    assert ran.code == 0 and ran.out == ""
    assert "documents          2" in ran.err and "corpus.jsonl (2)" in ran.err
    assert "nothing to do: everything is up to date" in run("plan", pipeline).out
    assert "Everything is up to date" in run("build", pipeline).err
    assert run("build", pipeline, "--quiet").err == ""
    (folder / "corpus.rejects.jsonl").unlink()
    planned = run("plan", pipeline).out
    assert "outputs: to be written\nbecause corpus.rejects.jsonl is missing\n" in planned and "nothing" not in planned
    assert "Everything is up to date" not in run("build", pipeline).err
    changed = run("plan", pipeline, "--set", "stage.languages.candidates=['en','ar']").out
    assert "because stage languages changed" in changed
    (pipeline.parent / "review.toml").write_text("")
    changed = run("plan", pipeline, "--set", f"stage.entities.review='{pipeline.parent}/review.toml'").out
    assert "  read · repair · blocks · languages · names: 2 stored, 0 to do\n" in changed
    assert "because stage entities changed" in changed
    assert run("build", pipeline, "--rejects", pipeline.parent / "rejects.jsonl").code == 0
    assert (pipeline.parent / "rejects.jsonl").read_bytes() == (folder / "corpus.rejects.jsonl").read_bytes()
    review = run("review-names", folder)
    assert review.code == 0 and "decision" in review.out
    assert run("export", folder, "--to", "tsv", "--to", "card").code == 0
    assert (folder / "export.tsv").is_file() and (folder / "export.README.md").is_file()
    assert run("inspect", folder / "corpus.jsonl", "--document", "article.en.txt").out.startswith("article.en.txt")


def test_export_of_what_is_no_build_ends_with_3(run, tmp_path: Path) -> None:
    ran = run("export", tmp_path, "--to", "tmx")
    assert ran.code == 3 and "no finished build" in ran.err


def test_check_says_what_is_in_a_pipeline(run, pipeline: Path) -> None:
    ran = run("check", pipeline)
    assert ran.out.endswith("ok: en and ar, 5 stages: repair → blocks → languages → names → entities\n")
    ran = run("check", pipeline, "--set", "stage.languages.candidate=['en']")
    assert ran.code == 2 and "candidates" in ran.err


def test_align_finds_the_translations_and_the_sentence_without_one(run) -> None:
    found = rows(run("align", ENGLISH, ARABIC).out)
    assert [(row["source"], row["target"]) for row in found] == [
        ([0], [0]),
        ([1], [1]),
        ([2], [2]),
        ([3], [3]),
        ([4], []),
    ]
    assert found[0]["source_text"].startswith("The foreign ministers") and found[0]["target_text"].startswith("التقى")


@pytest.mark.parametrize("name", ["tmx", "tsv", "moses"])
def test_align_writes_the_pairs_in_formats_that_convert_reads_back(run, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"article.{'ids' if name == 'moses' else name}"
    assert run("align", ENGLISH, ARABIC, "--format", name, "-o", path).code == 0
    pairs = [pair for document in read_corpus(path, languages=("en", "ar")) for pair in document.pairs]
    assert len(pairs) == 4 and {pair.kind for pair in pairs} == {"parallel"}
    again = tmp_path / "again.parquet"
    ran = run("convert", path, again)
    assert ran.code == 0 and "again.parquet: 4 lines" in ran.err
    copied = [pair for document in read_corpus(again, languages=("en", "ar")) for pair in document.pairs]
    assert [(pair.source, pair.target) for pair in copied] == [(pair.source, pair.target) for pair in pairs]


def test_align_prints_one_file_formats_and_wants_a_stem_for_moses(run) -> None:
    assert run("align", ENGLISH, ARABIC, "--format", "tmx").out.startswith("<?xml")
    assert run("align", ENGLISH, ARABIC, "--format", "tsv").out.count("\n") == 5
    ran = run("align", ENGLISH, ARABIC, "--format", "moses")
    assert ran.code == 2 and "-o STEM" in ran.err


def test_align_refuses_pair_formats_for_two_texts_in_one_language(run) -> None:
    ran = run("align", ENGLISH, ENGLISH, "--format", "tmx")
    assert ran.code == 2 and "both texts are in en" in ran.err and "--target-language" in ran.err
    assert run("align", ENGLISH, ENGLISH).code == 0


def test_convert_says_which_languages_a_corpus_has(run, tmp_path: Path) -> None:
    path = tmp_path / "article.jsonl"
    assert run("align", ENGLISH, ARABIC, "--format", "tmx", "-o", tmp_path / "article.tmx").code == 0
    assert run("convert", tmp_path / "article.tmx", path).code == 0
    for source in (path, tmp_path / "article.tmx"):
        ran = run("convert", source, tmp_path / "out.tsv", "--languages", "en,tr")
        assert ran.code == 3 and "the languages are ar, en" in ran.err and "--languages" in ran.err
    assert not (tmp_path / "out.tsv").exists()


def test_export_of_another_manifest_ends_with_3(run, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    ran = run("export", tmp_path, "--to", "tmx")
    assert ran.code == 3 and "not the manifest of a build" in ran.err


def test_convert_refuses_what_it_cannot_read_or_write(run, tmp_path: Path) -> None:
    (tmp_path / "bad.tmx").write_text("<tmx><body>")
    assert run("convert", tmp_path / "bad.tmx", tmp_path / "out.tsv").code == 3
    assert run("convert", tmp_path / "bad.tmx", tmp_path / "out.doc").code == 2
    assert run("convert", tmp_path / "bad.tmx", tmp_path / "out.tsv", "--languages", "en").code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["bad.tmx"]


def test_inspect_shows_lines_sentences_names_and_isolates_right_to_left_text(run, seeds: list[Path]) -> None:
    out = run("inspect", seeds[0], "--no-translation").out
    assert "drop related [2059, 2073)" in out and "name [169, 181) person Vedant Patel" in out
    assert "\u2068مقالات ذات صلة\u2069" in out and "\x1b[" not in out


def test_inspect_of_a_document_that_is_not_there_ends_with_3(run, tmp_path: Path, seeds: list[Path]) -> None:
    run("clean", seeds[0], "--format", "jsonl", "-o", tmp_path / "a.jsonl")
    ran = run("inspect", tmp_path / "a.jsonl", "--document", "b")
    assert ran.code == 3 and "no document 'b'" in ran.err


def test_models_list_shows_the_models_that_ship_and_verify_finds_them_whole(run, tmp_path: Path) -> None:
    out = run("models", "list", "--models-dir", tmp_path).out
    assert "ar → en" in out and "en → ar" in out and "CC-BY-SA-4.0" in out
    assert run("models", "verify", "--models-dir", tmp_path).code == 0
    assert run("models", "remove", "translate-xx_yy", "--models-dir", tmp_path).code == 4


def test_doctor_says_that_everything_is_there_offline(run, tmp_path: Path) -> None:
    ran = run("doctor", "--models-dir", tmp_path / "none")
    assert ran.code == 0 and "works without a network" in ran.out and "not there yet" in ran.out


def test_doctor_says_what_to_do_about_what_is_missing(run, tmp_path: Path) -> None:
    ran = run("doctor", "--stanza-dir", tmp_path)
    assert ran.code == 4 and "→ it has no resources.json" in ran.out and "1 thing to mend" in ran.err


def test_stages_lists_each_stage_with_its_layers_and_options(run) -> None:
    out = run("stages").out
    assert re.search(r"^translation: .+\n    needs .*segments.*; adds translations", out, re.M)
    assert "    beam-size = 4" in out
    assert "    settings = {}\n" in out and "MISSING" not in out and " at 0x" not in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(run, shell: str) -> None:
    ran = run("completion", shell)
    assert ran.code == 0 and "_CORPUS_TOOLS_COMPLETE" in ran.out
