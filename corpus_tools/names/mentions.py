"""Names in a text, each with why it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from corpus_tools.names.arabic_names import ArabicFinder
from corpus_tools.names.cues import cues
from corpus_tools.names.gazetteer import Gazetteer
from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.latin_names import find_latin_names
from corpus_tools.names.words import fold_word, fold_words
from corpus_tools.records import Document, NameMention, Span
from corpus_tools.records.entity import NameKind
from corpus_tools.text.letters import script_of

# What a model says of a text in a language: (start, end, kind) in code points.
Recognise = Callable[[str, str], Iterable[tuple[int, int, NameKind]]]

_TURKISH_WORDS = frozenset(
    [
        "ve",
        "bir",
        "bu",
        "da",
        "de",
        "ile",
        "için",
        "olarak",
        "olan",
        "dedi",
        "daha",
        "çok",
        "gibi",
        "sonra",
        "kadar",
        "ise",
        "ancak",
        "tarafından",
        "göre",
        "yeni",
    ]
)
_ENGLISH_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "on",
        "with",
        "was",
        "as",
        "by",
        "at",
        "from",
        "his",
        "said",
        "has",
        "are",
        "be",
    ]
)
_TURKISH_LETTERS = frozenset("ğışĞİŞ")
_PERSIAN_LETTERS = frozenset("پچژگ")
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


def _arabic_language(text: str) -> str:
    words = text.split()
    persian = sum(word in _PERSIAN_WORDS for word in words) + sum(letter in _PERSIAN_LETTERS for letter in text) / 4
    return "fa" if persian > max(2, 0.12 * len(words)) else "ar"


def _lines(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((position, line))
        position += len(line) + 1
    return lines


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
    found = _find(text, _lines(text), language, recognise, known)
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
    lines = _lines(text)
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
    for name, tag in _find(text, lines, main, recognise, known):
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
    text: str,
    lines: Sequence[tuple[int, str]],
    language: str | None,
    recognise: Recognise | None,
    known: Gazetteer | None,
) -> list[tuple[FoundName, str]]:
    latin: list[tuple[int, str]] = []
    arabic: list[tuple[int, str]] = []
    for offset, line in lines:
        scripts = {script_of(word) for word in line.split()}
        if "Latn" in scripts:
            latin.append((offset, line))
        if "Arab" in scripts:
            arabic.append((offset, line))
    base = language.split("-")[0].lower() if language else None
    found: list[tuple[FoundName, str]] = []
    if latin:
        tag = (
            base
            if base and base not in ("ar", "fa", "ur", "ckb", "und")
            else latin_language("\n".join(t for _, t in latin))
        )
        found.extend((name, tag) for name in find_latin_names(latin, tag, known))
    if arabic:
        tag = base if base in ("ar", "fa", "ur", "ckb") else _arabic_language("\n".join(t for _, t in arabic))
        found.extend((name, tag) for name in ArabicFinder(tag, known).find(arabic))
    if recognise is not None:
        found = _with_model(text, lines, found, recognise, base)
    return _without_overlaps(found)


def _with_model(
    text: str,
    lines: Sequence[tuple[int, str]],
    found: list[tuple[FoundName, str]],
    recognise: Recognise,
    language: str | None,
) -> list[tuple[FoundName, str]]:
    """Add what a model found; where it and a weak rule meet, the model is believed."""
    out = list(found)
    for offset, line in lines:
        tag = language or (_arabic_language(line) if script_of(line) == "Arab" else latin_language(line))
        for start, end, kind in recognise(line, tag):
            surface = line[start:end]
            if not surface.strip():
                continue
            first, last = offset + start, offset + end
            rivals = [(name, each) for name, each in out if name.start < last and first < name.end]
            if any(name.score >= 0.6 for name, _ in rivals):
                continue
            out = [pair for pair in out if pair not in rivals]
            out.append(
                (FoundName(first, last, surface, kind, "a model recognised it", 0.7, None, fold_words(surface)), tag)
            )
    return out


def _without_overlaps(found: list[tuple[FoundName, str]]) -> list[tuple[FoundName, str]]:
    """Keep the longest of names that overlap, then the surest; in order of their places."""
    chosen: list[tuple[FoundName, str]] = []
    taken: set[int] = set()
    for name, tag in sorted(found, key=lambda pair: (pair[0].start - pair[0].end, -pair[0].score, pair[0].start)):
        if name.start < name.end and not taken.intersection(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            chosen.append((name, tag))
    return sorted(chosen, key=lambda pair: pair[0].start)
