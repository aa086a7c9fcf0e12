"""Every example in the README and in docs/ is run, in the order of its file: commands by a shell, Python as it is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
# What an example may take for granted.
_GIVEN = {"filters.md": "pairs = ()\n"}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like the repository, where examples may write, with `corpus-tools` on the path."""
    for name in ("seeds", "pipelines", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    # The pipeline's paths start from its own folder: a copy, so that nothing is written into the repository.
    (tmp_path / "pipelines").unlink()
    (tmp_path / "pipelines").mkdir()
    shutil.copy(ROOT / "pipelines" / "news-en-ar.toml", tmp_path / "pipelines")
    programs = tmp_path / ".bin"
    programs.mkdir()
    command = programs / "corpus-tools"
    command.write_text(f"#!{sys.executable}\nfrom corpus_tools.cli import run\nrun()\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / ".data"))
    monkeypatch.delenv("MAKEFLAGS", raising=False)
    monkeypatch.delenv("MAKELEVEL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_runs_and_prints_what_the_page_shows(page: Path, checkout: Path) -> None:
    namespace: dict[str, object] = {"__name__": "example"}
    exec(_GIVEN.get(page.name, ""), namespace)
    for language, block in _BLOCK.findall(page.read_text("utf-8")):
        if language == "console":
            _run_commands(block)
        elif language == "python":
            exec(compile(block, f"{page.name}: example", "exec", dont_inherit=True), namespace)


def _run_commands(block: str) -> None:
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        ran = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=False)
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
        lines = ran.stdout.splitlines()
        for line in shown:
            assert line in lines, f"{command}: printed no line {line!r}, but:\n{ran.stdout}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in _LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_two_commands_of_the_readme_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.M))
    assert named == {"corpus", "test"} and named <= targets
