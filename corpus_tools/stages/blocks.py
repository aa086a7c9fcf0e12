"""Lines with their labels: content or boilerplate, and what they say of the article."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.records import Document
from corpus_tools.stages.stage import Work, Workspace
from corpus_tools.text.boilerplate import label_lines
from corpus_tools.text.cleaning import in_raw, lean_of
from corpus_tools.text.metadata import promote_metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Labels every line as content or boilerplate and takes headline, date, author, place and source from them."""

    name: ClassVar[str] = "blocks"
    version: ClassVar[int] = 7
    needs: ClassVar[tuple[str, ...]] = ("text",)
    adds: ClassVar[tuple[str, ...]] = ("blocks",)

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        yield self._work

    def _work(self, documents: Sequence[Document]) -> list[Document]:
        return [self._labelled(document) for document in documents]

    def _labelled(self, document: Document) -> Document:
        labelled = label_lines(document.text, language=document.metadata.language, lean=lean_of(document))
        blocks = in_raw(document.raw, labelled, document.id)
        metadata = promote_metadata(document.metadata, document.text.split("\n"), blocks)
        return dataclasses.replace(document, blocks=blocks, metadata=metadata)
