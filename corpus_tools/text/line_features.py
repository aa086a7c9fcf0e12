"""What can be measured of a line: its form, its place, its neighbours, its words. One row of numbers per line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import numpy
import regex
from numpy.typing import NDArray

from corpus_tools.text.function_words import function_words
from corpus_tools.text.phrases import find_phrase

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}'’]+")
_END = regex.compile(r"""[.!?؟۔…][”"»’')\]]*\s*$|[”"»]\s*$""")
_SOFT_END = regex.compile(r"(?:\.\.\.|…|:|,|،|»)\s*$")
_BULLET = regex.compile(r"^\s*[•·*▪►›»|>–-]\s")
# One character before `@` and `.com` is enough to know, and the rest is bounded: a long word takes linear time.
_ADDRESS = regex.compile(r"https?://|www\.|\S@\S{1,255}\.\w|(?<!\w)@\w|\w\.(?:com|org|net)\b")
_DATE = regex.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\b(?:ago|updated|published|posted)\b"
    r"|(?:نشر|تحديث|منذ|قبل) ",
    regex.IGNORECASE,
)
_BYLINE = regex.compile(r"^\s*(?:by|from|بقلم|كتب|كتبت)\s+\p{Lu}?\p{L}", regex.IGNORECASE)
_QUOTE = regex.compile(r"[“”\"«»]")

_TIME = regex.compile(r"\d{1,2}[:.]\d\d|\b(?:am|pm|a\.m|p\.m|utc|gmt|est|edt|pst|pdt|et|bst)\b", regex.IGNORECASE)
_LISTED = regex.compile(r"^\s*(?:\d{1,3}[.):]|[•·*▪►–-])\s")
_CREDIT = regex.compile(
    r"\b(?:photos?|images?|pictures?|picture|credit|copyright|courtesy|getty|reuters|afp|ap|screenshot|illustration|"
    r"handout|file|caption|foto|fotoğraf|صورة|الصورة|تصوير|عکس)\b|[©]",
    regex.IGNORECASE,
)
# How a reader's comment starts or ends: who said it, when, how it was rated, the way to answer it.
_COMMENT = regex.compile(
    r"\b(?:says|said|wrote|writes)\s*:$|^(?:reply|رد|yanıtla|پاسخ|permalink|report abuse|like|flag)\b.{0,12}$"
    r"|\b(?:minutes?|hours?|days?|weeks?|months?|years?) ago\b|^rating\b"
    r"|\b\d+ (?:votes?|likes?|repl(?:y|ies)|comments?|points?)\b"
    r"|^\p{L}[\w .-]{1,24}\son\s\p{Lu}\p{L}{2,8} \d{1,2},|^@\w+",
    regex.IGNORECASE,
)
# No line of so few names is longer, and the pattern tries every way to cut it.
_LONGEST_NAMES = 120
_CAPITALISED = regex.compile(r"^(?:\p{Lu}[\p{L}'’.-]*\s*){2,4}$")
_PERSONAL = frozenset(
    [
        "i",
        "me",
        "my",
        "i'm",
        "i've",
        "we",
        "our",
        "you",
        "your",
        "you're",
        "yours",
        "ben",
        "sen",
        "benim",
        "senin",
        "siz",
        "sizin",
        "أنا",
        "أنت",
        "لك",
    ]
)

LABELS = (
    "related", "share", "newsletter", "donation", "advertisement",
    "navigation", "disclaimer", "source", "weather", "byline", "date",
)  # fmt: skip
LONG = 80
_DIGITS = regex.compile(r"\d+")

NAMES: tuple[str, ...] = (
    "characters", "words", "word_length", "ends", "soft_end", "digits", "capitals", "upper", "function_words", "commas",
    "quotes", "bullet", "address", "date", "byline", "pipe", "exclamation", "question", "colon",
    "time", "listed", "credit", "name", "lower",
    "opens_quote", "personal", "ellipsis", "page_words",
    "comment_head", "repeated", "phrase",
    "phrase_related", "phrase_share", "phrase_newsletter", "phrase_source", "phrase_disclaimer",
    "from_start", "from_end", "index", "index_from_end", "before_first_long", "after_last_long",
    "long_share", "long_ratio_document", "lines", "previous_characters", "next_characters", "previous_ends",
    "next_ends",
    "previous_2", "next_2", "mean_3", "mean_7", "ends_3", "ends_7", "phrases_5", "distance_to_long", "long_above",
    "long_below", "function_words_3", "short_run",
    "shape_repeated", "vocabulary", "vocabulary_long", "title_words", "vocabulary_5", "comments_above", "comments_near",
    "page_words_3", "previous_colon", "next_digits",
    "previous_phrase", "next_phrase", "previous_2_ends", "next_2_ends", "text_share", "characters_rank",
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
        *_shared(lines, characters, is_long),
        *_comments(own[:, _COLUMN_OF_COMMENT], position),
        _window(own[:, _COLUMN_OF_COMMENT - 1], 3),
        _shifted(own[:, 18], 1),
        _shifted(own[:, 5], -1),
        _shifted(own[:, _PHRASE], 1),
        _shifted(own[:, _PHRASE], -1),
        _shifted(ends, 2),
        _shifted(ends, -2),
        numpy.full(count, (numpy.expm1(characters) * is_long).sum() / max(numpy.expm1(characters).sum(), 1)),
        numpy.argsort(numpy.argsort(-characters, kind="stable"), kind="stable") / count,
    ]
    return numpy.column_stack([own[:, :_PHRASE], *context])


def stems(line: str) -> set[str]:
    """Return the words of a line that carry meaning, cut to six letters, which most inflections leave alone."""
    return {word.lower()[:6] for word in _WORD.findall(line) if len(word) > 3} - _common_stems()


def is_date(line: str) -> bool:
    """Say whether a line is little more than a date or a time: at most three words of meaning are left without."""
    left = _WORD.findall(_DATE.sub(" ", line))
    return _DATE.search(line) is not None and sum(word.isalpha() and len(word) > 3 for word in left) <= 3


def ends_as_prose(line: str) -> bool:
    """Say whether a line ends as a sentence does, quotes and brackets aside."""
    return _END.search(line.strip()) is not None


_OWN = 30
_PHRASE = 29
_COLUMN_OF_COMMENT = 28


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
        float(bool(_TIME.search(text))),
        float(bool(_LISTED.match(line))),
        float(bool(_CREDIT.search(text))),
        float(bool(_CAPITALISED.match(text))) if cased and len(text) <= _LONGEST_NAMES else 0.0,
        float(text[:1].islower()) if cased else 0.0,
        float(text[:1] in "“‘\"'«"),
        sum(word.lower() in _PERSONAL for word in words) / max(len(words), 1),
        float(text.endswith(("...", "…"))),
        sum(word.lower() in _page_words() for word in words) / max(len(words), 1),
        float(bool(_COMMENT.search(text))),
        float(1 + LABELS.index(phrase.label)) if phrase else 0.0,
    )


def _shared(
    lines: Sequence[str], characters: NDArray[numpy.float64], is_long: NDArray[numpy.bool_]
) -> list[NDArray[numpy.float64]]:
    """Return what a line has in common with the others: its shape, and its words with those of the long lines."""
    shapes = [_DIGITS.sub("0", line.strip().lower())[:60] for line in lines]
    seen = Counter(shapes)
    words = [stems(line) for line in lines]
    in_long: Counter[str] = Counter()
    for chosen, long in zip(words, is_long, strict=True):
        if long:
            in_long.update(chosen)
    in_all = Counter(word for chosen in words for word in chosen)
    share, share_long = numpy.zeros(len(lines)), numpy.zeros(len(lines))
    for index, chosen in enumerate(words):
        own = int(is_long[index])
        if chosen:
            share[index] = sum(in_all[word] > 1 for word in chosen) / len(chosen)
            share_long[index] = sum(in_long[word] > own for word in chosen) / len(chosen)
        else:
            share[index] = share_long[index] = -1.0
    # The words of the likeliest title: the early short line that has most in common with the long ones.
    early = [index for index in range(min(len(lines), 400)) if 4 <= len(lines[index].split()) <= 25]
    title: set[str] = set()
    if early:
        title = words[max(early, key=lambda index: (sum(min(in_long[word], 4) for word in words[index]), -index))]
    titled = numpy.array([len(chosen & title) / max(len(chosen), 1) for chosen in words])
    return [
        numpy.array([float(min(seen[shape] - 1, 5)) for shape in shapes]),
        share,
        share_long,
        titled,
        _window(share_long, 5),
    ]


def _comments(heads: NDArray[numpy.float64], position: NDArray[numpy.float64]) -> list[NDArray[numpy.float64]]:
    """Return how many heads of readers' comments stand above each line, and how dense they are around it."""
    return [numpy.minimum(numpy.cumsum(heads), 20.0), _window(heads, 6)]


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
    return frozenset(word for words in function_words().values() for word in words)


