"""Names folded for matching: which words of a name count, in letters that do not depend on who typed it.

Nothing here is written into a text. Word lists are in `name_words.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus_tools.names.tables import read_table
from corpus_tools.text.letters import FoldedText, fold_letters, sound_letters

NameRole = Literal["name", "article", "filial", "particle", "title", "generation", "initial"]

# A name longer than this is no name: comparing reads only its beginning, so that any input is safe. Code points.
LONGEST_NAME = 400
_MOST_WORDS = 24
# Inside a word these join (Da'esh, Hay’at, Shara'); elsewhere they are punctuation.
_APOSTROPHES = frozenset("'’‘`´ʼʻʿʾ′＇ʹ")
_ENGLISH_POSSESSIVE = re.compile(r"[A-Za-zÀ-ɏ]{2}['’‘＇][sS]$")
# Written between the parts of one word in Persian and in compounds.
_INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c"
)


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word of a name: `text` folded, `raw` as it stands in `[start, end)` of the name (code points), and its role.

    A word may be bound from several (`Abd al-Aziz`); `raw` then holds them all, with single spaces.
    `sound` is the word in the letters that carry sound, which the transducer reads. `filial` says that the word
    names the father (it follows bin, ibn …).
    """

    text: str
    raw: str
    start: int
    end: int
    role: NameRole = "name"
    sound: str = ""
    filial: bool = False
    hyphen_after: bool = False


@dataclass(frozen=True, slots=True)
class NameLists:
    """The word lists of `name_words.toml`, as sets."""

    articles: frozenset[str]
    articles_if_hyphenated: frozenset[str]
    filial: frozenset[str]
    particles: frozenset[str]
    bind_next: frozenset[str]
    bind_previous: frozenset[str]
    prefix_names: frozenset[str]
    given_names: frozenset[str]
    titles: frozenset[str]
    title_phrases: frozenset[tuple[str, ...]]
    no_article: frozenset[str]
    no_article_beginnings: tuple[str, ...]
    generations: dict[str, int]


@lru_cache(maxsize=1)
def name_lists() -> NameLists:
    """Return the word lists, read once."""
    data = read_table("name_words")
    generations = {
        word: int(key.removeprefix("generations_"))
        for key, words in data.items()
        if key.startswith("generations_")
        for word in words
    }
    return NameLists(
        articles=frozenset(data["articles"]),
        articles_if_hyphenated=frozenset(data["articles_if_hyphenated"]),
        filial=frozenset(data["filial"]),
        particles=frozenset(data["particles"]),
        bind_next=frozenset(data["bind_next"]),
        bind_previous=frozenset(data["bind_previous"]),
        prefix_names=frozenset(data["prefix_names"]),
        given_names=frozenset(data["given_names"]),
        titles=frozenset(data["titles"]),
        title_phrases=frozenset(tuple(phrase.split()) for phrase in data["title_phrases"]),
        no_article=frozenset(data["no_article"]),
        no_article_beginnings=tuple(data["no_article_beginnings"]),
        generations=generations,
    )


def _raw_words(name: str) -> list[NameWord]:
    """Split into words of letters and digits; apostrophes and invisible characters stay inside, possessives go."""
    words: list[NameWord] = []
    position, length = 0, len(name)
    while position < length and len(words) < _MOST_WORDS:
        if not _in_word(name[position]):
            position += 1
            continue
        start = position
        while position < length and (
            _in_word(name[position]) or (name[position] in _INVISIBLE or name[position] in _APOSTROPHES)
        ):
            position += 1
        end = position
        while end > start and (name[end - 1] in _INVISIBLE or name[end - 1] in _APOSTROPHES):
            end -= 1
        stem = end
        if _ENGLISH_POSSESSIVE.search(name[start:end]):
            stem = end - 2
        raw = name[start:stem]
        folded = _key(fold_letters(raw))
        if folded:
            hyphen = name[end : end + 1] in tuple("-‐‑–")
            words.append(NameWord(folded, raw, start, stem, "name", sound_letters(raw), False, hyphen))
    return words


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "ـ" or unicodedata.category(character) in ("Mn", "Me", "Mc")


def _key(folded: FoldedText) -> str:
    return "".join(letter for letter in folded.text if letter.isalnum())


def strip_article(word: str) -> str:
    """Return an Arabic folded word without its article ال (`الاسد` → `اسد`), or as it is where it has none."""
    if len(word) >= 4 and word.startswith("ال"):
        lists = name_lists()
        if word not in lists.no_article and not word.startswith(lists.no_article_beginnings):
            return word[2:]
    return word


