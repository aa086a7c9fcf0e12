"""The letters that each language of a shared script writes: a word with another one is foreign to it, or a name."""

from __future__ import annotations

from functools import lru_cache

import regex

_ASCII = "a-z"
# With the letters of everyday loanwords. Lower case, composed (NFC).
_LETTERS: dict[str, str] = {
    "en": _ASCII + "áàâäãåæçéèêëíîïñóôöøœúûü",
    "tr": _ASCII + "çğıöşüâîû",
    "fr": _ASCII + "àâäæçéèêëîïñôöœùûüÿ",
    "de": _ASCII + "äöüßáàâçéèêëîïñóôû",
    "es": _ASCII + "áéíóúüñç",
    # As it is typed, by French hands too, and as scholars write it.
    "ar-Latn": _ASCII + "éèàçāīūḥṣḍṭẓ",
    "ru": "а-яё",
    "uk": "а-щьюяґєії",
}
# In Russian the hard sign stands before these vowels only; in Bulgarian it is a vowel.
_FURTHER: dict[str, str] = {"ru": r"|ъ(?![еёюя])"}
# Names keep their letters in other languages of their script, but not in Cyrillic, and nobody else writes this one.
_NEVER_IN_NAMES = regex.compile(r"[əƏ]|\p{Cyrillic}")


@lru_cache(maxsize=64)
def _stranger(language: str) -> regex.Pattern[str] | None:
    letters = _LETTERS.get(language)
    if letters is None:
        return None
    return regex.compile(rf"[\p{{L}}--[\p{{Lm}}{letters}]]{_FURTHER.get(language, '')}", regex.V1)


@lru_cache(maxsize=30_000)
def strange_to(word: str, languages: tuple[str, ...]) -> tuple[bool, ...]:
    """Return for each of `languages` whether `word` (composed) has a letter that it does not write."""
    lowered = word.lower()
    return tuple(bool(pattern and pattern.search(lowered)) for pattern in map(_stranger, languages))


def may_be_name(word: str) -> bool:
    """Return whether a word with a strange letter may be a name from elsewhere: it has a capital, and no letter that
    names lose when they are written in another language.
    """
    return word[0].isupper() and not _NEVER_IN_NAMES.search(word)
