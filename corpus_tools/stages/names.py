"""Names in the text: persons, places, organisations, each with the reason why it was found."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.names.mentions import find_document_mentions
from corpus_tools.records import Document
from corpus_tools.stages.stage import Work, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Finds mentions of names by titles and roles, capitals, and the gazetteer."""

    name: ClassVar[str] = "names"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("text", "blocks")
    adds: ClassVar[tuple[str, ...]] = ("mentions",)

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        yield self._work

    def _work(self, documents: Sequence[Document]) -> list[Document]:
        return [dataclasses.replace(document, mentions=find_document_mentions(document)) for document in documents]
