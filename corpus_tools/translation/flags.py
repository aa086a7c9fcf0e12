"""What looks wrong with a translation, each flag with what was seen.

Small models fail in known ways, and official ones too: they copy their source, loop, blow up or break off, write in the
wrong script, lose numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import regex

FLAGS = ("copied", "empty", "repetition", "length", "script", "numbers", "truncated")

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_NUMBER = regex.compile(r"\p{Nd}+(?:[.,٫٬'’]\p{Nd}+)*")
_SCRIPTS = {
    "ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "ps": "Arabic", "ckb": "Arabic", "he": "Hebrew", "el": "Greek",
    "ru": "Cyrillic", "uk": "Cyrillic",
}  # fmt: skip
# A translation may be this many times shorter or longer than its source, counted in characters, beyond a few words.
SHORTEST, LONGEST, FEW_CHARACTERS = 0.3, 3.0, 20
# Of the letters of a translation, at least this share is in the script of its language; names may be left in theirs.
LEAST_SCRIPT = 0.6


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag's name and what was seen."""

    name: str
    evidence: str


def find_flags(source: str, target: str, *, source_language: str, target_language: str) -> tuple[Flag, ...]:
    """Return what looks wrong with `target` as the translation of `source`, at most one flag of each name."""
    if not source.strip():
        return ()
    if not target.strip():
        return (Flag("empty", "nothing came back"),)
    return tuple(_found(source, target, source_language, target_language))


def _found(source: str, target: str, source_language: str, target_language: str) -> Iterator[Flag]:
    if (copied := _copied(source, target)) and source_language != target_language:
        yield Flag("copied", copied)
    if repeated := _repetition(source, target):
        yield Flag("repetition", repeated)
    ratio = len(target.strip()) / len(source.strip())
    longer = max(len(source.strip()), len(target.strip()))
    if longer > FEW_CHARACTERS and not SHORTEST <= ratio <= LONGEST:
        yield Flag("length", f"{len(target.strip())} characters for {len(source.strip())}")
    if wrong := _script(target, target_language):
        yield Flag("script", wrong)
    if lost := _numbers(source, target):
        yield Flag("numbers", lost)


def _copied(source: str, target: str) -> str:
    """Say what was copied: most words of the target stand in the source (in another script, that is a copy)."""
    words = [word.lower() for word in _WORD.findall(target) if not word.isdigit()]
    known = {word.lower() for word in _WORD.findall(source)}
    same = [word for word in words if word in known]
    if words and len(same) >= 3 and len(same) / len(words) > 0.5:
        return f"{len(same)} of {len(words)} words are the source's"
    if source.strip().lower() == target.strip().lower() and any(map(str.isalpha, source)):
        return "the same as the source"
    return ""


def _repetition(source: str, target: str) -> str:
    """Say what is repeated: an n-gram of words more often than in the source allows."""
    there, here = _WORD.findall(target.lower()), _WORD.findall(source.lower())
    for size in (4, 3, 2, 1):
        counts = Counter(tuple(there[i : i + size]) for i in range(len(there) - size + 1))
        most = Counter(tuple(here[i : i + size]) for i in range(len(here) - size + 1))
        allowed = max(most.values(), default=1)
        for gram, count in counts.most_common(1):
            if size >= 2 and count > max(allowed, 1) + (1 if size == 2 else 0) and count * size >= 6:
                return f"{' '.join(gram)!r} {count} times"
        if size == 1:
            run = longest_run(there)
            if run and run[1] >= 3 and run[1] > (longest_run(here) or ("", 1))[1]:
                return f"{run[0]!r} {run[1]} times in a row"
    return ""


def longest_run(words: list[str]) -> tuple[str, int] | None:
    """Return the word that is repeated most often in a row, and how often."""
    best: tuple[str, int] | None = None
    count = 0
    for index, word in enumerate(words):
        count = count + 1 if index and words[index - 1] == word else 1
        if best is None or count > best[1]:
            best = (word, count)
    return best


def _script(target: str, language: str) -> str:
    script = _SCRIPTS.get(language.split("-")[0], "Latin")
    letters = regex.findall(r"\p{L}", target)
    inside = len(regex.findall(rf"\p{{L}}(?<=\p{{{script}}})", target))
    if letters and inside / len(letters) < LEAST_SCRIPT:
        return f"{inside} of {len(letters)} letters are {script}"
    return ""


def _numbers(source: str, target: str) -> str:
    """Say which numbers of the source (of two digits or more) the target lacks."""
    there = Counter(map(canonical_number, _NUMBER.findall(target)))
    lost = []
    for number in map(canonical_number, _NUMBER.findall(source)):
        if len(number) >= 2:
            if there[number] > 0:
                there[number] -= 1
            else:
                lost.append(number)
    return f"lost: {', '.join(lost)}" if lost else ""


def canonical_number(number: str) -> str:
    """Return a number with ASCII digits, without grouping, a point before the decimals: ١٬٢٣٤٫٥ → 1234.5."""
    import unicodedata

    plain = "".join(
        str(unicodedata.digit(character)) if character.isdigit() else {"٫": ".", "٬": ","}.get(character, character)
        for character in number
    )
    groups = regex.split(r"([.,'’])", plain)
    if len(groups) == 1:
        return plain
    last, mark = groups[-1], groups[-2]
    grouped = all(len(group) == 3 for group in groups[2::2]) and len(set(groups[1::2])) == 1
    if grouped and (mark != "." or len(groups) > 3):
        return "".join(groups[::2])
    return "".join(groups[:-2:2]) + f".{last}"
