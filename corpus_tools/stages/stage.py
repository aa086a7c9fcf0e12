"""What a stage is. A stage is frozen data; what it needs to run lives only inside `open()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar, runtime_checkable

from corpus_tools.records import Document

Work = Callable[[Sequence[Document]], list[Document]]
Summary = TypeVar("Summary")
Table = TypeVar("Table")


@runtime_checkable
class Stage(Protocol):
    """`Document → Document`, one for one, in order. A frozen dataclass: its fields are its configuration.

    `version` is bumped whenever the output changes. `needs` and `adds` name layers and are checked before a run.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    needs: ClassVar[tuple[str, ...]]
    adds: ClassVar[tuple[str, ...]]

    def models(self, models_dir: Path | None) -> tuple[str, ...]:
        """Return the fingerprints of every model that can change this stage's result."""
        ...

    def open(self, models_dir: Path | None) -> AbstractContextManager[Work]:
        """Load what the work needs, once per worker, and hand out the work."""
        ...


@runtime_checkable
class GlobalStage(Protocol[Summary, Table]):
    """A barrier: summaries of all documents are combined into one table, which is applied to each.

    `combine` must not depend on the order of the summaries; ties are broken by id. Summaries and tables are
    encoded by the codec, so they are records or plain values.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    needs: ClassVar[tuple[str, ...]]
    adds: ClassVar[tuple[str, ...]]
    summary_type: ClassVar[type]
    table_type: ClassVar[type]

    def models(self, models_dir: Path | None) -> tuple[str, ...]: ...

    def summarise(self, document: Document) -> Summary: ...

    def combine(self, summaries: Iterable[Summary]) -> Table: ...

    def apply(self, document: Document, table: Table) -> Document: ...
