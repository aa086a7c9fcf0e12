"""From a run of units to names: what stands between roles, named by its head, its first word or what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus_tools.names import turkish_names
from corpus_tools.names.folding import name_lists
from corpus_tools.names.gazetteer import is_territory
from corpus_tools.names.latin_homographs import EverydayGiven
from corpus_tools.names.latin_line import PARTICLES, FoundName, LatinLine, LatinLists, TextEvidence
from corpus_tools.names.latin_units import Unit
from corpus_tools.names.words import Word
from corpus_tools.records.entity import NameKind

_ADJECTIVE_ENDINGS = ("ian", "ish", "ese", "ean", "ic")
_DIRECTIONS = frozenset(
    (
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower",
        "kuzey", "guney", "dogu", "bati", "orta",
    )
)  # fmt: skip
_SIGNED = frozenset(
    (
        "accord", "accords", "agreement", "charter", "convention", "declaration", "protocol", "statute", "treaty",
        "anlasmasi", "antlasmasi", "bildirgesi", "mutabakati", "protokolu", "sozlesmesi",
    )
)  # fmt: skip
# Verbs of saying in the lists that anything may be the subject of.
_AUXILIARIES = frozenset(("has", "had", "was", "is", "will", "would"))
_LONGEST_PERSON = 5
_ACRONYM_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around units: the role before them ('' for none), the word before, the word that follows."""

    role: str = ""
    before: Word | None = None
    following: Word | None = None


