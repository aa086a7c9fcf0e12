"""Which mentions of one document name the same: a surname and its one full name, an acronym and its expansion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from corpus_tools.names.comparison import compare_names
from corpus_tools.names.folding import fold_name
from corpus_tools.names.gazetteer import gazetteer, is_nationality
from corpus_tools.names.likeness import likeness, other_word
from corpus_tools.names.words import fold_words
from corpus_tools.records import EntityName, MergeEvidence, NameMention
from corpus_tools.records.entity import NameKind
from corpus_tools.text.letters import script_of

# Between a name and what stands for it in brackets.
_OPENS_BRACKET = re.compile(r"\s*[(\[（]\s*[\"“«]?\s*")
_SMALL_WORDS = frozenset(
    ["of", "for", "the", "and", "in", "on", "to", "de", "la", "du", "des", "ve", "ile", "الل", "في", "من", "و"]
)  # left out of initials, or not: both are tried
_LONGEST_ACRONYM = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """What one document calls by one or several names. `main` is the fullest; `folds` are its words for matching."""

    id: str
    kind: NameKind
    main: str
    folds: tuple[str, ...]
    known: tuple[str, ...]
    names: tuple[EntityName, ...]
    mentions: tuple[str, ...]
    evidence: tuple[MergeEvidence, ...] = ()


@lru_cache(maxsize=262144)
def match_words(text: str, kind: NameKind) -> tuple[str, ...]:
    """Return the words of a name that count when names of `kind` are matched."""
    words = fold_name(text) if kind == "person" else fold_words(text)
    if kind != "person" and len(words) > 1 and words[0] == "the":
        words = words[1:]
    return words or fold_words(text)


@dataclass(slots=True)
class _Group:
    """Mentions written alike."""

    kind: NameKind
    folds: tuple[str, ...]
    known: str | None
    mentions: list[int]
    text: str


class _Union:
    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        self.parent[b] = a


def resolve_mentions(document: str, mentions: Sequence[NameMention], text: str = "") -> tuple[LocalEntity, ...]:
    """Group the mentions of one document, in the order in which they first appear.

    `text` is what the mentions' offsets point into (without it, acronyms in brackets are not seen). A surname joins the
    one full name that it ends; where two would do, it stays alone. Two full names are one only where they are
    spellings of the same words, or differ in a middle name. Deterministic. O(mentions + names²).
    """
    groups = _groups(mentions)
    union = _Union(len(groups))
    evidence: list[tuple[int, MergeEvidence]] = []

    def join(a: int, b: int, rule: str, score: float, reason: str) -> None:
        first, second = union.find(a), union.find(b)
        if first == second or _conflict(groups, union, first, second):
            return
        union.join(first, second)
        evidence.append((a, MergeEvidence(a=groups[a].text, b=groups[b].text, rule=rule, score=score, reason=reason)))

    by_known: dict[str, int] = {}
    by_folds: dict[tuple[str, ...], int] = {}
    for index, group in enumerate(groups):
        if group.known is not None:
            first = by_known.setdefault(group.known, index)
            if first != index:
                join(first, index, "known", 1.0, f"both are spellings of {group.known}")
        first = by_folds.setdefault(group.folds, index)
        if first != index and _compatible(groups[first].kind, group.kind):
            join(first, index, "same", 1.0, "the same words")
    _bracketed(mentions, groups, text, join)
    _initials(groups, join)
    _full_names(groups, union, join)
    _surnames(groups, union, join)
    _organisations(groups, union, join)
    return _collect(document, mentions, groups, union, evidence)


def _groups(mentions: Sequence[NameMention]) -> list[_Group]:
    groups: list[_Group] = []
    places: dict[tuple[str | None, NameKind, tuple[str, ...]], int] = {}
    for index, mention in enumerate(mentions):
        folds = match_words(mention.text, mention.kind)
        key = (mention.gazetteer, mention.kind, folds)
        if key in places:
            groups[places[key]].mentions.append(index)
        else:
            places[key] = len(groups)
            groups.append(_Group(mention.kind, folds, mention.gazetteer, [index], mention.text))
    return groups


def _compatible(a: NameKind, b: NameKind) -> bool:
    return a == b or "other" in (a, b)


def _conflict(groups: list[_Group], union: _Union, a: int, b: int) -> bool:
    """Say whether two groups hold different known names."""
    known = {groups[i].known for i in range(len(groups)) if union.find(i) in (a, b)} - {None}
    return len(known) > 1


def _bracketed(mentions: Sequence[NameMention], groups: list[_Group], text: str, join: _Join) -> None:
    """ "National Intelligence Organization (MIT)": in this document MIT is that."""
    if not text:
        return
    where = {mention: index for index, group in enumerate(groups) for mention in group.mentions}
    for index in range(len(mentions) - 1):
        first, second = mentions[index], mentions[index + 1]
        if not _OPENS_BRACKET.fullmatch(text[first.end : second.start]):
            continue
        if text[second.end : second.end + 2].strip('"”» ')[:1] not in (")", "]", "）", ",", ";"):
            continue
        short, long = sorted((first, second), key=lambda mention: len(mention.text))
        if not is_acronym(short.text) or len(long.text.split()) < 2:
            continue
        a, b = where[index], where[index + 1]
        join(a, b, "acronym", 0.95, f"{second.text} stands in brackets after {first.text}")


def is_acronym(text: str) -> bool:
    """Say whether `text` is a word of capitals, as acronyms are."""
    letters = [letter for letter in text if letter.isalpha()]
    return (
        2 <= len(letters) <= _LONGEST_ACRONYM
        and " " not in text
        and sum(x.isupper() for x in letters) >= len(letters) - 1
    )


def initials(folds: Sequence[str]) -> frozenset[str]:
    """Return the initials of a name, with its small words and without."""
    return frozenset(
        ("".join(word[0] for word in folds), "".join(word[0] for word in folds if word not in _SMALL_WORDS))
    )


def _initials(groups: list[_Group], join: _Join) -> None:
    acronyms = [i for i, group in enumerate(groups) if len(group.folds) == 1 and is_acronym(group.text)]
    for index in acronyms:
        letters = groups[index].folds[0]
        if len(letters) < 3:
            continue
        fitting = [
            i
            for i, group in enumerate(groups)
            if len(group.folds) > 2 and group.kind in ("organisation", "other") and letters in initials(group.folds)
        ]
        if len({groups[i].folds for i in fitting}) == 1:
            join(fitting[0], index, "acronym", 0.9, f"{groups[index].text} are its initials")


def _full_names(groups: list[_Group], union: _Union, join: _Join) -> None:
    """Join full names that are surely one. What is doubtful is left to the whole corpus, where a review can undo it."""
    full = [i for i, group in enumerate(groups) if group.kind == "person" and len(group.folds) > 1]
    joins: list[tuple[float, int, int, str, str]] = []
    apart: list[tuple[int, int]] = []
    for position, a in enumerate(full):
        for b in full[position + 1 :]:
            one, two = groups[a].folds, groups[b].folds
            rule = same_person(one, two)
            if rule:
                joins.append((0.95, a, b, "full name", rule))
            elif len(one) == len(two) and set(one) & set(two):
                alike = likeness(one, two)
                if alike == "spelling":
                    joins.append((0.95, a, b, "spelling", "usual spellings of the same words"))
                elif alike == "near":
                    comparison = compare_names(groups[a].text, groups[b].text)
                    if comparison.apart or other_word(one, two):
                        apart.append((a, b))
                    elif comparison.same and not comparison.doubtful:
                        joins.append((comparison.score, a, b, "spelling", "; ".join(comparison.evidence)))
    for score, a, b, rule, reason in sorted(joins, key=lambda each: (-each[0], each[1], each[2])):
        roots = {union.find(a), union.find(b)}
        if not any({union.find(one), union.find(two)} == roots for one, two in apart):
            join(a, b, rule, score, reason)


def same_person(a: Sequence[str], b: Sequence[str]) -> str:
    """Say why two full names in one document are one person: '' where they are not, or not for certain.

    A middle name may be missing, a first or last one may not: Ali Mahmoud Abbas is not Mahmoud Abbas.
    """
    if len(a) == len(b):
        return ""
    short, long = sorted((a, b), key=len)
    if short[0] == long[0] and short[-1] == long[-1] and set(short) <= set(long):
        return "first and last name are the same, a middle name is left out"
    return ""


def _surnames(groups: list[_Group], union: _Union, join: _Join) -> None:
    full = [i for i, group in enumerate(groups) if group.kind == "person" and len(group.folds) > 1]
    for index, group in enumerate(groups):
        if len(group.folds) != 1 or group.known is not None or group.kind not in ("person", "other"):
            continue
        word = group.folds[0]
        for pool, what in (
            ([i for i in full if groups[i].folds[-1] == word], "last name"),
            ([i for i in full if word in groups[i].folds], "part"),
            ([i for i in full if _sounds_like(word, groups[i].folds[-1])], "last name, in another script,"),
        ):
            roots = {union.find(i) for i in pool}
            if len(roots) == 1:
                whole = groups[pool[0]].text
                join(pool[0], index, "surname", 0.9, f"{group.text} is the {what} of {whole}, alone in this document")
            if pool:
                break


@lru_cache(maxsize=65536)
def _sounds_like(word: str, last: str) -> bool:
    """Whether two last names in different scripts are one: a document of both scripts names a man by either."""
    return script_of(word) != script_of(last) and min(len(word), len(last)) > 3 and compare_names(word, last).same


def _organisations(groups: list[_Group], union: _Union, join: _Join) -> None:
    """ "State Department" and "US State Department"."""
    bodies = [i for i, group in enumerate(groups) if group.kind == "organisation" and len(group.folds) > 1]
    for index in bodies:
        fitting = []
        for other in bodies:
            long = groups[other].folds
            cut = len(long) - len(groups[index].folds)
            if other != index and cut > 0 and long[cut:] == groups[index].folds and _is_country(long[:cut]):
                fitting.append(other)
        if len({union.find(i) for i in fitting}) == 1:
            join(fitting[0], index, "without country", 0.85, f"{groups[fitting[0]].text} without its country")


def _is_country(words: tuple[str, ...]) -> bool:
    if is_nationality(words, 0) == len(words):
        return True
    return any(size == len(words) and names[0].kind == "place" for size, names in gazetteer().longest(words, 0))


def _collect(
    document: str,
    mentions: Sequence[NameMention],
    groups: list[_Group],
    union: _Union,
    evidence: Iterable[tuple[int, MergeEvidence]],
) -> tuple[LocalEntity, ...]:
    members: dict[int, list[int]] = {}
    for index in range(len(groups)):
        members.setdefault(union.find(index), []).append(index)
    why: dict[int, list[MergeEvidence]] = {}
    for index, each in evidence:
        why.setdefault(union.find(index), []).append(each)
    found: list[LocalEntity] = []
    for root, indices in members.items():
        own = sorted(i for index in indices for i in groups[index].mentions)
        counts: dict[tuple[str, str], int] = {}
        for i in own:
            key = (mentions[i].text, mentions[i].language)
            counts[key] = counts.get(key, 0) + 1
        kinds = [groups[index].kind for index in indices for _ in groups[index].mentions]
        kind = _kind(kinds, [groups[index] for index in indices])
        best = min(
            (index for index in indices if groups[index].kind in (kind, "other")),
            key=lambda index: (-len(groups[index].folds), -len(groups[index].mentions), groups[index].text),
            default=indices[0],
        )
        found.append(
            LocalEntity(
                id="",
                kind=kind,
                main=groups[best].text,
                folds=match_words(groups[best].text, kind),
                known=tuple(sorted({groups[i].known or "" for i in indices} - {""})),
                names=tuple(
                    EntityName(text=surface, language=language, count=count, documents=1)
                    for (surface, language), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                ),
                mentions=tuple(mentions[i].id or f"{document}.m{i}" for i in own),
                evidence=tuple(why.get(root, ())),
            )
        )
    return tuple(
        LocalEntity(
            id=f"{document}.e{number}", kind=each.kind, main=each.main, folds=each.folds, known=each.known,
            names=each.names, mentions=each.mentions, evidence=each.evidence,
        )
        for number, each in enumerate(found)
    )  # fmt: skip


def _kind(kinds: list[NameKind], groups: list[_Group]) -> NameKind:
    for group in groups:
        if group.known is not None:
            return group.kind
    sure = [kind for kind in kinds if kind != "other"]
    if not sure:
        return "other"
    return max(sorted(set(sure)), key=lambda kind: sure.count(kind))


class _Join(Protocol):
    """The type of the function that joins two groups."""

    def __call__(self, a: int, b: int, rule: str, score: float, reason: str) -> None: ...
