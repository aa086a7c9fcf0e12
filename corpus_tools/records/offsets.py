"""Edits to a text, and the map between positions before and after them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from corpus_tools.records.annotation import Annotation, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Annotation):
    """One change: the characters `[start, end)` of the text before, `before`, became `after`.

    `rule` is the stable name of the rule that made it, `reason` says why in a few words.
    """

    before: str
    after: str
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetMap:
    """A two-way map between the positions of a source text and those of the text made from it.

    `changes` are `(start, end, length)` triples in source coordinates, in order and disjoint: the source
    characters `[start, end)` became `length` characters. Everything between them is unchanged.
    """

    source_length: int
    changes: tuple[tuple[int, int, int], ...] = ()

    def __post_init__(self) -> None:
        position = 0
        for start, end, length in self.changes:
            if not position <= start <= end <= self.source_length or length < 0:
                raise ValueError(f"the change {(start, end, length)} is out of order or out of the text")
            position = end

    @classmethod
    def from_edits(cls, source_length: int, edits: Iterable[Edit]) -> OffsetMap:
        """Build the map of `edits`, which must be in order and disjoint."""
        return cls(source_length=source_length, changes=tuple((e.start, e.end, len(e.after)) for e in edits))

    @property
    def length(self) -> int:
        """The length of the text after the changes."""
        return self.source_length + sum(length - (end - start) for start, end, length in self.changes)

    def inverse(self) -> OffsetMap:
        """Return the map that leads back."""
        changes, shift = [], 0
        for start, end, length in self.changes:
            changes.append((start + shift, start + shift + length, end - start))
            shift += length - (end - start)
        return OffsetMap(source_length=self.length, changes=tuple(changes))

    def to_raw(self, span: Span) -> Span:
        """Return the smallest source span whose text became (at least) `span` of the text after.

        Unchanged characters map to themselves; a span inside a replacement maps to the whole of what was
        replaced. Monotone. Raises ValueError where `span` reaches outside the text.
        """
        return _smallest_cover(self.inverse(), span)

    def from_raw(self, span: Span) -> Span:
        """Return the smallest span of the text after that covers what became of source `span`."""
        return _smallest_cover(self, span)

    def then(self, later: OffsetMap) -> OffsetMap:
        """Return the map of this change followed by `later` (whose source is this map's result)."""
        if later.source_length != self.length:
            raise ValueError(f"the later map starts from {later.source_length} characters, not {self.length}")
        return OffsetMap(source_length=self.source_length, changes=tuple(_compose(self.changes, later.changes)))


def _smallest_cover(forward: OffsetMap, span: Span) -> Span:
    """Map `span` of `forward`'s source to the smallest covering span of its result."""
    if span.end > forward.source_length:
        raise ValueError(f"{span} reaches outside a text of {forward.source_length} characters")
    starts = [change[0] for change in forward.changes]
    ends = [change[1] for change in forward.changes]
    shifts = [0]
    for start, end, length in forward.changes:
        shifts.append(shifts[-1] + length - (end - start))
    if span.start == span.end:
        # An empty span stands before the first change that ends at or after it.
        index = bisect_left(ends, span.start)
        inside = index < len(starts) and starts[index] < span.start < ends[index]
        point = (starts[index] if inside else span.start) + shifts[index]
        return Span(point, point)
    # The first change that reaches beyond span.start, and the first that starts at or after span.end.
    first = bisect_right(ends, span.start)
    last = bisect_left(starts, span.end)
    inside = first < len(starts) and starts[first] < span.start
    start_after = (starts[first] if inside else span.start) + shifts[first]
    if last > first and ends[last - 1] > span.end:
        end_after = ends[last - 1] + shifts[last]
    else:
        end_after = span.end + shifts[last]
    return Span(start_after, max(start_after, end_after))


def _compose(
    first: tuple[tuple[int, int, int], ...], second: tuple[tuple[int, int, int], ...]
) -> Iterable[tuple[int, int, int]]:
    """Merge two lists of changes into one, joining changes that touch the same characters.

    `first` leads from A to B and `second` from B to C; the result leads from A to C.
    """
    # Both lists are laid over B as intervals; overlapping ones are merged into one change.
    in_b: list[tuple[int, int, int, int]] = []  # start in B, end in B, growth A→B, growth B→C
    shift = 0
    for start, end, length in first:
        in_b.append((start + shift, start + shift + length, length - (end - start), 0))
        shift += length - (end - start)
    in_b.extend((start, end, 0, length - (end - start)) for start, end, length in second)
    in_b.sort(key=lambda item: (item[0], item[1]))
    merged: list[tuple[int, int, int, int]] = []
    for start, end, grown_before, grown_after in in_b:
        if merged and _touch(merged[-1], start, end):
            s, e, b, a = merged[-1]
            merged[-1] = (s, max(e, end), b + grown_before, a + grown_after)
        else:
            merged.append((start, end, grown_before, grown_after))
    before = 0
    for start, end, grown_before, grown_after in merged:
        length_b = end - start
        yield (start - before, start - before + length_b - grown_before, length_b + grown_after)
        before += grown_before


def _touch(last: tuple[int, int, int, int], start: int, end: int) -> bool:
    """Say whether the interval `[start, end)` must be one change with `last`.

    Intervals that share a character must; so must one that stands where an empty one (a deletion or an
    insertion) stands, because their order could not be told apart afterwards.
    """
    if start < last[1]:
        return True
    return start == last[1] and (start == end or last[0] == last[1])
