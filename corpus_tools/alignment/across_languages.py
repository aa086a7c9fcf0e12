"""Reports of one event in two languages, and the sentences in them that say nearly the same.

Events are found by what reports share in any language (`documents.article_features`): numbers, entities, skeletons
of names, words through machine translations and lexicons. Sentences are compared in every language that both are in,
written or machine translated, and by lexicon, names and numbers; either will do, for a corpus without translations,
or languages without a lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus_tools.alignment.articles import Article, Sentence
from corpus_tools.alignment.coverage import (
    ComparablePair,
    ComparableSettings,
    ComparableSummary,
    character_ngrams,
    counts,
    mutual_best,
    telling_numbers,
)
from corpus_tools.alignment.duplicates import VERSIONS, similarity
from corpus_tools.alignment.evidence import Floats
from corpus_tools.alignment.features import name_skeletons, word_channel
from corpus_tools.alignment.lexicon import Lexicon, base_language, starter_lexicon
from corpus_tools.alignment.vectors import Index, Vector, cosine, inverse_frequencies, unit_vector
from corpus_tools.alignment.words import words_of

_CANDIDATES = 10
# Skeletons of fewer letters are shared by words of all kinds.
_NAME_LETTERS = 3

# A sentence's vectors of words and of character n-grams, by language: its own and those it is translated into.
_Views = Mapping[str, tuple[Vector, Vector]]


def pairs_across_languages(
    groups: Mapping[str, Sequence[ComparableSummary]], settings: ComparableSettings
) -> list[ComparablePair]:
    """Return comparable sentences of articles in two languages; `groups` are the articles of each, sorted by id.

    A sentence may be in several pairs, with sentences of different articles. Articles that are translations of each
    other (parallel), or of a version of each other, are left out: that is one report, not two.
    """
    order = settings.source_languages
    tags = sorted(groups, key=lambda tag: (order.index(tag) if tag in order else len(order), tag))
    found: list[ComparablePair] = []
    for source, target in combinations(tags, 2):
        found.extend(_pairs(groups[source], groups[target], settings))
    return found


def events_across_languages(
    sources: Sequence[ComparableSummary], targets: Sequence[ComparableSummary], settings: ComparableSettings
) -> list[tuple[int, int, float]]:
    """Return (number, number, cosine) of the articles in two languages that may report one event.

    Candidates come from an inverted index over features that few articles share.
    """
    shared = {f for s in sources for f, _ in s.features} & {f for t in targets for f, _ in t.features}
    bags = [{f: n for f, n in s.features if f in shared} for s in (*sources, *targets)]
    idf = inverse_frequencies(bags)
    vectors = [unit_vector(bag, idf) for bag in bags]
    index = Index.of(vectors[len(sources) :], most=max(50, len(targets) // 20))
    ours: dict[int, list[int]] = {}
    theirs: dict[int, list[int]] = {}
    for a, b in sorted(_translated(sources, targets)):
        ours.setdefault(a, []).append(b)
        theirs.setdefault(b, []).append(a)
    found = []
    for number, source in enumerate(sources):
        for other in index.nearest(vectors[number], count=_CANDIDATES):
            target = targets[other]
            if any(_same_text(targets[b], target) for b in ours.get(number, ())) or any(
                _same_text(sources[a], source) for a in theirs.get(other, ())
            ):
                continue
            if not settings.may_report_one_event(source, target):
                continue
            score = cosine(vectors[number], vectors[len(sources) + other])
            if score >= settings.event_across:
                found.append((number, other, score))
    return found


def _translated(sources: Sequence[ComparableSummary], targets: Sequence[ComparableSummary]) -> set[tuple[int, int]]:
    """Return the (number, number) of the articles that have parallel sentences."""
    first, second = (
        {sentence.id: n for n, each in enumerate(side) for sentence in each.article.sentences}
        for side in (sources, targets)
    )
    found = {(n, second[id]) for n, source in enumerate(sources) for id in source.translated if id in second}
    return found | {(first[id], n) for n, target in enumerate(targets) for id in target.translated if id in first}


def _same_text(one: ComparableSummary, other: ComparableSummary) -> bool:
    return one is other or similarity(one.sketch, other.sketch) >= VERSIONS


def _pairs(
    sources: Sequence[ComparableSummary], targets: Sequence[ComparableSummary], settings: ComparableSettings
) -> list[ComparablePair]:
    events = events_across_languages(sources, targets, settings)
    first = {a: sources[a].article for a, _, _ in events}
    second = {b: targets[b].article for _, b, _ in events}
    views = _views([*(first[n] for n in sorted(first)), *(second[n] for n in sorted(second))])
    return [pair for a, b, event in events for pair in _pairs_of_articles(first[a], second[b], event, views, settings)]


def _views(articles: Sequence[Article]) -> dict[str, _Views]:
    """Return the views of every sentence of `articles` by its id."""
    texts: dict[str, dict[str, str]] = {}
    for article in articles:
        for sentence in article.sentences:
            own = texts.setdefault(sentence.id, {base_language(article.language): sentence.plain})
            for language, text in sentence.translations:
                if text.strip():
                    own.setdefault(base_language(language), text)
    found: dict[str, dict[str, tuple[Vector, Vector]]] = {id: {} for id in texts}
    for language in sorted({language for own in texts.values() for language in own}):
        here = [(id, own[language]) for id, own in texts.items() if language in own]
        words = [counts(word.stem for word in words_of(text, language)) for _, text in here]
        grams = [counts(character_ngrams(text)) for _, text in here]
        word_idf, gram_idf = inverse_frequencies(words), inverse_frequencies(grams)
        for (id, _), bag, gram_bag in zip(here, words, grams, strict=True):
            found[id][language] = (unit_vector(bag, word_idf), unit_vector(gram_bag, gram_idf))
    return dict(found)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a sentence says that must not differ: its numbers beyond the small ones; `names` by skeleton."""

    numbers: frozenset[str]
    names: Mapping[str, str]
    length: int

    @classmethod
    def of(cls, sentence: Sentence, language: str) -> _Facts:
        words = words_of(sentence.plain, language)
        numbers = (word.stem for word in words if word.number)
        return cls(
            telling_numbers(numbers),
            {
                skeleton: word.folded
                for word in words
                if word.name and not word.number
                for skeleton in name_skeletons(word.folded)
                if len(skeleton) >= _NAME_LETTERS
            },
            len(words),
        )

    def contradict(self, other: _Facts) -> bool:
        """Say whether both give numbers, and not one of them is the same."""
        return bool(self.numbers and other.numbers and self.numbers.isdisjoint(other.numbers))

    def shared_with(self, other: _Facts) -> list[str]:
        """Return the numbers and names that both have, names as `one = other`."""
        names = {(self.names[s], other.names[s]): None for s in sorted(self.names.keys() & other.names.keys())}
        return [*sorted(self.numbers & other.numbers), *(f"{one} = {two}" for one, two in names)]


