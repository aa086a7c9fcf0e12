"""What can be measured of a line: its form, its place, its neighbours, its words. One row of numbers per line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import numpy
import regex
from numpy.typing import NDArray

from corpus_tools.text.phrases import find_phrase

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}'’]+")
_END = regex.compile(r"""[.!?؟۔…][”"»’')\]]*\s*$|[”"»]\s*$""")
_SOFT_END = regex.compile(r"(?:\.\.\.|…|:|,|،|»)\s*$")
_BULLET = regex.compile(r"^\s*[•·*▪►›»|>–-]\s")
_ADDRESS = regex.compile(r"https?://|www\.|\S+@\S+\.\w|(?<!\w)@\w+|\w+\.(?:com|org|net)\b")
_DATE = regex.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\b(?:ago|updated|published|posted)\b"
    r"|(?:نشر|تحديث|منذ|قبل) ",
    regex.IGNORECASE,
)
_BYLINE = regex.compile(r"^\s*(?:by|from|بقلم|كتب|كتبت)\s+\p{Lu}?\p{L}", regex.IGNORECASE)
_QUOTE = regex.compile(r"[“”\"«»]")

LABELS = (
    "related", "share", "newsletter", "donation", "advertisement",
    "navigation", "disclaimer", "source", "weather", "byline",
)  # fmt: skip
LONG = 80

NAMES: tuple[str, ...] = (
    "characters", "words", "word_length", "ends", "soft_end", "digits", "capitals", "upper", "function_words", "commas",
    "quotes", "bullet", "address", "date", "byline", "pipe", "exclamation", "question", "colon", "repeated", "phrase",
    "phrase_related", "phrase_share", "phrase_newsletter", "phrase_source", "phrase_disclaimer",
    "from_start", "from_end", "index", "index_from_end", "before_first_long", "after_last_long",
    "long_share", "long_ratio_document", "lines", "previous_characters", "next_characters", "previous_ends",
    "next_ends",
    "previous_2", "next_2", "mean_3", "mean_7", "ends_3", "ends_7", "phrases_5", "distance_to_long", "long_above",
    "long_below", "function_words_3", "short_run",
)  # fmt: skip


def measure(lines: Sequence[str], *, cased: bool = True) -> NDArray[numpy.float64]:
    """Return a (lines, features) array for the non-blank `lines` of one document, in the order of `NAMES`.

    `cased=False` measures as for a script without capitals. Linear in the text.
    """
    count = len(lines)
    own = numpy.array([_own(line, cased) for line in lines], dtype=float).reshape(count, _OWN)
    if not count:
        return numpy.zeros((0, len(NAMES)))
    seen = Counter(line.strip() for line in lines)
    repeated = numpy.array([min(seen[line.strip()] - 1, 3) for line in lines], dtype=float)
    characters, ends = own[:, 0], own[:, 3]
    is_long = (numpy.expm1(characters) >= LONG) & (ends > 0)
    position = numpy.arange(count, dtype=float)
    long_at = numpy.flatnonzero(is_long)
    first, last = (long_at[0], long_at[-1]) if len(long_at) else (count, -1)
    above = numpy.concatenate([[0.0], numpy.cumsum(is_long)])[:-1]
    below = is_long.sum() - above - is_long
    short_run = numpy.zeros(count)
    for index in range(count):
        short_run[index] = 0 if numpy.expm1(characters[index]) >= LONG else (short_run[index - 1] if index else 0) + 1
    context = [
        repeated,
        own[:, _PHRASE],
        *(
            own[:, _PHRASE] == 1 + LABELS.index(label)
            for label in ("related", "share", "newsletter", "source", "disclaimer")
        ),
        position / count,
        (count - 1 - position) / count,
        numpy.log1p(position),
        numpy.log1p(count - 1 - position),
        numpy.log1p(numpy.maximum(first - position, 0)),
        numpy.log1p(numpy.maximum(position - last, 0)),
        _window(is_long.astype(float), 5),
        numpy.full(count, is_long.mean()),
        numpy.full(count, numpy.log1p(count)),
        _shifted(characters, 1),
        _shifted(characters, -1),
        _shifted(ends, 1),
        _shifted(ends, -1),
        _shifted(characters, 2),
        _shifted(characters, -2),
        _window(characters, 3),
        _window(characters, 7),
        _window(ends, 3),
        _window(ends, 7),
        _window((own[:, _PHRASE] > 0).astype(float), 5),
        numpy.log1p(_distance(is_long)),
        numpy.log1p(above),
        numpy.log1p(below),
        _window(own[:, 8], 3),
        numpy.log1p(short_run),
    ]
    return numpy.column_stack([own[:, :_PHRASE], *context])


_OWN = 20
_PHRASE = 19


def _own(line: str, cased: bool) -> tuple[float, ...]:
    text = line.strip()
    words = _WORD.findall(text)
    letters = [word for word in words if word[0].isalpha()]
    size = max(len(text), 1)
    capitals = sum(word[0].isupper() for word in letters) / max(len(letters), 1) if cased else 0.0
    upper = sum(len(word) > 1 and word.isupper() for word in letters) / max(len(letters), 1) if cased else 0.0
    known = _function_words()
    phrase = find_phrase(text)
    return (
        numpy.log1p(len(text)),
        numpy.log1p(len(words)),
        sum(map(len, words)) / max(len(words), 1),
        float(bool(_END.search(text))),
        float(bool(_SOFT_END.search(text))),
        sum(character.isdigit() for character in text) / size,
        capitals,
        upper,
        sum(word.lower() in known for word in words) / max(len(words), 1),
        numpy.log1p(text.count(",") + text.count("،")),
        numpy.log1p(len(_QUOTE.findall(text))),
        float(bool(_BULLET.match(line))),
        float(bool(_ADDRESS.search(text))),
        float(bool(_DATE.search(text))),
        float(bool(_BYLINE.match(text))),
        float("|" in text or "»" in text[-2:] or "›" in text),
        float(text.endswith("!")),
        float(text.endswith(("?", "؟"))),
        float(":" in text),
        float(1 + LABELS.index(phrase.label)) if phrase else 0.0,
    )


def _shifted(values: NDArray[numpy.float64], by: int) -> NDArray[numpy.float64]:
    """Return the values of the lines `by` before (after where negative), -1 beyond the ends."""
    out = numpy.full(len(values), -1.0)
    if abs(by) < len(values):
        if by > 0:
            out[by:] = values[:-by]
        else:
            out[:by] = values[-by:]
    return out


def _window(values: NDArray[numpy.float64], reach: int) -> NDArray[numpy.float64]:
    """Return the mean over the lines up to `reach` before and after each."""
    sums = numpy.concatenate([[0.0], numpy.cumsum(values)])
    index = numpy.arange(len(values))
    start, end = numpy.maximum(index - reach, 0), numpy.minimum(index + reach + 1, len(values))
    mean: NDArray[numpy.float64] = (sums[end] - sums[start]) / (end - start)
    return mean


def _distance(mask: NDArray[numpy.bool_]) -> NDArray[numpy.float64]:
    """Return how many lines away the nearest line of `mask` is, 99 where there is none."""
    index = numpy.arange(len(mask), dtype=float)
    before = numpy.maximum.accumulate(numpy.where(mask, index, -99.0))
    after = numpy.minimum.accumulate(numpy.where(mask, index, index + 99.0)[::-1])[::-1]
    nearest: NDArray[numpy.float64] = numpy.minimum(numpy.minimum(index - before, after - index), 99.0)
    return nearest


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    text = resources.files("corpus_tools.text").joinpath("function_words.tsv").read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split("\t")[1].split()
    )
