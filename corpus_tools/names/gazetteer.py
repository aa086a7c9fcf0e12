"""Known names: territories from Unicode CLDR; cities, regions, nationalities from `gazetteer.toml`; the authority file.

A trie over folded words finds them; ids are `place.TR`, `place.ankara`, or those of the authority file with its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus_tools.names.authority import AuthorityEntry, starter_authority
from corpus_tools.names.tables import read_table
from corpus_tools.names.words import fold_word, fold_words
from corpus_tools.records.entity import NameKind
from corpus_tools.text.letters import script_of

GAZETTEER_LANGUAGES = ("en", "tr", "ar", "fa")
# CLDR groupings and unassigned codes that no news text means; its numeric regions overlap with our own list.
_NO_TERRITORY = frozenset({"ZZ", "QO", "XA", "XB", "EZ", "EU", "UN", "CP", "DG", "EA", "IC", "AC", "TA", "BV", "HM"})
# Names as short as this are taken in their own language only: "Fas" is Morocco in Turkish, nothing in English.
_SHORT_NAME = 4
_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class KnownName:
    """One spelling of a known name: in `language` ('' for any); `exact` is how it must be written, for an acronym."""

    id: str
    kind: NameKind
    language: str
    exact: str
    form: str

    def fits(self, text: str, language: str) -> bool:
        """Say whether the surface `text`, in a text of `language`, can be this name."""
        if self.exact:
            letters = "".join(letter for letter in text if letter.isalnum())
            if letters != self.exact:
                return False
            return self.language in ("", "en", language) or len(letters) > 3
        if self.language in ("", language):
            return True
        return len(self.form) > _SHORT_NAME


@dataclass(frozen=True, slots=True)
class Match:
    """`size` words from `start` are the known name `name`."""

    start: int
    size: int
    name: KnownName


_Node = dict[Any, Any]


class Gazetteer:
    """Finds known names in sequences of folded words, longest first. Built once; reading it is thread-safe."""

    def __init__(self, entries: Iterable[AuthorityEntry]) -> None:
        self._root: _Node = {}
        self._entries: dict[str, AuthorityEntry] = {}
        for entry in entries:
            self._entries.setdefault(entry.id, entry)
            for language, form in entry.forms:
                self._add(entry, language, form)

    def _add(self, entry: AuthorityEntry, language: str, form: str) -> None:
        words = fold_words(form)
        if not words:
            return
        letters = "".join(letter for letter in form if letter.isalnum())
        acronym = len(words) == 1 and len(letters) <= _ACRONYM and letters.isupper() and letters.isascii()
        if not acronym and len(letters) <= _ACRONYM and letters.upper() == letters and letters != letters.lower():
            acronym = len(words) == 1  # BMGK, MİT: capitals beyond ASCII
        name = KnownName(entry.id, entry.kind, language, letters if acronym else "", form)
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        leaves: list[KnownName] = node.setdefault(None, [])
        if name not in leaves:
            leaves.append(name)

    def entry(self, entry_id: str) -> AuthorityEntry | None:
        """Return the entry of that id, or None."""
        return self._entries.get(entry_id)

    def entries(self) -> tuple[AuthorityEntry, ...]:
        """Return every entry, in the order they were given."""
        return tuple(self._entries.values())

    def longest(self, folds: Sequence[str], start: int) -> tuple[tuple[int, tuple[KnownName, ...]], ...]:
        """Return (size, names) for every known name that begins at word `start`, the longest first."""
        found: list[tuple[int, tuple[KnownName, ...]]] = []
        node: _Node | None = self._root
        for size in range(len(folds) - start):
            node = node.get(folds[start + size]) if node is not None else None
            if node is None:
                break
            if None in node:
                found.append((size + 1, tuple(node[None])))
        return tuple(reversed(found))

    def one_word(self, fold: str) -> tuple[KnownName, ...]:
        """Return the known names that are this one folded word, in any language."""
        return next((names for size, names in self.longest([fold], 0) if size == 1), ())

    def look_up(self, name: str, *, language: str = "") -> KnownName | None:
        """Return the known name that the whole of `name` is, or None; the first where several are."""
        words = fold_words(name)
        for size, names in self.longest(words, 0):
            if size == len(words):
                for each in names:
                    if each.fits(name, language or each.language):
                        return each
        return None


def _territories(extra: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterable[AuthorityEntry]:
    from babel import Locale

    forms: dict[str, list[tuple[str, str]]] = {}
    for language in GAZETTEER_LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_TERRITORY:
                forms.setdefault(code, []).append((language, name))
    for code in sorted(set(forms) | set(extra)):
        own = [(language, form) for language, values in extra.get(code, {}).items() for form in values]
        # CLDR's own form is the canonical one of each language, but for the few that it gives a legal name only.
        cldr = forms.get(code, [])
        first = [pair for pair in own if (code, pair[0]) in _OWN_FIRST]
        yield AuthorityEntry(id=f"place.{code}", kind="place", forms=tuple(dict.fromkeys([*first, *cldr, *own])))


# Where CLDR's form is not what news writes, ours comes first.
_OWN_FIRST = frozenset(
    {("TR", "en"), ("PS", "en"), ("PS", "tr"), ("PS", "ar"), ("MM", "en"), ("BA", "en"), ("MK", "en"), ("CD", "en"),
     ("CG", "en"), ("HK", "en"), ("MO", "en"), ("VA", "en"), ("US", "tr"), ("GB", "tr"), ("KR", "en"), ("CY", "tr"),
     ("HK", "tr"), ("HK", "ar"), ("CZ", "en"), ("XK", "ar")}
)  # fmt: skip


def _places(rows: Iterable[Sequence[str]], persian: Mapping[str, Sequence[str]]) -> Iterable[AuthorityEntry]:
    for name, *columns in rows:
        forms = [
            (language, form)
            for language, column in zip(("en", "tr", "ar"), columns, strict=True)
            for form in column.split("|")
            if form
        ]
        forms += [("fa", form) for form in persian.get(name, ())]
        yield AuthorityEntry(id=f"place.{name}", kind="place", forms=tuple(forms))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer that ships: authority file first, then places and territories. Built once."""
    tables = read_table("gazetteer")
    return Gazetteer(
        [
            *starter_authority(),
            *_places(tables["places"]["rows"], tables["places_fa"]),
            *_territories(tables["territories"]),
        ]
    )


