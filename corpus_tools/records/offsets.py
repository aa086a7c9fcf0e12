"""Edits to a text, and the map between positions before and after them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

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


@dataclass(frozen=True, kw_only=True)  # no slots: the look-up columns are cached beside the fields
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

    @cached_property
    def _forward(self) -> _Lookup:
        starts = tuple(start for start, _, _ in self.changes)
        ends = tuple(end for _, end, _ in self.changes)
        growth = (length - (end - start) for start, end, length in self.changes)
        return _Lookup(starts, ends, tuple(accumulate(growth, initial=0)), self.source_length)

    @cached_property
    def _backward(self) -> _Lookup:
        return self.inverse()._forward

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
        return self._backward.cover(span)

    def from_raw(self, span: Span) -> Span:
        """Return the smallest span of the text after that covers what became of source `span`."""
        return self._forward.cover(span)

    def then(self, later: OffsetMap) -> OffsetMap:
        """Return the map of this change followed by `later` (whose source is this map's result)."""
        if later.source_length != self.length:
            raise ValueError(f"the later map starts from {later.source_length} characters, not {self.length}")
        return OffsetMap(source_length=self.source_length, changes=tuple(_compose(self.changes, later.changes)))


@dataclass(frozen=True, slots=True)
class _Lookup:
    """The changes of a map as columns to search in: where each starts and ends, and the shift before each."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shifts: tuple[int, ...]
    length: int

    def cover(self, span: Span) -> Span:
        """Map `span` to the smallest span of the other side that covers what it became."""
        if span.end > self.length:
            raise ValueError(f"{span} reaches outside a text of {self.length} characters")
        first = bisect_right(self.ends, span.start)
        cut = first < len(self.starts) and self.starts[first] < span.start
        start = (self.starts[first] if cut else span.start) + self.shifts[first]
        last = bisect_left(self.starts, span.end)
        cut = last > 0 and self.ends[last - 1] > span.end
        end = (self.ends[last - 1] if cut else span.end) + self.shifts[last]
        # An empty span where something was deleted stands before it; only there does `start` pass `end`.
        return Span(min(start, end), end)


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
