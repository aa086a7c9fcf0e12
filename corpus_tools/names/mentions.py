"""Names in a text, each with why it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from corpus_tools.names.gazetteer import Gazetteer
from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.repeats import with_repeats
from corpus_tools.names.rules import ScriptLines, find_by_rules, lines_of, parted, without_overlaps
from corpus_tools.names.vetoes import without_vetoed
from corpus_tools.names.weighing import weighed
from corpus_tools.names.words import fold_words
from corpus_tools.records import Document, NameMention, Span
from corpus_tools.records.entity import NameKind

# What a model says of a text in a language: (start, end, kind) in code points.
Recognise = Callable[[str, str], Iterable[tuple[int, int, NameKind]]]
# From this score on, rules and the starter recogniser are believed before a model that was handed over.
_SURE = 0.6


def find_names(
    text: str, *, language: str | None = None, recognise: Recognise | None = None, known: Gazetteer | None = None
) -> tuple[NameMention, ...]:
    """Find the names of persons, places, organisations and other things in `text`.

    Offsets are local (code points into `text`), in order, without overlaps; `text[m.start:m.end] == m.text`. Each
    mention says in `reason` why it was found, and in `score` (0..1) how sure that is; `gazetteer` is the id of the
    known name that it is, if any. Possessives (`Assad's`), Turkish endings after an apostrophe and Arabic proclitics
    are left out.
    Adjectives of nationality, months and days are no names.

    `language` (BCP 47) is that of the text where it is in one script; None decides by what stands there; lines in
    another script are read in the language of theirs. `recognise` may hand over what a model finds: its names are
    taken where the rules found none. `known` replaces the gazetteer. Any text is accepted. O(length).

    >>> [(m.text, m.kind) for m in find_names("Foreign Minister Mevlüt Çavuşoğlu met Assad's envoy in Moscow.")]
    [('Mevlüt Çavuşoğlu', 'person'), ('Assad', 'person'), ('Moscow', 'place')]
    """
    found = _find(lines_of(text), language, recognise, known)
    return tuple(
        NameMention(
            start=name.start,
            end=name.end,
            text=name.text,
            kind=name.kind,
            language=tag,
            reason=name.reason,
            score=name.score,
            gazetteer=name.gazetteer,
        )
        for name, tag in found
    )


def find_document_mentions(
    document: Document, *, recognise: Recognise | None = None, known: Gazetteer | None = None
) -> tuple[NameMention, ...]:
    """Find the names of a document's repaired text; offsets are in raw coordinates, ids are `{document}.m{n}`.

    Lines that blocks mark as boilerplate are left out. A mention's language is that of the language span it begins in.
    """
    text = document.text or document.raw
    offsets = document.offsets
    mapped = bool(document.edits) and offsets.length == len(text)
    lines = lines_of(text)
    if document.blocks:
        dropped = [block.span for block in document.blocks if not block.kept]
        kept: list[tuple[int, str]] = []
        for start, line in lines:
            span = Span(start, start + len(line))
            raw = offsets.to_raw(span) if mapped else span
            if not any(each.overlaps(raw) for each in dropped):
                kept.append((start, line))
        lines = kept
    spans = [span for span in document.language_spans if span.language != "und"]
    main = _main_language(document)
    mentions: list[NameMention] = []
    at = 0
    for name, tag in _find(lines, main, recognise, known):
        span = Span(name.start, name.end)
        raw = offsets.to_raw(span) if mapped else span
        while at < len(spans) and spans[at].end <= raw.start:
            at += 1
        if at < len(spans) and spans[at].start <= raw.start < spans[at].end:
            tag = spans[at].language
        mentions.append(
            NameMention(
                id=f"{document.id}.m{len(mentions)}",
                start=raw.start,
                end=raw.end,
                text=name.text,
                kind=name.kind,
                language=tag,
                reason=name.reason,
                score=name.score,
                gazetteer=name.gazetteer,
            )
        )
    return tuple(mentions)


def _main_language(document: Document) -> str | None:
    """The language most of a document's Latin letters are in, or None where that is not known."""
    counts: dict[str, int] = {}
    for span in document.language_spans:
        if span.script == "Latn" and span.language != "und":
            counts[span.language] = counts.get(span.language, 0) + span.end - span.start
    if counts:
        return max(sorted(counts), key=lambda language: counts[language])
    return document.metadata.language


def _find(
    lines: Sequence[tuple[int, str]], language: str | None, recognise: Recognise | None, known: Gazetteer | None
) -> list[tuple[FoundName, str]]:
    tags: dict[FoundName, str] = {}
    for part in parted(lines, language):
        ruled = find_by_rules(part, known)
        names = without_vetoed(part.lines, weighed(part.lines, ruled, part.language), ruled, part.language)
        names = with_repeats(part.lines, names, ruled, part.language)
        if recognise is not None:
            names = _with_model(part, names, recognise)
        for name in names:
            tags.setdefault(name, part.language)
    return [(name, tags[name]) for name in without_overlaps(tags)]


def _with_model(part: ScriptLines, found: Sequence[FoundName], recognise: Recognise) -> list[FoundName]:
    """Add what a model found; where it and a weak rule meet, the model is believed."""
    out = list(found)
    for offset, line in part.lines:
        for start, end, kind in recognise(line, part.language):
            surface = line[start:end]
            if not surface.strip():
                continue
            first, last = offset + start, offset + end
            rivals = [name for name in out if name.start < last and first < name.end]
            if any(name.score >= _SURE for name in rivals):
                continue
            out = [name for name in out if name not in rivals]
            out.append(FoundName(first, last, surface, kind, "a model recognised it", 0.7, None, fold_words(surface)))
    return out
