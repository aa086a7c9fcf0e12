"""Parquet with the `translation` struct that the `datasets` library reads as a translation feature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus_tools.records import Document
from corpus_tools.writers.rows import rows
from corpus_tools.writers.writer import OutputFile, WriteOptions

ROW_GROUP = 10_000


class ParquetWriter:
    """Writes `STEM.parquet`: an explicit schema, zstd, row groups of 10,000 pairs."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        import pyarrow
        import pyarrow.parquet

        self._options = options
        self._file = OutputFile(stem.with_name(stem.name + ".parquet"))
        text = pyarrow.string()
        self._schema = pyarrow.schema(
            [
                pyarrow.field("id", text, nullable=False),
                pyarrow.field("translation", pyarrow.struct([(language, text) for language in options.languages])),
                ("document", text),
                ("kind", text),
                ("source_language", text),
                ("score", pyarrow.float64()),
                ("model", text),
                ("origin", text),
                ("flags", pyarrow.list_(text)),
                ("tier", text),
                ("evidence", pyarrow.list_(text)),
                ("source_segments", pyarrow.list_(text)),
                ("target_segments", pyarrow.list_(text)),
                ("url", text),
            ]
        )
        self._table = pyarrow.Table
        self._writer = pyarrow.parquet.ParquetWriter(str(self._file.aside), self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, document: Document) -> None:
        for row in rows(document, self._options):
            pair = row.pair
            self._rows.append(
                {
                    "id": pair.id,
                    "translation": {
                        language: text.encode("utf-8", "replace").decode("utf-8")
                        for language, text in zip(self._options.languages, (row.first, row.second), strict=True)
                    },
                    "document": document.id,
                    "kind": pair.kind,
                    "source_language": pair.source_language,
                    "score": pair.score,
                    "model": pair.model,
                    "origin": pair.origin,
                    "flags": list(pair.flags),
                    "tier": pair.tier,
                    "evidence": list(pair.evidence),
                    "source_segments": list(pair.source_segments),
                    "target_segments": list(pair.target_segments),
                    "url": document.metadata.url,
                }
            )
            if len(self._rows) >= ROW_GROUP:
                self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._table.from_pylist(self._rows, schema=self._schema))
            self._file.lines += len(self._rows)
            self._rows = []

    def set_aside(self, document: Document) -> None:
        """A failed document has no pairs."""

    def finish(self) -> list[OutputFile]:
        self._flush()
        self._writer.close()
        return [self._file]

    def discard(self) -> None:
        self._writer.close()
        self._file.discard()
