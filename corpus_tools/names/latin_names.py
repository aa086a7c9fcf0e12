"""Names in text of Latin script: known names, runs of capitals, titles and roles, heads of organisations.

Case is the evidence, and where it says little (the start of a sentence, a headline) something else must speak for a
name: that the gazetteer knows it, a role or a given name before it, or that the same text has it inside a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus_tools.names.cues import Cues, cues, given_names, weekdays
from corpus_tools.names.gazetteer import Gazetteer, KnownName, gazetteer, is_nationality, known_surnames
from corpus_tools.names.months import month_names
from corpus_tools.names.words import Word, find_words
from corpus_tools.records.entity import NameKind

# Lower-case words that stand inside a person's name.
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ad",
        "ed",
        "ash",
        "esh",
        "as",
        "es",
        "an",
        "en",
        "ar",
        "er",
        "az",
        "bin",
        "ibn",
        "ben",
        "bint",
        "abu",
        "abou",
        "de",
        "da",
        "di",
        "du",
        "del",
        "della",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "la",
        "le",
        "zu",
        "af",
    ]
)
_ADJECTIVE_ENDINGS = ("ian", "ish", "ese", "ean", "ic")
_LONGEST_PERSON = 5
_TITLE_CASE_SHARE = 0.6
_HEADLINE_WORDS = 3


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name in a text: `[start, end)`, its surface, what it names and why; `folds` are its words."""

    start: int
    end: int
    text: str
    kind: NameKind
    reason: str
    score: float
    gazetteer: str | None
    folds: tuple[str, ...]


@dataclass(slots=True)
class _Unit:
    """Words `[first, last)` of a line that are taken together."""

    first: int
    last: int
    role: bool = False
    nationality: bool = False
    known: KnownName | None = None


@dataclass(slots=True)
class TextEvidence:
    """What a whole text says of its words: which it writes small, which are parts of names found beyond doubt."""

    small: set[str] = field(default_factory=set)
    capital_inside: set[str] = field(default_factory=set)
    persons: dict[str, str] = field(default_factory=dict)


