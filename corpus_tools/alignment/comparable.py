"""Articles of different outlets on one event, and the sentences in them that say nearly the same.

Never called parallel. A job across documents in three steps: `summarise_comparable` (map), `combine_comparable` (all
summaries, in any order) and `apply_comparable` (map), which adds `comparable` pairs to the source document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus_tools.alignment.articles import Article, Sentence, article_of, days_between, same_language
from corpus_tools.alignment.vectors import Index, cosine, inverse_frequencies, unit_vector
from corpus_tools.alignment.words import Word, words_of
from corpus_tools.records import AlignedPair, Document
from corpus_tools.text.letters import fold_letters

_NGRAM = 4
_CANDIDATES = 10
# An outlet that repeats another word for word: still comparable, and said so.
_COPY = 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableSettings:
    """When articles and sentences count as comparable.

    Articles: one language, other outlets (where known), at most `days` apart (where known), cosine of their words at
    least `event`. Sentences: at least `fewest_words` words, mutual best, similarity (mean of the cosines of words and
    of character n-grams) at least `loose`; from `fair` and `close` on they are of a better tier.
    """

    days: int = 3
    event: float = 0.2
    fewest_words: int = 5
    loose: float = 0.3
    fair: float = 0.4
    close: float = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableSummary:
    """What finding comparable sentences needs of a document."""

    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparablePair:
    """Two sentences (segment ids and texts) of two articles (ids) that say nearly the same; `score` in 0..1."""

    source_document: str
    target_document: str
    language: str
    source_segment: str
    target_segment: str
    source: str
    target: str
    score: float
    tier: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableTable:
    """The comparable pairs by the id of the source document, in the order of its sentences."""

    pairs: Mapping[str, tuple[ComparablePair, ...]] = field(default_factory=dict)


def summarise_comparable(document: Document) -> ComparableSummary:
    """Return the kept sentences of a document in its main language, names in their canonical form."""
    return ComparableSummary(article=article_of(document))


def combine_comparable(
    summaries: Iterable[ComparableSummary], *, settings: ComparableSettings | None = None
) -> ComparableTable:
    """Find comparable sentences among all documents. Every sentence is in one pair at most.

    Independent of the order of `summaries`; the better score wins, then the smaller ids. Articles meet through an
    inverted index, so none is compared with all others; sentences are compared inside pairs of articles only.
    """
    settings = settings or ComparableSettings()
    articles = sorted((s.article for s in summaries if s.article.sentences), key=lambda article: article.id)
    groups: dict[str, list[Article]] = {}
    for article in articles:
        if article.language != "und":
            groups.setdefault(article.language.split("-")[0], []).append(article)
    found: list[ComparablePair] = []
    for group in groups.values():
        found.extend(_pairs_of_group(group, settings))
    taken: set[str] = set()
    by_source: dict[str, list[ComparablePair]] = {}
    for pair in sorted(found, key=lambda p: (-p.score, p.source_segment, p.target_segment)):
        if pair.source_segment not in taken and pair.target_segment not in taken:
            taken.update((pair.source_segment, pair.target_segment))
            by_source.setdefault(pair.source_document, []).append(pair)
    order = {s.id: n for article in articles for n, s in enumerate(article.sentences)}
    return ComparableTable(
        pairs={key: tuple(sorted(by_source[key], key=lambda p: order[p.source_segment])) for key in sorted(by_source)}
    )


def apply_comparable(document: Document, table: ComparableTable) -> Document:
    """Add the `comparable` pairs whose source is this document, with their tier and evidence."""
    made = [
        AlignedPair(
            id=f"{document.id}.comparable{number}",
            kind="comparable",
            source_language=pair.language,
            target_language=pair.language,
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


def event_pairs(articles: Sequence[Article], settings: ComparableSettings) -> list[tuple[int, int, float]]:
    """Return (number, number, cosine) of the articles, all of one language, that may report one event."""
    words = [[[w.stem for w in _words(sentence, a.language)] for sentence in a.sentences] for a in articles]
    # Sentences are the documents here: in a small folder on one event, every article has the words that matter.
    idf = inverse_frequencies([set(sentence) for article in words for sentence in article])
    bags = [_counts(stem for sentence in article for stem in sentence) for article in words]
    vectors = [unit_vector(bag, idf) for bag in bags]
    index = Index.of(vectors, most=max(50, len(articles) // 20))
    pairs: dict[tuple[int, int], float] = {}
    for number, vector in enumerate(vectors):
        for other in index.nearest(vector, count=_CANDIDATES + 1):
            key = (min(number, other), max(number, other))
            if other == number or key in pairs or not _gate(articles[number], articles[other], settings):
                continue
            score = cosine(vector, vectors[other])
            if score >= settings.event:
                pairs[key] = score
    return sorted((a, b, score) for (a, b), score in pairs.items())


def _gate(one: Article, other: Article, settings: ComparableSettings) -> bool:
    if (one.outlet and one.outlet == other.outlet) or not same_language(one.language, other.language):
        return False
    days = days_between(one.date, other.date)
    return days is None or days <= settings.days


def _pairs_of_group(articles: Sequence[Article], settings: ComparableSettings) -> list[ComparablePair]:
    events = event_pairs(articles, settings)
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
                    language=articles[a].language,
                    source_segment=source.id,
                    target_segment=target.id,
                    source=source.text,
                    target=target.text,
                    score=round(score, 4),
                    tier=_tier(score, settings),
                    evidence=(
                        f"event {event:.2f}",
                        f"words {by_words:.2f}",
                        f"characters {by_grams:.2f}",
                        f"shared: {', '.join(shared[:6])}",
                    ),
                )
            )
    return found


def _tier(score: float, settings: ComparableSettings) -> str:
    for least, name in ((_COPY, "copy"), (settings.close, "close"), (settings.fair, "fair")):
        if score >= least:
            return name
    return "loose"


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
            [_counts(word.stem for word in sentence) for sentence in words],
            [_counts(_ngrams(sentence.plain)) for sentence in article.sentences],
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
    best_source: dict[int, tuple[float, int]] = {}
    best_target: dict[int, tuple[float, int]] = {}
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
            details[i, j] = (by_words, by_grams)
            best_source[i] = max(best_source.get(i, (0.0, 0)), (score, -j))
            best_target[j] = max(best_target.get(j, (0.0, 0)), (score, -i))
    return [(i, -j, *details[i, -j]) for i, (_, j) in sorted(best_source.items()) if best_target[-j][1] == -i]


def _words(sentence: Sentence, language: str) -> list[Word]:
    return words_of(sentence.plain, language)


def _counts(features: Iterable[str]) -> dict[str, float]:
    counts: dict[str, float] = {}
    for feature in features:
        counts[feature] = counts.get(feature, 0.0) + 1.0
    return counts


def _ngrams(text: str) -> list[str]:
    folded = f" {' '.join(fold_letters(text).text.split())} "
    return [folded[i : i + _NGRAM] for i in range(len(folded) - _NGRAM + 1)]
