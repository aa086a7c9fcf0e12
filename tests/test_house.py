"""The house: floors, registries and the public face, pinned so that nothing is added or lost by accident."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import corpus_tools
from corpus_tools.cli import COMMANDS
from corpus_tools.filters.registry import FILTERS
from corpus_tools.readers import ENDINGS
from corpus_tools.stages import STAGES, stage_type
from corpus_tools.writers import FORMATS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "corpus_tools"


def test_imports_go_down_the_floors_only() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_stages_are_these() -> None:
    assert list(STAGES) == [
        *("repair", "blocks", "repeated-lines", "languages", "sentences", "names", "translation", "entities"),
        *("name-survival", "pairs", "parallel", "comparable", "near-duplicates", "filters"),
    ]


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_is_frozen_data_with_a_name_a_version_and_layers(name: str) -> None:
    kind = stage_type(name)
    assert kind.name == name and kind.version >= 1 and kind.__doc__
    assert isinstance(kind.needs, tuple) and isinstance(kind.adds, tuple)
    assert kind.__dataclass_params__.frozen
    kind()  # every option has a default


def test_the_formats_are_these() -> None:
    assert list(FORMATS) == ["jsonl", "tmx", "moses", "parquet", "tsv", "xliff", "xces", "card", "rejects"]
    assert sorted(ENDINGS) == [".htm", ".html", ".jsonl", ".ndjson", ".xhtml"]


def test_the_filters_are_these() -> None:
    assert sorted(FILTERS) == [
        *("alignment_score", "copy", "duplicate", "glued_words", "language", "length", "length_ratio", "long_word"),
        *("markup", "numbers", "repetition", "script", "similarity", "terminal_punctuation", "title"),
        "translation_flags",
    ]


def test_every_room_has_its_file_for_each_command_stage_and_format() -> None:
    for room, files in (
        ("cli", (module for module, _ in COMMANDS.values())),
        ("stages", (module for module, _ in STAGES.values())),
        ("writers", (module for module, _, _ in FORMATS.values())),
    ):
        for name in files:
            assert (PACKAGE / room / f"{name}.py").is_file(), f"{room}/{name}.py"


@pytest.mark.parametrize("name", corpus_tools.__all__)
def test_each_public_name_is_there_and_says_what_it_promises(name: str) -> None:
    value = getattr(corpus_tools, name)
    assert name == "__version__" or inspect.getdoc(value)


def test_every_public_name_has_one_home() -> None:
    assert {*corpus_tools._HOMES, "__version__"} == set(corpus_tools.__all__)
    functions = {name for name in corpus_tools.__all__ if inspect.isfunction(getattr(corpus_tools, name))}
    for path in PACKAGE.rglob("*.py"):
        for name in re.findall(r"^def (\w+)\(", path.read_text("utf-8"), re.M):
            if name in functions:
                module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
                assert corpus_tools._HOMES[name] == module, f"{name} is defined again in {module}"


def test_every_public_function_is_documented() -> None:
    page = (ROOT / "docs" / "library.md").read_text("utf-8")
    assert [name for name in corpus_tools.__all__ if f"`{name}" not in page] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'detect_span'"):
        _ = corpus_tools.detect_span


def test_no_module_is_named_for_leftovers() -> None:
    names = {path.stem for path in PACKAGE.rglob("*.py")} | {path.name for path in PACKAGE.rglob("*") if path.is_dir()}
    assert names & {"utils", "util", "helpers", "common", "misc", "core"} == set()


def test_every_module_says_what_it_is() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        assert not text.strip() or text.lstrip().startswith('"""'), path
