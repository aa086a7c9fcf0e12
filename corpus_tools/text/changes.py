"""Changes to a text before they are edits: applied, and one layer of them laid over another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Change(NamedTuple):
    """The characters `[start, end)` become `after`, by `rule` and for `reason`."""

    start: int
    end: int
    after: str
    rule: str
    reason: str

    def moved(self, by: int) -> Change:
        """Return the same change `by` characters further on."""
        return self._replace(start=self.start + by, end=self.end + by)


def applied(text: str, changes: Sequence[Change]) -> str:
    """Return `text` after `changes`, which must be in order and disjoint."""
    parts, position = [], 0
    for change in changes:
        parts += [text[position : change.start], change.after]
        position = change.end
    return "".join([*parts, text[position:]])


def layered(text: str, first: Sequence[Change], second: Sequence[Change]) -> list[Change]:
    """Return the changes to `text` that lead where `first` and then `second` do, in order and disjoint.

    `second` is in the coordinates of the text after `first`. A change of the one that touches characters of a change
    of the other becomes one with it, with the rules and reasons of both; all others stay as they are. A change that
    leads back to what stood there is left out.
    """
    if not first or not second:
        return [*(first or second)]
    between = applied(text, first)
    laid: list[tuple[Change, int]] = []  # in coordinates of `between`, with what `first` added there
    grown = 0
    for change in first:
        growth = len(change.after) - (change.end - change.start)
        start = change.start + grown
        laid.append((change._replace(start=start, end=start + len(change.after)), growth))
        grown += growth
    laid.extend((change, 0) for change in second)
    is_second = [False] * len(first) + [True] * len(second)
    order = sorted(range(len(laid)), key=lambda n: (laid[n][0].start, laid[n][0].end, is_second[n]))
    groups: list[list[int]] = []
    start = end = 0
    for number in order:
        change, _ = laid[number]
        if groups and (change.start < end or (change.start == end and end in (start, change.end))):
            groups[-1].append(number)
            end = max(end, change.end)
        else:
            groups.append([number])
            start, end = change.start, change.end
    merged, grown = [], 0
    for group in groups:
        changes = [laid[number][0] for number in group]
        start, end = changes[0].start, max(change.end for change in changes)
        raw_start = start - grown
        grown += sum(laid[number][1] for number in group)
        later = [laid[number][0].moved(-start) for number in group if is_second[number]]
        after = applied(between[start:end], later)
        rules = dict.fromkeys(rule for change in changes for rule in change.rule.split("+"))
        reasons = dict.fromkeys(change.reason for change in changes)
        if text[raw_start : end - grown] != after:
            merged.append(Change(raw_start, end - grown, after, "+".join(rules), "; ".join(reasons)))
    return merged
