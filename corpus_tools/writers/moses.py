"""Moses: two plain text files with a sentence a line, and a third with where each pair came from."""

from __future__ import annotations

import re
from pathlib import Path

from corpus_tools.records import Document
from corpus_tools.writers.writer import OutputFile, WriteOptions

# Every character (or CRLF) at which str.splitlines breaks.
_LINE_BREAKS = re.compile("\r\n|[\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Replace every line break, as `str.splitlines` knows them, by a space."""
    return _LINE_BREAKS.sub(" ", text)


class MosesWriter:
    """Writes `STEM.<first>`, `STEM.<second>` and `STEM.ids`: equal line counts, LF, UTF-8 without BOM."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._languages = options.languages
        self._files = {end: OutputFile(stem.with_name(f"{stem.name}.{end}")) for end in (*options.languages, "ids")}

    def write(self, document: Document) -> None:
        for pair in document.pairs:
            sides = {pair.source_language: pair.source, pair.target_language: pair.target}
            if not pair.kept or set(sides) != set(self._languages):
                continue
            for language in self._languages:
                self._line(language, one_line(sides[language]))
            self._line("ids", f"{pair.id}\t{pair.kind}\t{pair.source_language}")

    def _line(self, end: str, text: str) -> None:
        self._files[end].write(text.encode("utf-8", "replace") + b"\n")

    def set_aside(self, document: Document) -> None:
        """A failed document has no pairs."""

    def finish(self) -> list[OutputFile]:
        return list(self._files.values())

    def discard(self) -> None:
        for file in self._files.values():
            file.discard()