def _words_of(name: str) -> frozenset[str]:
    text = resources.files("corpus_tools.text").joinpath(name).read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split("\t")[1].split()
    )


@lru_cache(maxsize=1)
def _page_words() -> frozenset[str]:
    return _words_of("page_words.tsv")


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    return frozenset(word[:6] for word in _function_words())


SECOND = (
    "score", "before_1", "after_1", "before_2", "after_2", "before_3", "after_3", "mean_2", "mean_5", "mean_12",
    "above", "below", "best_above", "best_below", "share", "text_above", "text_below", "since", "until",
)  # fmt: skip


def measure_again(scores: NDArray[numpy.float64], lines: Sequence[str]) -> NDArray[numpy.float64]:
    """Return a (lines, `SECOND`) array: what the first scores of a document's lines say of each line's surroundings."""
    count = len(scores)
    if not count:
        return numpy.zeros((0, len(SECOND)))
    size = numpy.array([len(line.strip()) for line in lines], dtype=float)
    text = scores * size
    total = max(float(text.sum()), 1.0)
    above = numpy.concatenate([[0.0], numpy.cumsum(scores)])[:-1]
    text_above = numpy.concatenate([[0.0], numpy.cumsum(text)])[:-1]
    sure = (scores > 0.8) & (size >= LONG)
    since, until = numpy.full(count, 50.0), numpy.full(count, 50.0)
    for index in range(1, count):
        since[index] = 0 if sure[index - 1] else min(since[index - 1] + 1, 50)
    for index in range(count - 2, -1, -1):
        until[index] = 0 if sure[index + 1] else min(until[index + 1] + 1, 50)
    return numpy.column_stack(
        [
            scores,
            *(_shifted(scores, by) for by in (1, -1, 2, -2, 3, -3)),
            _window(scores, 2),
            _window(scores, 5),
            _window(scores, 12),
            above / max(float(scores.sum()), 0.5),
            numpy.log1p(scores.sum() - above - scores),
            numpy.concatenate([[0.0], numpy.maximum.accumulate(scores)])[:-1],
            numpy.concatenate([numpy.maximum.accumulate(scores[::-1])[::-1], [0.0]])[1:],
            numpy.full(count, scores.mean()),
            text_above / total,
            (total - text_above - text) / total,
            since,
            until,
        ]
    )
