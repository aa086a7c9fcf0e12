"""XCES cesAlign: links between the sentences of two documents, as OPUS keeps them."""

from __future__ import annotations

from pathlib import Path

from corpus_tools.records import Document
from corpus_tools.writers.rows import rows
from corpus_tools.writers.writer import OutputFile, WriteOptions
from corpus_tools.writers.xml import xml_text


class XcesWriter:
    """Writes `STEM.xces.xml`: a link group per pair of documents and kind of pair.

    `xtargets` are the ids of sentences (source;target). A translated pair has no sentence ids on its target side: its
    pair's id stands there.
    """

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._options = options
        self._file = OutputFile(stem.with_name(stem.name + ".xces.xml"))
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n'
        self._file.write(f'{head}<cesAlign version="1.0">\n'.encode(), lines=0)

    def write(self, document: Document) -> None:
        groups: dict[tuple[str, str, str], list[str]] = {}
        for row in rows(document, self._options):
            pair = row.pair
            target = pair.target_segments or (pair.id,)
            other = pair.target_segments[0].rpartition(".")[0] if pair.target_segments else document.id
            xtargets = f"{' '.join(pair.source_segments)};{' '.join(target)}"
            certainty = "" if pair.score is None else f' certainty="{pair.score:.4f}"'
            link = f'    <link id="{xml_text(pair.id)[0]}" xtargets="{xml_text(xtargets)[0]}"{certainty}/>'
            groups.setdefault((other, pair.kind, pair.target_language), []).append(link)
        for (other, kind, _), links in groups.items():
            ends = f'fromDoc="{xml_text(document.id)[0]}" toDoc="{xml_text(other)[0]}"'
            head = f'  <linkGrp targType="s" type="{kind}" {ends}>'
            self._file.write("\n".join([head, *links, "  </linkGrp>\n"]).encode("utf-8"), lines=len(links))

    def set_aside(self, document: Document) -> None:
        """A failed document has no pairs."""

    def finish(self) -> list[OutputFile]:
        self._file.write(b"</cesAlign>\n", lines=0)
        return [self._file]

    def discard(self) -> None:
        self._file.discard()
