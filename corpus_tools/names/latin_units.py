"""The units of a Latin line: words that are taken together (known names, roles, nationalities), and runs of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus_tools.names.gazetteer import KnownName, is_nationality
from corpus_tools.names.latin_line import PARTICLES, LatinLine, LatinLists, TextEvidence
from corpus_tools.names.words import Word


@dataclass(slots=True)
class Unit:
    """Words `[first, last)` of a line that are taken together."""

    first: int
    last: int
    role: bool = False
    nationality: bool = False
    known: KnownName | None = None


def runs(line: LatinLine, lists: LatinLists, evidence: TextEvidence) -> Iterator[list[Unit]]:
    """Yield the runs of units that may have names: each begins with a capital, a known name or a role."""
    reader = _Reader(line, lists, evidence)
    units = list(reader.units())
    index = 0
    while index < len(units):
        following = units[index + 1] if index + 1 < len(units) else None
        if not reader.can_start(units[index], following):
            index += 1
            continue
        end = index + 1
        while end < len(units) and line.words[units[end - 1].last - 1].joins and reader.can_continue(units[end]):
            end += 1
        yield units[index:end]
        index = end


class _Reader:
    def __init__(self, line: LatinLine, lists: LatinLists, evidence: TextEvidence) -> None:
        self._line = line
        self._evidence = evidence
        self._words = line.words
        self._folds = line.folds
        self._lists = lists
        self._shouting = sum(word.upper for word in line.words) > 0.7 * len(line.words) and len(line.words) > 2

    def units(self) -> Iterator[Unit]:
        index = 0
        while index < len(self._words):
            unit = self._unit(index)
            yield unit
            index = unit.last

    def _unit(self, index: int) -> Unit:
        word = self._words[index]
        if word.capital or self._folds[index] in ("al", "el", "the"):
            known = self._known(index)
            if known is not None:
                return known
        size = self._lists.cues.role_at(self._folds, index)
        if size and _stand_together(self._words[index : index + size]):
            return Unit(index, index + size, role=True)
        if word.capital:
            size = is_nationality(self._folds, index)
            if size:
                return Unit(index, index + size, nationality=True)
        return Unit(index, index + 1)

    def _known(self, index: int) -> Unit | None:
        """The longest known name that begins at the word `index` and is written as one."""
        inner = self._lists.cues.inner
        for size, names in self._lists.known.longest(self._folds, index):
            inside = self._words[index : index + size]
            if not all(each.capital or each.fold in inner or each.fold in PARTICLES for each in inside):
                continue
            if not inside[-1].capital or not _stand_together(inside) or any(each.opens for each in inside[1:]):
                continue
            if self._half_compound(index, index + size) or (size == 1 and not self._meant(index)):
                continue
            surface = " ".join(each.text for each in inside)
            for name in names:
                if self._shouting and name.exact and self._folds[index] in self._lists.cues.common:
                    continue
                if name.fits(surface, self._lists.language):
                    return Unit(index, index + size, known=name)
        return None

    def _meant(self, index: int) -> bool:
        """Say whether a word that is an everyday word as well stands there as the known name."""
        lists, word = self._lists.homographs, self._words[index]
        following = self._words[index + 1] if index + 1 < len(self._words) else None
        beside = following is not None and word.joins and following.capital
        if word.fold in lists.rare_places:
            return word.suffixed or self._placed(index) or (beside and self._names_body(index + 1))
        if word.fold in lists.opening and word.opens and not self._line.headline and not word.suffixed:
            if word.fold in self._evidence.small:
                return self._acts(index)
            # "Apple growers", but "Turkey said": a country is the likelier opening, a firm is not.
            return word.fold not in lists.things or following is None or following.fold in self._lists.cues.saying
        return True

    def _acts(self, index: int) -> bool:
        """Say whether what follows is what a country does, or another one: "Turkey said", "Turkey and Greece"."""
        if index + 2 >= len(self._words):
            return False
        following, after = self._words[index + 1 : index + 3]
        if following.fold in self._lists.cues.saying:
            return True
        names = self._lists.known.longest([after.fold], 0) if after.capital else ()
        return following.fold in ("and", "ve", "ile") and any(size == 1 for size, _ in names)

    def _placed(self, index: int) -> bool:
        """Inside a sentence, after a preposition of place: "in Reading", "near Batman"."""
        word = self._words[index]
        if word.opens or self._line.headline or not index:
            return False
        if not self._lists.homographs.prepositions:  # Turkish has endings instead: a capital has to do
            return True
        following = self._words[index + 1] if index + 1 < len(self._words) else None
        alone = following is None or not word.joins or not following.capital
        return alone and self._words[index - 1].fold in self._lists.homographs.prepositions

    def _names_body(self, index: int) -> bool:
        """Say whether a role or the head of a body or a place stands there: "Ordu Valisi", "Aydın Belediyesi"."""
        word = self._words[index]
        heads = self._lists.cues.place_heads
        return self._lists.is_head(word) or word.fold in heads or bool(self._lists.cues.role_at(self._folds, index))

    def _half_compound(self, start: int, end: int) -> bool:
        """Say whether `[start, end)` is one side of a hyphened compound whose other side is a capital, unknown word."""
        words = self._words
        for here, there in ((end - 1, end), (start - 1, start - 1)):
            if not 0 <= here < len(words) or not 0 <= there < len(words) or words[here].gap not in ("-", "‐", "‑"):
                continue
            other = words[there]
            if not other.capital or other.fold in PARTICLES or words[here].fold in PARTICLES:
                continue
            known = self._lists.known.longest([other.fold], 0)
            if is_nationality([other.fold], 0) or any(size == 1 for size, _ in known):
                continue
            return True
        return False

    def can_start(self, unit: Unit, following: Unit | None) -> bool:
        first = self._words[unit.first]
        if first.script != "Latn":
            return False
        if unit.known is not None or unit.role:
            return True
        if first.fold in self._lists.no_names:
            return first.fold in self._lists.homographs.given and self._can_follow(first, following)
        return first.capital

    def _can_follow(self, first: Word, unit: Unit | None) -> bool:
        """Say whether a unit may be the last name after a given name that is a month as well: "June Carver"."""
        if unit is None or unit.known is not None or unit.role or unit.nationality or not first.joins:
            return False
        word = self._words[unit.first]
        plain = self._lists.no_names | self._lists.cues.common | self._lists.cues.other_heads
        return first.capital and word.capital and not word.upper and word.fold.isalpha() and word.fold not in plain

    def can_continue(self, unit: Unit) -> bool:
        first = self._words[unit.first]
        if first.opens or first.script != "Latn":
            return False
        if unit.known is not None or unit.role:
            return True
        if first.capital:
            return first.fold not in self._lists.no_names
        following = self._words[unit.last] if unit.last < len(self._words) else None
        if first.fold in PARTICLES and first.joins and following is not None:
            return following.capital or following.fold in PARTICLES
        return False


def _stand_together(words: list[Word]) -> bool:
    return all(each.joins or "'" in each.gap for each in words[:-1])