def _inflected(language: str, word: str) -> set[tuple[str, ...]]:
    """An adjective of nationality in the forms that a text may have it in, folded words."""
    forms = {word}
    if language == "en":
        forms.add(word + "s")
    if language == "tr":
        forms.update(word + ending for ending in ("lar", "ler"))
    if language == "ar":
        forms.update(
            article + word + ending for article in ("", "ال") for ending in ("", "ة", "ين", "ون", "تين", "ان", "ا")
        )
    return {fold_words(form) for form in forms}


@lru_cache(maxsize=1)
def nationalities() -> frozenset[tuple[str, ...]]:
    """Return the nationalities and peoples, folded words; Arabic ones in every gender and number, with the article.

    They are adjectives: no name of a place, and left out before a role.
    """
    return frozenset(
        form
        for languages in read_table("gazetteer")["nationalities"].values()
        for language, words in languages.items()
        for word in words
        for form in _inflected(language, word)
    )


def is_territory(place: str) -> bool:
    """Say whether an id is that of a territory (`place.TR`), not of a city or a region."""
    return place.startswith("place.") and place.removeprefix("place.").isupper()


@lru_cache(maxsize=1024)
def is_country(fold: str) -> bool:
    """Say whether a folded Arabic word is the name of a territory."""
    known = gazetteer().look_up(fold, language="ar")
    return known is not None and is_territory(known.id)


@lru_cache(maxsize=1024)
def nationality_of(place: str, language: str) -> frozenset[tuple[str, ...]]:
    """Return the adjectives of nationality of a territory (`place.TR`) in `language`, in all forms, folded words."""
    words = read_table("gazetteer")["nationalities"].get(place.removeprefix("place."), {}).get(language, [])
    return frozenset(form for word in words for form in _inflected(language, word))


@lru_cache(maxsize=8)
def _nations(language: str) -> dict[tuple[str, ...], frozenset[str]]:
    """The territories of each adjective of nationality in `language`, in all forms, folded words."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for code in read_table("gazetteer")["nationalities"]:
        for form in nationality_of(f"place.{code}", language):
            found[form] = found.get(form, frozenset()) | {code}
    return found


def nations_at(folds: Sequence[str], start: int, language: str) -> tuple[int, frozenset[str]]:
    """Return how many words from `start` are a nationality (0: none), and the codes of its territories."""
    known = _nations(language)
    for size in (3, 2, 1):
        codes = known.get(tuple(folds[start : start + size])) if size <= len(folds) - start else None
        if codes:
            return size, codes
    return 0, frozenset()


def is_nationality(folds: Sequence[str], start: int) -> int:
    """Return how many words from `start` are a nationality (0: none)."""
    known = nationalities()
    for size in (3, 2, 1):
        if size <= len(folds) - start and tuple(folds[start : start + size]) in known:
            return size
    return 0


@lru_cache(maxsize=1)
def known_surnames() -> frozenset[str]:
    """Return the last names of the persons in the authority file, folded: such a word names somebody.

    Arabic and Persian ones that are everyday words or given names as well, or may be, are left out.
    """
    plain = frozenset(fold_word(word) for words in read_table("gazetteer")["everyday_words"].values() for word in words)
    found: set[str] = set()
    for entry in starter_authority():
        if entry.kind != "person":
            continue
        for _, form in entry.forms:
            words = fold_words(form)
            last = words[-1]
            if len(words) < 2 or (len(words) > 2 and len(last) < 4):
                continue
            if (script_of(last) == "Latn" and len(last) > 3 and last not in _NUMERALS) or (
                script_of(last) == "Arab" and len(last) > 4 and not last.startswith("ال") and last not in plain
            ):
                found.add(last)
    return frozenset(found)


_NUMERALS = frozenset(("viii", "xiii"))
