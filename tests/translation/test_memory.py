"""The memory gives back what was put in, under the same context only, to several processes at once."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from corpus_tools.errors import InputError
from corpus_tools.records import Translation
from corpus_tools.translation.memory import TranslationMemory


def made(text: str) -> Translation:
    return Translation(text=text, origin="model", model="m@1", score=-0.5, flags=("numbers",), evidence=("3 missing",))


def test_what_was_put_in_comes_back_for_its_own_context_only(tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "deep" / "memory.sqlite") as memory:
        memory.put({"a": made("ا"), "lone \ud800": made("ب")}, context="one")
        assert memory.get(["a", "lone \ud800", "b"], context="one") == {"a": made("ا"), "lone \ud800": made("ب")}
        assert memory.get(["a"], context="two") == {}
        assert len(memory) == 2


def test_it_is_there_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with TranslationMemory(path) as memory:
        memory.put({"a": made("ا")}, context="c")
    with TranslationMemory(path) as memory:
        assert memory.get(["a"], context="c") == {"a": made("ا")}


def write(path: Path, start: int) -> None:
    with TranslationMemory(path) as memory:
        for number in range(start, start + 30):
            memory.put({str(number): made(str(number))}, context="c")


def test_several_processes_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    workers = [multiprocessing.get_context("fork").Process(target=write, args=(path, 20 * n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with TranslationMemory(path) as memory:
        assert len(memory) == 70


def test_a_file_that_is_no_memory_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(InputError, match="Delete the file"):
        TranslationMemory(path).get(["a"], context="c")
