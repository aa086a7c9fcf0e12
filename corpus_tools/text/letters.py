"""Letters reduced to those that people type for them, with offsets back into the text.

For matching only: nothing here is ever written into a text. The tables are in `letter_tables.toml`.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from anyascii import anyascii

LetterScript = Literal["Arab", "Latn", "Cyrl", "Zyyy"]

# Letters whose marks change the sound, kept by `sound_letters`. Two languages' marks for one sound become one.
_SOUND_MARKS = {
    "š": "ş", "ș": "ş", "ś": "ş", "ŝ": "ş", "č": "ç", "ĉ": "ç", "ć": "ç", "ž": "ž", "ż": "ž", "ź": "z", "ğ": "ğ",
    "ǧ": "ğ", "ı": "ı", "ö": "ö", "ő": "ö", "ø": "ö", "ü": "ü", "ű": "ü", "ñ": "ñ", "ń": "ñ", "ň": "ñ", "ř": "ř",
    "ł": "ł", "ş": "ş", "ç": "ç", "ə": "ä", "ä": "ä", "þ": "th", "ð": "d", "ț": "ts", "ţ": "ts",
}  # fmt: skip
# Letters of Arabic script as Arabic itself would write them; hamza and ta marbuta stay as they are.
_SOUND_ARABIC = {
    "ی": "ي", "ې": "ي", "ێ": "ي", "ک": "ك", "ڪ": "ك", "ڭ": "غ", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۂ": "ه",
    "ۃ": "ة", "ٱ": "ا", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ڵ": "ل", "ڕ": "ر", "ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ں": "ن",
    "ـ": "", "گ": "غ", "چ": "تش", "ژ": "ج", "پ": "ب", "ڤ": "ف", "ڨ": "ق",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`text` folded from another; its character i came from `[starts[i], ends[i])` of the original, code points."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = tomllib.loads(
        files("corpus_tools.text").joinpath("letter_tables.toml").read_text(encoding="utf-8")
    )
    return data


@lru_cache(maxsize=4096)
def letter_script(character: str) -> LetterScript:
    """Return the script of one character: Arabic, Latin, Cyrillic, or Zyyy for anything else."""
    point = ord(character)
    if point < 0x80:
        return "Latn" if character.isalpha() else "Zyyy"
    if not character.isalpha():
        return "Zyyy"
    if 0x0600 <= point <= 0x08FF or 0xFB50 <= point <= 0xFDFF or 0xFE70 <= point <= 0xFEFF:
        return "Arab"
    if 0x0400 <= point <= 0x052F or 0x1C80 <= point <= 0x1C8F or 0x2DE0 <= point <= 0x2DFF or 0xA640 <= point <= 0xA69F:
        return "Cyrl"
    name = unicodedata.name(character, "")
    return "Latn" if name.startswith(("LATIN", "FULLWIDTH LATIN", "MODIFIER LETTER SMALL")) else "Zyyy"


def script_of(word: str) -> LetterScript:
    """Return the script that most letters of `word` are in, the first of equals; Zyyy where it has none."""
    counts: dict[LetterScript, int] = {}
    for character in word:
        script = letter_script(character)
        if script != "Zyyy":
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else "Zyyy"


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    out: list[str] = []
    tables = _tables()
    # Not str.casefold: 'İ'.casefold() is two code points, and 'I' is the capital of both i and ı.
    for character in unicodedata.normalize("NFKC", unicodedata.normalize("NFC", cluster)).lower():
        if character in tables["arabic"]:
            out.append(tables["arabic"][character])
            continue
        script = letter_script(character)
        if script == "Cyrl":
            romanised = tables["cyrillic"].get(character)
            if romanised is None:
                base = unicodedata.normalize("NFD", character)[0]
                romanised = tables["cyrillic"].get(base, anyascii(character).lower())
            out.append(romanised)
        elif script == "Latn":
            if character.isascii():
                out.append(character)
            elif character in tables["latin"]:
                out.append(tables["latin"][character])
            else:
                for part in unicodedata.normalize("NFKD", character):
                    if part.isascii():
                        out.append(part)
                    elif not unicodedata.combining(part):
                        out.append(tables["latin"].get(part, anyascii(part).lower()))
        elif unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            out.append(character)
    return "".join(out)


def _clusters(text: str) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for position, character in enumerate(text):
        if bounds and not character.isascii() and unicodedata.category(character) in ("Mn", "Me"):
            bounds[-1] = (bounds[-1][0], position + 1)
        else:
            bounds.append((position, position + 1))
    return bounds


def fold_letters(text: str) -> FoldedText:
    """Fold `text` for matching: case, marks and variants of letters go, Cyrillic is romanised, Arabic script stays.

    Canonically equivalent texts fold alike. Harakat, tatweel and format characters (bidirectional marks, joiners)
    disappear; everything that is no letter stays as it is. O(length).

    >>> fold_letters("MEVLÜT ÇAVUŞOĞLU").text
    'mevlut cavusoglu'
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        folded = _fold_cluster(text[start:end])
        out.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    return FoldedText("".join(out), tuple(starts), tuple(ends))


@lru_cache(maxsize=8192)
def _sound_cluster(cluster: str) -> str:
    out: list[str] = []
    for character in unicodedata.normalize("NFKC", unicodedata.normalize("NFC", cluster)).replace("İ", "i").lower():
        if character in _SOUND_MARKS:
            out.append(_SOUND_MARKS[character])
        elif character in _SOUND_ARABIC:
            out.append(_SOUND_ARABIC[character])
        elif letter_script(character) == "Arab":
            out.append(character)
        else:
            folded = _fold_cluster(character)
            out.append("".join(letter for letter in folded if letter.isalpha()))
    return "".join(out)


def sound_letters(word: str) -> str:
    """Return `word` in the letters that carry sound: like `fold_letters`, but ş ç ğ ı ö ü … and hamza, ة, ى stay.

    Anything that is no letter is dropped. This is what the transducer reads.

    >>> sound_letters("Çavuşoğlu")
    'çavuşoğlu'
    """
    return "".join(_sound_cluster(word[start:end]) for start, end in _clusters(word))
