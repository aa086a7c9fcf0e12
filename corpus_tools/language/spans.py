"""Language spans: the stretches of one language in a text, with exact offsets."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence

import regex

from corpus_tools.language.backends import weigher
from corpus_tools.language.paths import LabelledWord, candidates_by_script, label_words, probability
from corpus_tools.language.tokens import COMMON, SKIP
from corpus_tools.records import LanguageSpan

_LETTER = regex.compile(r"[\p{L}\p{M}]")
_LAST_LETTER = regex.compile(r"(?r)[\p{L}\p{M}]")
# What follows the last letter of a language and still belongs to it: punctuation, digits, signs, on the same line.
_CLOSING = regex.compile(r"(?:[^\S\r\n\u2028\u2029]*+[\p{N}\p{S}\p{Cf}\p{Mn}[\p{Po}--[\"']]])*+", regex.V1)


def detect_spans(
    text: str, *, languages: Sequence[str] | None = None, backend: str = "profiles"
) -> tuple[LanguageSpan, ...]:
    """Return the stretches of one language in `text`: every letter is in exactly one, and none overlap.

    Coordinates: half-open code points of `text`. Spans are in order, start and end at a letter, and neighbours differ
    in language; punctuation, digits and signs inside a language belong to its span. An address, tag or code takes the
    language of what stands before it. `language` is a BCP 47 code (`ar-Latn` for Arabic typed in Latin letters; `und`
    where nothing tells, or where no language that is known writes such letters), `script` the ISO 15924 code of most of the span's letters, `confidence` a calibrated
    probability in 0..1.

    `languages`: the codes to choose from, None for all that are known. `backend`: `profiles` (our own weights),
    `langdetect`, `lingua` or `fasttext` (extras). Any string is accepted. Time is linear in the text.

    Raises `ConfigError` for a language or backend that is not known, `MissingModelError` for one not installed.

    >>> [(span.start, span.end, span.language) for span in detect_spans("He said صباح الخير to everyone.")]
    [(0, 7, 'en'), (8, 18, 'ar'), (19, 30, 'en')]
    """
    words = label_words(text, candidates_by_script(languages), weigher(backend))
    spans: list[LanguageSpan] = []
    first = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or words[i].language != words[first].language:
            spans.append(_span(text, words[first:i]))
            first = i
    return tuple(spans)


def tile_spans(
    text: str, *, languages: Sequence[str] | None = None, backend: str = "profiles"
) -> tuple[LanguageSpan, ...]:
    """Return spans that cover all of `text` with no gap: those of `detect_spans`, and what stands between them.

    Closing punctuation, digits and signs after a span on its line belong to it; quotes, brackets and white space at a
    border belong to neither side: they are spans of their own with language `und` and script `Zyyy`. Joined, the tiles
    are `text`. Options and errors are those of `detect_spans`.
    """
    tiles: list[LanguageSpan] = []
    at = 0
    spans = detect_spans(text, languages=languages, backend=backend)
    for number, span in enumerate(spans):
        if at < span.start:
            tiles.append(_neutral(at, span.start))
        limit = spans[number + 1].start if number + 1 < len(spans) else len(text)
        closing = _CLOSING.match(text, span.end, limit)
        at = closing.end() if closing else span.end
        tiles.append(
            LanguageSpan(
                start=span.start, end=at, language=span.language, script=span.script, confidence=span.confidence
            )
        )
    if at < len(text):
        tiles.append(_neutral(at, len(text)))
    return tuple(tiles)


def _neutral(start: int, end: int) -> LanguageSpan:
    return LanguageSpan(start=start, end=end, language="und", script=COMMON, confidence=0.0)


def _span(text: str, words: Sequence[LabelledWord]) -> LanguageSpan:
    start, end = words[0].start, words[-1].end
    first = _LETTER.search(text, start, end)
    last = _LAST_LETTER.search(text, start, end)
    script = _main_script(words)
    language = words[0].language
    return LanguageSpan(
        start=first.start() if first else start,
        end=last.end() if last else end,
        language=language,
        script=script,
        confidence=probability([word for word in words if word.script == script], language),
    )


def _main_script(words: Iterable[LabelledWord]) -> str:
    lengths: collections.Counter[str] = collections.Counter()
    for word in words:
        if word.script not in (SKIP, COMMON):
            lengths[word.script] += word.end - word.start
    return min(lengths, key=lambda script: (-lengths[script], script)) if lengths else COMMON