def _pairs_of_articles(
    source: Article, target: Article, event: float, views: Mapping[str, _Views], settings: ComparableSettings
) -> list[ComparablePair]:
    lexicon = starter_lexicon(source.language, target.language)
    coverage = _coverage(source, target, lexicon)
    source_facts = [_Facts.of(sentence, source.language) for sentence in source.sentences]
    target_facts = [_Facts.of(sentence, target.language) for sentence in target.sentences]
    scores: dict[tuple[int, int], float] = {}
    translated: dict[tuple[int, int], float | None] = {}
    for i, one in enumerate(source.sentences):
        for j, other in enumerate(target.sentences):
            facts, other_facts = source_facts[i], target_facts[j]
            if min(facts.length, other_facts.length) < settings.fewest_words or facts.contradict(other_facts):
                continue
            by_translation = _likeness(views[one.id], views[other.id])
            by_words = float(coverage[i, j])
            score = _score(by_words, by_translation, lexicon)
            if score >= settings.loose_across:
                scores[i, j], translated[i, j] = score, by_translation
    found = []
    for i, j in mutual_best(scores):
        one, other, by_translation = source.sentences[i], target.sentences[j], translated[i, j]
        shared = source_facts[i].shared_with(target_facts[j])
        entities = sorted(set(one.entities) & set(other.entities))
        found.append(
            ComparablePair(
                source_document=source.id,
                target_document=target.id,
                source_language=source.language,
                target_language=target.language,
                source_segment=one.id,
                target_segment=other.id,
                source=one.text,
                target=other.text,
                score=round(min(1.0, scores[i, j]), 4),
                tier=settings.tier(scores[i, j]),
                evidence=(
                    f"event {event:.2f}",
                    f"words {float(coverage[i, j]):.2f}",
                    *([] if by_translation is None else [f"translation {by_translation:.2f}"]),
                    *([f"shared: {', '.join(shared[:6])}"] if shared else []),
                    *([f"entities: {', '.join(entities[:6])}"] if entities else []),
                ),
            )
        )
    return found


def _score(by_words: float, by_translation: float | None, lexicon: Lexicon | None) -> float:
    if by_translation is None:
        return by_words
    # A poor translation says little against a pair, a good one much for it; without a lexicon there are names alone.
    return max(by_words, by_translation if lexicon is None else (by_words + by_translation) / 2)


def _coverage(source: Article, target: Article, lexicon: Lexicon | None) -> Floats:
    """Return how much every sentence and every sentence of the other article cover each other, by words: 0..1."""
    channel = word_channel(
        [sentence.plain for sentence in source.sentences],
        [sentence.plain for sentence in target.sentences],
        source_language=source.language,
        target_language=target.language,
        lexicon=lexicon,
    )
    return channel.shares(range(len(source.sentences)), range(len(target.sentences)))


def _likeness(one: _Views, other: _Views) -> float | None:
    """Return the mean likeness in the languages that both sentences are in; None where they meet in none."""
    meeting = sorted(one.keys() & other.keys())
    if not meeting:
        return None
    cosines = [cosine(a, b) for tag in meeting for a, b in zip(one[tag], other[tag], strict=True)]
    return sum(cosines) / len(cosines)
