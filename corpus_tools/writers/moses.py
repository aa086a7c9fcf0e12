"""Moses: two plain text files with a sentence a line, and a third with where each pair came from."""

from __future__ import annotations

import re
from pathlib import Path

from corpus_tools.records import Document
from corpus_tools.writers.rows import Row, rows
from corpus_tools.writers.writer import OutputFile, WriteOptions

# Every character (or CRLF) at which str.splitlines breaks.
_LINE_BREAKS = re.compile("\r\n|[\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Replace every line break, as `str.splitlines` knows them, by a space."""
    return _LINE_BREAKS.sub(" ", text)


def _about(row: Row) -> tuple[str, ...]:
    """Return what `.ids` says of a pair: id, kind, source language, document, score, model, origin, tier, flags."""
    pair = row.pair
    score = "" if pair.score is None else f"{pair.score:.4f}"
    return (
        pair.id,
        pair.kind,
        pair.source_language,
        row.document.id,
        score,
        pair.model or "",
        pair.origin or "",
        pair.tier or "",
        " ".join(pair.flags),
    )


class MosesWriter:
    """Writes `STEM.<first>`, `STEM.<second>` and `STEM.ids`: equal line counts, LF, UTF-8 without BOM."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._options = options
        self._files = {end: OutputFile(stem.with_name(f"{stem.name}.{end}")) for end in (*options.languages, "ids")}

    def write(self, document: Document) -> None:
        for row in rows(document, self._options):
            for language, text in zip(self._options.languages, (row.first, row.second), strict=True):
                self._line(language, one_line(text))
            self._line("ids", "\t".join(one_line(cell).replace("\t", " ") for cell in _about(row)))

    def _line(self, end: str, text: str) -> None:
        self._files[end].write(text.encode("utf-8", "replace") + b"\n")

    def set_aside(self, document: Document) -> None:
        """A failed document has no pairs."""

    def finish(self) -> list[OutputFile]:
        return list(self._files.values())

    def discard(self) -> None:
        for file in self._files.values():
            file.discard()
