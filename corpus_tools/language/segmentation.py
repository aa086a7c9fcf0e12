"""Sentences: where a text is cut before it is translated and aligned.

A line end always ends a sentence. Inside a line the rules of `sentence_rules` find the marks where a sentence may
end and are certain of most; where they are not, the Stanza model of the language decides if one is installed. Ends
without a mark are found by `unmarked_ends`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import regex

from corpus_tools.language.sentence_rules import Candidate, candidates
from corpus_tools.language.stanza_pipeline import check_folder
from corpus_tools.language.stanza_sentences import model_names, open_model
from corpus_tools.language.unmarked_ends import starter_unmarked_ends
from corpus_tools.language.verdict import Verdict
from corpus_tools.records import Span

# What a verdict in doubt weighs against the model's log odds (0 where there is no model). Set on English EWT and PUD
# 1-600: a small model is often unsure after `U.S.`, and then the rule is right.
_DOUBT = {Verdict.LIKELY: 0.5, Verdict.UNLIKELY: -2.0}

# A line with more doubts than this, plus one every so many characters, is no prose (`A. A. A. …`): rules alone cut it.
_DOUBTS = 20
_CHARACTERS_PER_DOUBT = 400

_MARK_AT_END = regex.compile(r"[\p{SB=ST}.․﹒．…][\p{Pe}\p{Pf}\"'’”»›“]*+$")
_LINE = regex.compile(r"[^\n\r\u2028\u2029]++")


def split_sentences(text: str, *, language: str) -> tuple[Span, ...]:
    """Return the sentences of `text` as slices of it, in order, with nothing but white space between them.

    `language` is a BCP 47 code; any is accepted. No span is empty, starts or ends with white space, or crosses a
    line end (`\\n`, `\\r`, U+2028, U+2029). A piece without a letter or a digit belongs to the sentence before it in
    its line. Never raises on any string; takes time linear in its length.
    """
    return split_many([text], language=language)[0]


def split_many(
    texts: Sequence[str],
    *,
    language: str,
    stanza: bool = True,
    stanza_dir: Path | None = None,
    models_dir: Path | None = None,
) -> list[tuple[Span, ...]]:
    """Return `split_sentences` of each text, in order: many texts in one call cost less than one by one.

    `stanza_dir` is a Stanza folder (with `resources.json`) to look in first, `models_dir` the model store to use;
    `stanza=False` leaves everything to the rules on marks. The Stanza model is opened when the first place in doubt is
    met. Raises ModelError where it is there but cannot be loaded, or `stanza_dir` is no Stanza folder.
    """
    if stanza and stanza_dir is not None:
        check_folder(stanza_dir)
    lines = [list(_lines(text)) for text in texts]
    places = [[list(candidates(line, language=language)) for _, line in text] for text in lines]
    questions = [
        (line, place)
        for text, of_text in zip(lines, places, strict=True)
        for (_, line), of_line in zip(text, of_text, strict=True)
        for place in _doubtful(line, of_line)
    ]
    model = None
    if stanza and questions:
        model = open_model(_primary(language), stanza_dir=stanza_dir, models_dir=models_dir)
    odds: dict[int, float] = {}
    if model is not None:
        scores = model.end_scores([(line, place.mark, place.end) for line, place in questions])
        odds = {id(place): score for (_, place), score in zip(questions, scores, strict=True)}
    spans = [_spans(text, of_text, odds) for text, of_text in zip(lines, places, strict=True)]
    if stanza:
        spans = _cut_further(texts, spans, _primary(language))
    return [tuple(span for line in of_text for span in line) for of_text in spans]


def split_by_rules(text: str, *, language: str) -> tuple[Span, ...]:
    """Return the sentences of `text` by rule alone, with no model. As `split_sentences` otherwise."""
    lines = list(_lines(text))
    spans = _spans(lines, [list(candidates(line, language=language)) for _, line in lines], {})
    return tuple(span for line in spans for span in line)


def segmentation_models(*, stanza_dir: Path | None = None, models_dir: Path | None = None) -> tuple[str, ...]:
    """Return name and fingerprint of every model that `split_many` would use with these options, sorted."""
    return model_names(stanza_dir=stanza_dir, models_dir=models_dir)


def _primary(language: str) -> str:
    return language.split("-")[0].split("_")[0].casefold()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.isspace():
            yield match.start(), line


def _doubtful(line: str, places: Sequence[Candidate]) -> list[Candidate]:
    found = [place for place in places if place.verdict in _DOUBT]
    return found if len(found) <= _DOUBTS + len(line) // _CHARACTERS_PER_DOUBT else []


def _spans(
    lines: Sequence[tuple[int, str]], places: Sequence[Sequence[Candidate]], odds: dict[int, float]
) -> list[list[Span]]:
    """The sentences of each line."""
    return [
        list(_pieces(line, start, [place for place in of_line if _ends(place, odds)]))
        for (start, line), of_line in zip(lines, places, strict=True)
    ]


def _cut_further(texts: Sequence[str], spans: list[list[list[Span]]], language: str) -> list[list[list[Span]]]:
    """Cut sentences where one ends without a mark. A line without any end mark is a headline or a list: it stays."""
    model = starter_unmarked_ends(language)
    if model is None:
        return spans
    pieces = [
        span.of(text)
        for text, of_text in zip(texts, spans, strict=True)
        for line in of_text
        if _is_prose(text, line)
        for span in line
    ]
    ends = iter(model.ends(pieces))
    return [
        [
            [part for span in line for part in _parts(text, span, next(ends))] if _is_prose(text, line) else line
            for line in of_text
        ]
        for text, of_text in zip(texts, spans, strict=True)
    ]


def _is_prose(text: str, line: Sequence[Span]) -> bool:
    return len(line) > 1 or bool(_MARK_AT_END.search(text, max(line[-1].start, line[-1].end - 8), line[-1].end))


def _parts(text: str, span: Span, ends: Sequence[int]) -> Iterator[Span]:
    start = span.start
    for end in (span.start + each for each in ends):
        yield Span(start, end)
        start = end
        while text[start].isspace():
            start += 1
    yield Span(start, span.end)


def _ends(place: Candidate, odds: dict[int, float]) -> bool:
    if place.verdict in _DOUBT:
        return _DOUBT[place.verdict] + odds.get(id(place), 0.0) > 0
    return place.verdict is Verdict.SPLIT


def _pieces(line: str, offset: int, places: Sequence[Candidate]) -> Iterator[Span]:
    """Cut `line` at `places`; a piece without a letter or a digit goes with the one before it."""
    start = len(line) - len(line.lstrip())
    stop = len(line.rstrip())
    held: tuple[int, int] | None = None
    held_has_word = False
    bounds = [(place.end, place.next_start) for place in places if place.next_start < stop]
    for end, following in [*bounds, (stop, stop)]:
        has_word = any(map(str.isalnum, line[start:end]))
        if held is None:
            held, held_has_word = (start, end), has_word
        elif has_word and held_has_word:
            yield Span(offset + held[0], offset + held[1])
            held = (start, end)
        else:
            held, held_has_word = (held[0], end), held_has_word or has_word
        start = following
    if held is not None:
        yield Span(offset + held[0], offset + held[1])
