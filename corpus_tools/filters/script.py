"""Whether each side is in the script of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.filters.base import PairFilter, Score, at_least
from corpus_tools.records import AlignedPair
from corpus_tools.text.letters import letter_script

# Languages not named here are not judged (1.0): a wrong guess would drop good pairs.
_SCRIPTS = {
    language: script
    for script, languages in {
        "Arab": "ar fa ur ckb ps sd ug arb arz ary apc",
        "Latn": "en tr de fr es it pt nl pl cs sk hu ro sv da no nb nn fi et lv lt sl hr sq id ms az sw vi ca",
        "Cyrl": "ru uk bg mk be kk ky mn tg",
    }.items()
    for language in languages.split()
}
_WORD = re.compile(r"[^\W\d_]+")


def script_share(text: str, language: str, other_side: str = "") -> float:
    """Return the share (0..1) of the letters of `text` in the script of `language`.

    Capitalised words that stand in `other_side` too are names, kept as they are, and do not count. 1.0 where
    nothing is left to judge, or the language has no entry here. Subtags of script (`sr-Latn`) are obeyed.
    """
    parts = language.split("-")
    script = next((part for part in parts[1:] if part in ("Arab", "Latn", "Cyrl")), _SCRIPTS.get(parts[0].lower()))
    if script is None:
        return 1.0
    shared = {word for word in _WORD.findall(other_side) if word[0].isupper()}
    own = letters = 0
    for word in _WORD.findall(text):
        inside = sum(letter_script(c) == script for c in word)
        if inside == len(word) or word not in shared:
            own += inside
            letters += len(word)
    return own / letters if letters else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFilter(PairFilter):
    """The share of each side's letters in the script of its language; names left in other letters are allowed."""

    name: ClassVar[str] = "script"
    least: float = 0.6

    def score(self, pair: AlignedPair) -> Score:
        return (
            script_share(pair.source, pair.source_language, pair.target),
            script_share(pair.target, pair.target_language, pair.source),
        )

    def bounds(self) -> tuple[float, float]:
        return at_least(self.least)

    def reason(self, value: float) -> str:
        return f"only {value:.0%} of the letters are in the script of the language"
