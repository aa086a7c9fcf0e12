"""Articles of different outlets on one event, and the sentences in them that say nearly the same.

Never called parallel. Articles in one language are compared here, those in two languages by `across_languages`.
A job across documents in three steps: `summarise_comparable` (map), `combine_comparable` (all summaries, in any order)
and `apply_comparable` (map), which adds `comparable` pairs to the source document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus_tools.alignment.across_languages import pairs_across_languages
from corpus_tools.alignment.articles import Article, Sentence, article_of
from corpus_tools.alignment.coverage import (
    ComparablePair,
    ComparableSettings,
    ComparableSummary,
    character_ngrams,
    counts,
    mutual_best,
)
from corpus_tools.alignment.documents import article_features
from corpus_tools.alignment.duplicates import groups_of_copies, sketch_of
from corpus_tools.alignment.lexicon import base_language
from corpus_tools.alignment.vectors import Index, cosine, inverse_frequencies, unit_vector
from corpus_tools.alignment.words import Word, words_of
from corpus_tools.records import AlignedPair, Document

_CANDIDATES = 10
# Two live blogs of one event would be compared sentence by sentence for minutes; a report is much shorter than this.
_MOST_SENTENCES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableTable:
    """The comparable pairs by the id of the source document, in the order of its sentences."""

    pairs: Mapping[str, tuple[ComparablePair, ...]] = field(default_factory=dict)


def summarise_comparable(document: Document) -> ComparableSummary:
    """Return the kept sentences of a document in its main language, the first 500, names in their canonical form."""
    article = article_of(document)
    parallel = [pair for pair in document.pairs if pair.kind == "parallel"]
    return ComparableSummary(
        article=replace(article, sentences=article.sentences[:_MOST_SENTENCES]),
        sketch=sketch_of(document),
        features=article_features(article),
        translated=tuple(sorted({id for p in parallel for id in (*p.source_segments, *p.target_segments)})),
    )


def combine_comparable(
    summaries: Iterable[ComparableSummary], *, settings: ComparableSettings | None = None
) -> ComparableTable:
    """Find comparable sentences among all documents, in one language and in two. Every sentence is in one pair at most.

    Independent of the order of `summaries`; of pairs that share a sentence those in two languages win (a corpus is
    made of those), then the better score, then the smaller ids. Articles meet through an inverted index, so none is
    compared with all others; sentences are compared inside pairs of articles only. Of the copies of an article one
    stands for all: the others are compared with each other and with that one alone, and come last.
    """
    settings = settings or ComparableSettings()
    summaries = tuple(summaries)
    copies = groups_of_copies((summary.sketch for summary in summaries), least=settings.copies)
    known = {s.article.id: s for s in summaries if s.article.sentences and base_language(s.article.language) != "und"}
    groups: dict[str, list[ComparableSummary]] = {}
    for id in sorted(known.keys() & copies.keys()):
        groups.setdefault(base_language(known[id].article.language), []).append(known[id])
    found: list[ComparablePair] = []
    for group in groups.values():
        found.extend(_pairs_of_group(group, settings))
    found.extend(pairs_across_languages(groups, settings))
    repeated: list[ComparablePair] = []
    for sketches in copies.values():
        standing = [known[sketch.id] for sketch in sketches if sketch.id in known and not sketch.dropped]
        if len(standing) > 1:
            repeated.extend(_pairs_of_group(sorted(standing, key=lambda s: s.article.id), settings))
    taken: set[str] = set()
    by_source: dict[str, list[ComparablePair]] = {}
    for pair in (*sorted(found, key=_merit), *sorted(repeated, key=_merit)):
        if pair.source_segment not in taken and pair.target_segment not in taken:
            taken.update((pair.source_segment, pair.target_segment))
            by_source.setdefault(pair.source_document, []).append(pair)
    order = {s.id: n for summary in known.values() for n, s in enumerate(summary.article.sentences)}
    return ComparableTable(
        pairs={key: tuple(sorted(by_source[key], key=lambda p: order[p.source_segment])) for key in sorted(by_source)}
    )


def _merit(pair: ComparablePair) -> tuple[bool, float, str, str]:
    one_language = pair.source_language == pair.target_language
    return one_language, -pair.score, pair.source_segment, pair.target_segment


def apply_comparable(document: Document, table: ComparableTable) -> Document:
    """Add the `comparable` pairs whose source is this document, with their tier and evidence."""
    made = [
        AlignedPair(
            id=f"{document.id}.comparable{number}",
            kind="comparable",
            source_language=pair.source_language,
            target_language=pair.target_language,
            source=pair.source,
            target=pair.target,
            source_segments=(pair.source_segment,),
            target_segments=(pair.target_segment,),
            score=pair.score,
            tier=pair.tier,
            evidence=pair.evidence,
        )
        for number, pair in enumerate(table.pairs.get(document.id, ()))
    ]
    return replace(document, pairs=(*document.pairs, *made)) if made else document


def event_pairs(summaries: Sequence[ComparableSummary], settings: ComparableSettings) -> list[tuple[int, int, float]]:
    """Return (number, number, cosine) of the articles, all of one language, that may report one event."""
    articles = [summary.article for summary in summaries]
    words = [[[w.stem for w in _words(sentence, a.language)] for sentence in a.sentences] for a in articles]
    # Sentences are the documents here: in a small folder on one event, every article has the words that matter.
    idf = inverse_frequencies([set(sentence) for article in words for sentence in article])
    bags = [counts(stem for sentence in article for stem in sentence) for article in words]
    vectors = [unit_vector(bag, idf) for bag in bags]
    index = Index.of(vectors, most=max(50, len(articles) // 20))
    pairs: dict[tuple[int, int], float] = {}
    for number, vector in enumerate(vectors):
        for other in index.nearest(vector, count=_CANDIDATES + 1):
            key = (min(number, other), max(number, other))
            if (
                other == number
                or key in pairs
                or not settings.may_report_one_event(summaries[number], summaries[other])
            ):
                continue
            score = cosine(vector, vectors[other])
            if score >= settings.event:
                pairs[key] = score
    return sorted((a, b, score) for (a, b), score in pairs.items())


def _pairs_of_group(summaries: Sequence[ComparableSummary], settings: ComparableSettings) -> list[ComparablePair]:
    articles = [summary.article for summary in summaries]
    events = event_pairs(summaries, settings)
    wanted = sorted({number for a, b, _ in events for number in (a, b)})
    views = {number: _Views.of(articles[number]) for number in wanted}
    words = inverse_frequencies([bag for number in wanted for bag in views[number].words])
    grams = inverse_frequencies([bag for number in wanted for bag in views[number].grams])
    word_vectors = {n: [unit_vector(bag, words) for bag in views[n].words] for n in wanted}
    gram_vectors = {n: [unit_vector(bag, grams) for bag in views[n].grams] for n in wanted}
    found = []
    for a, b, event in events:
        for i, j, by_words, by_grams in _mutual_best(
            (word_vectors[a], gram_vectors[a]), (word_vectors[b], gram_vectors[b]), views[a], views[b], settings
        ):
            score = (by_words + by_grams) / 2
            source, target = articles[a].sentences[i], articles[b].sentences[j]
            shared = sorted(
                (f for f in word_vectors[a][i] if f in word_vectors[b][j]),
                key=lambda f: (-word_vectors[a][i][f], f),
            )
            found.append(
                ComparablePair(
                    source_document=articles[a].id,
                    target_document=articles[b].id,
                    source_language=articles[a].language,
                    target_language=articles[b].language,
                    source_segment=source.id,
                    target_segment=target.id,
                    source=source.text,
                    target=target.text,
                    score=round(score, 4),
                    tier=settings.tier(score),
                    evidence=(
                        f"event {event:.2f}",
                        f"words {by_words:.2f}",
                        f"characters {by_grams:.2f}",
                        f"shared: {', '.join(shared[:6])}",
                    ),
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class _Views:
    """Bags of words (stems) and of character n-grams of each sentence, and how many words each has."""

    words: list[dict[str, float]]
    grams: list[dict[str, float]]
    lengths: list[int]

    @classmethod
    def of(cls, article: Article) -> _Views:
        words = [_words(sentence, article.language) for sentence in article.sentences]
        return cls(
            [counts(word.stem for word in sentence) for sentence in words],
            [counts(character_ngrams(sentence.plain)) for sentence in article.sentences],
            [len(sentence) for sentence in words],
        )


def _mutual_best(
    source: tuple[list[dict[str, float]], list[dict[str, float]]],
    target: tuple[list[dict[str, float]], list[dict[str, float]]],
    source_views: _Views,
    target_views: _Views,
    settings: ComparableSettings,
) -> list[tuple[int, int, float, float]]:
    """Return (source, target, cosine of words, cosine of n-grams) of sentences that are each other's best."""
    scores: dict[tuple[int, int], float] = {}
    details: dict[tuple[int, int], tuple[float, float]] = {}
    for i, (words, grams) in enumerate(zip(*source, strict=True)):
        for j, (other_words, other_grams) in enumerate(zip(*target, strict=True)):
            if min(source_views.lengths[i], target_views.lengths[j]) < settings.fewest_words:
                continue
            by_words = cosine(words, other_words)
            if by_words < settings.loose / 2:
                continue
            by_grams = cosine(grams, other_grams)
            score = (by_words + by_grams) / 2
            if score < settings.loose:
                continue
            scores[i, j] = score
            details[i, j] = (by_words, by_grams)
    return [(i, j, *details[i, j]) for i, j in mutual_best(scores)]


def _words(sentence: Sentence, language: str) -> list[Word]:
    return words_of(sentence.plain, language)
