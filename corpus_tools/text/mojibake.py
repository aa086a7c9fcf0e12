"""Mojibake whose every character can be traced: UTF-8 or another encoding read as a single-byte one.

What ftfy mends is the line that was misread as a whole. This is about the rest: UTF-8 beside characters that are right,
and encodings with one byte a character, taken for one another. A line is changed only where the evidence is sure.
"""

from __future__ import annotations

from functools import cache

import regex

from corpus_tools.text.changes import Change

_RULE = "encoding"


def _bytes_of(encoding: str) -> dict[str, int]:
    """Map the characters of a single-byte encoding above ASCII to their bytes."""
    upper = range(0x80, 0x100)
    return {character: byte for byte in upper if (character := bytes([byte]).decode(encoding, "ignore"))}


# In Latin-1, which is Windows-1252 to most readers, the bytes of the other's signs are controls.
_WESTERN = {chr(byte): byte for byte in range(0x80, 0xA0)} | _bytes_of("cp1252")
_ARABIC = _bytes_of("cp1256")
# Turkish ğ stands for byte F0, which begins an emoji; the other letters of Windows-1254 begin none that is likely.
_WESTERN_OR_TURKISH = _WESTERN | {"ğ": 0xF0}

# What UTF-8 of two bytes is likely to have been: letters and signs of scripts that news is written in.
_LIKELY = regex.compile(
    r"[\xA0-\u017F\u0192\u0218-\u021B\u02C6-\u02DD\u0386-\u03CE\u0401-\u045F\u0490\u0491\u05D0-\u05EA"
    r"\u060C-\u06FF]|[\u0900-\u0DFF\u0E00-\u0EFF\u10A0-\u10FF\u1E00-\u1EFF\u2000-\u206F\u20A0-\u20BF\u2100-\u22FF"
    r"\u25A0-\u27BF\u3000-\u9FFF\uAC00-\uD7A3\uFB1D-\uFDFF\uFE00-\uFE0F\uFE70-\uFEFF]|[\U0001F000-\U0001FAFF]"
)
_LETTER = regex.compile(r"\p{L}")
_ARABIC_LETTER = regex.compile(r"[\u0621-\u064A\u066E-\u06D3]")
_TOKEN = regex.compile(r"[^ \t\r\n]+")
# Marks that follow any letter of good Arabic: with the letter they look like a sequence, but are no evidence of one.
_ARABIC_STOPS = frozenset("،؛؟ـ")
# Of the Arabic letters of a line, what must be part of sequences.
_LEAST_COVERED = 0.9

# A word of Windows-1256 read as Windows-1252 has no letter of ASCII.
_ODD_WORD = regex.compile(r"[^\x00-\x7F\s“”«»–—…]+")
_ARABIC_WORD = regex.compile(
    r"[\u0621-\u0652\u067E\u0679\u0686\u0688\u0691\u0698\u06A9\u06AF\u06BA\u06BE\u06C1\u06D2\u200C\u200D،؛؟]+"
)
_ARABIC_COMMON = frozenset("اليومنريکیبته")
# The share of common letters: over 0.44 in 99 of 100 of 75,000 Persian lines, 0.5 in Arabic ones (medians 0.7); Russian
# in KOI8-R has 0.04, in ISO 8859-5 0.24; other encodings have letters there that Windows-1256 keeps for French.
_LEAST_COMMON = 0.4
_LEAST_LETTERS = 6

