"""Names in text of Arabic script, which has no capitals: known names, roles before, given names, heads of bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from corpus_tools.names.arabic_homographs import ArabicReadings
from corpus_tools.names.arabic_places import named_place
from corpus_tools.names.cues import Cues, cues, given_names
from corpus_tools.names.gazetteer import Gazetteer, KnownName, gazetteer, is_country, is_nationality, known_surnames
from corpus_tools.names.homographs import indefinite
from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.months import month_names
from corpus_tools.names.parsing import equivalents
from corpus_tools.names.persian_names import beside_next, body_end, is_inflected, may_be_name, person_beside, titles
from corpus_tools.names.tables import read_table
from corpus_tools.names.words import PROCLITICS, Word, find_words, fold_word, fold_words, letters_end
from corpus_tools.records.entity import NameKind
from corpus_tools.text.letters import script_of

# Words that join the one before and the one after into one name.
_LINKS = frozenset({"بن", "ابن", "بنت", "ال", "ابو", "ابي", "ام", "عبد", "دي", "فان", "فون", "دو", "اف", "دير", "لا"})
_BIND_NEXT = frozenset({"عبد", "ابو", "ابي", "ام", "بن", "ابن", "بنت", "ال"})
_BIND_PREVIOUS = frozenset({"الله", "الدين", "اوغلو", "اوغلي", "زاده"})
# An article with a proclitic before it: nobody's name begins with them.
_BEFORE_ARTICLE = ("بال", "لل", "كال", "وال", "فال")
_MINISTERS = ("وزير", "وزيره")
_LONG_ENOUGH = 4
# The score of what may as well be an everyday word: the recogniser may overrule it.
_PERHAPS = 0.5
# That of a place after a head ("the town of"), which the recogniser may overrule as well, and of one of two words.
_HEADED, _HEADED_TWO = 0.6, 0.7
_LONGEST_PERSON = 5
_LONGEST_KNOWN = 8


def _after_preposition(text: str) -> bool:
    """Whether a word has a preposition before a noun whose hamza or ending tells it from a name: "with a complaint"."""
    return text.startswith(("بإ", "لإ", "بأ", "لأ", "كأ")) or (text[:1] in ("ب", "ل") and text.endswith(("ة", "ى")))


def _why(whole: str) -> str:
    return f"part of {whole} in the same text" if whole else "the last name of a known person"


class ArabicFinder:
    """Finds names in the Arabic-script lines of one text. Made for each text; not shared."""

    def __init__(self, language: str, known: Gazetteer | None = None) -> None:
        self.language = language
        self.cues: Cues = cues(language)
        self._proclitics = "" if language == "fa" else PROCLITICS
        self._bind_next = _BIND_NEXT - {"ابي"} if language == "fa" else _BIND_NEXT  # آبی is blue
        # Persian has names that are everyday words in Arabic: its "مدینه" is "a city" there.
        self._languages = ("", "ar") if language == "ar" else ("", "ar", "fa", language)
        self.known = known or gazetteer()
        self._given = given_names(persian=language == "fa")
        self._alone = frozenset(map(fold_word, read_table("cues")["ar"]["roles_before_one_word"]))
        self._no_bodies = frozenset(map(fold_words, read_table("cues")["ar"]["no_bodies"]))
        self._months = month_names()
        self._persons: dict[str, str] = {}
        self._announced: dict[int, tuple[int, str]] = {}
        self._readings = ArabicReadings(language, self.cues, self.known, ())

    def find(self, lines: Sequence[tuple[int, str]]) -> list[FoundName]:
        """Return the names of `lines`, (offset, text) pairs, in order."""
        read = [(offset, text, find_words(text, self.language)) for offset, text in lines]
        folds = [[word.fold for word in words] for _, _, words in read]
        self._readings = ArabicReadings(self.language, self.cues, self.known, folds)
        found = [name for offset, text, words in read for name in self._line(offset, text, words)]
        for name in found:
            if name.kind == "person" and len(name.folds) > 1 and name.score > _PERHAPS:
                last = name.folds[-1]
                if len(last) > 3 and last not in self.cues.common and last not in _BIND_PREVIOUS:
                    self._persons.setdefault(last, name.text)
        taken = {position for name in found for position in range(name.start, name.end)}
        surnames = {word: "" for word in known_surnames() if script_of(word) == "Arab"} | self._persons
        for offset, text, words in read:
            for word in words:
                stem, cut = self._stem(word, surnames)
                if stem is not None and offset + word.start not in taken:
                    start = word.start + letters_end(word.text, cut)
                    out = FoundName(
                        offset + start, offset + word.end, text[start : word.end], "person",
                        _why(surnames[stem]), 0.75, None, (stem,),
                    )  # fmt: skip
                    found.append(out)
        return sorted(found, key=lambda name: (name.start, name.end))

    def _stem(self, word: Word, known: Mapping[str, str]) -> tuple[str | None, int]:
        if word.fold in known:
            return word.fold, 0
        if word.fold[:1] and word.fold[0] in self._proclitics and word.fold[1:] in known:
            return word.fold[1:], 1
        return None, 0

    def _line(self, offset: int, text: str, words: list[Word]) -> list[FoundName]:
        out: list[FoundName] = []
        folds = [word.fold for word in words]
        index = 0
        self._announced.clear()
        while index < len(words):
            if words[index].script != "Arab":
                index += 1
                continue
            name, following = self._at(offset, text, words, folds, index)
            if name is not None:
                out.append(name)
            index = max(following, index + 1)
        return out

    def _at(
        self, offset: int, text: str, words: list[Word], folds: list[str], index: int
    ) -> tuple[FoundName | None, int]:
        if index in self._announced:
            size, why = self._announced[index]
            return self._name(offset, text, words, index, index + size, 0, "person", why, 0.85, None), index + size
        known = self._known(words, folds, index)
        if known is not None and not (known[0] == 1 and known[1] == 0 and folds[index] in self.cues.common):
            size, cut, name = known
            if self._goes_on(words, folds, index, known):
                why = f"longer than {name.form}"
                return self._name(
                    offset, text, words, index, index + size + 1, cut, "person", why, 0.8, None
                ), index + size + 1
            if name.kind == "person" or size > 1 or folds[index] not in self._given:
                return self._as_known(offset, text, words, index, known)
        role = self._role(words, folds, index)
        if role:
            start = self._skip_adjectives(folds, index + role)
            inner = self._body_inside(words, folds, index, role)
            if inner:
                return self._announce(words, folds, text, index, start, weak=False), inner
            if start < len(words) and self._joined(words, index, start):
                end = self._bearer(words, folds, start)
                if end > start:
                    return self._announce(words, folds, text, index, end, weak=True), start
            role_text = text[words[index].start : words[index + role - 1].end]
            if start < len(words) and self._joined(words, index, start):
                if self._known(words, folds, start) is None:
                    size = self._person(words, folds, start, after_role=True)
                    if not self._speaks(folds[index : index + role], folds[index + role : start], folds[start], size):
                        size = 0
                    if size:
                        return self._name(
                            offset,
                            text,
                            words,
                            start,
                            start + size,
                            0,
                            "person",
                            f"after the role '{role_text}'",
                            0.85 if size > 1 else 0.6,
                            None,
                        ), start + size
                return None, start
            return None, index + role
        cut = 0
        fold = folds[index]
        given = self._readings.is_given
        if not given(fold) and fold[0] in self._proclitics and given(fold[1:]) and len(fold) > _LONG_ENOUGH:
            cut, fold = 1, fold[1:]
        if given(fold) or fold in self._bind_next - {"ال", "بن", "ابن", "ام"}:
            size = self._person(words, folds, index, after_role=False)
            sure = self._readings.person(words, folds, index, cut) if size > 1 else "no"
            if sure != "no":
                why = f"begins with the given name {fold}"
                score = 0.8
                if sure == "perhaps":
                    why, score = f"{why}, an everyday word as well", _PERHAPS
                return self._name(
                    offset, text, words, index, index + size, cut, "person", why, score, None
                ), index + size
        if known is not None and known[2].kind == "place" and self.language == "fa" and folds[index] in self._given:
            return self._as_known(offset, text, words, index, known)  # "هند" is India where no person begins with it
        if self.language == "fa":
            size, why = person_beside(
                words, folds, index, cues=self.cues, given=self._given, place_at=partial(self._place_size, words, folds)
            )
            if size:
                return self._name(offset, text, words, index, index + size, 0, "person", why, 0.75, None), index + size
        place = self._announced_place(words, folds, index)
        if place is not None:
            first, last = place
            why = f"after '{words[index].text}'"
            score = _HEADED if last - index == 2 else _HEADED_TWO
            return self._name(offset, text, words, first, last, 0, "place", why, score, None), last
        return self._organisation(offset, text, words, folds, index)

    def _goes_on(self, words: list[Word], folds: list[str], index: int, known: tuple[int, int, KnownName]) -> bool:
        """Whether a known person's whole name goes on with one more given name: somebody else's longer name.

        Where two or more follow, they may be whom the known person met: Arabic has its objects there.
        """
        size, _, name = known
        end = index + size
        if name.kind != "person" or size < 2 or end >= len(words) or not self._joined(words, end - 1, end):
            return False
        given = folds[end] in self._given or folds[end] in equivalents().others
        if not given or self._plain(folds[end]) or self._known(words, folds, end) is not None:
            return False
        return self._person(words, folds, end, after_role=True) == 1

    def _announced_place(self, words: list[Word], folds: list[str], index: int) -> tuple[int, int] | None:
        if self.language == "fa":
            first = index + 1
            named = folds[index] in self.cues.place_heads and first < len(words) and beside_next(words[index])
            named = named and may_be_name(words[first], self.cues) and folds[first] not in self._given
            return (first, first + 1) if named else None
        return named_place(
            words,
            folds,
            index,
            cues=self.cues,
            joined=lambda start, end: self._joined(words, start, end - 1),
            taken=lambda at: self._known(words, folds, at) is not None,
        )

    def _body_inside(self, words: list[Word], folds: list[str], index: int, role: int) -> int:
        """Where a body begins that the role itself names ("spokesman of the Foreign Ministry"); 0 for none."""
        for at in range(index + 1, index + role):
            if folds[at] in self.cues.organisation_heads or self._known(words, folds, at) is not None:
                return at
        return 0

    def _bearer(self, words: list[Word], folds: list[str], start: int) -> int:
        """Where the place or body ends that a role is of ("director of the Hope Hospital"); 0 where none is."""
        known = self._known(words, folds, start)
        if known is not None:
            return start + known[0] if known[2].kind != "person" else 0
        name, end = self._organisation(0, "", words, folds, start)
        return end if name is not None else 0

    def _announce(
        self, words: list[Word], folds: list[str], text: str, index: int, start: int, *, weak: bool
    ) -> FoundName | None:
        """Note a person at `start`, after a role at `index` and what it is of, which is to be read first.

        Arabic goes on with a verb as easily as with a name there: where `weak`, only a given name speaks for one.
        """
        if start >= len(words) or not self._joined(words, index, start) or self._known(words, folds, start) is not None:
            return None
        size = self._person(words, folds, start, after_role=True)
        if size > 1 and (folds[start] in self._given or not weak or self.language == "fa"):
            role = text[words[index].start : words[start - 1].end]
            self._announced[start] = (size, f"after the role '{role}'")
        return None

    def _speaks(self, role: Sequence[str], adjectives: Sequence[str], fold: str, size: int) -> bool:
        """Say whether a role speaks for `size` words after it, of which `fold` is the first, being a name.

        Roles that are everyday words need a nationality or a given name beside them; what has the article after a role
        is most often an adjective ("the offending player").
        """
        if fold in self._given or (self.language == "fa" and size and role[-1] in titles()):
            return True
        if size == 1:
            return self._single(role, fold)
        if fold.startswith("ال") and role[0] not in self._alone:
            return False
        return tuple(role) not in self.cues.weak_roles or bool(adjectives)

    def _single(self, role: Sequence[str], fold: str) -> bool:
        """Say whether one word after a role can be a name by itself: "President Putin", not "the coach plays"."""
        first = role[0][1:] if role[0][0] in PROCLITICS and role[0] not in self._alone else role[0]
        return fold in self._given or (first in self._alone and not fold.startswith(("ي", "ب", "لل", "س", "و")))

    def _role(self, words: list[Word], folds: list[str], index: int) -> int:
        size = self.cues.role_at(folds, index)
        if not size and folds[index][0] in self._proclitics and len(folds[index]) > 3:
            changed = [folds[index][1:], *folds[index + 1 : index + self.cues.longest_role]]
            size = self.cues.role_at(changed, 0)
        if not size or not self._joined(words, index, index + size):
            return 0
        return self._office(words, folds, index, size)

    def _office(self, words: list[Word], folds: list[str], index: int, size: int) -> int:
        """A minister of whatever it is: "وزيرة البيئة والمياه" is a role that no list has to know."""
        if size > 1 or not folds[index].endswith(_MINISTERS):
            return size
        end = index + size
        while end < len(words) and self._joined(words, end - 1, end):
            article = "وال" if end > index + size else "ال"
            if not folds[end].startswith(article) or folds[end].endswith("ي") or is_nationality(folds, end):
                break
            end += 1
        return end - index

    def _joined(self, words: list[Word], start: int, end: int) -> bool:
        return all(
            words[at].gap.strip(' \u00a0\u200e\u200f"«“') in ("", "-")
            for at in range(start, min(end, len(words)) - 1 + (end < len(words)))
        )

    def _skip_adjectives(self, folds: list[str], index: int) -> int:
        while index < len(folds):
            size = is_nationality(folds, index)
            if size and self.language == "fa" and folds[index].endswith("ه"):
                break  # "روسیه" is Russia
            if size and self.language == "ar" and folds[index].endswith("يا") and is_country(folds[index]):
                break  # "روسيا" is Russia, and very seldom the Russian whom somebody met
            if size:
                index += size
            elif folds[index] in self.cues.role_adjectives or (self.language == "fa" and folds[index] in titles()):
                index += 1
            else:
                break
        return index

    def _person(self, words: list[Word], folds: list[str], index: int, *, after_role: bool) -> int:
        """How many words from `index` are a person's name; 0 where the first cannot be one."""
        size = 0
        while index + size < len(words) and size < _LONGEST_PERSON:
            word, fold = words[index + size], folds[index + size]
            if word.script != "Arab" or fold in self._months:
                break
            if size and not self._joined(words, index + size - 1, index + size):
                break
            bound = size > 0 and (folds[index + size - 1] in self._bind_next or fold in _BIND_PREVIOUS)
            if not bound:
                stop = self._plain(fold) or (len(fold) < 3 and fold not in _LINKS)
                stop = stop or is_nationality(folds, index + size) > 0 or fold in self.cues.role_adjectives
                stop = stop or fold in self.cues.organisation_heads or fold in self.cues.place_heads
                stop = stop or indefinite(word.text) or (self.language == "fa" and is_inflected(word.text))
                bare = size > 0 and not fold.startswith("ال") and fold not in self._given
                stop = stop or (bare and (fold,) in self.cues.roles)
                stop = stop or (fold not in self._given and fold.startswith(_BEFORE_ARTICLE) and len(fold) > 4)
                stop = stop or (size > 1 and _after_preposition(word.text) and fold not in self._given)
                if stop:
                    break
                if size >= 2 and not self._may_extend(fold, folds[index + size - 1]):
                    break
                if size and self._known(words, folds, index + size) is not None and fold not in self._given:
                    break
            size += 1
        while size and folds[index + size - 1] in self._bind_next | _LINKS:
            size -= 1
        if size == 1 and not after_role:
            return 0
        if size == 1 and (folds[index].endswith("ه") and folds[index] not in self._given):
            return 0  # most often a noun: "the head of the delegation"
        return size

    def _plain(self, fold: str) -> bool:
        """Whether a word ends a name, with "and" before it or without: "وهو" is none."""
        common = self.cues.common
        return fold in common or (fold[0] in "وف" and fold[1:] in common and fold not in self._given)

    def _place_size(self, words: list[Word], folds: list[str], index: int) -> int:
        known = self._known(words, folds, index)
        return known[0] if known is not None and known[2].kind == "place" else 0

    def _may_extend(self, fold: str, previous: str) -> bool:
        return (
            fold in _LINKS
            or previous in _LINKS
            or self._readings.is_given(fold)
            or fold in _BIND_PREVIOUS
            or (fold.startswith("ال") and fold.endswith("ي") and len(fold) > 4)
            or previous in self._given
        )

    def _organisation(
        self, offset: int, text: str, words: list[Word], folds: list[str], index: int
    ) -> tuple[FoundName | None, int]:
        """A body named by its first word and what depends on it: a genitive, then adjectives, all definite."""
        cut = 0
        fold = folds[index]
        if (
            fold not in self.cues.organisation_heads
            and fold[0] in self._proclitics
            and fold[1:] in self.cues.organisation_heads
        ):
            cut, fold = 1, fold[1:]
        if fold not in self.cues.organisation_heads:
            return None, index + 1
        if self.language == "fa":
            end = body_end(words, index, cues=self.cues, place_at=partial(self._place_size, words, folds))
            if not end:
                return None, index + 1
            return self._name(offset, text, words, index, end, 0, "organisation", f"begins with {fold}", 0.7, None), end
        end = index + 1
        while end < len(words) and end - index < 5 and self._joined(words, end - 1, end):
            following = folds[end]
            known = self._known(words, folds, end)
            if known is not None and known[1] == 0 and known[2].kind == "place":
                end += known[0]
                break
            if following in self.cues.common or not following.startswith(("ال", "وال", "لل")) or len(following) < 5:
                break
            end += 1
        if end - index < 2 or (end - index == 2 and (fold, folds[index + 1]) in self._no_bodies):
            return None, index + 1
        return self._name(offset, text, words, index, end, cut, "organisation", f"begins with {fold}", 0.7, None), end

    def _known(self, words: list[Word], folds: list[str], index: int) -> tuple[int, int, KnownName] | None:
        """The longest known name at `index`, with proclitics taken off its first word."""
        first = folds[index]
        variants: list[tuple[str, int]] = [(first, 0)]
        if len(first) > 3:
            rest, cut = first, 0
            for _ in range(2):
                if rest[0] in self._proclitics and len(rest) > 3:
                    if rest.startswith("لل"):
                        variants.append(("ال" + rest[2:], cut + 1))
                    rest, cut = rest[1:], cut + 1
                    variants.append((rest, cut))
        tail = folds[index + 1 : index + _LONGEST_KNOWN]
        best: tuple[int, int, KnownName] | None = None
        for variant, cut in variants:
            for size, names in self.known.longest([variant, *tail], 0):
                if size > 1 and not self._joined(words, index, index + size - 1):
                    continue
                for name in names:
                    if cut and len(variant) < 4 and size == 1:
                        continue
                    if name.language not in self._languages or not name.fits(variant, self.language):
                        continue
                    if size == 1 and not self._readings.means(name, words, cut, variant, folds, index):
                        continue
                    twin = best is not None and (size, cut) == best[:2]
                    if best is None or size > best[0] or (twin and self._rather(name, best[2], variant)):
                        best = (size, cut, name)
        return best

    def _as_known(
        self, offset: int, text: str, words: list[Word], index: int, known: tuple[int, int, KnownName]
    ) -> tuple[FoundName, int]:
        size, cut, name = known
        why = f"known name: {name.form}"
        return self._name(offset, text, words, index, index + size, cut, name.kind, why, 0.95, name.id), index + size

    def _rather(self, name: KnownName, other: KnownName, fold: str) -> bool:
        """Say whether of two names written alike the first is meant: the language's own one, else by reading."""
        if self.language in (name.language, other.language) and name.language != other.language:
            return name.language == self.language
        return self._readings.rather(name, other, fold)

    def _name(
        self,
        offset: int,
        text: str,
        words: list[Word],
        first: int,
        end: int,
        cut: int,
        kind: NameKind,
        reason: str,
        score: float,
        known: str | None,
    ) -> FoundName:
        start, stop = words[first].start, words[end - 1].end
        # "لل" is two letters in one: the name keeps its article's letter.
        start += letters_end(words[first].text, cut)
        surface = text[start:stop]
        folds = tuple(fold_word(word.text) for word in find_words(surface, self.language))
        return FoundName(offset + start, offset + stop, surface, kind, reason, score, known, folds)
