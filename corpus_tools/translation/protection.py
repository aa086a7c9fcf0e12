"""What must come through a translation letter by letter, and where a text may be cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from corpus_tools.language.sentence_rules import candidates
from corpus_tools.language.verdict import Verdict
from corpus_tools.translation.flags import NUMBER_START

# The name of a host up to its last part, tried at its head alone: a search from every part would be quadratic.
_HOST = r"(?<![\p{Latin}\p{Nd}])(?<![A-Za-z0-9][.-])(?=[A-Za-z0-9])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\."
# Addresses, file names and identifiers: a model spells them out piece by piece and gets them wrong. Always kept apart.
_ADDRESS = (
    r"(?:https?|ftp)://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?؟،؛)\]}'’]"
    r"|www\.[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?؟،؛)\]}'’]"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
    rf"|{_HOST}"
    r"[a-z]{2,}/[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?؟،؛)\]}'’]"
    r"|(?<![\w.@])@\w+(?:\.\w+)*"
    rf"|{_HOST}"
    r"(?:com|org|net|info|gov|edu|io|news|tv|tr|uk|ir|sa|ae|qa|eg)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?؟،؛)\]}])?"
    r"|(?<!\w)\#?\w*_\w*"
)
# A good model carries these across; one that does not gets the text cut around them.
_SIGN = (
    r"(?<!\w)\#\w+"
    r"|(?:\p{RI}\p{RI}|[\p{Emoji_Presentation}\p{Extended_Pictographic}](?:\p{EMod}|\uFE0F|\u200D[\p{Emoji}])*)+"
    r"|[0-9#*]\uFE0F?\u20E3"
)
_NUMBER = NUMBER_START + (
    r"(?:\p{Sc}\s?)?[+\-−]?\p{Nd}++(?:[.,:/٫٬٪-]\p{Nd}++|(?<!\p{Nd}{4})،\p{Nd}{3}(?!\p{Nd}))*+"
    r"(?:[%٪]|\s?\p{Sc})?+(?!\p{L})"
)

ADDRESSES = regex.compile(_ADDRESS)
SIGNS = regex.compile(_SIGN)
SIGNS_AND_NUMBERS = regex.compile(f"{_SIGN}|{_NUMBER}")

_LETTER = regex.compile(r"\p{L}")
# What a stretch may begin with that belongs to what stands before it.
_LEADING_MARKS = regex.compile(r"\s*(?:[\p{Pe}\p{Pf}\"]*[.,;:!?…،؛؟۔]+[\p{Pe}\p{Pf}\"]*\s+)?")
_LINE_END = regex.compile(r"(\r\n|[\n\r\u2028\u2029\v\f\x85])")
# Where a clause may end, the strongest marks first; in the last row any white space.
_CLAUSE_ENDS = tuple(
    regex.compile(pattern)
    for pattern in (
        r"[;؛:：][\"”’»)\]]*\s+|\s[—–-]+\s+",
        r"[,،、][\"”’»)\]]*\s+",
        r"\s+(?=(?:and|but|or|which|who|that|because|while|when|if|although|after|before|ve|ama|çünkü|ki|و|که|اما|زیرا)\s)"
        r"|\s+(?=(?:و|ف|لكن|لأن|حيث|بينما|الذي|التي|الذين|أن|إذ|كما|ثم)\p{L}*\s)",
        r"\s+",
    )
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; put together, the pieces are the text. Only those with `translate` go to a model."""

    text: str
    translate: bool


def has_letters(text: str) -> bool:
    """Say whether there is anything in `text` that a language could be in."""
    return _LETTER.search(text) is not None


def pieces_of(text: str, fits: Callable[[str], bool], *, language: str = "und") -> list[Piece]:
    """Cut `text` at line ends, around addresses, at certain sentence ends and, where a part does not fit, at clauses.

    Models are trained on single sentences, and lose the second of two more often than not.
    The pieces put together are `text`. White space at the edges of what is translated stands in pieces of its own.
    """
    pieces: list[Piece] = []
    for part in _LINE_END.split(text):
        for piece in around(part, ADDRESSES):
            if not piece.translate:
                pieces.append(piece)
                continue
            for sentence in _sentences(piece.text, language):
                for unit in _fitting(sentence, fits):
                    pieces.extend(_trimmed(unit))
    return pieces