# The six letters in which Latin-5 is not Latin-1.
_LATIN_5 = str.maketrans("þðýÞÐÝ", "şğıŞĞİ")
_MISREAD = regex.compile(r"[þðýÞÐÝ]")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_NO_TURKISH_LETTERS = frozenset("qwxQWX")
# What no misread Turkish holds: letters of other languages, a ğ that follows no vowel, an ı beside a vowel.
_NOT_TURKISH = regex.compile(
    r"[\p{Latin}--[a-zA-ZçöüâîûÇÖÜÂÎÛþðýÞÐÝ]]|(?<![aeioöuüâîûýAEIOÖUÜÂÎÛÝ])[ðÐ]|[aeioöuüâîû][ýÝ]|[ýÝ][aeioöuüâîû]",
    regex.VERSION1,
)
# What no Icelandic, Faroese, Czech, Slovak or Turkmen word holds and many Turkish ones do.
_TURKISH = regex.compile(
    r"(?<=[aeioöuüý])þ(?=[bcçdfghklmnpstyz]|\b)|[aýâ][bcçdfgðhjklmnprsþtvyz]{1,3}ý[nrlkzþðstdpç]"
    r"|ý[bcçdfgðhjklmnprsþtvyz]{1,3}ý|\bÝ(?=[snlrzkbçþ])|(?<=\p{L})(?:ðý|þý)|ýþ"
)
_TURKISH_WORDS = frozenset(
    ["bir", "için", "ile", "olarak", "daha", "gibi", "sonra", "çok", "olan", "kadar", "göre", "dedi"]
)
_LEAST_POINTS = 2
# So much evidence in a text, with none against it, speaks for those of its lines that hold too little of their own.
_LEAST_POINTS_OF_TEXT = 4


@cache
def _sequences(arabic: bool) -> regex.Pattern[str]:
    """Compile the pattern of characters that stand for the bytes of one character of UTF-8."""
    table = _ARABIC if arabic else _WESTERN_OR_TURKISH

    def of(first: int, last: int) -> str:
        return "[" + "".join(regex.escape(c) for c, byte in table.items() if first <= byte <= last) + "]"

    rest = of(0x80, 0xBF)
    return regex.compile(f"{of(0xC2, 0xDF)}{rest}|{of(0xE0, 0xEF)}{rest}{{2}}|{of(0xF0, 0xF4)}{rest}{{3}}")


def _decoded(line: str, *, arabic: bool) -> list[tuple[int, int, str]]:
    """Return (start, end, character) for all that is UTF-8 in the bytes of a line, where the character is likely."""
    table = _ARABIC if arabic else _WESTERN_OR_TURKISH
    found = []
    for match in _sequences(arabic).finditer(line):
        try:
            character = bytes(table[c] for c in match.group()).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _LIKELY.fullmatch(character):
            found.append((match.start(), match.end(), character))
    return found


def misread(line: str, *, turkish: bool = False) -> list[Change]:
    """Return the changes that mend what is surely misread in a line, in order and disjoint, a word or part of it each.

    `turkish`: the text around it is Latin-5 read as Latin-1 (`is_misread_turkish`).
    """
    for mended in (_from_arabic_page, _from_western_page):
        if changes := mended(line):
            return changes
    if changes := _utf8_in(line):
        return changes
    return _turkish(line, sure=turkish)


def _from_arabic_page(line: str) -> list[Change]:
    """UTF-8 read as Windows-1256: nearly all Arabic letters of the line are bytes of it."""
    if not _ARABIC_LETTER.search(line):
        return []
    found = _decoded(line, arabic=True)
    evidence = sum(line[end - 1] not in _ARABIC_STOPS for _, end, _ in found)
    covered = sum(len(_ARABIC_LETTER.findall(line, start, end)) for start, end, _ in found)
    if evidence < 2 or covered < _LEAST_COVERED * len(_ARABIC_LETTER.findall(line)):
        return []
    return _joined(found, "UTF-8 was read as Windows-1256")


