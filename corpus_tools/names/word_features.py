"""What the recogniser sees of a word: its form, its neighbours, the word lists that know it, what the rules said.

Features are short strings. Those of a word by itself are worked out once for each form of it; `0`, `-1`, `1`, `-2`
and `2` before a feature say at which neighbour it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus_tools.names.cues import Cues, cues, given_names, weekdays
from corpus_tools.names.gazetteer import is_nationality, known_surnames
from corpus_tools.names.months import month_names
from corpus_tools.names.words import PROCLITICS, Word


def _shape(text: str) -> str:
    """The form of a word: `Xx`, `X`, `x`, `Xx-Xx`, `d`; runs of one class of letters are one letter."""
    out: list[str] = []
    for letter in text:
        kind = "X" if letter.isupper() else "d" if letter.isdigit() else "x" if letter.isalpha() else letter
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out[:6])


def _gap(gap: str) -> str:
    """The class of what stands between two words: nothing, a blank, or the first mark there."""
    if not gap:
        return "none"
    marks = gap.strip()
    return marks[0] if marks else "blank"


def _stems(fold: str) -> tuple[str, ...]:
    """An Arabic word, and what is left of it without a proclitic and the article."""
    stems = [fold]
    if len(fold) > 3 and fold[0] in PROCLITICS:
        stems.append("ال" + fold[2:] if fold.startswith("لل") else fold[1:])
    stems.extend([stem[2:] for stem in stems if stem.startswith("ال") and len(stem) > 4])
    return tuple(stems)


def _lists(fold: str, known: Cues) -> list[str]:
    """The word lists that have the word."""
    out: list[str] = []
    if fold in known.common:
        out.append("common")
    if (fold,) in known.roles:
        out.append("role")
    if fold in known.saying:
        out.append("say")
    if fold in known.organisation_heads:
        out.append("body")
    if fold in known.place_heads or fold in known.place_heads_before:
        out.append("landscape")
    if fold in known.place_prepositions:
        out.append("where")
    if fold in given_names():
        out.append("given")
    if fold in known_surnames():
        out.append("surname")
    if is_nationality([fold], 0):
        out.append("nation")
    if fold in weekdays() or fold in month_names():
        out.append("date")
    return out


@lru_cache(maxsize=32768)
def own_features(text: str, fold: str, script: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the features of a word by itself: all of them, and those that its neighbours see as well."""
    known = cues(language)
    shape = _shape(text)
    lists = _lists(fold, known)
    near = [f"w={fold}", *(f"l={each}" for each in lists)]
    if script == "Arab":
        stems = _stems(fold)
        for stem in stems[1:]:
            near.extend(f"sl={each}" for each in _lists(stem, known))
        near.append("al" if "ال" in fold[:3] or fold.startswith("لل") else "bare")
        own = [*near, *(f"st={stem}" for stem in stems[1:]), f"n={min(len(fold), 9)}"]
        tail = stems[-1]
        own += [f"p={fold[:size]}" for size in (1, 2, 3)] + [f"s={tail[-size:]}" for size in (2, 3)]
        own.append(f"q={tail[:3]}")
    else:
        near.append(f"sh={shape}")
        joined = "+".join(lists) if lists else "none"
        own = [*near, f"sh={shape}&l={joined}", f"n={min(len(fold), 9)}&sh={shape[:2]}"]
        own += [f"p={fold[:size]}" for size in (2, 3)] + [f"s={fold[-size:]}" for size in (1, 2, 3, 4)]
        own.append(f"s={fold[-3:]}&sh={shape[:2]}")
    if script == "Zyyy" or fold.isdigit():
        own, near = [f"sh={shape[:2]}"], ["sh=number"]
    return tuple(own), tuple(near)


def line_features(words: Sequence[Word], rules: Sequence[str], language: str) -> list[list[str]]:
    """Return the features of each of `words` that depend on the others, and on `rules`, what the rules said of each."""
    size = len(words)
    shapes = [_shape(word.text)[:3] for word in words]
    capital = sum(word.capital for word in words)
    heading = "h" if capital > 0.6 * size and size > 2 else "t"
    out: list[list[str]] = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else None
        after = words[at + 1] if at + 1 < size else None
        opens = "o" if word.opens else "i"
        rule = rules[at]
        row = [
            "1",
            f"g-={_gap(before.gap) if before else 'start'}",
            f"g+={_gap(word.gap) if after else 'end'}",
            f"r={rule}",
            f"r={rule}&sh={shapes[at]}",
            f"r-={rules[at - 1] if at else ''}&r={rule}",
            f"r+={rules[at + 1] if after else ''}&r={rule}",
            f"w-={before.fold if before else ''}&w={word.fold}",
            f"w={word.fold}&w+={after.fold if after else ''}",
        ]
        if word.script == "Latn":
            row += [
                f"{opens}{heading}&sh={shapes[at]}",
                f"{opens}&w={word.fold}",
                f"sh-={shapes[at - 1] if at else ''}&sh={shapes[at]}&sh+={shapes[at + 1] if after else ''}",
                f"w-={before.fold if before else ''}&sh={shapes[at]}",
                f"sh={shapes[at]}&w+={after.fold if after else ''}",
            ]
            if word.suffixed:
                row.append("possessive")
        out.append(row)
    return out


def rule_tags(words: Sequence[Word], names: Iterable[tuple[int, int, str, float]]) -> list[str]:
    """Return what the rules said of each word: `B-person.85`, `I-person.85` or nothing.

    `names` are (start, end, kind, score) with offsets into the line that `words` are of, in order.
    """
    tags = [""] * len(words)
    at = 0
    for start, end, kind, score in names:
        while at < len(words) and words[at].end <= start:
            at += 1
        place, position = at, "B"
        while place < len(words) and words[place].start < end:
            tags[place] = f"{position}-{kind}.{round(score * 100):02d}"
            place, position = place + 1, "I"
    return tags
