"""What passes through a translation untouched: addresses, tags, emoji, line breaks, blanks at the ends."""

from __future__ import annotations

from dataclasses import dataclass

import regex

# An address, a handle, a hashtag, an emoji with its modifiers, a word with underscores.
PROTECTED = regex.compile(
    r"""(?:https?|ftp)://[^\s<>"«»“”]+[^\s<>"«»“”.,;:!?)\]،؛؟]
      | www\.[^\s<>"«»“”]+[^\s<>"«»“”.,;:!?)\]،؛؟]
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | (?<![\w@])[@\#][\w]*\w
      | (?<!\w)\w*_\w*
      | (?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\x{FE0F}\x{200D}\p{Extended_Pictographic}]*|\p{RI}{2})
    """.replace("\\x{FE0F}", "\ufe0f").replace("\\x{200D}", "\u200d"),
    regex.VERBOSE,
)
_DIGITS_ONLY = regex.compile(r"[\d©®™‼⁉ℹ]")
_LETTER = regex.compile(r"\p{L}")
_CLAUSE = regex.compile(r"(?<=[;:،؛,])\s+|\s+(?=[–—(])|(?<=[)])\s+")
_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: translated, or passed on as it is."""

    text: str
    translated: bool


def cut(text: str) -> list[Piece]:
    """Cut `text` into pieces to translate and pieces to keep; joined they are `text`.

    Kept are protected tokens, line breaks, white space around pieces, and stretches without a letter.
    """
    pieces: list[Piece] = []
    position = 0
    for match in regex.finditer(r"\s*\n\s*", text):
        pieces += _around_tokens(text[position : match.start()])
        pieces.append(Piece(match.group(), False))
        position = match.end()
    return pieces + _around_tokens(text[position:])


def _around_tokens(line: str) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    for match in PROTECTED.finditer(line):
        if _DIGITS_ONLY.fullmatch(match.group()):
            continue
        pieces += _trimmed(line[position : match.start()])
        pieces.append(Piece(match.group(), False))
        position = match.end()
    return pieces + _trimmed(line[position:])


def _trimmed(text: str) -> list[Piece]:
    if not _LETTER.search(text):
        return [Piece(text, False)] if text else []
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(text.rstrip()) :]
    pieces = [Piece(lead, False), Piece(text.strip(), True), Piece(trail, False)]
    return [piece for piece in pieces if piece.text]


def has_letters(text: str) -> bool:
    """Say whether anything in `text` can be translated."""
    return any(piece.translated for piece in cut(text))


def split_clauses(text: str, longest: int) -> list[str]:
    """Split `text` into parts of at most about `longest` characters, at clause boundaries, else at spaces, never
    inside a word unless a word alone is longer. Joined with single spaces the parts hold all words of `text`."""
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > longest:
        window = rest[: longest + 1]
        places = [match.end() for match in _CLAUSE.finditer(window) if match.end() >= longest // 3]
        if not places:
            places = [match.end() for match in _SPACE.finditer(window) if match.end() >= longest // 3]
        place = places[-1] if places else longest
        parts.append(rest[:place].strip())
        rest = rest[place:].strip()
    return [*parts, rest] if rest else parts
