"""The words of a text as the finder of names sees them: folded, with case, sentence starts and suffixes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from corpus_tools.text.letters import LetterScript, fold_letters, script_of

_WORD = regex.compile(
    r"(?:\p{Lu}\.){2,}|[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}ـ\u200c]*(?:['’ʼʻʿʾ`´‘][\p{L}\p{M}]+)*", regex.VERSION1
)
_APOSTROPHE = regex.compile(r"['’ʼ`´‘]")
_SENTENCE_END = regex.compile(r"[.!?…؟:;؛]|[«“\"„]|[•*|]|\s[-–—]+\s")
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "sgt",
        "capt",
        "cpl",
        "adm",
        "sen",
        "rep",
        "gov",
        "rev",
        "hon",
        "st",
        "ste",
        "jr",
        "sr",
        "no",
        "vs",
        "mt",
        "ft",
        "brig",
        "cmdr",
        "doc",
        "doç",
        "av",
    ]
)
# Endings that Turkish writes after an apostrophe on a name: case, possessive, copula.
_TURKISH_SUFFIX = regex.compile(
    r"(?:n?[ıiuü]n|y?[ıiuü]|y?[ae]|n[ae]|[dt][ae]n?|[dt][ae]k[iı]\w*|y?l[ae]|n[ıiuü]|[dt][ıiuü]r|l[ae]r\w*|l[ıiuü]\w*|s[ıiuü]\w*|ndan|nden|nda|nde|"
    r"n?[ıiuü]nk[iı]\w*|y[dtm][ıiuü]\w*|ya|ye|ki|ca|ce|ça|çe)",
    regex.VERSION1,
)
# One-letter words that Arabic writes onto a noun: and, then, by, for, as. The future marker stands on verbs only.
PROCLITICS = "وفبلك"
# What may stand between two words of one name.
_JOINING_GAP = regex.compile(r"[ \u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,3}|[-‐‑]|\. ?|(?:)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text` without a suffix, at `[start, end)`; `whole_end` is where it ends with it; `gap` follows it."""

    text: str
    start: int
    end: int
    whole_end: int
    fold: str
    script: LetterScript
    capital: bool
    upper: bool
    opens: bool
    gap: str

    @property
    def suffixed(self) -> bool:
        """Whether a possessive or case ending was cut off."""
        return self.whole_end > self.end

    @property
    def joins(self) -> bool:
        """Whether the next word can belong to the same name."""
        return (
            not self.suffixed
            and _JOINING_GAP.fullmatch(self.gap) is not None
            and ("." not in self.gap or self.fold in _ABBREVIATIONS or len(self.fold) == 1 or self.text.endswith("."))
        )


@lru_cache(maxsize=131072)
def fold_word(text: str) -> str:
    """Return one word folded for look-up: letters and digits only.

    >>> fold_word("U.S."), fold_word("Türkiye"), fold_word("Sana'a")
    ('us', 'turkiye', 'sanaa')
    """
    if text.isascii():
        return "".join(letter for letter in text.lower() if letter.isalnum())
    return "".join(letter for letter in fold_letters(text).text if letter.isalnum())


def letters_end(text: str, count: int) -> int:
    """Return where the first `count` letters of a word end, with the marks and the stretching that belong to them.

    >>> letters_end("وَالقاهرة", 1), letters_end("والقاهرة", 1), letters_end("القاهرة", 0)
    (2, 1, 0)
    """
    end = 0
    while end < len(text) and (count or (end and (text[end] == "ـ" or not text[end].isalnum()))):
        count -= text[end].isalnum() and text[end] != "ـ"
        end += 1
    return end


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a phrase, as `find_words` would see them in English."""
    return tuple(fold for fold in (fold_word(match.group()) for match in _WORD.finditer(text)) if fold)


def _stem_end(text: str, language: str) -> int:
    """Return how much of `text` is left without an English possessive or a Turkish ending after an apostrophe."""
    marks = list(_APOSTROPHE.finditer(text))
    if not marks:
        return len(text)
    cut = marks[-1]
    tail = text[cut.end() :]
    if tail in ("s", "S"):
        return int(cut.start())
    if language == "tr" and text[:1].isupper() and _TURKISH_SUFFIX.fullmatch(tail):
        return int(cut.start())
    return len(text)


def find_words(text: str, language: str) -> list[Word]:
    """Return the words of one line in order. O(length)."""
    matches = list(_WORD.finditer(text))
    words: list[Word] = []
    before = ""
    opens = True
    for index, match in enumerate(matches):
        start, whole_end = match.span()
        end = start + _stem_end(match.group(), language)
        token = text[start:end]
        following = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        fold = fold_word(token)
        if index:
            ends_sentence = _SENTENCE_END.search(before) is not None
            previous = words[-1] if words else None
            if (
                previous is not None
                and before.strip() == "."
                and (previous.fold in _ABBREVIATIONS or (len(previous.fold) == 1 and previous.capital))
            ):
                ends_sentence = False
            opens = ends_sentence
        else:
            opens = True
        before = text[whole_end:following]
        if not fold:
            continue
        letters = [letter for letter in token if letter.isalpha()]
        words.append(
            Word(
                token,
                start,
                end,
                whole_end,
                fold,
                script_of(token),
                bool(letters) and letters[0].isupper() and token[0].isalpha(),
                len(letters) > 1 and all(letter.isupper() for letter in letters),
                opens,
                before,
            )
        )
    return words
