"""Whether an Arabic word that is a name and an everyday word as well is the name here, by what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from corpus_tools.names.cues import Cues, given_names
from corpus_tools.names.gazetteer import (
    Gazetteer,
    KnownName,
    gazetteer,
    is_nationality,
    is_territory,
    known_surnames,
    nationality_of,
)
from corpus_tools.names.homographs import Homographs, contradicts, homographs, indefinite
from corpus_tools.names.words import PROCLITICS, Word, fold_words, letters_end

_NEAR = 4
_FILIAL = frozenset(("بن", "ابن", "بنت"))
# How Persian last names end, folded; everyday words that end so are known.
_PERSIAN_SURNAMES = ("ي", "زاده", "پور", "نژاد", "نيا", "فر", "يان", "لو", "وند", "دوست", "اوغلو", "اف", "سون")
_PERSIAN_PLURALS = ("هاي", "هايي", "ايي")
# Pronouns written onto a word: "his daughter" is nobody's last name.
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "كم", "نا")

Person = Literal["sure", "perhaps", "no"]


@lru_cache(maxsize=256)
def _speaking_of(territory: str, language: str) -> frozenset[str]:
    """The single words that speak of a territory: its names and its nationality."""
    entry = gazetteer().entry(f"place.{territory}")
    names = {fold_words(form) for tag, form in entry.forms if tag == language} if entry is not None else set()
    return frozenset(form[0] for form in names | nationality_of(f"place.{territory}", language) if len(form) == 1)


class ArabicReadings:
    """Reads the homographs of one text; `lines` are its folded words. Made for each text."""

    def __init__(self, language: str, cues: Cues, known: Gazetteer, lines: Iterable[Sequence[str]]) -> None:
        self._language = language
        self._cues = cues
        self._known = known
        self._lists: Homographs = homographs(language)
        self._given = given_names(persian=language == "fa")
        self._surnames = known_surnames()
        self._lines = lines
        self._words: frozenset[str] | None = None

    def _said(self, fold: str) -> bool:
        """Whether the text has the word, with proclitics or without."""
        if self._words is None:
            self._words = frozenset(stem for line in self._lines for word in line for stem in _stems(word))
        return fold in self._words

    def speaks_of(self, territory: str, besides: str) -> bool:
        """Say whether the text names a territory or its people by another word than `besides`."""
        return any(fold != besides and self._said(fold) for fold in _speaking_of(territory, self._language))

    # -- places and bodies

    def means(
        self, name: KnownName, words: Sequence[Word], cut: int, fold: str, folds: Sequence[str], index: int
    ) -> bool:
        """Say whether the word at `index`, `fold` without its first `cut` letters, is the known name of one word."""
        word = words[index]
        written = word.text[letters_end(word.text, cut) :]
        if name.kind == "place" and indefinite(written):
            return False
        voiced = self._lists.vowels.get(name.id)
        if voiced is not None and contradicts(written, voiced):
            return False
        if self._beside_a_word(fold, words, folds, index):
            return False
        if name.kind == "place" and fold in self._lists.rare_places:
            return self._rare(fold, self._lists.rare_places[fold], cut, folds, index)
        if name.kind == "place" and fold in self._lists.half_places:
            acts = index > 0 and is_territory(name.id) and folds[index - 1].endswith("ت") and len(folds[index - 1]) > 3
            return acts or self._placed(fold, cut, folds, index) or self._beside_a_place(folds, index)
        return True

    def rather(self, name: KnownName, other: KnownName, fold: str) -> bool:
        """Say whether the text speaks of the territory of `name`, not of that of `other`, which is written alike."""
        ours, theirs = (self._lists.territories.get(each.id, "") for each in (name, other))
        return bool(ours and theirs) and self.speaks_of(ours, fold) and not self.speaks_of(theirs, fold)

    def _beside_a_word(self, fold: str, words: Sequence[Word], folds: Sequence[str], index: int) -> bool:
        beside = self._lists.beside.get(fold)
        if beside is None:
            return False
        before = folds[index - 1] if index else ""
        after = folds[index + 1] if index + 1 < len(folds) else ""
        around = (*_before(words[max(0, index - _NEAR) : index + 1]), *_after(words[index : index + 1 + _NEAR]))
        return (
            not beside.before.isdisjoint(_stems(before))
            or after in beside.after
            or any(not beside.near.isdisjoint(_stems(each)) for each in around)
        )

    def _rare(self, fold: str, territory: str, cut: int, folds: Sequence[str], index: int) -> bool:
        nations = nationality_of(f"place.{territory}", self._language)
        if index + 1 < len(folds) and (folds[index + 1],) in nations and folds[index + 1].startswith("ال"):
            return True
        if index and not self._cues.place_heads.isdisjoint(_stems(folds[index - 1])):
            return True
        if self._beside_a_place(folds, index):
            return True
        return self.speaks_of(territory, fold) and self._placed(fold, cut, folds, index, strict=False)

    def _placed(self, fold: str, cut: int, folds: Sequence[str], index: int, *, strict: bool = True) -> bool:
        """After a preposition of place or a head; where not `strict`, after another name as well."""
        if not index:
            return False
        before = _stems(folds[index - 1])
        if not self._lists.prepositions.isdisjoint(before) or not self._cues.place_heads.isdisjoint(before):
            return True
        return not strict and folds[index - 1] not in self._cues.common and cut == 0

    def _beside_a_place(self, folds: Sequence[str], index: int) -> bool:
        """In a list with another known place: "Homs and Hama"."""
        after = folds[index + 1] if index + 1 < len(folds) else ""
        if after.startswith("و") and self._is_place(after[1:]):
            return True
        return folds[index].startswith("و") and index > 0 and self._is_place(folds[index - 1])

    def _is_place(self, fold: str) -> bool:
        if fold in self._lists.rare_places or fold in self._lists.half_places:
            return False
        known = self._known.one_word(fold)
        return any(name.kind == "place" and name.language in ("", self._language) for name in known)

    # -- persons

    def is_given(self, fold: str) -> bool:
        """Say whether a word can be a given name at all."""
        return fold in self._given or fold in self._lists.given

    def person(self, words: Sequence[Word], folds: Sequence[str], index: int, cut: int) -> Person:
        """Say how sure it is that the given name at `index`, without its first `cut` letters, begins a person's name.

        A given name that is an everyday word needs a verb or role before it or a last name after it; in Persian, where
        the verb comes last, a last name.
        """
        fold = folds[index][cut:]
        if fold not in self._lists.given:
            return "sure"
        following = folds[index + 1] if index + 1 < len(folds) else ""
        before = folds[index - 1] if index and not words[index - 1].gap.strip(' "«“') else ""
        verb = any(stem in self._cues.saying or stem in self._lists.verbs for stem in _stems(before)) and not cut
        if following == "الدين" or self._surname(following):
            return "sure"
        if not following or not self._may_be_surname(words[index + 1], following):
            return "no"
        if verb:
            return "sure"
        if self._language == "fa":
            return "no"  # Persian has no recogniser that could overrule a guess
        plain = any(stem in self._lists.plain_before for stem in (before, before[1:]))
        return "perhaps" if fold in self._given and not plain else "no"

    def _surname(self, fold: str) -> bool:
        """Whether a word is the last name of somebody: a known one, a given name, or one of origin (`النعيمي`)."""
        if fold in _FILIAL or fold in self._surnames or (fold in self._given and fold not in self._lists.given):
            return True
        if self._language == "fa":
            formed = fold.endswith(_PERSIAN_SURNAMES) and not fold.endswith(_PERSIAN_PLURALS) and len(fold) > 4
            return formed and fold not in self._cues.common and not self._is_place(fold.removesuffix("ي"))
        return (
            fold.startswith("ال")
            and fold.endswith("ي")
            and len(fold) > 5
            and fold not in self._cues.common
            and fold not in self._lists.no_surnames
            and fold not in self._cues.role_adjectives
            and not is_nationality([fold], 0)
        )

    def _may_be_surname(self, word: Word, fold: str) -> bool:
        if fold in self._cues.common or not fold.isalpha() or len(fold) < 3 or is_nationality([fold], 0):
            return False
        if fold[0] == "و" and fold not in self._given and len(fold) > 4:
            return False  # "just and lasting": two adjectives
        return not (word.text.endswith(_PRONOUNS) and fold not in self._given and not fold.startswith("ال"))


def _after(words: Sequence[Word]) -> list[str]:
    """The words after the first that no mark parts from it."""
    out: list[str] = []
    for word, following in pairwise(words):
        if word.gap.strip():
            break
        out.append(following.fold)
    return out


def _before(words: Sequence[Word]) -> list[str]:
    """The words before the last that no mark parts from it."""
    out: list[str] = []
    for word in reversed(words[:-1]):
        if word.gap.strip():
            break
        out.append(word.fold)
    return out


def _stems(fold: str) -> tuple[str, ...]:
    """A word as it stands, and without one and two proclitics; "لل" gives the article back."""
    out = [fold]
    rest = fold
    for _ in range(2):
        if len(rest) < 3 or rest[0] not in PROCLITICS:
            break
        if rest.startswith("لل"):
            out.append("ال" + rest[2:])
        rest = rest[1:]
        out.append(rest)
    return tuple(out)
