"""Repair of the text: minimal edits, each with its rule, in raw coordinates."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.records import Document
from corpus_tools.stages.stage import Work, Workspace
from corpus_tools.text.repair import repair_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Mends mojibake, stray control characters and presentation forms; the only stage that edits text."""

    name: ClassVar[str] = "repair"
    version: ClassVar[int] = 3
    needs: ClassVar[tuple[str, ...]] = ("raw",)
    adds: ClassVar[tuple[str, ...]] = ("text",)

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        yield self._work

    def _work(self, documents: Sequence[Document]) -> list[Document]:
        repaired = []
        for document in documents:
            text, edits = repair_text(document.raw)
            repaired.append(dataclasses.replace(document, text=text, edits=edits))
        return repaired
