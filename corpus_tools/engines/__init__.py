"""Engines run work over items, here or in other processes; they know nothing of corpora.

`engine(workers)` gives the engine for a number of workers. Every engine has one method, `map(work, items)`, which
yields `(index, result)` as results come, in no promised order: whoever needs an order sorts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from corpus_tools.engines.processes import Processes
from corpus_tools.engines.serial import Serial

Item = TypeVar("Item")
Result = TypeVar("Result")

__all__ = ["Engine", "Processes", "Serial", "Work", "engine"]


class Work(Protocol):
    """Picklable. `open()` loads what the work needs, once per worker, and gives the function of one item."""

    def open(self) -> AbstractContextManager[Callable[[Any], Any]]: ...


class Engine(Protocol):
    def map(self, work: Work, items: Sequence[Any]) -> Iterator[tuple[int, Any]]: ...


def engine(workers: int) -> Engine:
    """Return the engine for `workers` >= 1: in this process for one, in spawned processes for more."""
    return Serial() if workers <= 1 else Processes(workers)
