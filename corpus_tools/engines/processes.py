"""The engine that runs the items in spawned processes, each opening the work once."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Protocol

from corpus_tools.errors import CorpusToolsError


class _Work(Protocol):
    def open(self) -> AbstractContextManager[Callable[[Any], Any]]: ...


class _Opened:
    """What a worker process has open, for as long as it lives."""

    function: Callable[[Any], Any] | None = None
    stack = ExitStack()


def _open(work: _Work) -> None:
    _Opened.function = _Opened.stack.enter_context(work.open())


def _run(item: Any) -> Any:
    if _Opened.function is None:
        raise RuntimeError("the worker has nothing open")
    return _Opened.function(item)


class Processes:
    """Runs the items in `workers` processes. Spawned, never forked: threads and models do not survive a fork."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def map(self, work: _Work, items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield `(index, result)` as they come. Raises CorpusToolsError where a worker process dies."""
        if not items:
            return
        workers = min(self.workers, len(items))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_open, initargs=(work,)) as pool:
            futures = {pool.submit(_run, item): index for index, item in enumerate(items)}
            try:
                for future in as_completed(futures):
                    yield futures[future], future.result()
            except BrokenProcessPool as error:
                raise CorpusToolsError(
                    "a worker process ended before its time (killed, or out of memory)",
                    remedy="run the same build again: finished shards are kept; fewer --workers need less memory",
                ) from error
            finally:
                for future in futures:
                    future.cancel()
