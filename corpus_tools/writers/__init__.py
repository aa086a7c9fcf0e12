"""Corpora onto disk: one file per format, each a writer that streams documents and is committed as a whole.

To add a format: write its file here with a writer as `writer.py` describes, and add its line to `FORMATS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus_tools.errors import ConfigError
from corpus_tools.records import Document
from corpus_tools.writers.writer import DocumentWriter, OutputFile, WriteOptions, Written

__all__ = ["FORMATS", "CorpusWriters", "OutputFile", "WriteOptions", "Written", "open_writers", "write_documents"]

# The name of a format -> its module, its writer, and the ending of its (main) file.
FORMATS = {
    "jsonl": ("jsonl", "JsonlWriter", ".jsonl"),
    "tmx": ("tmx", "TmxWriter", ".tmx"),
    "moses": ("moses", "MosesWriter", ".ids"),
    "parquet": ("parquet", "ParquetWriter", ".parquet"),
    "tsv": ("tsv", "TsvWriter", ".tsv"),
    "xliff": ("xliff", "XliffWriter", ".xlf"),
    "xces": ("xces", "XcesWriter", ".xces.xml"),
    "card": ("card", "CardWriter", ".README.md"),
    "rejects": ("rejects", "RejectsWriter", ".rejects.jsonl"),
}


class CorpusWriters:
    """Several writers that are fed together. `written` lists the files once they are committed."""

    def __init__(self, writers: Sequence[DocumentWriter]) -> None:
        self._writers = writers
        self.written: tuple[Written, ...] = ()

    def write(self, document: Document) -> None:
        """Hand a document to every writer."""
        for writer in self._writers:
            writer.write(document)

    def set_aside(self, document: Document) -> None:
        """Hand a document that failed to the writers that keep such."""
        for writer in self._writers:
            writer.set_aside(document)


@contextmanager
def open_writers(formats: Iterable[str], stem: Path, options: WriteOptions) -> Iterator[CorpusWriters]:
    """Open a writer per format, all files named `stem` plus an ending.

    Everything is written aside; when the block ends well all files are renamed into place, when it raises none is.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    writers = [_writer(name, stem, options) for name in formats]
    corpus = CorpusWriters(writers)
    try:
        yield corpus
        files = [file for writer in writers for file in writer.finish()]
    except BaseException:
        for writer in writers:
            writer.discard()
        raise
    corpus.written = tuple(file.commit() for file in files)


def write_documents(
    documents: Iterable[Document],
    path: str | Path,
    *,
    format: str | None = None,
    options: WriteOptions | None = None,
) -> tuple[Written, ...]:
    """Write documents to `path` in `format` (default: by the path's ending), atomically, and say what was written.

    Formats of several files (moses) take the path without its ending as the stem. Raises ConfigError for an
    unknown format.
    """
    path = Path(path)
    name = format or _format_of(path)
    if name not in FORMATS:
        raise ConfigError(f"there is no format {name!r}", remedy=f"one of: {', '.join(FORMATS)}")
    ending = FORMATS[name][2]
    stem = path.with_name(path.name.removesuffix(ending))
    with open_writers((name,), stem, options or WriteOptions()) as writers:
        for document in documents:
            writers.write(document)
    return writers.written


def _format_of(path: Path) -> str:
    endings = sorted(((ending, name) for name, (_, _, ending) in FORMATS.items()), key=lambda item: -len(item[0]))
    for ending, name in endings:
        if path.name.endswith(ending):
            return name
    raise ConfigError(f"the ending of {path.name!r} names no format", remedy=f"give one of: {', '.join(FORMATS)}")


def _writer(name: str, stem: Path, options: WriteOptions) -> DocumentWriter:
    module, kind, _ = FORMATS[name]
    writer: DocumentWriter = getattr(importlib.import_module(f"corpus_tools.writers.{module}"), kind)(stem, options)
    return writer
