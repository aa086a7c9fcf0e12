"""Lines that many documents of one site share, as three steps: summarise each document, combine, apply.

A line that stands in several documents of one host is that site's furniture. A long line is never dropped by this
alone: outlets quote each other, and agencies repeat themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus_tools.records import Decision, Document
from corpus_tools.text.phrases import normalised

# Lines of more characters say nothing by repetition alone.
LONGEST = 120
# A line must stand in this many documents of a host, and in this share of them.
LEAST_DOCUMENTS = 3
LEAST_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSummary:
    """The short lines of one document, normalised, sorted, each once; `host` is what its site is called."""

    document: str
    host: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedLine:
    """A line and in how many of its host's documents it stands."""

    host: str
    line: str
    documents: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTable:
    """The repeated lines of all hosts, sorted."""

    lines: tuple[RepeatedLine, ...]


def host_of(document: Document) -> str:
    """Return what tells a document's site: its host, its publisher, or the folder it came from."""
    known = document.metadata
    return known.host or known.publisher or document.provenance.source.rpartition("/")[0]


def summarise_lines(document: Document) -> LineSummary:
    """Return the short lines of `document`, which needs its text and blocks."""
    lines = {normalised(line) for line in document.text.split("\n") if line.strip() and len(line.strip()) <= LONGEST}
    return LineSummary(document=document.id, host=host_of(document), lines=tuple(sorted(lines - {""})))


def combine_lines(summaries: Iterable[LineSummary]) -> LineTable:
    """Return the lines that repeat within a host. Independent of the order of `summaries`."""
    documents: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for summary in summaries:
        documents[summary.host] += 1
        counts[summary.host].update(summary.lines)
    return LineTable(
        lines=tuple(
            RepeatedLine(host=host, line=line, documents=count, of=documents[host])
            for host in sorted(counts)
            for line, count in sorted(counts[host].items())
            if count >= max(LEAST_DOCUMENTS, LEAST_SHARE * documents[host])
        )
    )


def apply_line_table(document: Document, table: LineTable) -> Document:
    """Mark the lines of `document` that the table holds for its host as not kept, each with a decision."""
    host = host_of(document)
    known = {entry.line: entry for entry in table.lines if entry.host == host}
    if not known:
        return document
    blocks, decisions = [], list(document.decisions)
    for block, line in zip(document.blocks, document.text.split("\n"), strict=True):
        entry = known.get(normalised(line)) if block.kept and len(line.strip()) <= LONGEST else None
        if entry is not None:
            reason = f"stands in {entry.documents} of {entry.of} documents of {host or 'this folder'}"
            block = replace(block, kept=False, label="repeated", reason=reason)
            decisions.append(
                Decision(target=block.id, action="drop", rule="repeated-line", reason=reason, stage="repeated-lines")
            )
        blocks.append(block)
    return replace(document, blocks=tuple(blocks), decisions=tuple(decisions))
