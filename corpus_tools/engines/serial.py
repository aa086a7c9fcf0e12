"""The engine that runs everything in this process, one item after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class _Work(Protocol):
    def open(self) -> AbstractContextManager[Callable[[Any], Any]]: ...


class Serial:
    """Runs the items in order, in this process."""

    def map(self, work: _Work, items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield `(index, result)` for each item. The work is opened only where there is an item."""
        if not items:
            return
        with work.open() as function:
            for index, item in enumerate(items):
                yield index, function(item)
