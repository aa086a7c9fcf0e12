"""`make corpus`, as the README gives it, with the environment that the tests run in instead of a fresh one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from seeds_build import ROOT


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `corpus-tools` in it, in place of .venv/bin."""
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = tmp_path / "bin" / "corpus-tools"
    command.parent.mkdir()
    command.write_text(f"#!{sys.executable}\nfrom corpus_tools.cli import run\nrun()\n")
    command.chmod(0o755)
    return command.parent


def test_make_corpus_builds_another_folder_into_another_and_then_says_it_is_up_to_date(
    programs: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for source in ROOT.glob("examples/*.txt"):
        (folder / source.name).write_bytes(source.read_bytes())
    # `-o setup`: the environment is there.
    arguments = ["make", "-o", "setup", "corpus", f"BIN={programs}", f"INPUT={folder}", f"OUT={tmp_path}/out/news"]
    first = subprocess.run(arguments, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert first.returncode == 0, first.stderr
    assert "documents          2" in first.stderr and "corpus.tmx" in first.stderr
    assert (tmp_path / "out/news/corpus.ar").stat().st_size
    second = subprocess.run(arguments, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert second.returncode == 0 and "Everything is up to date" in second.stderr


def test_make_alone_shows_the_help() -> None:
    ran = subprocess.run(["make"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0
    for target in ("setup", "corpus", "test", "bench", "lint", "clean"):
        assert f"make {target} " in ran.stdout
