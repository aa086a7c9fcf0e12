"""The language of a whole segment."""

from __future__ import annotations

from collections.abc import Sequence

from corpus_tools.language.backends import weigher
from corpus_tools.language.paths import UNKNOWN, LabelledWord, candidates_by_script, label_words, probability
from corpus_tools.language.tokens import COMMON, SKIP
from corpus_tools.records import LanguageGuess

# A word of Latin letters in another script's segment is mostly a name: its letters count less.
_LATIN_WEIGHT = 0.5


def identify(text: str, *, languages: Sequence[str] | None = None, backend: str = "profiles") -> LanguageGuess:
    """Return the language that most of `text` is in, with a calibrated probability in 0..1.

    Made for segments of one language; for a mixed text use `detect_spans`. `und` with confidence 0 where nothing tells:
    an empty text, digits only, a script of no candidate; with a confidence where the text is likely in none of the
    languages of its script, whose letters are others. Options and errors are those of `detect_spans`. Any string is
    accepted. Time is linear in the text.

    >>> identify("Guten Morgen zusammen").language
    'de'
    """
    words = [
        word
        for word in label_words(text, candidates_by_script(languages), weigher(backend))
        if word.script not in (SKIP, COMMON) and word.languages
    ]
    lengths: dict[str, float] = {}
    for word in words:
        weight = _LATIN_WEIGHT if word.script == "Latn" else 1.0
        lengths[word.script] = lengths.get(word.script, 0.0) + (word.end - word.start) * weight
    if not lengths:
        return LanguageGuess(language=UNKNOWN, confidence=0.0)
    script = min(lengths, key=lambda code: (-lengths[code], code))
    return _guess([word for word in words if word.script == script])


def _guess(words: Sequence[LabelledWord]) -> LanguageGuess:
    codes = (*words[0].languages, UNKNOWN)
    scores = [probability(words, code) for code in codes]
    best = max(scores)
    return LanguageGuess(language=codes[scores.index(best)], confidence=best)
