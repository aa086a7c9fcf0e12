"""Exit codes, streams and files: what a Makefile or a script may rely on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import corpus_tools.cli.detect
from corpus_tools.cli import COMMANDS

COMMAND = [sys.executable, "-c", "from corpus_tools.cli import run; run()"]
ROOT = Path(__file__).parents[2]


def test_a_missing_file_ends_with_3_and_names_it(run) -> None:
    ran = run("clean", "not/there.txt")
    assert ran.code == 3 and ran.out == ""
    assert ran.err == "error: not/there.txt: there is no such file or folder. Check the path.\n"


def test_an_empty_file_ends_with_3_and_says_what_to_do(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n")
    ran = run("clean", tmp_path / "a.txt")
    assert ran.code == 3 and "a.txt: the file is empty. Remove it" in ran.err


def test_two_documents_where_one_is_expected_end_with_3(run, tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n')
    ran = run("segment", tmp_path / "two.jsonl")
    assert ran.code == 3 and "holds 2 documents where one is expected" in ran.err


def test_a_wrong_line_of_jsonl_is_named(run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n{"text": \n')
    ran = run("names", tmp_path / "a.jsonl")
    assert ran.code == 3 and "a.jsonl, line 2: not JSON" in ran.err


@pytest.mark.parametrize("name", ["empty.txt", "below/empty.html", "bad.jsonl"])
def test_a_file_that_is_wrong_is_named_by_its_path_as_given(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path("one/good.txt"), Path("two") / name):
        path.parent.mkdir(parents=True, exist_ok=True)
    Path("one/good.txt").write_text("The minister spoke on Friday.\n")
    (Path("two") / name).write_text("{" if name.endswith("jsonl") else "<p></p>" if name.endswith("html") else "")
    for given in (f"two/{name}", "two", f"two/{'**' if '/' in name else ''}/*", f"{tmp_path}/two/{name}"):
        ran = run("names", "one/good.txt", given)
        shown = f"{tmp_path}/two/{name}" if given.startswith("/") else f"two/{name}"
        assert ran.code == 3 and ran.err.startswith((f"error: {shown}: ", f"error: {shown}, line 1: ")), ran.err


def test_a_wrong_pipeline_ends_with_2_and_names_the_place_and_the_nearest_right_name(run, tmp_path: Path) -> None:
    text = (ROOT / "pipelines/news-en-ar.toml").read_text("utf-8")
    (tmp_path / "p.toml").write_text(text.replace("beam-size = 4", "beam-sice = 4"), encoding="utf-8")
    ran = run("check", tmp_path / "p.toml")
    assert ran.code == 2
    assert "p.toml: unknown key" in ran.err and "translation.beam-sice" in ran.err and "'beam-size'" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claen"], "Did you mean 'clean'?"),
        (["clean", "--formt", "text"], "--format"),
        (["translate", "x.txt"], "--to"),
        (["clean", "--format", "html"], "'text', 'jsonl'"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_right(run, arguments: list[str], said: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2 and said in ran.err and ran.out == ""


def test_a_missing_model_ends_with_4(run) -> None:
    ran = run("translate", "-", "--from", "ckb", "--to", "he", stdin="سڵاو")
    assert ran.code == 4 and "ckb" in ran.err and ran.out == ""


def test_too_many_failures_end_with_5_after_the_outputs_are_written(run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("The minister spoke on Friday.\n")
    (folder / "empty.txt").write_text("")
    (tmp_path / "p.toml").write_text(
        '[pipeline]\nname = "p"\nlanguages = ["en", "ar"]\n[input]\npaths = ["in"]\n[output]\ndirectory = "out"\n'
        'formats = ["jsonl"]\n[[stage]]\nuse = "repair"\n[[stage]]\nuse = "blocks"\n'
    )
    ran = run("build", tmp_path / "p.toml", "--quiet")
    assert ran.code == 5 and "empty.txt" in ran.err and "--max-failures" in ran.err
    assert (tmp_path / "out" / "corpus.jsonl").read_text().count("\n") == 1
    assert run("build", tmp_path / "p.toml", "--quiet", "--max-failures", 1).code == 0


def test_an_error_of_our_own_ends_with_70_and_shows_where(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("of our own")

    monkeypatch.setattr(corpus_tools.cli.detect, "read_text", fail)
    ran = run("detect", "x")
    assert ran.code == 70 and "Traceback" in ran.err and "Please report it" in ran.err


def test_an_interrupt_ends_with_130(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus_tools.cli.detect, "read_text", interrupt)
    ran = run("detect", "x")
    assert ran.code == 130 and ran.err.strip() == "interrupted" and ran.out == ""


def test_output_goes_to_a_file_whole_and_nowhere_else(run, seeds: list[Path], tmp_path: Path) -> None:
    ran = run("clean", seeds[0], "-o", tmp_path / "a.txt")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "a.txt").read_text("utf-8") == run("clean", seeds[0]).out
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_failure_leaves_the_old_output_and_nothing_beside_it(run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    assert run("clean", tmp_path / "missing.txt", "-o", tmp_path / "a.txt").code == 3
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "old")]


def test_an_output_folder_that_is_not_there_ends_with_3(run, seeds: list[Path], tmp_path: Path) -> None:
    ran = run("clean", seeds[0], "-o", tmp_path / "no" / "a.txt")
    assert ran.code == 3 and "Make the folder first" in ran.err


def test_a_folder_where_the_output_should_be_ends_with_3_and_leaves_nothing(run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    ran = run("clean", "-o", tmp_path / "out", stdin="The minister spoke on Friday.\n")
    assert ran.code == 3 and "Is a directory" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_the_system_refuses_ends_with_1_and_no_traceback(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied", "somewhere")

    monkeypatch.setattr(corpus_tools.cli.detect, "read_text", refuse)
    ran = run("detect", "x")
    assert ran.code == 1 and ran.err.startswith("error: somewhere: Permission denied.")


def test_empty_standard_input_is_named(run) -> None:
    ran = run("clean", stdin="")
    assert ran.code == 3 and ran.err.startswith("error: standard input: it is empty. Name a file")


@pytest.mark.parametrize("arguments", [["--help"], ["segment", "-"], ["stages"]])
def test_a_reader_that_has_seen_enough_ends_it_quietly(arguments: list[str], tmp_path: Path) -> None:
    """`corpus-tools … | head -1`, with more output than a pipe holds."""
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        input=b"This is a sentence. " * 9000,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_control_c_stops_a_command_that_waits_for_input() -> None:
    process = subprocess.Popen(
        [*COMMAND, "clean", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A suite that runs in a shell's background is told to ignore the signal, and so would the command be.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin is not None
    process.stdin.write(b"x" * 200_000)  # returns once the command reads
    process.send_signal(signal.SIGINT)
    _, error = process.communicate()
    assert process.returncode == 130 and error.strip() == b"interrupted"


def test_every_command_stands_in_the_help(run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for name, (_, line) in COMMANDS.items():
        assert name in ran.out and line in ran.out
