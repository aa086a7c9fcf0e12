"""A line of Latin script as the finder reads it, and what is known beside it: the word lists, and the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus_tools.names.cues import Cues, cues, given_names, weekdays
from corpus_tools.names.gazetteer import Gazetteer, gazetteer, known_surnames
from corpus_tools.names.homographs import Homographs, homographs
from corpus_tools.names.months import month_names
from corpus_tools.names.words import Word, find_words
from corpus_tools.records.entity import NameKind

# Lower-case words that stand inside a person's name.
PARTICLES = frozenset(
    (
        "al", "el", "ul", "ad", "ed", "ash", "esh", "as", "es", "an", "en", "ar", "er", "az", "bin", "ibn", "ben",
        "bint", "abu", "abou", "de", "da", "di", "du", "del", "della", "dos", "van", "von", "der", "den", "ter", "la",
        "le", "zu", "af",
    )
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class LatinLine:
    """A line at `offset` of its text; `headline` says that case tells little in it."""

    offset: int
    text: str
    language: str
    words: list[Word]
    headline: bool

    @property
    def folds(self) -> list[str]:
        """The folded words."""
        return [word.fold for word in self.words]

    def name(
        self, first: Word, last: Word, kind: NameKind, reason: str, score: float, known: str | None = None
    ) -> FoundName:
        """Return the name from `first` to `last`."""
        surface = self.text[first.start : last.end]
        folds = tuple(word.fold for word in find_words(surface, self.language))
        return FoundName(self.offset + first.start, self.offset + last.end, surface, kind, reason, score, known, folds)

    def whole(self, names: Iterable[FoundName], start: int, end: int) -> list[FoundName]:
        """Return `names` without those that overlap `[start, end)`, offsets into the text."""
        return [name for name in names if name.end <= start or name.start >= end]


@dataclass(slots=True)
class TextEvidence:
    """What a whole text says of its words: which it writes small, which are parts of names found beyond doubt."""

    small: set[str] = field(default_factory=set)
    capital_inside: set[str] = field(default_factory=set)
    persons: dict[str, str] = field(default_factory=dict)

    def read(self, line: LatinLine) -> None:
        """Take in how a line writes its words."""
        for word in line.words:
            if word.script != "Latn":
                continue
            if not word.capital:
                self.small.add(word.fold)
            elif not word.opens and not line.headline:
                self.capital_inside.add(word.fold)

    def learn_persons(self, names: Iterable[FoundName]) -> None:
        """Take in the first and last words of persons' full names."""
        for name in names:
            if name.kind == "person" and len(name.folds) > 1 and name.score >= 0.6:
                for fold in (name.folds[-1], name.folds[0]):
                    if len(fold) > 2 and fold not in PARTICLES:
                        self.persons.setdefault(fold, name.text)


@dataclass(frozen=True, slots=True)
class LatinLists:
    """The word lists that a language's names are found with."""

    language: str
    cues: Cues
    known: Gazetteer
    given: frozenset[str]
    surnames: frozenset[str]
    no_names: frozenset[str]
    homographs: Homographs

    def is_head(self, word: Word) -> bool:
        """Say whether the word makes an organisation of what stands with it; Turkish endings may be attached."""
        if not word.capital:
            return False
        if word.fold in self.cues.organisation_heads:
            return True
        if self.language == "tr" and len(word.fold) > 6:
            return any(word.fold[:-cut] in self.cues.organisation_heads for cut in (2, 3, 1))
        return False


def latin_lists(language: str, known: Gazetteer | None) -> LatinLists:
    """Return the lists of `language`; `known` replaces the gazetteer."""
    return LatinLists(
        language=language,
        cues=cues(language),
        known=known or gazetteer(),
        given=given_names(),
        surnames=known_surnames(),
        no_names=weekdays() | month_names(),
        homographs=homographs(language),
    )


def is_headline(words: Sequence[Word]) -> bool:
    """Say whether a line is set in capitals so that case says nothing: most words of content begin with one."""
    content = [word for word in words if word.script == "Latn" and len(word.fold) > 3 and word.fold.isalpha()]
    if not content:
        return False
    capitals = sum(word.capital for word in content)
    if len(words) <= _HEADLINE_WORDS:
        return capitals == len(content) and not words[-1].gap.strip().startswith(".")
    return capitals >= _TITLE_CASE_SHARE * len(content) and not words[-1].gap.strip().startswith((".", "!", "?"))
