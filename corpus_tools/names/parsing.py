"""A name read once for comparing: its words with their sounds, its generation, its initials."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus_tools.names.folding import LONGEST_NAME, NameWord, name_lists, name_words
from corpus_tools.names.tables import read_table
from corpus_tools.names.transducer import sound_word
from corpus_tools.text.letters import LetterScript, letter_script, script_of

# Words of a name that are compared; what follows them is left out, so that the work stays bounded.
MOST_WORDS = 8


# Words that acronyms leave out.
_SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on", "to", "ve", "icin", "و", "i", "na", "po"))


@dataclass(frozen=True, slots=True)
class ParsedName:
    """`words` carry identity; `scripts` and `sounds` stand beside them, with alternatives."""

    text: str
    words: tuple[NameWord, ...]
    scripts: tuple[LetterScript, ...]
    sounds: tuple[tuple[str, ...], ...]
    generation: int
    folded: str
    initials: str
    main_initials: str
    cyrillic: bool


def _surname_last(name: str, words: tuple[NameWord, ...]) -> tuple[NameWord, ...]:
    """Turn `Assad, Bashar` round."""
    commas = [position for position, letter in enumerate(name[:LONGEST_NAME]) if letter in ",،"]
    if len(commas) != 1:
        return words
    before = tuple(word for word in words if word.end <= commas[0])
    return (*words[len(before) :], *before)


@lru_cache(maxsize=65536)
def parse_name(name: str) -> ParsedName:
    """Read a name for comparing. Any text is accepted. O(length)."""
    every = _surname_last(name, name_words(name))
    generation = 0
    words: list[NameWord] = []
    sounds: list[tuple[str, ...]] = []
    article = ""
    for word in every:
        if word.role == "generation":
            generation = name_lists().generations.get(word.text, 0)
        elif word.role == "article":
            article = word.text
            continue
        elif word.role in ("name", "initial") and len(words) < MOST_WORDS:
            sound = sound_word(word.sound) or word.text
            alternatives = [sound]
            arabic = script_of(word.text) == "Arab"
            if arabic and word.role == "name" and word.raw.startswith("ال") and not sound.startswith("ال"):
                alternatives.append("ال" + sound)
            elif article and not arabic:
                alternatives.append(article + sound)
            words.append(word)
            sounds.append(tuple(alternatives))
        article = ""
    scripts: list[LetterScript] = ["Arab" if script_of(word.text) == "Arab" else "Latn" for word in words]
    return ParsedName(
        name,
        tuple(words),
        tuple(scripts),
        tuple(sounds),
        generation,
        " ".join(word.text for word in words),
        "".join(word.text[0] for word in every if word.role in ("name", "initial")),
        "".join(word.text[0] for word in words if word.text not in _SMALL_WORDS),
        any(letter_script(letter) == "Cyrl" for letter in name[:LONGEST_NAME]),
    )


@dataclass(frozen=True, slots=True)
class Equivalents:
    """Folded words and whole names, each with the numbers of the groups it is in.

    `words` have short forms; words of different groups of `others` look alike and are not.
    """

    words: dict[str, frozenset[int]]
    others: dict[str, frozenset[int]]
    names: dict[str, frozenset[int]]


@lru_cache(maxsize=1)
def equivalents() -> Equivalents:
    """Return the table of `equivalents.toml`, read once."""
    data = read_table("equivalents")
    tables: list[dict[str, frozenset[int]]] = []
    for key in ("short_forms", "other_names", "places"):
        table: dict[str, frozenset[int]] = {}
        for number, group in enumerate(data[key]):
            for form in group:
                table[form] = table.get(form, frozenset()) | {number}
        tables.append(table)
    return Equivalents(*tables)
