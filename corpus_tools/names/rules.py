"""Names by rules: which finder reads which lines, and in which language it reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus_tools.names.arabic_names import ArabicFinder
from corpus_tools.names.cues import cues
from corpus_tools.names.gazetteer import Gazetteer
from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.latin_names import find_latin_names
from corpus_tools.names.words import fold_word
from corpus_tools.text.letters import script_of

ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb")
_TURKISH_WORDS = frozenset(
    (
        "ve", "bir", "bu", "da", "de", "ile", "için", "olarak", "olan", "dedi", "daha", "çok", "gibi", "sonra",
        "kadar", "ise", "ancak", "tarafından", "göre", "yeni",
    )
)  # fmt: skip
_ENGLISH_WORDS = frozenset(
    (
        "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "with", "was", "as", "by", "at", "from",
        "his", "said", "has", "are", "be",
    )
)  # fmt: skip
_TURKISH_LETTERS = frozenset("ğışĞİŞ")
_PERSIAN_LETTERS = frozenset("پچژگ")
# How each writes ya and kaf, and letters that Persian has little use for.
_PERSIAN_KEYBOARD = frozenset("یکگپچژ")
_ARABIC_LETTERS = frozenset("يكةىأإ")
_PERSIAN_WORDS = frozenset(["است", "که", "این", "را", "با", "برای", "از", "به", "در", "های", "می", "شد", "کرد"])


def latin_language(text: str) -> str:
    """Return `tr` where the Latin words of `text` are more Turkish than English, else `en`: a cheap guess."""
    words = text.lower().split()
    turkish = sum(word in _TURKISH_WORDS for word in words)
    english = sum(word in _ENGLISH_WORDS for word in words)
    if turkish == english:  # too short to tell by them: look at titles and other words that each language knows
        folds = [fold_word(word) for word in text.split()]
        turkish, english = (
            sum(fold in known.common or (fold,) in known.roles or fold in known.saying for fold in folds)
            for known in (cues("tr"), cues("en"))
        )
    if turkish == english:
        return "tr" if sum(letter in _TURKISH_LETTERS for letter in text) > max(2, len(text) // 60) else "en"
    return "tr" if turkish > english else "en"


def arabic_language(text: str) -> str:
    """Return `fa` where words and letters of `text` are Persian, else `ar`: a cheap guess."""
    words = text.split()
    persian = sum(word in _PERSIAN_WORDS for word in words) + sum(letter in _PERSIAN_LETTERS for letter in text) / 4
    own = sum(letter in _ARABIC_LETTERS for letter in text)
    keyboard = sum(letter in _PERSIAN_KEYBOARD for letter in text)
    return "fa" if persian > max(2, 0.12 * len(words)) or (keyboard > 2 and keyboard > 4 * own) else "ar"


def lines_of(text: str) -> list[tuple[int, str]]:
    """Return the lines of `text` that are not empty, as (offset, line) pairs."""
    lines: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((position, line))
        position += len(line) + 1
    return lines


@dataclass(frozen=True, slots=True)
class ScriptLines:
    """The lines of a text that have words of a script, as (offset, line) pairs, and the language to read them in."""

    script: str
    language: str
    lines: tuple[tuple[int, str], ...]


def parted(lines: Sequence[tuple[int, str]], language: str | None) -> list[ScriptLines]:
    """Part `lines` by script, Latin first; a line of both is in both. `language` is that of the text, None to guess."""
    out = []
    scripts = [{script_of(word) for word in line.split()} for _, line in lines]
    for script in ("Latn", "Arab"):
        here = tuple(line for line, found in zip(lines, scripts, strict=True) if script in found)
        if here:
            out.append(ScriptLines(script, language_of(here, script, language), here))
    return out


def find_by_rules(part: ScriptLines, known: Gazetteer | None = None) -> list[FoundName]:
    """Return the names that rules find, without overlaps, in order; `known` replaces the gazetteer."""
    if part.script == "Latn":
        return without_overlaps(find_latin_names(part.lines, part.language, known))
    return without_overlaps(ArabicFinder(part.language, known).find(part.lines))


def without_overlaps(found: Iterable[FoundName]) -> list[FoundName]:
    """Keep the longest of names that overlap, then the surest; in order of their places."""
    chosen: list[FoundName] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda name: (name.start - name.end, -name.score, name.start)):
        if name.start < name.end and not taken.intersection(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            chosen.append(name)
    return sorted(chosen, key=lambda name: name.start)


def language_of(lines: Sequence[tuple[int, str]], script: str, language: str | None) -> str:
    """Return the language to read lines of `script` in: that of the text if it is written so, else a guess."""
    base = language.split("-")[0].lower() if language else None
    if script == "Arab":
        return base if base in ARABIC_SCRIPT else arabic_language("\n".join(line for _, line in lines))
    return base if base and base not in (*ARABIC_SCRIPT, "und") else latin_language("\n".join(t for _, t in lines))