def _from_western_page(line: str) -> list[Change]:
    """Windows-1256 read as Windows-1252: words without a letter of ASCII that are likely Arabic."""
    changes, letters = [], ""
    for match in _ODD_WORD.finditer(line):
        beside = line[max(match.start() - 1, 0) : match.start()] + line[match.end() : match.end() + 1]
        if _LETTER.search(beside) or _ARABIC_LETTER.search(match.group()):
            continue  # part of a word in ASCII, or right as it is
        word = "".join(bytes([_WESTERN[c]]).decode("cp1256") if c in _WESTERN else c for c in match.group())
        if _ARABIC_WORD.fullmatch(word):
            letters += "".join(_ARABIC_LETTER.findall(word))
            changes.append(Change(match.start(), match.end(), word, _RULE, "Windows-1256 was read as Windows-1252"))
        elif _LETTER.search(match.group()):
            return []
    common = sum(letter in _ARABIC_COMMON for letter in letters)
    if len(letters) < _LEAST_LETTERS or common < _LEAST_COMMON * len(letters):
        return []
    return changes


def _utf8_in(line: str) -> list[Change]:
    """UTF-8 read as Windows-1252 or Latin-1, in whole words of a line that may hold others that are right."""
    found = _decoded(line, arabic=False)
    if not found or not (any(_sure(line, *each) for each in found) or _is_bad(line)):
        return []
    chosen: list[tuple[int, int, str]] = []
    number = 0
    for token in _TOKEN.finditer(line):
        within = []
        while number < len(found) and found[number][1] <= token.end():
            within.append(found[number])
            number += 1
        letters = sum(character in _WESTERN for character in _LETTER.findall(token.group()) if character > "\x7f")
        bytes_ = sum(len(_LETTER.findall(line, start, end)) for start, end, _ in within)
        if letters - bytes_ <= len(within):
            chosen += within
    return _joined(chosen, "UTF-8 was read as Windows-1252")


def _sure(line: str, start: int, end: int, character: str) -> bool:
    """Say whether a sequence stands where no such characters stand in any word: a capital after a small letter, or a
    sign before a letter."""
    if not _LETTER.fullmatch(character):
        return False
    after_small = line[start - 1 : start].islower() and line[start].isupper()
    return after_small or (not line[end - 1].isalpha() and line[end : end + 1].isalpha() and line[start].isalpha())


def _is_bad(line: str) -> bool:
    from ftfy.badness import is_bad

    return bool(is_bad(line))


def _joined(found: list[tuple[int, int, str]], reason: str) -> list[Change]:
    """Return changes for what was decoded; what touches is one."""
    joined: list[Change] = []
    for start, end, character in found:
        if joined and joined[-1].end == start:
            joined[-1] = joined[-1]._replace(end=end, after=joined[-1].after + character)
        else:
            joined.append(Change(start, end, character, _RULE, reason))
    return joined


def is_misread_turkish(text: str) -> bool:
    """Say whether a text is surely Turkish in Latin-5 that was read as Latin-1."""
    if not _MISREAD.search(text):
        return False
    points = 0
    for line in text.split("\n"):
        if _MISREAD.search(line):
            if _is_not_turkish(line):
                return False
            points += _points(line)
    return points >= _LEAST_POINTS_OF_TEXT


def _turkish(line: str, *, sure: bool) -> list[Change]:
    """Latin-5 read as Latin-1: þ, ð and ý where only Turkish ş, ğ and ı can stand."""
    if not _MISREAD.search(line) or _is_not_turkish(line):
        return []
    if not sure:
        points = _points(line)
        known = points and not _TURKISH_WORDS.isdisjoint(line.lower().split())
        if points < _LEAST_POINTS and not known:
            return []
    return [
        Change(match.start(), match.end(), match.group().translate(_LATIN_5), _RULE, "Latin-5 was read as Latin-1")
        for match in regex.finditer(r"[þðýÞÐÝ]+", line)
    ]


def _is_not_turkish(line: str) -> bool:
    if _NOT_TURKISH.search(line):
        return True
    return any(_MISREAD.search(word) and not _NO_TURKISH_LETTERS.isdisjoint(word) for word in _WORD.findall(line))


def _points(line: str) -> int:
    """Count the evidence in the words of a line, each word and each kind of place once; ış counts for two."""
    words = set(_WORD.findall(line))
    return sum(len(set(_TURKISH.findall(word))) + ("ýþ" in word) for word in words)
