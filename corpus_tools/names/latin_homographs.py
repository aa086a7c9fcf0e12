"""Given names that are everyday words or places as well: "Will Denholm", "Chad Wexler"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus_tools.names.latin_line import LatinLine, LatinLists, TextEvidence
from corpus_tools.names.latin_units import Unit


class EverydayGiven:
    """Tells in one line which of them begin a person's name."""

    def __init__(self, line: LatinLine, lists: LatinLists, evidence: TextEvidence) -> None:
        self._line = line
        self._lists = lists
        self._evidence = evidence

    def begins_person(self, units: Sequence[Unit]) -> bool:
        """Say whether `units` begin with a given name that is an everyday word or a place, before a last name."""
        lists = self._lists.homographs
        if len(units) < 2 or units[0].last - units[0].first > 1 or not self._surname(units[1]):
            return False
        word = self._line.words[units[0].first]
        if word.fold in lists.places_as_given:
            return not word.suffixed and not self._line.headline
        if word.fold not in lists.given or (word.upper and len(word.fold) > 1):
            return False
        # "Will Denholm resign?" asks about Denholm.
        return not (word.opens and word.fold in lists.askers and self._asks(units[0].first))

    def _asks(self, index: int) -> bool:
        """Whether the sentence that begins at the word `index` is a question."""
        for word in self._line.words[index:]:
            mark = word.gap.strip()[:1]
            if mark in tuple(".!?…"):
                return mark == "?"
        return False

    def _surname(self, unit: Unit) -> bool:
        """Whether a unit can be a last name: one unknown word in a capital, no head of anything, not written small."""
        word = self._line.words[unit.first]
        if unit.known is not None or unit.nationality or unit.role or not word.capital or word.fold.isdigit():
            return False
        if word.upper and len(word.fold) > 1 and not self._line.headline:
            return False
        heads = (
            self._lists.cues.place_heads,
            self._lists.cues.other_heads,
            self._lists.cues.common,
            self._lists.no_names,
        )
        plain = word.fold in self._lists.homographs.no_surnames or word.fold in self._evidence.small
        return not plain and not self._lists.is_head(word) and not any(word.fold in words for words in heads)
