"""JSON Lines: each document with all its layers, one a line, offsets in code points of `raw`."""

from __future__ import annotations

from pathlib import Path

from corpus_tools.records import Document
from corpus_tools.records.codec import encode_document
from corpus_tools.writers.writer import OutputFile, WriteOptions


class JsonlWriter:
    """Writes `STEM.jsonl`."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._file = OutputFile(stem.with_name(stem.name + ".jsonl"))

    def write(self, document: Document) -> None:
        self._file.write(encode_document(document) + b"\n")

    def set_aside(self, document: Document) -> None:
        """A failed document is no part of the corpus: `rejects` keeps it."""

    def finish(self) -> list[OutputFile]:
        return [self._file]

    def discard(self) -> None:
        self._file.discard()
