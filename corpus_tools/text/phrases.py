"""The lexicon of lines that are no part of an article, typed by what they are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import regex

# A longer line is prose that happens to start as boilerplate does; disclaimers are whole sentences.
MAXIMUM_WORDS = 12
MAXIMUM_WORDS_DISCLAIMER = 60
_FRONT = regex.compile(r"^[^\p{L}\p{N}©(]+")
# The look-behind keeps it linear: a run of marks is tried from its first alone.
_BACK = regex.compile(r"(?<![^\p{L}\p{N})])[^\p{L}\p{N})]++$")
_SPACES = regex.compile(r"\s+")
# Vowel signs, tatweel, joiners and the dot that lower-casing leaves of a Turkish İ.
_MARKS = regex.compile(r"[\u064B-\u0652\u0670\u0640\u200C\u200D\u0307]")
# Letters that are typed for one another.
_ALIKE = str.maketrans("’أإآىیکة", "'اااييكه")
# A phrase of these kinds may stand before a colon, with what it names behind it.
_NAMING = frozenset({"related", "source", "date", "byline", "newsletter"})
_LONGEST_NAMED = 24
# These announce the news itself, where words follow the colon.
_ANNOUNCING = frozenset(
    ("breaking news", "breaking", "عاجل", "خبر عاجل", "اخبار عاجله", "son dakika", "haber", "فوري", "خبر فوري")
)
_SEPARATORS = regex.compile(r"[\s\-–—/]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that a whole line matched: what such a line is, and in which language."""

    label: str
    language: str
    text: str


def normalised(line: str) -> str:
    """Return a line as the lexicon compares it: lower-cased, marks off its ends, single spaces, plain quotes."""
    return str(_BACK.sub("", _FRONT.sub("", _plain(line))))


def _plain(text: str) -> str:
    return str(_SPACES.sub(" ", _MARKS.sub("", text.lower()).translate(_ALIKE))).strip()


def find_phrase(line: str) -> Phrase | None:
    """Return the phrase of the lexicon that the whole `line` matches, None where there is none."""
    text = normalised(line)
    words = text.split(" ", MAXIMUM_WORDS_DISCLAIMER)
    if not text or len(words) > MAXIMUM_WORDS_DISCLAIMER:
        return None
    exact, starts, ends, others = _lexicon()
    opening_phrase, colon, rest = text.partition(":")
    if colon and opening_phrase.strip() in _ANNOUNCING and rest.strip():
        return None
    if colon and len(words) <= _LONGEST_NAMED:
        named = exact.get(opening_phrase.strip())
        if named and named.label in _NAMING:
            return named
    if len(words) > MAXIMUM_WORDS:
        opening = (starts.get(" ".join(words[:count])) for count in range(7, 0, -1))
        return next((found for found in opening if found and found.label == "disclaimer"), None)
    if found := exact.get(text):
        return found
    parts = _SEPARATORS.split(text)
    for count in range(min(len(words) - 1, 7), 0, -1):
        if found := starts.get(" ".join(words[:count])):
            return found
    for count in range(min(len(parts) - 1, 7), 0, -1):
        if found := ends.get(" ".join(parts[-count:])):
            return found
    return next((found for pattern, found in others if pattern.fullmatch(text)), None)


@lru_cache(maxsize=1)
def _lexicon() -> tuple[
    dict[str, Phrase], dict[str, Phrase], dict[str, Phrase], tuple[tuple[regex.Pattern[str], Phrase], ...]
]:
    table = tomllib.loads(resources.files("corpus_tools.text").joinpath("phrases.toml").read_text("utf-8"))
    exact: dict[str, Phrase] = {}
    starts: dict[str, Phrase] = {}
    ends: dict[str, Phrase] = {}
    others = []
    for label, languages in table.items():
        for language, phrases in languages.items():
            for text in phrases:
                phrase = Phrase(label, language, text)
                bare = _plain(text.strip("* "))
                if "*" not in text:
                    exact.setdefault(bare, phrase)
                elif text.endswith(" *") and text.count("*") == 1:
                    starts.setdefault(bare, phrase)
                elif text.startswith("* ") and text.count("*") == 1:
                    ends.setdefault(bare, phrase)
                else:
                    pattern = r"\s*".join(
                        r"(?:\S+\s*){1,8}" if part == "*" else regex.escape(part) for part in text.split()
                    )
                    others.append((regex.compile(pattern), phrase))
    return exact, starts, ends, tuple(others)
