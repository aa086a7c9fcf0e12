"""TMX 1.4 (LISA OSCAR, 2005): translation units for the tools of translators, streamed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from corpus_tools.errors import ConfigError
from corpus_tools.records import Document
from corpus_tools.version import __version__
from corpus_tools.writers.rows import Row, rows
from corpus_tools.writers.writer import OutputFile, WriteOptions
from corpus_tools.writers.xml import xml_text


class TmxWriter:
    """Writes `STEM.tmx`. `tuid` follows from the content, `creationdate` is the corpus's configured date.

    In a header, `note` and `prop` come before everything else, in a unit before its `tuv`, as the DTD asks. How many
    characters XML cannot hold were left out stands in a comment at the end.
    """

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._options = options
        self._date = tmx_date(options.created)
        self._removed = 0
        self._seen: dict[str, int] = {}
        self._file = OutputFile(stem.with_name(stem.name + ".tmx"))
        self._put(
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
            f'  <header creationtool="corpus-tools" creationtoolversion="{__version__}" segtype="sentence" '
            f'o-tmf="corpus-tools" adminlang="en" srclang="{options.languages[0]}" datatype="plaintext" '
            f'o-encoding="UTF-8" creationdate="{self._date}">\n'
            f'    <prop type="corpus">{self._text(options.title)}</prop>\n  </header>\n  <body>\n'
        )

    def write(self, document: Document) -> None:
        for row in rows(document, self._options):
            self._file.write(self._unit(row).encode("utf-8"))

    def _unit(self, row: Row) -> str:
        key = row.key
        number = self._seen.get(key, 0)
        self._seen[key] = number + 1
        tuid = f"{key}-{number}" if number else key
        pair = row.pair
        known = {"document": row.document.id, "pair": pair.id, "kind": pair.kind, "model": pair.model}
        if row.document.metadata.url:
            known["url"] = row.document.metadata.url
        if pair.score is not None:
            known["score"] = f"{pair.score:.4f}"
        if pair.flags:
            known["flags"] = " ".join(pair.flags)
        if pair.origin:
            known["origin"] = pair.origin
        if pair.tier:
            known["tier"] = pair.tier
        several = {
            "evidence": pair.evidence,
            "source-segment": pair.source_segments,
            "target-segment": pair.target_segments,
        }
        props = [*known.items(), *((name, value) for name, values in several.items() for value in values)]
        lines = [f'    <tu tuid="{tuid}" srclang="{pair.source_language}" creationdate="{self._date}">']
        lines += [f'      <prop type="x-{name}">{self._text(value)}</prop>' for name, value in props if value]
        for language, text in zip(self._options.languages, (row.first, row.second), strict=True):
            lines.append(f'      <tuv xml:lang="{language}"><seg>{self._text(text)}</seg></tuv>')
        return "\n".join([*lines, "    </tu>\n"])

    def _text(self, text: str) -> str:
        escaped, removed = xml_text(text)
        self._removed += removed
        return escaped

    def _put(self, text: str) -> None:
        self._file.write(text.encode("utf-8"), lines=0)

    def set_aside(self, document: Document) -> None:
        """A failed document has no pairs."""

    def finish(self) -> list[OutputFile]:
        self._put("  </body>\n")
        if self._removed:
            self._put(f"  <!-- left out, because XML cannot hold them: {self._removed} characters -->\n")
        self._put("</tmx>\n")
        return [self._file]

    def discard(self) -> None:
        self._file.discard()


def tmx_date(created: str) -> str:
    """Return an ISO 8601 date or time (UTC where it names no zone) as TMX writes it: YYYYMMDDThhmmssZ.

    Raises ConfigError for anything else.
    """
    try:
        moment = datetime.fromisoformat(created)
    except ValueError as error:
        raise ConfigError(
            f"the corpus's date {created!r} is not ISO 8601", remedy="e.g. 2024-01-01T00:00:00Z"
        ) from error
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return utc.strftime("%Y%m%dT%H%M%SZ")