def _join(left: NameWord, right: NameWord, middle: str = "") -> NameWord:
    return NameWord(
        left.text + middle + right.text,
        f"{left.raw} {right.raw}",
        left.start,
        right.end,
        "name",
        left.sound + middle + right.sound,
        left.filial,
        right.hyphen_after,
    )


def _bind(words: list[NameWord]) -> list[NameWord]:
    """Bind abd + X, abu + X, X + Allah, X + al-Din, X + oğlu into one word."""
    lists = name_lists()
    bound: list[NameWord] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = index + 1
        if word.text in lists.bind_next and following < len(words):
            article = None
            if words[following].text in lists.articles and following + 1 < len(words):
                article, following = words[following], following + 1
            tail = words[following].text
            if word.text not in lists.filial and tail not in lists.filial:
                middle = article.text if article is not None and word.text == "abd" else ""
                word = _join(word, words[following], middle)
                index = following
        bound.append(word)
        index += 1
    out: list[NameWord] = []
    for word in bound:
        if word.text in lists.bind_previous and out:
            previous = out[-1]
            if previous.text in lists.articles and len(out) > 1:
                out.pop()
                previous = out[-1]
            if previous.text not in lists.filial:
                out[-1] = _join(previous, word)
                continue
        out.append(word)
    return out


def _drop_titles(words: list[NameWord]) -> list[NameWord]:
    lists = name_lists()
    longest = max(len(phrase) for phrase in lists.title_phrases)
    out: list[NameWord] = []
    index = 0
    while index < len(words):
        for size in range(min(longest, len(words) - index - 1), 1, -1):
            if tuple(word.text for word in words[index : index + size]) in lists.title_phrases:
                index += size
                break
        else:
            out.append(words[index])
            index += 1
    # A title before or after, never the only word left.
    while len(out) > 1 and out[0].text in lists.titles:
        out.pop(0)
    return out


def name_words(name: str) -> tuple[NameWord, ...]:
    """Return the words of `name` in order, with their roles; titles and roles before it are left out.

    Any text is accepted: without letters or digits the result is empty. Offsets are into `name`. Articles, filial
    words and particles are kept, marked as such; a generation (II, Jr, الثاني) and an initial too. O(length).
    """
    words = _drop_titles(_raw_words(without_surrogates(name[:LONGEST_NAME])))
    words = _bind(words)
    lists = name_lists()
    out: list[NameWord] = []
    filial = False
    for index, word in enumerate(words):
        role: NameRole = "name"
        last = index == len(words) - 1
        text = word.text
        if not last and text in lists.articles and (word.hyphen_after or text not in lists.articles_if_hyphenated):
            role = "article"
        elif index and not last and text in lists.filial:
            role = "filial"
        elif index and not last and text in lists.particles:
            role = "particle"
        elif index and text in lists.generations:
            role = "generation"
        elif len(text) == 1 and len(words) > 1:
            role = "initial"
        sound = word.sound
        # The article has no hamza: إلهي and ألبرت begin with other letters.
        if role == "name" and unicodedata.normalize("NFC", word.raw)[0] not in "أإآ" and strip_article(text) != text:
            text, sound = strip_article(text), sound.removeprefix("ال")
        out.append(NameWord(text, word.raw, word.start, word.end, role, sound or text, filial, word.hyphen_after))
        if role == "filial":
            filial = True
        elif role == "name":
            filial = False
    return tuple(out)


def without_surrogates(text: str) -> str:
    """Return `text` with lone surrogates replaced one for one, so that offsets stay and nothing fails on them."""
    return text if text.isascii() else "".join(" " if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def fold_name(text: str) -> tuple[str, ...]:
    """Return the words of a name that carry identity, folded for matching: two names with equal results match.

    Titles, articles, particles and filial words go; compounds are one word (`Abd al-Aziz`, `نصر الله`, `Davut oğlu`);
    generations stay. Latin and Cyrillic give Latin letters without marks, Arabic script stays in its plainest letters,
    without the article. Any text is accepted; one without letters or digits gives an empty tuple.

    >>> fold_name("Foreign Minister Mevlüt ÇAVUŞOĞLU"), fold_name("Bashar al-Assad’s")
    (('mevlut', 'cavusoglu'), ('bashar', 'assad'))
    """
    return tuple(word.text for word in name_words(text) if word.role in ("name", "generation", "initial"))
