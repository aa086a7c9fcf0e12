"""What a stage is. A stage is frozen data; what it needs to run lives only inside `open()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from corpus_tools.records import Document

Work = Callable[[Sequence[Document]], list[Document]]


def _no_tally(what: str, count: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where a run finds its models and keeps its translation memory. Nothing here may change a result.

    `models_dir` and `stanza_dir`: None means the places that the model store looks in. `memory`: the file of the
    translation memory, None for a run without one. `tally(what, count)` hears of work done, for the terminal only.
    """

    models_dir: Path | None = None
    stanza_dir: Path | None = None
    memory: Path | None = None
    tally: Callable[[str, int], None] = _no_tally


class Stage(Protocol):
    """`Document → Document`, one for one, in order. A frozen dataclass: its fields are its configuration.

    `version` is bumped whenever the output changes. `needs` and `adds` name layers and are checked before a run.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    needs: ClassVar[tuple[str, ...]]
    adds: ClassVar[tuple[str, ...]]

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        """Return the fingerprints of every model and data file that can change this stage's result."""
        ...

    def open(self, workspace: Workspace) -> AbstractContextManager[Work]:
        """Load what the work needs, once per worker, and hand out the work."""
        ...


class GlobalStage(Protocol):
    """A barrier: the summaries of all documents are combined into one table, which is applied to each.

    `combine` does not depend on the order of the summaries; ties are broken by id. `summary_type` and `table_type`
    are what the codec decodes stored ones into. `summary_options` names the options that `summarise` looks at: where
    another one changes, the stored summaries are combined anew.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    needs: ClassVar[tuple[str, ...]]
    adds: ClassVar[tuple[str, ...]]
    summary_type: ClassVar[Any]
    table_type: ClassVar[Any]
    summary_options: ClassVar[tuple[str, ...]]

    def models(self, workspace: Workspace) -> tuple[str, ...]: ...

    def summarise(self, document: Document) -> Any: ...

    def combine(self, summaries: Iterable[Any]) -> Any: ...

    def part(self, table: Any, summaries: Sequence[Any]) -> Any:
        """Return the part of `table` that decides about the documents of `summaries`, itself a table.

        A shard is built anew only when its own part changes, so that one edited article does not rebuild them all.
        """
        ...

    def apply(self, document: Document, table: Any) -> Document: ...