class LatinFinder:
    """Finds names in the Latin lines of one text. Made for each text; not shared."""

    def __init__(self, language: str, known: Gazetteer | None = None) -> None:
        self.language = language
        self.cues: Cues = cues(language)
        self.known = known or gazetteer()
        self.evidence = TextEvidence()
        self._given = given_names()
        self._surnames = known_surnames()
        self._not_names = weekdays() | month_names()

    def find(self, lines: Sequence[tuple[int, str]]) -> list[FoundName]:
        """Return the names of `lines`, (offset, text) pairs, in order."""
        read = [(offset, text, find_words(text, self.language)) for offset, text in lines]
        for _, _, words in read:
            headline = _is_headline(words, self.cues)
            for word in words:
                if word.script != "Latn":
                    continue
                if not word.capital:
                    self.evidence.small.add(word.fold)
                elif not word.opens and not headline:
                    self.evidence.capital_inside.add(word.fold)
        found = [name for offset, text, words in read for name in self._line(offset, text, words)]
        for name in found:
            if name.kind == "person" and len(name.folds) > 1 and name.score >= 0.6:
                for fold in (name.folds[-1], name.folds[0]):
                    if len(fold) > 2 and fold not in _PARTICLES:
                        self.evidence.persons.setdefault(fold, name.text)
        covered = [False] * (max((offset + len(text) for offset, text in lines), default=0) + 1)
        for name in found:
            covered[name.start : name.end] = [True] * (name.end - name.start)
        found = [self._surname(name) for name in found]
        for offset, text, words in read:
            found.extend(self._repeated(offset, text, words, covered))
        return sorted(found, key=lambda name: (name.start, name.end))

    def _surname(self, name: FoundName) -> FoundName:
        """What stood there with little to say for its kind is a person where the same text has the full name."""
        whole = self.evidence.persons.get(name.folds[-1]) if name.folds else None
        if whole is None or name.gazetteer is not None or name.score > 0.6 or len(name.folds) > 2:
            return name
        if len(name.folds) == 2 and name.folds[0] not in _PARTICLES:
            return name
        return replace(name, kind="person", reason=f"part of {whole} in the same text", score=0.8)

    def _repeated(self, offset: int, text: str, words: list[Word], covered: list[bool]) -> list[FoundName]:
        """Parts of full names found elsewhere in the text, where case alone was not enough."""
        out: list[FoundName] = []
        for at, word in enumerate(words):
            whole = self.evidence.persons.get(word.fold)
            if whole is None or not word.capital or covered[offset + word.start]:
                continue
            if word.fold in self.evidence.small or word.fold in self._given:
                continue
            first = words[at - 1] if at and words[at - 1].fold in ("al", "el") and words[at - 1].joins else word
            reason = f"part of {whole} in the same text"
            out.append(self._name(offset, text, first, word, "person", reason, 0.8, None))
        return out

    def _name(
        self,
        offset: int,
        text: str,
        first: Word,
        last: Word,
        kind: NameKind,
        reason: str,
        score: float,
        known: str | None,
    ) -> FoundName:
        surface = text[first.start : last.end]
        folds = tuple(word.fold for word in find_words(surface, self.language))
        return FoundName(offset + first.start, offset + last.end, surface, kind, reason, score, known, folds)

    # -- one line

    def _line(self, offset: int, text: str, words: list[Word]) -> list[FoundName]:
        if not any(word.script == "Latn" for word in words):
            return []
        folds = [word.fold for word in words]
        headline = _is_headline(words, self.cues)
        shouting = sum(word.upper for word in words) > 0.7 * len(words) and len(words) > 2
        units = self._units(words, folds, shouting)
        out: list[FoundName] = []
        index = 0
        while index < len(units):
            if not self._can_start(units[index], words):
                index += 1
                continue
            end = index + 1
            while end < len(units) and words[units[end - 1].last - 1].joins and self._can_continue(units, end, words):
                end += 1
            run = units[index:end]
            before = words[run[0].first - 1] if run[0].first else None
            following = words[run[-1].last] if run[-1].last < len(words) else None
            out.extend(self._run(offset, text, words, run, before, following, headline))
            index = end
        if not headline:
            out = self._with_dependents(offset, text, words, out)
        return self._with_acronyms(offset, text, words, out)

    def _units(self, words: list[Word], folds: list[str], shouting: bool) -> list[_Unit]:
        units: list[_Unit] = []
        index = 0
        while index < len(words):
            unit = self._unit(words, folds, index, shouting)
            units.append(unit)
            index = unit.last
        return units

    def _unit(self, words: list[Word], folds: list[str], index: int, shouting: bool) -> _Unit:
        word = words[index]
        if word.capital or folds[index] in ("al", "el", "the"):
            for size, names in self.known.longest(folds, index):
                inside = words[index : index + size]
                if not all(each.capital or each.fold in self.cues.inner or each.fold in _PARTICLES for each in inside):
                    continue
                if not inside[-1].capital or any(not each.joins and "'" not in each.gap for each in inside[:-1]):
                    continue
                if any(each.opens for each in inside[1:]):
                    continue
                if self._half_compound(words, index, index + size):
                    continue
                surface = " ".join(each.text for each in inside)
                for name in names:
                    if shouting and name.exact and folds[index] in self.cues.common:
                        continue
                    if name.fits(surface, self.language):
                        return _Unit(index, index + size, known=name)
        size = self.cues.role_at(folds, index)
        if size and not any(not each.joins and "'" not in each.gap for each in words[index : index + size - 1]):
            return _Unit(index, index + size, role=True)
        if word.capital:
            size = is_nationality(folds, index)
            if size:
                return _Unit(index, index + size, nationality=True)
        return _Unit(index, index + 1)

    def _half_compound(self, words: list[Word], start: int, end: int) -> bool:
        """Say whether `[start, end)` is one side of a hyphened compound whose other side is a capital, unknown word."""
        for here, there in ((end - 1, end), (start - 1, start - 1)):
            if not 0 <= here < len(words) or not 0 <= there < len(words) or words[here].gap not in ("-", "‐", "‑"):
                continue
            other = words[there]
            if not other.capital or other.fold in _PARTICLES or words[here].fold in _PARTICLES:
                continue
            if is_nationality([other.fold], 0) or any(size == 1 for size, _ in self.known.longest([other.fold], 0)):
                continue
            return True
        return False

    def _can_start(self, unit: _Unit, words: list[Word]) -> bool:
        first = words[unit.first]
        if first.script != "Latn":
            return False
        if unit.known is not None or unit.role:
            return True
        return first.capital and first.fold not in self._not_names

    def _can_continue(self, units: list[_Unit], end: int, words: list[Word]) -> bool:
        unit = units[end]
        first = words[unit.first]
        if first.opens or first.script != "Latn":
            return False
        if unit.known is not None or unit.role:
            return True
        if first.capital:
            return first.fold not in self._not_names
        following = words[unit.last] if unit.last < len(words) else None
        joins = first.joins and following is not None
        if first.fold in _PARTICLES and joins and following is not None:
            return following.capital or following.fold in _PARTICLES
        return False

    # -- one run of units that stand together

    def _run(
        self,
        offset: int,
        text: str,
        words: list[Word],
        run: list[_Unit],
        before: Word | None,
        following: Word | None,
        headline: bool,
    ) -> list[FoundName]:
        out: list[FoundName] = []
        segment: list[_Unit] = []
        role = self._role_before_comma(words, run[0].first)
        for position, unit in enumerate(run):
            if unit.role and not self._inside_organisation(words, run, position, segment):
                if not self._adjective(words, segment):
                    out.extend(self._segment(offset, text, words, segment, role, before, None, headline))
                segment = []
                role = " ".join(word.text for word in words[unit.first : unit.last])
                before = words[unit.last - 1]
            else:
                segment.append(unit)
        out.extend(self._segment(offset, text, words, segment, role, before, following, headline))
        return out

    def _adjective(self, words: list[Word], segment: list[_Unit]) -> bool:
        """One unknown word before a role that ends as nationalities do: "Ruritanian President"."""
        return (
            self.language == "en"
            and len(segment) == 1
            and segment[0].known is None
            and words[segment[0].first].fold.endswith(_ADJECTIVE_ENDINGS)
            and not words[segment[0].first].suffixed
        )

    def _role_before_comma(self, words: list[Word], first: int) -> str:
        """The role that ends with a comma before a name: "spokesperson, Vedant Patel,"."""
        if not first or words[first - 1].gap.strip() != ",":
            return ""
        for size in range(min(self.cues.longest_role, first), 0, -1):
            if tuple(word.fold for word in words[first - size : first]) in self.cues.roles:
                return " ".join(word.text for word in words[first - size : first])
        return ""

    def _inside_organisation(self, words: list[Word], run: list[_Unit], position: int, segment: list[_Unit]) -> bool:
        """A role word that belongs to an organisation: "Justice Department", "General Assembly"."""
        unit = run[position]
        if not words[unit.first].capital or unit.last - unit.first > 1:
            return False
        following = run[position + 1 : position + 2]
        return bool(following) and self._is_head(words[following[0].last - 1]) and following[0].known is None

    def _is_head(self, word: Word) -> bool:
        if not word.capital:
            return False
        if word.fold in self.cues.organisation_heads:
            return True
        if self.language == "tr" and len(word.fold) > 6:
            return any(word.fold[:-cut] in self.cues.organisation_heads for cut in (2, 3, 1))
        return False

    def _segment(
        self,
        offset: int,
        text: str,
        words: list[Word],
        units: list[_Unit],
        role: str,
        before: Word | None,
        following: Word | None,
        headline: bool,
    ) -> list[FoundName]:
        units = self._trimmed(words, units, headline)
        if not units:
            return []
        first, last = words[units[0].first], words[units[-1].last - 1]
        if len(units) == 1 and units[0].known is not None:
            name = units[0].known
            return [self._name(offset, text, first, last, name.kind, f"known name: {name.form}", 0.95, name.id)]
        if all(unit.nationality for unit in units):
            return []
        known = units[-1].known
        if len(units) > 1 and known is not None and known.kind == "organisation" and self._is_head(last):
            front = words[units[-2].first]
            if units[-2].known is None and not units[-2].nationality and front.fold not in self._given and not role:
                # "National Security Council" is not the Security Council.
                return [self._name(offset, text, first, last, "organisation", f"ends with {last.text}", 0.7, None)]
        whole = self._by_head(offset, text, words, units, role, headline)
        if whole is not None:
            return whole
        return self._split(offset, text, words, units, role, before, following, headline)

    def _trimmed(self, words: list[Word], units: list[_Unit], headline: bool) -> list[_Unit]:
        """Leave out what only stands there in capitals: the first word of a sentence, articles, numbers."""
        units = list(units)
        while units:
            unit, word = units[0], words[units[0].first]
            if unit.known is not None:
                break
            plain = word.fold in self.cues.common or (word.fold in self.evidence.small and (word.opens or headline))
            if unit.nationality:
                break
            if (
                not word.capital
                or word.fold.isdigit()
                or (
                    plain
                    and (word.opens or headline or word.fold in ("the", "a", "an", "i"))
                    and not self._given_opens(words, units)
                )
            ):
                units.pop(0)
            else:
                break
        while units:
            word = words[units[-1].last - 1]
            if units[-1].known is None and (
                not word.capital
                or word.fold.isdigit()
                or (headline and word.fold in self.cues.common and not self._is_head(word))
            ):
                units.pop()
            else:
                break
        return units

    def _given_opens(self, words: list[Word], units: list[_Unit]) -> bool:
        word = words[units[0].first]
        return word.fold in self._given and len(units) > 1 and word.fold not in self.evidence.small

    def _by_head(
        self, offset: int, text: str, words: list[Word], units: list[_Unit], role: str, headline: bool
    ) -> list[FoundName] | None:
        """An organisation, place or other thing by the word that says what it is."""
        heads = [index for index, unit in enumerate(units) if unit.known is None and self._is_head(words[unit.first])]
        first, last = words[units[0].first], words[units[-1].last - 1]
        if heads and not (role and words[units[0].first].fold in self._given):
            at = heads[-1]
            specific = [
                unit
                for index, unit in enumerate(units)
                if index not in heads
                and (unit.known is not None or unit.nationality or words[unit.first].fold not in self.cues.common)
            ]
            if specific and (
                not headline or any(unit.known or unit.nationality for unit in units) or at == len(units) - 1
            ):
                head = words[units[at].first].text
                out = [
                    self._name(
                        offset, text, first, words[units[at].last - 1], "organisation", f"ends with {head}", 0.8, None
                    )
                ]
                if at < len(units) - 1:
                    rest = units[at + 1 :]
                    tail = " ".join(word.text for word in words[rest[0].first : rest[-1].last])
                    if words[rest[0].first].fold in self.cues.inner:
                        return [self._name(offset, text, first, last, "organisation", f"{head} {tail}", 0.8, None)]
                    out.extend(self._segment(offset, text, words, rest, role, None, None, headline))
                return out
            if not specific:
                if at and not headline and not first.opens and words[units[at].first].fold not in ("news", "times"):
                    return [
                        self._name(
                            offset,
                            text,
                            first,
                            words[units[at].last - 1],
                            "organisation",
                            "a body in capitals",
                            0.6,
                            None,
                        )
                    ]
                return []
        final = last.fold
        if len(units) > 1 and units[-1].known is None:
            if final in self.cues.place_heads:
                return [self._name(offset, text, first, last, "place", f"ends with {last.text}", 0.7, None)]
            if final in self.cues.other_heads:
                known = [unit for unit in units if unit.known is not None]
                if known and known[0].first == units[0].first:
                    return self._split(offset, text, words, units[:-1], role, None, None, headline)
                if not headline and any(
                    words[u.first].fold not in self.cues.common and not u.nationality for u in units[:-1]
                ):
                    return [self._name(offset, text, first, last, "other", f"ends with {last.text}", 0.6, None)]
                return []
        if len(units) > 1 and first.fold in self.cues.place_heads_before and units[0].known is None:
            return [self._name(offset, text, first, last, "place", f"begins with {first.text}", 0.7, None)]
        return None

    def _split(
        self,
        offset: int,
        text: str,
        words: list[Word],
        units: list[_Unit],
        role: str,
        before: Word | None,
        following: Word | None,
        headline: bool,
    ) -> list[FoundName]:
        """Known names and nationalities by themselves, the stretches between them each as one name."""
        out: list[FoundName] = []
        stretch: list[_Unit] = []

        def close(final: bool) -> None:
            if stretch:
                name = self._unknown(
                    offset, text, words, list(stretch), role, before, following if final else None, headline
                )
                if name is not None:
                    out.append(name)
                stretch.clear()

        for index, unit in enumerate(units):
            opens_name = (
                unit.known is not None
                and unit.known.kind == "place"
                and unit.last - unit.first == 1
                and (
                    (bool(stretch) and words[stretch[0].first].fold in self._given and len(stretch) <= 2)
                    or (
                        not stretch
                        and words[unit.first].fold in self._given
                        and index + 1 < len(units)
                        and units[index + 1].known is None
                    )
                )
            )
            follows = units[index + 1] if index + 1 < len(units) else None
            titled = (
                unit.nationality and not stretch and not role and not headline and follows is not None
                and follows.known is None and not follows.nationality and words[follows.first].fold not in self._given
            )  # fmt: skip
            if opens_name or titled or (unit.known is None and not unit.nationality):
                stretch.append(unit)
                continue
            close(False)
            if unit.known is not None:
                name = unit.known
                out.append(
                    self._name(
                        offset,
                        text,
                        words[unit.first],
                        words[unit.last - 1],
                        name.kind,
                        f"known name: {name.form}",
                        0.95,
                        name.id,
                    )
                )
                if name.kind != "person":
                    before = None
        close(True)
        return out

    def _unknown(
        self,
        offset: int,
        text: str,
        words: list[Word],
        units: list[_Unit],
        role: str,
        before: Word | None,
        following: Word | None,
        headline: bool,
    ) -> FoundName | None:
        units = self._trimmed(words, units, headline)
        if not units:
            return None
        first, last = words[units[0].first], words[units[-1].last - 1]
        inside = words[units[0].first : units[-1].last]
        bare = [word for word in inside if word.fold not in _PARTICLES]
        if not bare or all(word.fold in self.cues.common for word in bare):
            return None
        size = len(bare)
        if size == 1 and (len(first.fold) == 1 or not first.text.replace(".", "").isalpha()):
            return None
        acronym = size == 1 and first.upper and 2 <= len(first.fold) <= _ACRONYM_LENGTH and not headline
        personal = (size <= _LONGEST_PERSON and not any(word.upper and len(word.fold) > 1 for word in bare)) or headline
        opens = first.opens
        said = following is not None and following.fold in self.cues.saying and not following.capital
        if first.fold in self._given and size > 1 and size <= _LONGEST_PERSON:
            reason, score = f"begins with the given name {first.text}", 0.85
            if role:
                reason, score = f"after the role '{role}'", 0.95
            return self._name(offset, text, first, last, "person", reason, score, None)
        if role and personal and not acronym and size <= _LONGEST_PERSON and (not headline or size > 1):  # noqa: SIM102
            if size > 1 or not opens:
                return self._name(
                    offset, text, first, last, "person", f"after the role '{role}'", 0.9 if size > 1 else 0.75, None
                )
        surname = size == 1 and first.fold in self._surnames and first.fold not in self.evidence.small
        plain = first.fold in self.cues.common or (opens and len(first.fold) < 6 and not (said or first.suffixed))
        if surname and not plain and not (first.upper and not headline):
            return self._name(offset, text, first, last, "person", "the last name of a known person", 0.65, None)
        given = size == 1 and first.fold in self._given and first.fold not in self.evidence.small and not first.upper
        if (
            given
            and not headline
            and (not opens or said or first.suffixed or first.fold in self.evidence.capital_inside)
        ):
            return self._name(offset, text, first, last, "person", "a given name", 0.6, None)
        if headline:
            if size == 1 and first.fold not in self.evidence.small and first.fold in self.evidence.capital_inside:
                return self._name(
                    offset, text, first, last, "other", "in capitals inside a sentence of the same text", 0.5, None
                )
            return None
        if acronym:
            return self._name(offset, text, first, last, "organisation", "an acronym", 0.5, None)
        if (
            opens
            and size == 1
            and (
                first.fold in self.evidence.small
                or not (said or first.fold in self.evidence.capital_inside or first.suffixed)
            )
        ):
            return None
        if opens and size > 1 and first.fold in self.evidence.small:
            return None
        if said and personal and self.language != "tr":
            word = following.text if following is not None else ""
            return self._name(
                offset, text, first, last, "person", f"before the verb '{word}'", 0.6 if size == 1 else 0.75, None
            )
        if size == 1 and before is not None and before.fold in self.cues.place_prepositions and not before.capital:
            return self._name(offset, text, first, last, "place", f"after '{before.text}'", 0.55, None)
        if (
            2 <= size <= 3
            and personal
            and not units[0].nationality
            and not any(word.fold in self.cues.common for word in bare)
        ):
            return self._name(offset, text, first, last, "person", "two or more capitalised words", 0.5, None)
        return self._name(offset, text, first, last, "other", "capitalised inside a sentence", 0.4, None)

    # -- bodies with what depends on them

    def _with_dependents(self, offset: int, text: str, words: list[Word], found: list[FoundName]) -> list[FoundName]:
        """Take "Ministry of Finance", "Institute of Policy Studies", "Çevre ve Orman Koruma Derneği" whole."""
        out = list(found)
        for index, word in enumerate(words):
            if not self._is_head(word) or word.upper:
                continue
            name = next((each for each in out if each.start <= offset + word.start < each.end), None)
            if name is not None and (name.gazetteer is not None or name.kind != "organisation"):
                continue
            first = next(i for i, each in enumerate(words) if name is None or offset + each.end > name.start)
            first, last = (index, index) if name is None else (first, index)
            if self.language == "tr":
                if name is not None and first > 1 and words[first - 1].fold == "ve" and words[first - 2].capital:
                    first -= 2
            elif word.joins and index + 2 < len(words) and words[index + 1].fold in ("of", "for"):
                last = self._dependents_end(words, index)
            if first == (index if name is None else first) and last == index and name is None:
                continue
            start, end = offset + words[first].start, offset + words[last].end
            if name is not None and (start, end) == (name.start, name.end):
                continue
            if any(each.gazetteer and each.kind == "person" and each.start < end and start < each.end for each in out):
                continue
            out = [each for each in out if each.end <= start or each.start >= end]
            reason = f"{word.text} with what depends on it"
            out.append(self._name(offset, text, words[first], words[last], "organisation", reason, 0.8, None))
        return sorted(out, key=lambda each: (each.start, each.end))

    def _dependents_end(self, words: list[Word], head: int) -> int:
        """The last word of "of Policy Studies", "for the Protection of Birds", "of Trade and Industry"."""
        last, index = head, head + 1
        while index < len(words) and words[index - 1].joins and "-" not in words[index - 1].gap:
            word = words[index]
            if word.capital and word.fold not in self._not_names and not self.cues.role_at([word.fold], 0):
                last = index
            elif word.fold not in ("of", "for", "the", "and") or index - last > 2:
                break
            index += 1
        return last

    # -- acronyms

    def _with_acronyms(self, offset: int, text: str, words: list[Word], found: list[FoundName]) -> list[FoundName]:
        """Take "Long Name of Something (LNS)" together, and call both an organisation."""
        out = list(found)
        for index, word in enumerate(words):
            if (
                not index
                or not word.upper
                or not 2 <= len(word.fold) <= 8
                or not words[index - 1].gap.rstrip().endswith("(")
            ):
                continue
            first = self._expansion(words, index)
            if first is None:
                continue
            start, end = offset + words[first].start, offset + words[index - 1].end
            if any(name.start <= start and end <= name.end for name in out):
                continue
            if words[index - 1].fold in self.cues.other_heads and any(
                name.gazetteer and name.start == start for name in out
            ):
                continue  # "Security Council Resolution (SCR)": what the resolution is of has a name of its own
            out = [name for name in out if name.end <= start or name.start >= end]
            out.append(
                self._name(
                    offset,
                    text,
                    words[first],
                    words[index - 1],
                    "organisation",
                    f"the expansion of {word.text}",
                    0.9,
                    None,
                )
            )
            if not any(name.start == offset + word.start for name in out):
                out.append(
                    self._name(offset, text, word, word, "organisation", "an acronym after its expansion", 0.9, None)
                )
        return sorted(out, key=lambda name: (name.start, name.end))

    def _expansion(self, words: list[Word], index: int) -> int | None:
        """Where the words begin whose initials spell the acronym at `index`; small words may be left out of it."""
        letters = words[index].fold
        position, left = index - 1, len(letters) - 1
        while position >= 0 and index - position <= 2 * len(letters) + 2:
            word = words[position]
            if position < index - 1 and not word.joins and word.gap.strip() not in ("", "-", "&", ","):
                return None
            if word.fold[:1] == letters[left] and (word.capital or word.fold in self.cues.inner):
                if left == 0:
                    return position if word.capital else None
                left -= 1
            elif word.fold not in self.cues.inner and word.fold not in _PARTICLES:
                return None
            position -= 1
        return None


_ACRONYM_LENGTH = 8


def _is_headline(words: Sequence[Word], known: Cues) -> bool:
    """Say whether a line is set in capitals so that case says nothing: most words of content begin with one."""
    content = [word for word in words if word.script == "Latn" and len(word.fold) > 3 and word.fold.isalpha()]
    if not content:
        return False
    capitals = sum(word.capital for word in content)
    if len(words) <= _HEADLINE_WORDS:
        return capitals == len(content) and not words[-1].gap.strip().startswith(".")
    return capitals >= _TITLE_CASE_SHARE * len(content) and not words[-1].gap.strip().startswith((".", "!", "?"))
