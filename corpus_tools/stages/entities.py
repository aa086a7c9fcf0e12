"""Entities across all documents: which mentions name the same person, place or organisation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from corpus_tools.errors import InputError
from corpus_tools.names.authority import read_authority
from corpus_tools.names.entities import (
    EntityTable,
    NameSummary,
    apply_entities,
    combine_names,
    part_entities,
    summarise_names,
)
from corpus_tools.names.review import read_review
from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace


def _digest(name: str, file: str, read: Callable[[Path], object]) -> str:
    """The digest of a user's file. Raises InputError where it cannot be read, ConfigError where it is wrong."""
    try:
        digest = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(
            f"the {name} file of the stage `entities` cannot be read: {error.strerror or error}",
            where=file,
            remedy="its path is relative to the current folder: correct it, or run the build from where it fits",
        ) from error
    read(Path(file))
    return digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    """Resolves names, first inside each document, then across them.

    `authority`: a file of the user's own (TOML), which wins over the one that ships; `review`: decisions about
    uncertain merges, as `corpus-tools review-names` writes them. Both relative to the current folder.
    """

    name: ClassVar[str] = "entities"
    version: ClassVar[int] = 5
    needs: ClassVar[tuple[str, ...]] = ("mentions",)
    adds: ClassVar[tuple[str, ...]] = ("entities",)
    summary_type: ClassVar[Any] = NameSummary
    table_type: ClassVar[Any] = EntityTable
    summary_options: ClassVar[tuple[str, ...]] = ()

    authority: str = ""
    review: str = ""

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        """Return the digests of the user's files: they are part of what decides. Raises where a file is wrong."""
        files: tuple[tuple[str, str, Callable[[Path], object]], ...] = (
            ("authority", self.authority, read_authority),
            ("review", self.review, read_review),
        )
        return tuple(_digest(name, file, read) for name, file, read in files if file)

    def summarise(self, document: Document) -> NameSummary:
        return summarise_names(document)

    def combine(self, summaries: Iterable[NameSummary]) -> EntityTable:
        return combine_names(
            summaries,
            authority=Path(self.authority) if self.authority else None,
            review=Path(self.review) if self.review else None,
        )

    def part(self, table: EntityTable, summaries: Sequence[NameSummary]) -> EntityTable:
        return part_entities(table, summaries)

    def apply(self, document: Document, table: EntityTable) -> Document:
        return apply_entities(document, table)