class RunReader:
    """Reads the runs of one line."""

    def __init__(self, line: LatinLine, lists: LatinLists, evidence: TextEvidence) -> None:
        self._line = line
        self._words = line.words
        self._headline = line.headline
        self._lists = lists
        self._cues = lists.cues
        self._evidence = evidence
        self._given = EverydayGiven(line, lists, evidence)

    def names(self, run: Sequence[Unit]) -> list[FoundName]:
        """Return the names of a run: roles part it, and each says what follows it."""
        words = self._words
        out: list[FoundName] = []
        segment: list[Unit] = []
        first, last = run[0].first, run[-1].last
        around = Around(self._role_before_comma(first), words[first - 1] if first else None)
        for position, unit in enumerate(run):
            if unit.role and not self._inside_organisation(unit, run[position + 1 : position + 2]):
                if not self._adjective(segment):
                    out.extend(self._segment(segment, around))
                segment = []
                around = Around(self._surface(unit.first, unit.last), words[unit.last - 1])
            else:
                segment.append(unit)
        following = words[last] if last < len(words) else None
        out.extend(self._segment(segment, replace(around, following=following)))
        return out

    def _surface(self, first: int, end: int) -> str:
        return " ".join(word.text for word in self._words[first:end])

    def _first(self, unit: Unit) -> Word:
        return self._words[unit.first]

    def _last(self, unit: Unit) -> Word:
        return self._words[unit.last - 1]

    def _named(
        self, units: Sequence[Unit], kind: NameKind, reason: str, score: float, known: str | None = None
    ) -> FoundName:
        return self._line.name(self._first(units[0]), self._last(units[-1]), kind, reason, score, known)

    def _known(self, unit: Unit) -> list[FoundName]:
        name = unit.known
        return [] if name is None else [self._named([unit], name.kind, f"known name: {name.form}", 0.95, name.id)]

    def _adjective(self, segment: Sequence[Unit]) -> bool:
        """One unknown word before a role that ends as nationalities do: "Ruritanian President"."""
        return (
            self._lists.language == "en"
            and len(segment) == 1
            and segment[0].known is None
            and self._first(segment[0]).fold.endswith(_ADJECTIVE_ENDINGS)
            and not self._first(segment[0]).suffixed
        )

    def _role_before_comma(self, first: int) -> str:
        """The role that ends with a comma before a name: "spokesperson, Vedant Patel,"."""
        if not first or self._words[first - 1].gap.strip() != ",":
            return ""
        for size in range(min(self._cues.longest_role, first), 0, -1):
            if tuple(word.fold for word in self._words[first - size : first]) in self._cues.roles:
                return self._surface(first - size, first)
        return ""

    def _inside_organisation(self, unit: Unit, following: Sequence[Unit]) -> bool:
        """A role word that belongs to an organisation: "Justice Department", "General Assembly"."""
        if not self._first(unit).capital or unit.last - unit.first > 1:
            return False
        return bool(following) and self._lists.is_head(self._last(following[0])) and following[0].known is None

    def _segment(self, units: Sequence[Unit], around: Around) -> list[FoundName]:
        units = self._trimmed(units)
        if not units:
            return []
        if len(units) == 1 and units[0].known is not None:
            return self._known(units[0])
        if all(unit.nationality for unit in units):
            return []
        last = self._last(units[-1])
        known = units[-1].known
        if len(units) > 1 and known is not None and known.kind == "organisation" and self._lists.is_head(last):
            front = self._first(units[-2])
            if (
                units[-2].known is None
                and not units[-2].nationality
                and front.fold not in self._lists.given
                and not around.role
            ):
                # "National Security Council" is not the Security Council.
                return [self._named(units, "organisation", f"ends with {last.text}", 0.7)]
        named = self._by_head(units, around)
        return self._split(units, around) if named is None else named

    def _trimmed(self, units: Sequence[Unit]) -> list[Unit]:
        """Leave out what only stands there in capitals: the first word of a sentence, articles, numbers."""
        out = list(units)
        while out and out[0].known is None and not out[0].nationality and self._leading(out):
            out.pop(0)
        while out and out[-1].known is None and self._trailing(self._last(out[-1])):
            out.pop()
        if len(out) == 2 and self._first(out[0]).opens and self._demonym(self._last(out[1])):
            return []  # "Listede Riyadlı bir …": an opening word, and one that stands in capitals
        return out

    def _leading(self, units: Sequence[Unit]) -> bool:
        word = self._first(units[0])
        if not word.capital or word.fold.isdigit():
            return True
        weak = word.opens or self._headline
        plain = word.fold in self._cues.common or (word.fold in self._evidence.small and weak)
        if plain and word.fold not in self._cues.common and self._begins_body(units):
            return False
        given = word.fold in self._lists.given and len(units) > 1 and word.fold not in self._evidence.small
        if self._given.begins_person(units):
            return False
        if self._demonym(word):
            return True
        if self._lists.language == "tr" and weak and len(units) > 1 and word.fold.endswith(("lar", "ler")):
            return not given and not word.suffixed and len(word.fold) > 5  # a noun in the plural: "the wounded"
        return plain and (weak or word.fold in ("the", "a", "an", "i")) and not given

    def _begins_body(self, units: Sequence[Unit]) -> bool:
        """A Turkish everyday word that a body begins with."""
        if self._lists.language != "tr" or not turkish_names.may_begin_body(self._first(units[0])):
            return False
        return any(self._lists.is_head(self._first(unit)) for unit in units[1:])

    def _demonym(self, word: Word) -> bool:
        return self._lists.language == "tr" and turkish_names.is_demonym(word, self._lists.known)

    def _trailing(self, word: Word) -> bool:
        if not word.capital or word.fold.isdigit():
            return True
        return self._headline and word.fold in self._cues.common and not self._lists.is_head(word)

    # -- by the word that says what it is

    def _by_head(self, units: list[Unit], around: Around) -> list[FoundName] | None:
        """An organisation, place or other thing by the word that says what it is."""
        heads = [
            index
            for index, unit in enumerate(units)
            if unit.known is None and self._lists.is_head(self._first(unit))
        ]  # fmt: skip
        if heads and not (around.role and self._first(units[0]).fold in self._lists.given):
            named = self._organisation(units, heads, around)
            if named is not None:
                return named
        first, last = self._first(units[0]), self._last(units[-1])
        if len(units) > 1 and units[-1].known is None:
            if last.fold in self._cues.place_heads:
                return [self._named(units, "place", f"ends with {last.text}", 0.7)]
            if last.fold in self._cues.other_heads:
                return self._other(units, around)
        if len(units) > 1 and first.fold in self._cues.place_heads_before and units[0].known is None:
            return [self._named(units, "place", f"begins with {first.text}", 0.7)]
        return None

    def _organisation(self, units: list[Unit], heads: Sequence[int], around: Around) -> list[FoundName] | None:
        at = heads[-1]
        first, head = self._first(units[0]), self._first(units[at])
        specific = [
            unit
            for index, unit in enumerate(units)
            if index not in heads
            and (unit.known is not None or unit.nationality or self._first(unit).fold not in self._cues.common)
        ]
        sure = any(unit.known or unit.nationality for unit in units) or at == len(units) - 1
        if specific and (not self._headline or sure):
            rest = units[at + 1 :]
            if rest and self._first(rest[0]).fold in self._cues.inner:
                tail = self._surface(rest[0].first, rest[-1].last)
                return [self._named(units, "organisation", f"{head.text} {tail}", 0.8)]
            out = [self._named(units[: at + 1], "organisation", f"ends with {head.text}", 0.8)]
            return out + (self._segment(rest, Around(around.role)) if rest else [])
        if specific:
            return None
        if at and not self._headline and not first.opens and head.fold not in ("news", "times"):
            return [self._named(units[: at + 1], "organisation", "a body in capitals", 0.6)]
        return []

    def _other(self, units: list[Unit], around: Around) -> list[FoundName]:
        """A law, a treaty, an event; what begins with a known name is that name and no more."""
        known = [unit for unit in units if unit.known is not None]
        if known and known[0].first == units[0].first:
            last, city = self._last(units[-1]), units[0].known
            # What was signed in a city has its name: "Istanbul Convention"; of a state it may be anything.
            signed = len(units) == 2 and last.fold in _SIGNED and not self._headline
            if signed and city is not None and city.kind == "place" and not is_territory(city.id):
                return [self._named(units, "other", f"ends with {last.text}", 0.65)]
            return self._split(units[:-1], Around(around.role))
        if not self._headline and any(
            self._first(unit).fold not in self._cues.common and not unit.nationality for unit in units[:-1]
        ):
            return [self._named(units, "other", f"ends with {self._last(units[-1]).text}", 0.6)]
        return []

    # -- piece by piece

    def _split(self, units: Sequence[Unit], around: Around) -> list[FoundName]:
        """Known names and nationalities by themselves, the stretches between them each as one name."""
        out: list[FoundName] = []
        stretch: list[Unit] = []
        before = around.before

        def close(following: Word | None) -> None:
            if stretch:
                name = self._unknown(stretch, Around(around.role, before, following))
                if name is not None:
                    out.append(name)
                stretch.clear()

        longer = 0
        for index, unit in enumerate(units):
            if index < longer:
                continue
            follows = units[index + 1] if index + 1 < len(units) else None
            longer = self._end_of_longer(units, index)
            if longer and unit.known is not None:
                if not self._given_only(stretch):
                    close(None)
                if stretch or longer > index + 1:
                    why = f"longer than {unit.known.form}"
                    out.append(self._named([*stretch, *units[index:longer]], "person", why, 0.85))
                    stretch.clear()
                    continue
            if stretch and stretch[-1] is units[index - 1] and self._part_of_place(stretch[-1], unit):
                stretch.pop()
                close(None)
                part = f"{self._first(units[index - 1]).text} of {self._surface(unit.first, unit.last)}"
                out.append(self._named(units[index - 1 : index + 1], "place", part, 0.7))
                continue
            if (
                (unit.known is None and not unit.nationality)
                or self._place_in_person(unit, stretch, follows)
                or self._titled(unit, stretch, follows, around)
            ):
                stretch.append(unit)
                continue
            close(None)
            out.extend(self._known(unit))
            if unit.known is not None and unit.known.kind != "person":
                before = None
        close(around.following)
        return out

    def _end_of_longer(self, units: Sequence[Unit], index: int) -> int:
        """Where a name ends that begins as a known person's whole name, or goes on: "John Kerry Smith"; 0 for none."""
        known = units[index].known
        if known is None or known.kind != "person" or units[index].last - units[index].first < 2 or self._headline:
            return 0
        end = index + 1
        while end < len(units) and units[end].known is None and not units[end].nationality:
            word = self._first(units[end])
            plain = word.fold in self._cues.common | self._cues.place_heads | self._cues.other_heads
            # Most Turkish last names are everyday words.
            plain = plain or (self._lists.language != "tr" and word.fold in self._evidence.small)
            if plain or not word.capital or word.upper or not word.fold.isalpha() or len(word.fold) < 2:
                break
            end += 1
        within = units[end - 1].last - units[index].first <= _LONGEST_PERSON
        return end if within and not self._lists.is_head(self._last(units[end - 1])) else index + 1

    def _given_only(self, stretch: Sequence[Unit]) -> bool:
        """Whether all words of a stretch are given names that are seldom left out: the first of a longer name."""
        plain = self._evidence.small | name_lists().titles | name_lists().prefix_names
        folds = [self._first(unit).fold for unit in stretch]
        return all(fold in self._lists.given and fold not in plain for fold in folds)

    def _part_of_place(self, before: Unit, unit: Unit) -> bool:
        """A direction in a capital before a known place: "Kuzey Irak", "Southern Lebanon" are regions of their own."""
        if unit.known is None or unit.known.kind != "place" or self._headline:
            return False
        word = self._first(before)
        return before.known is None and word.fold in _DIRECTIONS and not word.opens

    def _place_in_person(self, unit: Unit, stretch: Sequence[Unit], follows: Unit | None) -> bool:
        """The name of a place of one word that belongs to a person: "Paris Hilton", "Jack London"."""
        if unit.known is None or unit.known.kind != "place" or unit.last - unit.first != 1:
            return False
        if stretch:
            # After a first name alone; in Turkish, where something is or goes is a place: "Mehmet Almanya'da".
            word = self._first(unit)
            ending = self._line.text[word.end : word.whole_end]
            placed = self._lists.language == "tr" and turkish_names.is_placed(ending)
            return self._first(stretch[0]).fold in self._lists.given and len(stretch) == 1 and not placed
        if follows is None or follows.known is not None:
            return False
        return self._first(unit).fold in self._lists.given or self._given.begins_person([unit, follows])

    def _titled(self, unit: Unit, stretch: Sequence[Unit], follows: Unit | None, around: Around) -> bool:
        """A nationality that a name begins with: "Turkish Airlines"."""
        return (
            unit.nationality
            and not stretch
            and not around.role
            and not self._headline
            and follows is not None
            and follows.known is None
            and not follows.nationality
            and self._first(follows).fold not in self._lists.given
        )

    def _unknown(self, stretch: Sequence[Unit], around: Around) -> FoundName | None:
        """A stretch that no list knows: a person by its given name, role or verb, else by its capitals alone."""
        units = self._trimmed(stretch)
        if not units:
            return None
        inside = self._words[units[0].first : units[-1].last]
        bare = [word for word in inside if word.fold not in PARTICLES]
        if not bare or all(word.fold in self._cues.common for word in bare):
            return None
        if len(bare) == 1:
            return self._single(units, around)
        return self._several(units, bare, around)

    def _several(self, units: list[Unit], bare: Sequence[Word], around: Around) -> FoundName | None:
        first, size = self._first(units[0]), len(bare)
        personal = self._headline or (
            size <= _LONGEST_PERSON and not any(word.upper and len(word.fold) > 1 for word in bare)
        )
        if (first.fold in self._lists.given or self._given.begins_person(units)) and size <= _LONGEST_PERSON:
            if around.role:
                return self._named(units, "person", f"after the role '{around.role}'", 0.95)
            return self._named(units, "person", f"begins with the given name {first.text}", 0.85)
        if around.role and personal and size <= _LONGEST_PERSON:
            return self._named(units, "person", f"after the role '{around.role}'", 0.9)
        if self._headline or (first.opens and first.fold in self._evidence.small):
            return None
        settled = self._settled(units, around)
        if settled is not None:
            return settled
        said = self._saying(around)
        article = around.before is not None and around.before.fold == "the" and self._lists.language == "en"
        if article and not around.role:
            # "The Fifth Fleet said": nobody's name has an article.
            if said and said not in _AUXILIARIES:
                return self._named(units, "organisation", f"an article before, '{said}' after", 0.6)
            return self._named(units, "other", "an article before", 0.4)
        if said and personal and self._lists.language != "tr":
            return self._named(units, "person", f"before the verb '{said}'", 0.75)
        plain = units[0].nationality or any(word.fold in self._cues.common for word in bare)
        if size <= 3 and personal and not plain:
            return self._named(units, "person", "two or more capitalised words", 0.5)
        return self._named(units, "other", "capitalised inside a sentence", 0.4)

    def _single(self, units: list[Unit], around: Around) -> FoundName | None:
        first, small = self._first(units[0]), self._evidence.small
        if first.opens and not first.suffixed and first.fold in self._lists.homographs.rare_places:
            return None
        if len(first.fold) == 1 or not first.text.replace(".", "").isalpha():
            return None
        if self._lists.language == "tr" and first.fold in self._cues.place_heads | self._cues.other_heads:
            return None
        inside = first.fold in self._evidence.capital_inside
        said = self._saying(around)
        if first.opens and around.following is not None and around.following.fold in turkish_names.PARTICLES:
            said = ""  # "Deney, bir …": anything may open a sentence that goes on so
        acronym = first.upper and 2 <= len(first.fold) <= _ACRONYM_LENGTH and not self._headline
        loud = any(
            word.upper and len(word.fold) > 1
            for word in self._words[units[0].first : units[-1].last]
            if word.fold not in PARTICLES
        )
        personal = self._headline or not loud
        if around.role and personal and not acronym and not self._headline and not first.opens:
            return self._named(units, "person", f"after the role '{around.role}'", 0.75)
        surname = first.fold in self._lists.surnames and first.fold not in small
        short = first.opens and len(first.fold) < 6 and not (said or first.suffixed)
        if surname and first.fold not in self._cues.common and not short and not (first.upper and not self._headline):
            return self._named(units, "person", "the last name of a known person", 0.65)
        given = first.fold in self._lists.given and first.fold not in small and not first.upper
        if given and not self._headline and (not first.opens or said or first.suffixed or inside):
            return self._named(units, "person", "a given name", 0.6)
        if self._headline:
            if first.fold not in small and inside:
                return self._named(units, "other", "in capitals inside a sentence of the same text", 0.5)
            return None
        if acronym:
            return self._named(units, "organisation", "an acronym", 0.5)
        ending = self._line.text[first.end : first.whole_end]
        if self._lists.language == "tr" and turkish_names.is_located(ending):
            return self._named(units, "place", f"with the ending {ending}", 0.55)
        settled = self._settled(units, around)
        if settled is not None and not (first.opens and first.fold in small):
            return settled
        if first.opens and (first.fold in small or not (said or inside or first.suffixed)):
            return None
        before = around.before
        placed = before is not None and before.fold in self._cues.place_prepositions and not before.capital
        if before is not None and placed and (not said or said in _AUXILIARIES):
            return self._named(units, "place", f"after '{before.text}'", 0.55)
        if said and personal and self._lists.language != "tr":
            return self._named(units, "person", f"before the verb '{said}'", 0.6)
        return self._named(units, "other", "capitalised inside a sentence", 0.4)

    def _settled(self, units: Sequence[Unit], around: Around) -> FoundName | None:
        """The place that a Turkish word for a settlement or a landform follows."""
        following = around.following
        if self._lists.language != "tr" or following is None or not turkish_names.is_settlement(following):
            return None
        return self._named(units, "place", f"before '{following.text}'", 0.6)

    def _saying(self, around: Around) -> str:
        """The verb of saying that follows, or ''."""
        word = around.following
        return word.text if word is not None and word.fold in self._cues.saying and not word.capital else ""
