"""What the recogniser may not say: where rules know better than it, whatever it learned.

It learned from few texts what stands around names. That a platform is no place, or that rules have read a homograph
as the everyday word, it cannot know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus_tools.names.cues import cues, given_names
from corpus_tools.names.homographs import Homographs, homographs, indefinite
from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.words import PROCLITICS, Word, find_words, fold_word

# Published on, sent via: what follows is a platform, seldom an island.
_PLATFORM_BEFORE = frozenset(("on", "via", "using"))
# "South" and "west" alone are no places, whatever stands after them.
_DIRECTIONS = frozenset(
    map(fold_word, ("شمال", "جنوب", "شرق", "غرب", "وسط", "شمالي", "جنوبي", "شرقي", "غربي", "شرقا", "غربا", "شمالا"))
)
# Pronouns written onto a word: "his neighbours" are nobody's name.
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "كم", "كما")
_SHORTEST_WITH_PRONOUN = 5
_PLURALS = ("ون", "ات", "يين")


def without_vetoed(
    lines: Sequence[tuple[int, str]], names: Iterable[FoundName], ruled: Iterable[FoundName], language: str
) -> list[FoundName]:
    """Return `names` of `lines`, without those that the recogniser alone found and rules know to be none.

    `ruled` are the names that rules found. Names that it took for places and are platforms become other things.
    """
    known = set(ruled)
    lists = homographs(language)
    read: dict[int, list[Word]] = {}
    out: list[FoundName] = []
    for name in names:
        if name in known:
            out.append(name)
            continue
        words, at = _where(name, lines, read, language)
        if _is_none(name, words[at : at + len(name.folds)], lists, language):
            continue
        before = words[at - 1].fold if at else ""
        if name.kind == "person" and language == "ar":
            name = _without_role(name, words[at : at + len(name.folds)])
        platform = name.kind == "place" and len(name.folds) == 1 and before in _PLATFORM_BEFORE and language == "en"
        out.append(replace(name, kind="other") if platform else name)
    return out


def _where(
    name: FoundName, lines: Sequence[tuple[int, str]], read: dict[int, list[Word]], language: str
) -> tuple[Sequence[Word], int]:
    """The words of the line that `name` is in, and at which of them it begins."""
    offset, text = lines[bisect_right(lines, name.start, key=lambda line: line[0]) - 1]
    if offset not in read:
        read[offset] = find_words(text, language)
    words = read[offset]
    return words, bisect_right(words, name.start - offset, key=lambda word: word.end)


def _without_role(name: FoundName, inside: Sequence[Word]) -> FoundName:
    """Leave out the role that a person's name was taken together with: "President Putin"."""
    size = cues("ar").role_at(list(name.folds), 0)
    if not 0 < size < len(inside):
        return name
    offset = name.end - inside[-1].end
    cut = offset + inside[size].start - name.start
    return replace(name, start=name.start + cut, text=name.text[cut:], folds=name.folds[size:])


def _is_none(name: FoundName, inside: Sequence[Word], lists: Homographs, language: str) -> bool:
    if language == "ar" and _is_no_arabic_name(name, inside):
        return True
    if len(name.folds) != 1:
        return False
    words: tuple[Mapping[str, object] | frozenset[str], ...] = (
        lists.rare_places, lists.half_places, lists.beside, lists.opening,
    )  # fmt: skip
    fold = name.folds[0]
    stems = (fold, fold[1:]) if language == "ar" and fold[:1] in PROCLITICS else (fold,)
    return any(stem in listed for stem in stems for listed in words)


def _is_no_arabic_name(name: FoundName, inside: Sequence[Word]) -> bool:
    """Directions and heads alone, indefinite nouns, one word with a pronoun, and the many: "the engineers"."""
    heads = cues("ar").place_heads
    if all(fold in _DIRECTIONS or fold in heads for fold in name.folds) or any(indefinite(w.text) for w in inside):
        return True
    if len(inside) != 1:
        return False
    text, fold = inside[0].text, inside[0].fold
    if text.endswith(_PRONOUNS) and len(text) >= _SHORTEST_WITH_PRONOUN and name.kind != "person":
        return True
    many = text.startswith("ال") and text.endswith(_PLURALS) and fold[2:] not in given_names()
    return many and name.kind == "person"
