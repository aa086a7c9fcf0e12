"""The words of a text by script, and the stretches that are in no language (addresses, tags, code)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

# The languages that share a script with others; the words of these scripts are weighed, the others decide at once.
SCRIPT_LANGUAGES: dict[str, tuple[str, ...]] = {
    "Latn": ("en", "tr", "fr", "de", "es", "ar-Latn"),
    "Arab": ("ar", "fa", "ur", "ckb", "ps"),
    "Cyrl": ("ru", "uk"),
}
# ISO 15924 → (Unicode script, BCP 47): the script alone decides the language. Han without kana is read as Chinese.
DECIDED_SCRIPTS: dict[str, tuple[str, str]] = {
    "Hebr": ("Hebrew", "he"),
    "Grek": ("Greek", "el"),
    "Armn": ("Armenian", "hy"),
    "Geor": ("Georgian", "ka"),
    "Hang": ("Hangul", "ko"),
    "Thai": ("Thai", "th"),
    "Laoo": ("Lao", "lo"),
    "Hira": ("Hiragana", "ja"),
    "Kana": ("Katakana", "ja"),
    "Hani": ("Han", "zh"),
    "Deva": ("Devanagari", "hi"),
    "Beng": ("Bengali", "bn"),
    "Guru": ("Gurmukhi", "pa"),
    "Gujr": ("Gujarati", "gu"),
    "Orya": ("Oriya", "or"),
    "Taml": ("Tamil", "ta"),
    "Telu": ("Telugu", "te"),
    "Knda": ("Kannada", "kn"),
    "Mlym": ("Malayalam", "ml"),
    "Sinh": ("Sinhala", "si"),
    "Mymr": ("Myanmar", "my"),
    "Khmr": ("Khmer", "km"),
    "Tibt": ("Tibetan", "bo"),
    "Ethi": ("Ethiopic", "am"),
    "Syrc": ("Syriac", "syr"),
    "Thaa": ("Thaana", "dv"),
    "Cher": ("Cherokee", "chr"),
    "Nkoo": ("Nko", "nqo"),
}
SKIP = "skip"
SPACE = "space"
# A letter of no script of its own (a lone tatweel or mark), and a word in a script that is not listed here.
COMMON = "Zyyy"
OTHER = "Zzzz"

_ELISIONS = frozenset(
    "c d j l m n s t qu jusqu lorsqu puisqu quoiqu quelqu presqu aujourd entr all dell nell sull un o".split()  # noqa: SIM905
)
_TAIL = r"\p{M}\u0640\u200d\u2060\ufeff\u00ad"


def _patterns() -> dict[str, str]:
    # Repetitions of groups are bounded: nobody writes nine apostrophes in a word, and a million of them take memory.
    digit = r"[235679](?!\p{N})"
    latin = r"[\p{Latin}\p{M}\u00ad]*+"
    arabic = rf"[[\p{{Arabic}}&&\p{{L}}]{_TAIL}]*+"
    cyrillic = r"[\p{Cyrillic}\p{M}\u00ad]*+"
    patterns = {
        # Long white space in one step.
        SPACE: r"\s{8,}+",
        SKIP: r"(?:https?://|www\.)[^\s<>\"«»“”]++"
        r"|(?<![\w.+-])[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
        r"|(?<!\w)[@#][\w\u200c]++"
        r"|</?[A-Za-z!][^<>]{0,400}>|`[^`\n]{1,400}`",
        # A digit is part of a word where Arabic is typed in Latin letters: 3endi, la2, 7elw.
        "Latn": rf"(?:(?<![\p{{N}}.,:])[235679])?\p{{Latin}}{latin}(?:{digit}{latin}){{0,8}}+"
        rf"(?:['’ʼ`]\p{{Latin}}{latin}(?:{digit}{latin}){{0,8}}+){{0,8}}+",
        "Arab": rf"[\p{{Arabic}}&&\p{{L}}]{arabic}(?:\u200c{{1,4}}[\p{{Arabic}}&&\p{{L}}]{arabic}){{0,8}}+",
        "Cyrl": rf"\p{{Cyrillic}}{cyrillic}(?:['’ʼ]\p{{Cyrillic}}{cyrillic}){{0,8}}+",
    }
    for code, (script, _) in DECIDED_SCRIPTS.items():
        inner = "['’׳״\"]" if code == "Hebr" else "['’]"
        letter, more = rf"[\p{{{script}}}&&\p{{L}}]", rf"[[\p{{{script}}}&&\p{{L}}]{_TAIL}]*+"
        patterns[code] = rf"{letter}{more}(?:{inner}{letter}{more}){{0,8}}+"
    patterns[COMMON] = r"[\p{L}&&[\p{Common}\p{Inherited}]][\p{Common}\p{Inherited}&&[\p{L}\p{M}]]*+"
    listed = "".join(rf"\p{{{script}}}" for script in ("Latin", "Arabic", "Cyrillic", "Common", "Inherited"))
    listed += "".join(rf"\p{{{script}}}" for script, _ in DECIDED_SCRIPTS.values())
    patterns[OTHER] = rf"[\p{{L}}--[{listed}]][[\p{{L}}--[{listed}]]\p{{M}}]*+"
    return patterns


@lru_cache(maxsize=1)
def _pattern() -> regex.Pattern[str]:
    named = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _patterns().items())
    return regex.compile(named, regex.V1)


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield `(script, start, end)` of each word and each skipped stretch of `text`, in order. Linear in the text.

    Every letter of the text is in exactly one of them.
    """
    for found in _pattern().finditer(text):
        script = found.lastgroup or OTHER
        if script != SPACE:
            yield script, found.start(), found.end()


def split_apostrophes(word: str, script: str) -> tuple[str, ...]:
    """Split an elided word or a suffix from the word it leans on: l'homme → l' homme, Ankara'da → Ankara 'da."""
    if script != "Latn":
        return (word,)
    for mark in "'’ʼ`":
        head, found, tail = word.partition(mark)
        if found and head and tail:
            if head.lower() in _ELISIONS:
                return (head + "'", *split_apostrophes(tail, script))
            return (head, "'" + tail)
    return (word,)
