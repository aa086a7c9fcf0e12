"""TSV with the column names of bitextor, so that its tools read it."""

from __future__ import annotations

import json
from pathlib import Path

from corpus_tools.records import Document
from corpus_tools.writers.moses import one_line
from corpus_tools.writers.rows import rows
from corpus_tools.writers.writer import OutputFile, WriteOptions

# The first five are bitextor's. Lists that may hold any text are JSON arrays.
COLUMNS = (
    *("src_url", "trg_url", "src_text", "trg_text", "aligner_score", "kind", "source_language", "pair_id", "flags"),
    *("document", "model", "origin", "tier", "evidence", "source_segments", "target_segments"),
)


def _array(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


class TsvWriter:
    """Writes `STEM.tsv`: a header, then a pair a line; tabs and line breaks inside a text become spaces."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._options = options
        self._file = OutputFile(stem.with_name(stem.name + ".tsv"))
        self._file.write(("\t".join(COLUMNS) + "\n").encode("ascii"), lines=0)

    def write(self, document: Document) -> None:
        url = document.metadata.url or document.id
        for row in rows(document, self._options):
            pair = row.pair
            score = "" if pair.score is None else f"{pair.score:.4f}"
            other = pair.target_segments[0].rpartition(".")[0] if pair.target_segments else url
            cells = (
                url,
                other,
                row.first,
                row.second,
                score,
                pair.kind,
                pair.source_language,
                pair.id,
                " ".join(pair.flags),
                document.id,
                pair.model or "",
                pair.origin or "",
                pair.tier or "",
                *(_array(values) for values in (pair.evidence, pair.source_segments, pair.target_segments)),
            )
            line = "\t".join(one_line(cell).replace("\t", " ") for cell in cells)
            self._file.write(line.encode("utf-8", "replace") + b"\n")

    def set_aside(self, document: Document) -> None:
        """A failed document has no pairs."""

    def finish(self) -> list[OutputFile]:
        return [self._file]

    def discard(self) -> None:
        self._file.discard()
