"""Finished corpora back in: JSONL with all layers, TMX, XLIFF, Moses, TSV and Parquet, as documents with pairs.

The pair formats hold no raw text: their documents have an empty `raw`, and pairs alone.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from corpus_tools.errors import InputError
from corpus_tools.readers.pairs import FoundPair, opened
from corpus_tools.records import Document, Metadata, Provenance
from corpus_tools.records.codec import decode_document

_Reader = Callable[[Path, tuple[str, str]], Iterator[FoundPair]]

# The name of a format -> the module and function that read it, and the ending of its (main) file.
READABLE = {
    "jsonl": ("", "", ".jsonl"),
    "tmx": ("pairs_in_xml", "read_tmx", ".tmx"),
    "xliff": ("pairs_in_xml", "read_xliff", ".xlf"),
    "moses": ("pairs_in_lines", "read_moses", ".ids"),
    "tsv": ("pairs_in_lines", "read_tsv", ".tsv"),
    "parquet": ("pairs_in_parquet", "read_parquet", ".parquet"),
}


def read_corpus(path: str | Path, *, format: str | None = None, languages: tuple[str, str]) -> Iterator[Document]:
    """Yield the documents of a corpus file, in its order. `format` is told by the ending where it is not given.

    Moses is named by its `.ids` file or its stem. Consecutive pairs of one document become one Document. Raises
    InputError with the file and the place for what cannot be read, and for a file of pairs that has none between
    the two `languages`.
    """
    path = Path(path)
    name = format or _format_of(path)
    if name not in READABLE:
        raise InputError(
            f"cannot read the format {name!r}", where=str(path), remedy=f"give one of: {', '.join(READABLE)}"
        )
    if name == "jsonl":
        yield from _jsonl(path)
        return
    module, function, _ = READABLE[name]
    read: _Reader = getattr(importlib.import_module(f"corpus_tools.readers.{module}"), function)
    for (document, url), group in groupby(read(path, languages), key=lambda found: (found.document, found.url)):
        yield Document(
            id=document,
            raw="",
            provenance=Provenance(source=document, media_type=f"corpus/{name}"),
            metadata=Metadata(url=url),
            pairs=tuple(found.pair for found in group),
        )


def _format_of(path: Path) -> str:
    for name, (_, _, ending) in READABLE.items():
        if path.name.endswith(ending):
            return name
    return "xliff" if path.suffix == ".xliff" else "moses"


def _jsonl(path: Path) -> Iterator[Document]:
    with opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                yield decode_document(line)
            except InputError as error:
                raise InputError(error.message, where=f"{path}, line {number}", remedy=error.remedy) from error
