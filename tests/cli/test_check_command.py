"""`check` finds what `build` would refuse, and says it in the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

WHOLE = """
[pipeline]
name = "whole"
languages = ["en", "ar"]
created = "2024-05-01"

[input]
paths = ["in"]

[output]
directory = "out"
formats = ["jsonl"]
"""
STAGES = (
    *("repair", "blocks", "repeated-lines", "languages", "sentences", "names", "translation", "entities"),
    *("name-survival", "pairs", "parallel", "comparable", "near-duplicates", "filters"),
)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A pipeline of all stages with an article to read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The minister spoke on Friday.\n")
    path = tmp_path / "whole.toml"
    path.write_text(WHOLE + "".join(f'[[stage]]\nuse = "{name}"\n' for name in STAGES), "utf-8")
    return path


WRONG = [
    ("stage.translation.beam-size=0", 2, "stage[6] translation.beam-size: must be a whole number, at least 1"),
    ("stage.translation.beam_size='four'", 2, "stage[6] translation.beam-size: Expected `int`, got `str`"),
    ("stage.languages.candidates=['english']", 2, "stage[3] languages.candidates: no language 'english'"),
    ("stage.sentences.fragment-letters=0", 2, "stage[4] sentences.fragment-letters: must be at least 1"),
    ("stage.parallel.least=7", 2, "stage[10] parallel.least: must be a number from 0 to 1"),
    ("stage.parallel.least=nan", 2, "stage[10] parallel.least: must be a number from 0 to 1"),
    ("stage.parallel.days=-1", 2, "stage[10] parallel.days: must be a number of days"),
    ("stage.comparable.days=-3", 2, "stage[11] comparable.days: must be a number of days"),
    ("stage.comparable.event-across=1.5", 2, "stage[11] comparable.event-across: must be a number from 0 to 1"),
    ("stage.near-duplicates.least=-0.1", 2, "stage[12] near-duplicates.least: must be a number from 0 to 1"),
    ("stage.filters.parallel=['lenght']", 2, "stage[13] filters: there is no filter 'lenght'. Choose from"),
    (
        "stage.filters.settings={{length={{least_words='three'}}}}",
        2,
        "'length': least_words: Expected `int`, got `str`",
    ),
    ("stage.filters.settings={{duplicate={{near=1}}}}", 2, "the filter 'duplicate' takes "),
    ("stage.pairs.languages=['en','quenya']", 2, "stage[9] pairs.languages: there is no language 'quenya'"),
    ("stage.entities.review='nowhere.toml'", 3, "nowhere.toml: the review file of the stage `entities`"),
    ("stage.entities.authority='{folder}/wrong.toml'", 2, "wrong.toml: not a TOML file"),
    ("stage.repeated-lines.sites='nowhere.toml'", 2, "nowhere.toml: the file of site lines cannot be read"),
    ("stage.repeated-lines.sites='{folder}/wrong.toml'", 2, "wrong.toml: not TOML"),
    ("pipeline.created=last week", 2, "pipeline.created: the corpus's date 'last week' is not ISO 8601"),
    ("pipeline.languages=['en']", 2, "pipeline.languages: Expected `array` of length 2, got 1"),
    ("pipeline.languages=['en','en']", 2, "pipeline.languages: must be two different languages"),
    ("pipeline.languages=['tr','quenya']", 2, "pipeline.languages: there is no language 'quenya'"),
    (
        "pipeline.languages=['turkish','en']",
        2,
        "pipeline.languages: there is no language 'turkish'. Did you mean 'tr'?",
    ),
    (
        "pipeline.languages=['en-GB','ar']",
        2,
        "pipeline.languages: no text is told to be in 'en-GB'. Did you mean 'en'?",
    ),
    ("pipeline.languages=['pl','it']", 2, "pipeline.languages: neither 'pl' nor 'it' can be detected"),
    ("limits.max_failures=-1", 2, "limits.max_failures must be at least 0"),
    ("limits.shards='many'", 2, "limits.shards: Expected `int`, got `str`"),
    ("pipeline.name.first='x'", 2, "pipeline.name is no table"),
    ("input.paths=['nowhere']", 3, "nowhere: there is no such file or folder. Check `input.paths`"),
    ("input.paths=['in/*.html']", 3, "in/*.html: no file matches. Check `input.paths`"),
    ("input.paths=[]", 3, "there is no file to read. Check `input.paths`"),
]


@pytest.mark.parametrize(("setting", "code", "said"), WRONG, ids=[setting for setting, _, _ in WRONG])
def test_check_and_build_refuse_the_same_with_the_same_words(
    run, whole: Path, setting: str, code: int, said: str
) -> None:
    (whole.parent / "wrong.toml").write_text("= no TOML")
    setting = setting.format(folder=whole.parent)
    checked = run("check", whole, "--set", setting)
    assert said in checked.err and (checked.code, checked.out) == (code, "")
    assert said in checked.err.splitlines()[0]
    built = run("build", whole, "--set", setting, "--quiet")
    assert (built.code, built.err) == (checked.code, checked.err)
    assert not (whole.parent / "out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pipeline = 3", "pipeline: it is no table"),
        ("stage = 'names'", "stage: it is no list of tables. Write [[stage]]"),
        ("stage = ['names']", "stage[0]: it is no table"),
        ("output = ['out']", "output: it is no table"),
    ],
)
def test_a_value_where_a_table_should_be_is_named(run, whole: Path, text: str, said: str) -> None:
    key = text.split()[0]
    kept = [part for part in whole.read_text("utf-8").split("\n[") if not part.lstrip("[").startswith(f"{key}]")]
    whole.write_text(text + "\n" + "\n[".join(kept) if key != "pipeline" else text + "\n", "utf-8")
    ran = run("check", whole)
    assert ran.code == 2 and said in ran.err


@pytest.mark.parametrize(
    "setting",
    [
        "pipeline.languages=['en','pl']",
        "pipeline.languages=['ckb','en']",
        "pipeline.languages=['en','pt-BR']",
        "pipeline.created=2024-05-01T10:00:00+03:00",
        "pipeline.created=2024-05-01",
        "stage.parallel.least=0",
        "stage.filters.settings={length={least_words=1},copy={most=1},duplicate={similarity=0.8}}",
        "stage.comparable.days=0",
        "stage.translation.beam-size=1",
        "stage.languages.candidates=[]",
    ],
)
def test_check_lets_pass_what_can_be_meant(run, whole: Path, setting: str) -> None:
    assert run("check", whole, "--set", setting).code == 0


def test_check_takes_other_inputs_as_build_does(run, whole: Path) -> None:
    (whole.parent / "in" / "a.txt").rename(whole.parent / "b.txt")
    ran = run("check", whole)
    assert ran.code == 3 and "there is no file to read" in ran.err
    assert run("check", whole, "--input", whole.parent / "b.txt").code == 0
    assert run("check", whole, "--input", whole.parent / "c.txt").code == 3
