"""XLIFF 1.2 (OASIS, 2008): the pairs as translation units of one file per document, for translators to review."""

from __future__ import annotations

from pathlib import Path

from corpus_tools.records import Document
from corpus_tools.writers.rows import rows
from corpus_tools.writers.writer import OutputFile, WriteOptions
from corpus_tools.writers.xml import xml_text


class XliffWriter:
    """Writes `STEM.xlf`. A target with flags is `needs-review-translation`, any other machine translation too
    unless it is someone else's (`translated`)."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._options = options
        self._file = OutputFile(stem.with_name(stem.name + ".xlf"))
        head = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        self._file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n'.encode(), lines=0)

    def write(self, document: Document) -> None:
        units = list(rows(document, self._options))
        if not units:
            return
        first, second = self._options.languages
        name = xml_text(document.id)[0]
        lines = [
            f'  <file original="{name}" source-language="{first}" target-language="{second}" datatype="plaintext">',
            "    <body>",
        ]
        for row in units:
            state = "translated" if row.pair.kind == "parallel" else "needs-review-translation"
            qualifier = ' state-qualifier="leveraged-mt"' if row.pair.kind == "translated" else ""
            notes = [("kind", row.pair.kind), ("source-language", row.pair.source_language)]
            notes += [("flag", flag) for flag in row.pair.flags]
            lines += [
                f'      <trans-unit id="{xml_text(row.pair.id)[0]}">',
                f'        <source xml:lang="{first}">{xml_text(row.first)[0]}</source>',
                f'        <target xml:lang="{second}" state="{state}"{qualifier}>{xml_text(row.second)[0]}</target>',
                *[f'        <note from="{about}">{xml_text(text)[0]}</note>' for about, text in notes],
                "      </trans-unit>",
            ]
        lines += ["    </body>", "  </file>"]
        self._file.write(("\n".join(lines) + "\n").encode("utf-8"), lines=len(units))

    def set_aside(self, document: Document) -> None:
        """A failed document has no pairs."""

    def finish(self) -> list[OutputFile]:
        if not self._file.lines:
            # The schema asks for at least one file.
            first, second = self._options.languages
            ends = f'source-language="{first}" target-language="{second}"'
            self._file.write(f'  <file original="" {ends} datatype="plaintext"><body/></file>\n'.encode(), lines=0)
        self._file.write(b"</xliff>\n", lines=0)
        return [self._file]

    def discard(self) -> None:
        self._file.discard()