def around(text: str, kept: regex.Pattern[str]) -> list[Piece]:
    """Cut `text` around everything that `kept` finds; what has no letter is not translated either."""
    pieces: list[Piece] = []
    position = 0
    for match in kept.finditer(text):
        if match.end() == match.start():
            continue
        pieces.extend(_trimmed(text[position : match.start()]))
        pieces.append(Piece(match.group(), False))
        position = match.end()
    pieces.extend(_trimmed(text[position:]))
    return pieces


def edges_apart(text: str) -> list[Piece]:
    """Cut emoji, hashtags and loose marks off both ends of `text`, where leaving them out costs no context."""
    start, stop = 0, len(text)
    for match in SIGNS.finditer(text):
        if has_letters(text[start : match.start()]):
            break
        start = match.end()
    trailing = [match for match in SIGNS.finditer(text) if match.start() >= start]
    for match in reversed(trailing):
        if has_letters(text[match.end() : stop]):
            break
        stop = match.start()
    return [
        *([Piece(text[:start], False)] if start else []),
        *_trimmed(text[start:stop]),
        *([Piece(text[stop:], False)] if stop < len(text) else []),
    ]


def _trimmed(text: str) -> Iterator[Piece]:
    if not text:
        return
    if not has_letters(text):
        yield Piece(text, False)
        return
    start, stop = _LEADING_MARKS.match(text).end(), len(text.rstrip())
    if start:
        yield Piece(text[:start], False)
    yield Piece(text[start:stop], True)
    if stop < len(text):
        yield Piece(text[stop:], False)


def _fitting(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut `text` until each part fits, at the best clause end near the middle."""
    if len(text) < 2 or fits(text.strip()):
        return [text]
    place = _clause_end(text)
    return [unit for part in (text[:place], text[place:]) if part for unit in _fitting(part, fits)]


def _sentences(text: str, language: str) -> list[str]:
    """Cut `text` where the rules are certain that a sentence ends; put together, the parts are `text`."""
    ends = [place.next_start for place in candidates(text, language=language) if place.verdict is Verdict.SPLIT]
    return [text[a:b] for a, b in pairwise([0, *ends, len(text)]) if a < b]


def _clause_end(text: str) -> int:
    """Return where to cut: the strongest mark in the middle half, else any white space, else the middle itself."""
    size = len(text)
    for pattern in _CLAUSE_ENDS:
        places: list[int] = [
            match.end()
            for match in pattern.finditer(text)
            if max(1, size // 4) <= match.end() <= size - max(1, size // 4)
        ]
        if places:
            return min(places, key=lambda place: (abs(2 * place - size), place))
    places = [match.end() for match in _CLAUSE_ENDS[-1].finditer(text) if 0 < match.end() < size]
    if places:
        return min(places, key=lambda place: (abs(2 * place - size), place))
    return max(1, size // 2)


_STOP = regex.compile(r"[.!?؟۔…][\"”’»)\]]*$")
_OPEN_END = regex.compile(r"[\p{L}\p{M}\p{Nd}]$")


def with_the_stop_of(source: str, target: str) -> str:
    """Return a part of a translation with a stop at its end where its source has one, and none where it has none.

    Models add a full stop to what is no whole sentence, and leave it away after a few words.

    >>> with_the_stop_of("a clause,", "بند.")
    'بند'
    >>> with_the_stop_of("in the file.", "في الملف")
    'في الملف.'
    """
    if not _STOP.search(source):
        if target.endswith((".", "۔")) and not target.endswith(".."):
            return target[:-1].rstrip()
        return target
    return f"{target}." if source.endswith((".", "۔")) and _OPEN_END.search(target) else target
