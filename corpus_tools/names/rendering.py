"""Names written one way: a rendering of a text at export, reversible, never an edit of the corpus itself.

Policies: `surface` leaves names as they stand; `canonical` writes the canonical form of the entity in the language of
the text; `ascii` writes that form in ASCII letters where it is in Latin script. A mention of a part of a name (a
surname alone) becomes the same part of the canonical form; acronyms stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, get_args

from corpus_tools.errors import ConfigError
from corpus_tools.names.comparison import compare_names
from corpus_tools.names.folding import fold_name
from corpus_tools.records import AlignedPair, Document, NameMention, OffsetMap

Policy = Literal["surface", "canonical", "ascii"]
POLICIES: tuple[str, ...] = get_args(Policy)


def render_names(
    text: str,
    mentions: Iterable[NameMention],
    *,
    policy: str,
    canonical: Callable[[NameMention], str | None] = lambda mention: mention.canonical,
) -> tuple[str, OffsetMap]:
    """Return `text` with its names written as `policy` says, and the map from `text` to the result.

    `mentions` have offsets into `text`; overlapping ones after the first are left alone. `canonical` gives the form
    to write, by default the mention's own. The map leads back: both forms survive. Raises ConfigError for an unknown
    policy.
    """
    if policy not in POLICIES:
        raise ConfigError(f"there is no policy {policy!r}", remedy=f"one of: {', '.join(POLICIES)}")
    parts: list[str] = []
    changes: list[tuple[int, int, int]] = []
    position = 0
    if policy != "surface":
        for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
            surface = text[mention.start : mention.end]
            written = rendered(surface, canonical(mention), policy=policy) if mention.start >= position else surface
            if written != surface:
                parts += [text[position : mention.start], written]
                changes.append((mention.start, mention.end, len(written)))
                position = mention.end
    result = "".join([*parts, text[position:]])
    return result, OffsetMap(source_length=len(text), changes=tuple(changes))


def rendered(surface: str, canonical: str | None, *, policy: str) -> str:
    """Return how `surface`, a mention of the name `canonical`, is written under `policy`."""
    form = surface
    if canonical and not _is_acronym(surface) and _script(surface) == _script(canonical):
        form = _same_part(surface, canonical)
    if policy == "ascii" and _script(form) == "Latin":
        from anyascii import anyascii

        form = anyascii(form)
    return form


def _same_part(surface: str, canonical: str) -> str:
    """Return the part of `canonical` that `surface` names: all of it, or the words that match its words."""
    here, there = surface.split(), canonical.split()
    if len(here) >= len(there) or not here:
        return canonical if fold_name(surface) else surface
    chosen: list[str] = []
    for word in here:
        best = max(there, key=lambda other: (compare_names(word, other).score, other))
        if not compare_names(word, best).same:
            return surface
        chosen.append(best)
    first, last = there.index(chosen[0]), there.index(chosen[-1])
    run = there[first : last + 1]
    return " ".join(run) if len(run) == len(here) else surface


def _is_acronym(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return 1 < len(letters) <= 6 and all(letter.isupper() for letter in letters) and " " not in text


def _script(text: str) -> str:
    for letter in text:
        if letter.isalpha():
            return "Latin" if letter < "\u0250" or "\u1e00" <= letter < "\u1f00" else "other"
    return "other"


def render_pair(document: Document, pair: AlignedPair, *, policy: str) -> tuple[str, str]:
    """Return the two sides of `pair` with their names rendered.

    The source's names are the document's mentions inside the pair's sentences. On the target side the names of the
    same entities are looked for as they are known there: by the spellings of the document's entities.
    """
    if policy == "surface":
        return pair.source, pair.target
    wanted = set(pair.source_segments)
    segments = [segment for segment in document.segments if segment.id in wanted]
    inside = [m for m in document.mentions if any(s.start <= m.start and m.end <= s.end for s in segments)]
    source = pair.source
    if len(segments) == 1 and segments[0].text == pair.source:
        offsets = document.offsets
        base = offsets.from_raw(segments[0].span).start
        local = [_moved(mention, offsets, base) for mention in inside]
        local = [mention for mention in local if pair.source[mention.start : mention.end] == mention.text]
        source = render_names(pair.source, local, policy=policy)[0]
    entities = {entity.id: entity for entity in document.entities}
    target = pair.target
    named = sorted({mention.entity for mention in inside if mention.entity})
    found: list[NameMention] = []
    for name in named:
        entity = entities.get(name)
        form = entity.form(pair.target_language) if entity is not None else None
        if entity is None or form is None:
            continue
        spellings = [each.text for each in entity.names if each.language == pair.target_language]
        found += _occurrences(target, spellings, form, entity.kind, pair.target_language)
    return source, render_names(target, found, policy=policy)[0]


def _moved(mention: NameMention, offsets: OffsetMap, base: int) -> NameMention:
    from dataclasses import replace

    place = offsets.from_raw(mention.span)
    return replace(mention, start=max(place.start - base, 0), end=max(place.end - base, 0))


def _occurrences(
    text: str, spellings: Sequence[str], canonical: str, kind: str, language: str
) -> Iterable[NameMention]:
    for spelling in sorted(spellings, key=len, reverse=True):
        start = text.find(spelling)
        while start >= 0:
            yield NameMention(
                start=start,
                end=start + len(spelling),
                text=spelling,
                kind=kind,  # type: ignore[arg-type]
                language=language,
                reason="a known spelling",
                canonical=canonical,
            )
            start = text.find(spelling, start + len(spelling))
