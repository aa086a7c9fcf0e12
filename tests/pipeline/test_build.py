"""Laws of the build, on small stages: the same bytes whatever the way, no work done twice, nothing lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from toy import Frequent, toy

from corpus_tools.errors import FailureBudgetError, InputError
from corpus_tools.pipeline.build import build
from corpus_tools.pipeline.preview import preview


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    choose = random.Random(7)
    for number in range(12):
        words = choose.choices(["one", "two", "three", "four", "five"], k=20)
        (folder / f"{number:02}.txt").write_text(" ".join(words) + f"\nnumber {number}\n", encoding="utf-8")
    return folder


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "log"
    monkeypatch.setenv("TOY_LOG", str(path))
    return path


def outputs(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir()) if path.name != "run.log"}


def worked_on(log: Path) -> list[str]:
    names = log.read_text().split() if log.exists() else []
    log.unlink(missing_ok=True)
    return sorted(names)


def test_one_shard_or_seven_one_worker_or_two_give_the_same_bytes(articles: Path, tmp_path: Path) -> None:
    build(toy(articles, shards=1), output=tmp_path / "a" / "out")
    build(toy(articles, shards=7), output=tmp_path / "b" / "out")
    build(toy(articles, shards=7), output=tmp_path / "c" / "out", workers=2)
    first = outputs(tmp_path / "a" / "out")
    assert len(first) == 6 and first["corpus.en"].count(b"\n") == 12 * 22
    assert outputs(tmp_path / "b" / "out") == first
    assert outputs(tmp_path / "c" / "out") == first


def test_a_second_run_does_nothing(articles: Path, tmp_path: Path, log: Path) -> None:
    assert not build(toy(articles), output=tmp_path / "out").up_to_date
    assert len(worked_on(log)) == 12
    again = build(toy(articles), output=tmp_path / "out")
    assert again.up_to_date and worked_on(log) == []
    assert again.manifest["counts"]["documents"] == 12


def test_an_edited_article_rebuilds_its_own_shard_only(articles: Path, tmp_path: Path, log: Path) -> None:
    build(toy(articles, shards=64), output=tmp_path / "out")
    worked_on(log)
    (articles / "03.txt").write_text("six six six", encoding="utf-8")
    assert preview(toy(articles, shards=64), output=tmp_path / "out").reasons == ("input 03.txt changed",)
    build(toy(articles, shards=64), output=tmp_path / "out")
    assert "03.txt" in (done := worked_on(log)) and len(done) < 4
    build(toy(articles), output=tmp_path / "other" / "out")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "other" / "out")


def test_a_changed_option_rebuilds_everything(articles: Path, tmp_path: Path, log: Path) -> None:
    build(toy(articles), output=tmp_path / "out")
    worked_on(log)
    assert not build(toy(articles, suffix="!"), output=tmp_path / "out").up_to_date
    assert len(worked_on(log)) == 12


@pytest.mark.parametrize(("barrier", "gathered"), [(Frequent(least=9), False), (Frequent(ending="e"), True)])
def test_an_option_of_a_barrier_redoes_nothing_before_it(
    articles: Path, tmp_path: Path, log: Path, barrier: Frequent, gathered: bool
) -> None:
    build(toy(articles), output=tmp_path / "out")
    worked_on(log)
    shown = preview(toy(articles, barrier=barrier), output=tmp_path / "out")
    assert shown.reasons == ("stage frequent changed",) and not shown.up_to_date
    first, second = shown.passes
    assert (first.stored, first.pending, first.ungathered) == (shown.shards, 0, shown.shards if gathered else 0)
    assert second.stored == 0
    build(toy(articles, barrier=barrier), output=tmp_path / "out", workers=2)
    assert worked_on(log) == []
    assert preview(toy(articles, barrier=barrier), output=tmp_path / "out").up_to_date
    build(toy(articles, barrier=barrier), output=tmp_path / "other" / "out")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "other" / "out")
    worked_on(log)
    build(toy(articles), output=tmp_path / "out")
    assert worked_on(log) == []


def test_lost_summaries_are_gathered_again_from_the_stored_documents(articles: Path, tmp_path: Path, log: Path) -> None:
    build(toy(articles), output=tmp_path / "out")
    before = outputs(tmp_path / "out")
    worked_on(log)
    for path in (tmp_path / ".cache").glob("*/*.summaries"):
        path.unlink()
    shown = preview(toy(articles), output=tmp_path / "out")
    assert shown.passes[0].ungathered == shown.shards and not shown.up_to_date
    assert not build(toy(articles), output=tmp_path / "out").up_to_date
    assert worked_on(log) == [] and outputs(tmp_path / "out") == before
    assert build(toy(articles), output=tmp_path / "out").up_to_date


def test_fresh_computes_everything_anew(articles: Path, tmp_path: Path, log: Path) -> None:
    build(toy(articles), output=tmp_path / "out")
    before = outputs(tmp_path / "out")
    worked_on(log)
    build(toy(articles), output=tmp_path / "out", fresh=True)
    assert len(worked_on(log)) == 12 and outputs(tmp_path / "out") == before


def test_a_removed_output_is_written_again_without_new_work(articles: Path, tmp_path: Path, log: Path) -> None:
    build(toy(articles), output=tmp_path / "out")
    before = outputs(tmp_path / "out")
    worked_on(log)
    (tmp_path / "out" / "corpus.en").unlink()
    (tmp_path / "out" / "corpus.jsonl").write_text("damaged")
    shown = preview(toy(articles), output=tmp_path / "out")
    assert sorted(shown.outputs) == ["corpus.en is missing", "corpus.jsonl was altered"] and not shown.up_to_date
    build(toy(articles), output=tmp_path / "out")
    assert worked_on(log) == [] and outputs(tmp_path / "out") == before


def test_a_plan_says_what_of_the_outputs_a_build_would_write(articles: Path, tmp_path: Path) -> None:
    def says(**options: Any) -> tuple[str, ...]:
        shown = preview(toy(articles, **options), output=tmp_path / "out")
        result = build(toy(articles, **options), output=tmp_path / "out")
        assert shown.up_to_date is result.up_to_date
        return shown.outputs

    assert says() == ()  # shards are pending
    assert says() == ()  # nothing is
    (tmp_path / "out" / "manifest.json").write_text("{}")
    assert says() == ("manifest.json was altered",)
    (tmp_path / "out" / "manifest.json").unlink()
    assert says() == ("manifest.json is missing",)
    (tmp_path / "out" / "corpus.ids").unlink()
    (tmp_path / "out" / "corpus.ids").mkdir()
    assert preview(toy(articles), output=tmp_path / "out").outputs == ("corpus.ids cannot be read (Is a directory)",)
    (tmp_path / "out" / "corpus.ids").rmdir()
    assert says() == ("corpus.ids is missing",)
    assert says(formats=("jsonl", "tmx")) == ("the outputs were written of other documents or settings",)
    next((tmp_path / ".cache").glob("done-*")).unlink()
    assert says(formats=("jsonl", "tmx")) == ("the outputs have not been written",)
    assert says(formats=("jsonl", "tmx")) == ()


def test_a_document_that_fails_is_set_aside_and_the_others_go_on(articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_text("a POISON b", encoding="utf-8")
    with pytest.raises(FailureBudgetError, match=r"1 documents failed, 0 may .*bad\.txt in words: bad\.txt: poisoned"):
        build(toy(articles), output=tmp_path / "out")
    result = build(toy(articles), output=tmp_path / "out", max_failures=1)
    assert result.manifest["counts"]["documents"] == 13
    assert [failure[0] for failure in result.failures] == ["bad.txt"]
    corpus = [json.loads(line)["id"] for line in (tmp_path / "out" / "corpus.jsonl").read_bytes().splitlines()]
    assert "bad.txt" not in corpus and len(corpus) == 12
    (reject,) = [json.loads(line) for line in (tmp_path / "out" / "corpus.rejects.jsonl").read_bytes().splitlines()]
    assert reject["text"] == "a POISON b" and reject["rule"] == "failed" and "poisoned" in reject["reason"]


def test_a_failure_in_a_batch_costs_no_other_document(articles: Path, tmp_path: Path) -> None:
    build(toy(articles, shards=1), output=tmp_path / "a" / "out")
    (articles / "bad.txt").write_text("POISON", encoding="utf-8")
    build(toy(articles, shards=1), output=tmp_path / "b" / "out", max_failures=1)
    assert (tmp_path / "a/out/corpus.jsonl").read_bytes() == (tmp_path / "b/out/corpus.jsonl").read_bytes()


def test_a_document_with_the_id_of_another_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text('{"id": "x", "text": "one"}\n{"id": "x", "text": "two"}\nno json\n')
    result = build(toy(tmp_path / "in"), output=tmp_path / "out", max_failures=2)
    assert result.manifest["counts"]["documents"] == 3
    assert [failure[0] for failure in result.failures] == ["a.jsonl#x (again, document 2)", "a.jsonl, line 3"]
    assert b'"raw":"one"' in (tmp_path / "out" / "corpus.jsonl").read_bytes()


def test_no_input_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError):
        build(toy(tmp_path / "empty"), output=tmp_path / "out")


def test_until_writes_what_is_there_after_a_stage(articles: Path, tmp_path: Path) -> None:
    result = build(toy(articles), output=tmp_path / "out", until="words")
    assert json.loads(result.manifest_path.read_bytes()) == result.manifest
    assert [path.name for path in result.outputs] == ["until-words.jsonl"]
    line = json.loads((tmp_path / "out" / "until-words.jsonl").read_bytes().splitlines()[0])
    assert line["segments"] and not line["pairs"]


_SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from toy import toy
from corpus_tools.pipeline.build import build
if __name__ == "__main__":
    build(toy(Path(sys.argv[2]), shards=64), output=sys.argv[3], workers=int(sys.argv[4]))
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_and_run_again_gives_the_same_bytes_and_redoes_only_what_was_in_flight(
    articles: Path, tmp_path: Path, log: Path, workers: int
) -> None:
    """`kill -9` of the process that works on one shard: the run ends, the next one goes on."""
    (articles / "05.txt").write_text("KILL me", encoding="utf-8")
    build(toy(articles), output=tmp_path / "undisturbed" / "out")
    worked_on(log)
    environment = {**os.environ, "TOY_KILL": "KILL", "TOY_KILLED": str(tmp_path / "killed"), "PYTHONHASHSEED": "1"}
    arguments = [sys.executable, "-c", _SCRIPT, str(Path(__file__).parent), str(articles), str(tmp_path / "k" / "out")]
    first = subprocess.run([*arguments, str(workers)], env=environment, capture_output=True, check=False)
    assert first.returncode != 0 and not (tmp_path / "k" / "out" / "manifest.json").exists()
    before = worked_on(log)
    assert "05.txt" in before
    second = subprocess.run([*arguments, str(workers)], env=environment, capture_output=True, check=True)
    assert second.returncode == 0
    after = worked_on(log)
    assert "05.txt" in after and len(before) + len(after) <= 12 + 2 * workers
    assert outputs(tmp_path / "k" / "out") == outputs(tmp_path / "undisturbed" / "out")
