"""Words of one script that look alike and are two names: Maria and Mario, حسن and حسان, Demir and Demirel.

Only the letters are asked. Habits of spelling (`Sergei`, `Sergey`; `ترامب`, `ترمب`) make no two names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from corpus_tools.names.blocking import skeleton_readings
from corpus_tools.names.cues import given_names
from corpus_tools.names.folding import name_lists
from corpus_tools.names.parsing import equivalents
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

_ARABIC_WEAK = frozenset("اوي")
_LATIN_VOWELS = frozenset("aeiouy")
# Which sounds a vowel letter may stand for in the spellings of one name: Ahmad, Ahmed; Khaled, Khalid; Omar, Umar.
_SOUNDS = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "u", "u": "u"}
# What is written in several ways in one word, and one of them: the vowel of the article inside a compound (Abdelaziz,
# Abdulaziz; Nasrallah, Nasrullah; Siraj al-Din, Sirajuddin), letters that one language writes for one of another's
# (Serguei, Tschurkin, Dmitrij, Gorbachov).
_HABITS = tuple(
    (re.compile(habit), usual)
    for habit, usual in (
        ("^abd[aeiou]*", "abd"),
        ("[aeiou](?=llah?$)", "a"),
        ("[aeiou]l?d+(?:i|ee)n$", "adin"),
        ("gu(?=[ei])", "g"),
        ("ts?ch", "ch"),
        ("ij$", "i"),
        ("y?o(?=va?$)", "e"),
    )
)
# Arabic letters that foreign names are written with by turns.
_EXCHANGED = str.maketrans("غگكقطصظذضثپڤچ", "ججججتسزززتبفج")
# Patterns of Arabic given names, with the letters of the root as 1, 2 and 3.
_PATTERNS = ("123", "1ا23", "12ي3", "12ا3", "12و3")
_PREFIXED = {"م": ("123", "12و3", "12ي3", "1ا23"), "ا": ("123",)}
_SUFFIXES = ("ان", "ه", "ي")
_LEAST, _WITH_ARTICLE = 2, 5


def distinct_words(first: str, second: str) -> str:
    """Say why two folded words of one script are two names by their letters; "" where they may be spellings of one.

    Words of different scripts, and short forms of one name, are never told apart here. Symmetric.

    >>> distinct_words("roberta", "robert"), distinct_words("sergei", "sergey")
    ('robert is roberta without a', '')
    """
    return _distinct(*sorted((first, second), key=lambda word: (len(word), word)))


def _other_given_name(first: str, second: str) -> str:
    """Two known given names that no habit makes one: their consonants differ, or the ending (Maria, Marie)."""
    arabic = script_of(first) == "Arab"
    if _bones(first) != _bones(second) if arabic else not same_consonants(first, second):
        return f"{first} and {second} are two given names"
    if first[:-1] == second[:-1] and {first[-1], second[-1]} == {"a", "e"}:
        return f"{first} ends otherwise than {second}"
    return ""


def _bones(word: str) -> str:
    """An Arabic word without long vowels, and with one of the letters that foreign names are written with by turns."""
    return "".join(letter for letter in word.translate(_EXCHANGED) if letter not in _ARABIC_WEAK)


def same_consonants(first: str, second: str) -> bool:
    """Whether two folded words have as many consonants, and the same ones in some usual reading, articles apart."""
    first, second = (word.removeprefix("al") if len(word) > _WITH_ARTICLE else word for word in (first, second))
    spoken = (word.replace("j", "y") for word in (first, second))
    lengths = [[len(consonant_skeleton(word)) for word in words] for words in ((first, second), spoken)]
    if all(one != two for one, two in lengths):
        return False
    return not set(skeleton_readings(first)).isdisjoint(skeleton_readings(second))


@lru_cache(maxsize=131_072)
def _distinct(short: str, long: str) -> str:
    script = script_of(short)
    if short == long or script != script_of(long) or script == "Zyyy" or min(len(short), len(long)) < _LEAST:
        return ""
    known = equivalents()
    if any(
        table.get(short, frozenset()) & table.get(long, frozenset())
        for table in (known.words, known.others, known.names)
    ):
        return ""
    if given_names().issuperset((short, long)):
        why = _other_given_name(short, long)
        if why:
            return why
    if script == "Arab":
        return _added(short, long) or _other_vowel(short, long) or _other_pattern(short, long)
    one, two = sorted(_plain(short, long), key=lambda word: (len(word), word))
    return "" if one in (two, two[1:]) else _added(one, two) or _other_vowels(one, two)


def _plain(*words: str) -> list[str]:
    """Two Latin words without doubled letters, and without a final h that the other lacks: Haniya, Haniyeh."""
    single = ["".join(letter for letter, _ in groupby(_usual(word))) for word in words]
    if len({word[-1] == "h" for word in single}) > 1:
        single = [word[:-1] if word[-1] == "h" and word[-2:-1] in _LATIN_VOWELS else word for word in single]
    return single


def _usual(word: str) -> str:
    for habit, usual in _HABITS:
        word = habit.sub(usual, word)
    return word


def _added(short: str, long: str) -> str:
    """A word that is the other with letters after it (Robert, Roberta) or consonants before it (حسن, محسن)."""
    if long.startswith(short) and long != short + "h":
        return f"{short} is {long} without {long[len(short) :]}"
    before = long[: -len(short)]
    article = before == "ال" or before in name_lists().articles
    if not long.endswith(short) or article or _ARABIC_WEAK.union(_LATIN_VOWELS).issuperset(before):
        return ""
    return f"{short} is {long} without {before}"


# -- Latin


def _other_vowels(first: str, second: str) -> str:
    """Words of the same consonants with vowels that no habit of spelling explains: Karim, Karam; Maria, Mario."""
    if first[:-1] == second[:-1] and _clash(first[-1], second[-1]):
        return f"{first} ends otherwise than {second}"
    one, two = first, second
    if len({word[-1] in _LATIN_VOWELS for word in (one, two)}) > 1:
        one, two = (re.sub("(?<=[^aeiouy])e$", "", word) for word in (one, two))  # Putin, Poutine
    runs = [_runs(word) for word in (one, two)]
    if "".join(_split(runs[0])) != "".join(_split(runs[1])):
        return ""
    if [vowel for vowel, _ in runs[0]] != [vowel for vowel, _ in runs[1]] or _split(runs[0]) != _split(runs[1]):
        # Cut short as speech does, not by another pattern: Sleiman, Suleiman; Zawahri, Zawahiri.
        spoken = runs[0][0] != runs[1][0] or (runs[0][-1][0] and runs[1][-1][0])
        return "" if spoken else f"{first} has a vowel more or less than {second}"
    clash = any(
        vowel and _far(run, other, first=not place)
        for place, ((vowel, run), (_, other)) in enumerate(zip(*runs, strict=True))
    )
    return f"{first} has other vowels than {second}" if clash else ""


def _split(runs: Sequence[tuple[bool, str]]) -> list[str]:
    return [run for vowel, run in runs if not vowel]


def _runs(word: str) -> list[tuple[bool, str]]:
    """The runs of vowels and of consonants of a word; a first y before a vowel is none."""
    vowels = [
        letter in _LATIN_VOWELS and not (letter == "y" and place == 0 and word[1:2] in _LATIN_VOWELS)
        for place, letter in enumerate(word)
    ]
    return [
        (vowel, "".join(letter for _, letter in run))
        for vowel, run in groupby(zip(vowels, word, strict=True), key=lambda pair: pair[0])
    ]


def _clash(one: str, two: str) -> bool:
    return one in _SOUNDS and two in _SOUNDS and set(_SOUNDS[one]).isdisjoint(_SOUNDS[two])


def _far(one: str, two: str, *, first: bool) -> bool:
    """Whether two runs of vowels begin or end with other sounds.

    The `first` letter of a word may be a or i in one name (Abadi, Ibadi); an e may be an umlaut (Muller, Mueller).
    """
    if first and {one[0], two[0]} <= set("aeiy"):
        return False
    ends = [[run[-1], *([run[-2]] if len(run) > 1 and run[-1] == "e" else [])] for run in (one, two)]
    return _clash(one[0], two[0]) or all(_clash(a, b) for a in ends[0] for b in ends[1])


# -- Arabic


def _other_vowel(first: str, second: str) -> str:
    """Words with a و in the place of another long vowel: جون and جين."""
    if len(first) != len(second):
        return ""
    places = [{a, b} for a, b in zip(first, second, strict=True) if a != b]
    return f"{first} has another vowel than {second}" if places in ([{"و", "ي"}], [{"و", "ا"}]) else ""


def _other_pattern(first: str, second: str) -> str:
    """Arabic names of one root in two patterns: حامد and حميد, حسن and حسان, ناصر and منصور."""
    for one, two in zip(_parts(first, second), _parts(second, first), strict=False):
        if one != two:
            a, b = _readings(one), _readings(two)
            if a.keys() & b.keys() and not any(a[root] & b[root] for root in a.keys() & b.keys()):
                return f"{first} and {second} are two patterns of one root"
    return ""


def _parts(word: str, other: str) -> list[str]:
    """A compound with the article inside as its two parts, where the other word is one as well: نور الدين."""
    cuts = [each.find("ال", 2) for each in (word, other)]
    return [word[: cuts[0]], word[cuts[0] :]] if min(cuts) > 0 else [word]


@lru_cache(maxsize=16_384)
def _readings(word: str) -> dict[str, frozenset[str]]:
    """The patterns that a word may have, by root."""
    found: dict[str, set[str]] = {}
    for suffix in ("", *_SUFFIXES):
        for prefix in ("", *_PREFIXED):
            if not (word.startswith(prefix) and word.endswith(suffix)):
                continue
            core = word[len(prefix) : len(word) - len(suffix)]
            for pattern in _PREFIXED.get(prefix, _PATTERNS) if suffix != "ان" else ("123",):
                root = _root(core, pattern, last=not suffix)
                if root:
                    weak = core[-1] if core[-1] in _ARABIC_WEAK else ""
                    found.setdefault(root, set()).add(f"{prefix}-{pattern}{weak}-{suffix}")
    return {root: frozenset(patterns) for root, patterns in found.items()}


def _root(core: str, pattern: str, *, last: bool) -> str:
    """The three letters of the root of `core` in `pattern`, W for a weak one; "" where it is not in that pattern."""
    if len(core) != len(pattern):
        return ""
    root = ""
    for letter, place in zip(core, pattern, strict=True):
        if place not in "123":
            if letter != place:
                return ""
        elif place == "1" or letter not in _ARABIC_WEAK:
            root += letter
        elif (place == "2" and letter != "ا") or (place == "3" and letter != "و" and last):
            root += "W"
        else:
            return ""
    return root
