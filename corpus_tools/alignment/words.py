"""What a sentence is made of, for finding its translation: stems, numbers and names, in the letters of matching.

Nothing here is written into a text. Stems are rough on purpose: two forms of a word need to meet, no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus_tools.text.letters import fold_letters, script_of
from corpus_tools.text.numbers import NUMBER, normalise_number

# A number with its separators (Latin, Arabic), or a word with apostrophes and joiners inside.
_TOKEN = re.compile(NUMBER + r"|[^\W\d_]+(?:[\u0610-\u061a\u064b-\u0670'’\u200c]*[^\W\d_]+)*")
# Length of the stem of a word in a language without rules here: the first letters (Can et al. 2008, for Turkish).
_PREFIX = 6
_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_ARABIC_SUFFIXES = ("هما", "تها", "ها", "ان", "ات", "ون", "ين", "يه", "هم", "نا", "ه", "ي")
_PERSIAN_SUFFIXES = ("هایی", "های", "ها", "ترین", "تر", "ان", "ات", "ی")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence: `stem` to look up, `folded` in full, and whether it is a number or may be a name."""

    stem: str
    folded: str
    number: bool
    name: bool


def words_of(text: str, language: str) -> list[Word]:
    """Return the words and numbers of `text` in order. O(length)."""
    base = language.split("-")[0].lower()
    return [_word(token, base) for token in _TOKEN.findall(text)]


@lru_cache(maxsize=200_000)
def _word(token: str, language: str) -> Word:
    if token[0].isdecimal():
        number = normalise_number(token)
        return Word(number, number, True, False)
    folded = fold_letters(token.replace("’", "'")).text.replace("ـ", "").replace("\u200c", "")
    # Scripts without capitals cannot tell: there every word may be a name.
    cased = token[0].isupper() or token[0].islower()
    return Word(stem(folded, language), folded.replace("'", ""), False, token[0].isupper() or not cased)


@lru_cache(maxsize=200_000)
def stem(folded: str, language: str) -> str:
    """Return the stem of a folded word: rules for en, ar and fa, the first letters for any other language."""
    if language == "en":
        return _english(folded)
    if language in ("ar", "fa", "ur", "ckb") or script_of(folded) == "Arab":
        return _persian(folded) if language == "fa" else _arabic(folded)
    if language in ("zh", "ja", "th"):
        return folded
    return folded.split("'")[0][:_PREFIX]


def _english(word: str) -> str:
    word = word.removesuffix("'s").replace("'", "")
    for suffix, instead, least in (
        ("ies", "y", 5), ("sses", "ss", 5), ("ings", "", 7), ("ing", "", 6), ("ied", "y", 5), ("ed", "", 5),
        ("es", "", 5), ("s", "", 4),
    ):  # fmt: skip
        if word.endswith(suffix) and len(word) >= least:
            if suffix == "s" and word.endswith(("ss", "us", "is")):
                break
            word = word[: -len(suffix)] + instead
            if suffix in ("ing", "ings", "ed") and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _arabic(word: str) -> str:
    """Light stemming after Larkey et al. (light10), which drops the conjunction, the article and common endings."""
    word = word.replace("'", "")
    if len(word) > 3 and word[0] == "و" and not word.startswith("وال"):
        word = word[1:]
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    word = word.replace("ة", "ه")
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def _persian(word: str) -> str:
    word = word.replace("'", "")
    for prefix in ("نمی", "می"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for suffix in _PERSIAN_SUFFIXES:
        suffix = fold_letters(suffix).text
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word
