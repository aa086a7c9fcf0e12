"""Starting is cheap: nothing heavy is imported before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus_tools.cli import COMMANDS

ROOT = Path(__file__).parents[2]
HEAVY = {
    *("torch", "stanza", "argostranslate", "ctranslate2", "sentencepiece", "numpy", "pyarrow", "trafilatura"),
    *("rich", "langdetect", "babel", "datasketch", "lxml", "ftfy", "charset_normalizer", "sqlite3"),
}


def imported(code: str) -> set[str]:
    """Return the top-level modules that are there after `code` has run in a fresh interpreter."""
    script = (
        f"import sys\n{code}\nimport json; print('\\n' + json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_import_corpus_tools_is_light() -> None:
    assert imported("import corpus_tools") & {*HEAVY, "click", "msgspec", "regex", "rapidfuzz"} == set()


def test_help_of_every_command_imports_nothing_heavy() -> None:
    # One interpreter for all: what none of them imports, each of them does not.
    code = f"from corpus_tools.cli import main\nfor name in {['', *COMMANDS]!r}:\n    main([*name.split(), '--help'])"
    assert imported(code) & HEAVY == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_command_gives_an_example(run, name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0 and ran.out.startswith(f"Usage: corpus-tools {name}")
    if name != "models":
        assert "Example:" in ran.out and f"corpus-tools {name}" in ran.out.split("Example:")[1]
