"""The public face of the text room: a scraped text repaired, its lines labelled, its boilerplate left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from corpus_tools.records import Block, Document, Edit, OffsetMap, Span
from corpus_tools.text.boilerplate import EXTRACTED_LEAN, label_lines
from corpus_tools.text.repair import repair_text

# The rule of the decision that tells of a page in which no article was found: its document is all the page's text.
WHOLE_PAGE = "whole-page"


@dataclass(frozen=True, kw_only=True)  # no slots: the map is cached beside the fields
class CleanedText:
    """A cleaned text. `text` holds the kept lines, repaired, and blank lines between paragraphs; `edits` what repair
    changed, in coordinates of `raw`; `lines` exactly one Block per line of `raw.split("\\n")`, blank ones included,
    each with `.span` (raw), `.kept`, `.label`, `.score` (0..1, 1: content) and `.reason`."""

    raw: str
    text: str
    edits: tuple[Edit, ...]
    lines: tuple[Block, ...]
    # (start, end, length) in raw coordinates: repairs and left-out lines together.
    changes: tuple[tuple[int, int, int], ...]

    @cached_property
    def offsets(self) -> OffsetMap:
        """The map from `raw` to `text`."""
        return OffsetMap(source_length=len(self.raw), changes=self.changes)

    def to_raw(self, span: Span) -> Span:
        """Return the smallest span of `raw` that became `span` of `text`. ValueError outside the text."""
        return self.offsets.to_raw(span)


def clean_text(text: str, *, language: str | None = None, lean: float = 0.0) -> CleanedText:
    """Repair `text`, label its lines and leave out those that are no content.

    `language` (BCP 47) is a hint; nothing is asked of it today. `lean` is added to the log-odds that each line is
    content: above 0 keeps more, below 0 less; `lean_of` says what suits a document. Never raises on any `str`;
    linear in its length.
    """
    repaired, edits = repair_text(text)
    offsets = OffsetMap.from_edits(len(text), edits)
    blocks = label_lines(repaired, language=language, lean=lean)
    lines = tuple(_in_raw(text, blocks))
    left_out = OffsetMap(source_length=len(repaired), changes=tuple(_left_out(repaired, blocks)))
    changes = offsets.then(left_out).changes
    position, parts = 0, []
    for start, end, _ in left_out.changes:
        parts.append(repaired[position:start])
        position = end
    return CleanedText(
        raw=text,
        text="".join([*parts, repaired[position:]]),
        edits=edits,
        lines=lines,
        changes=changes,
    )


def lean_of(document: Document) -> float:
    """Return the `lean` for the lines of `document`: text that was extracted from HTML has little boilerplate left,
    unless no article was found in the page and all its text was taken."""
    whole = any(decision.rule == WHOLE_PAGE for decision in document.decisions)
    return EXTRACTED_LEAN if document.provenance.media_type == "text/html" and not whole else 0.0


def in_raw(raw: str, blocks: tuple[Block, ...], document: str = "") -> tuple[Block, ...]:
    """Return the blocks of a repaired text in the coordinates of `raw`, with ids below `document`.

    Repair touches no line feed, so that line n of the one is line n of the other.
    """
    return tuple(_in_raw(raw, blocks, f"{document}." if document else ""))


def _in_raw(raw: str, blocks: tuple[Block, ...], prefix: str = "") -> list[Block]:
    from dataclasses import replace

    placed, position = [], 0
    for block, line in zip(blocks, raw.split("\n"), strict=True):
        placed.append(replace(block, start=position, end=position + len(line), id=f"{prefix}{block.id}"))
        position += len(line) + 1
    return placed


def _left_out(text: str, blocks: tuple[Block, ...]) -> list[tuple[int, int, int]]:
    """Return the deletions that leave the kept lines, one blank line between those that blank lines parted."""
    deletions: list[tuple[int, int, int]] = []
    kept_one, blank_pending = False, False
    for block in blocks:
        end = min(block.end + 1, len(text))
        if block.kept:
            if kept_one and blank_pending:
                # The last blank line before this one stays: take its deletion back.
                start, _, _ = deletions[-1]
                if deletions[-1][1] == block.start and text[block.start - 1 : block.start] == "\n":
                    deletions[-1] = (start, block.start - 1, 0)
            kept_one, blank_pending = True, False
            continue
        blank_pending = blank_pending or block.label == "empty"
        if deletions and deletions[-1][1] == block.start:
            deletions[-1] = (deletions[-1][0], end, 0)
        elif block.start < end:
            deletions.append((block.start, end, 0))
    trailing = bool(deletions) and deletions[-1][1] == len(text)
    if trailing and kept_one and text[deletions[-1][0] - 1 : deletions[-1][0]] == "\n":
        # The line feed of the last kept line ended a line that is followed by nothing now.
        deletions[-1] = (deletions[-1][0] - 1, len(text), 0)
    return [deletion for deletion in deletions if deletion[0] < deletion[1]]
