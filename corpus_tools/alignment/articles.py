"""An article as the jobs across documents see it: its language, date, outlet and sentences, names in one spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corpus_tools.alignment.lexicon import base_language
from corpus_tools.records import Document, NameMention, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: `id` of its segment, `text` as it stands, `plain` with its names in their canonical form.

    `entities` are the ids of the entities it names; `translations` its (language, text) machine translations.
    """

    id: str
    text: str
    plain: str
    entities: tuple[str, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document: its main language (`und` for none), ISO 8601 date and outlet where known, kept sentences."""

    id: str
    language: str
    date: str | None = None
    outlet: str | None = None
    sentences: tuple[Sentence, ...] = ()


def article_of(document: Document) -> Article:
    """Return what the jobs across documents need of a document: the kept sentences in its main language."""
    kept = [segment for segment in document.segments if segment.kept and segment.text.strip()]
    letters: Counter[str] = Counter()
    for segment in kept:
        letters[segment.language] += len(segment.text)
    language = max(sorted(letters), key=lambda name: (name != "und", letters[name])) if letters else "und"
    translations: dict[str, list[tuple[str, str]]] = {}
    for translation in document.translations:
        if translation.origin != "copied":
            translations.setdefault(translation.segment, []).append((translation.target_language, translation.text))
    mentions = sorted(document.mentions, key=lambda mention: mention.start)
    metadata = document.metadata
    return Article(
        id=document.id,
        language=language,
        date=metadata.date,
        outlet=metadata.host or metadata.publisher,
        sentences=tuple(_sentence(segment, mentions, translations) for segment in kept if segment.language == language),
    )


def _sentence(
    segment: Segment, mentions: list[NameMention], translations: Mapping[str, list[tuple[str, str]]]
) -> Sentence:
    text = segment.monolingual or segment.text
    inside = [mention for mention in mentions if segment.start <= mention.start and mention.end <= segment.end]
    plain = text
    for mention in sorted(inside, key=lambda mention: (-len(mention.text), mention.start)):
        if mention.canonical and mention.canonical != mention.text and mention.canonical not in plain:
            plain = plain.replace(mention.text, mention.canonical)
    return Sentence(
        id=segment.id,
        text=text,
        plain=plain,
        entities=tuple(sorted({mention.entity for mention in inside if mention.entity})),
        translations=tuple(sorted(translations.get(segment.id, ()))),
    )


def days_between(one: str | None, other: str | None) -> int | None:
    """Return how many days lie between two ISO 8601 dates (times ignored), None where one is unknown or malformed."""
    try:
        return abs((date.fromisoformat((one or "")[:10]) - date.fromisoformat((other or "")[:10])).days)
    except ValueError:
        return None


def same_language(one: str, other: str) -> bool:
    """Say whether two BCP 47 tags name one language, whatever region and script."""
    return base_language(one) == base_language(other)
