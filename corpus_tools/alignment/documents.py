"""Which articles in two languages are translations of each other, and their sentences paired.

A job across documents in three steps: `summarise_document` (map), `combine_documents` (all summaries, in any order)
and `apply_documents` (map), which adds `parallel` pairs to the source document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpus_tools.alignment.articles import Article, Sentence, article_of, days_between, same_language
from corpus_tools.alignment.bounds import check_days, check_share
from corpus_tools.alignment.coverage import mutual_best
from corpus_tools.alignment.features import name_skeletons, word_channel
from corpus_tools.alignment.lexicon import base_language, starter_lexicon
from corpus_tools.alignment.sentences import align_sentences
from corpus_tools.alignment.vectors import Index, cosine, inverse_frequencies, unit_vector
from corpus_tools.alignment.words import words_of
from corpus_tools.records import AlignedPair, Bead, Document

_PIVOT = "en"
# Relative weight of features: names and numbers hardly ever agree by chance, words from a lexicon often do.
_NAME, _NUMBER, _ENTITY, _TRANSLATED, _LOOKED_UP = 1.0, 1.5, 1.5, 1.0, 0.7
_CANDIDATES = 20
# A bead of less similarity may be by chance: with translations or a lexicon of the two languages, and without.
_ALIKE, _ALIKE_BY_NAMES = 0.2, 0.09

# Sentences that cover each other so much, and nothing more, are counterparts; how many tell an order, and which share
# of them must keep it. Of long articles so many sentences are looked at.
_SURE, _FEWEST_SURE, _IN_ORDER, _MOST_COMPARED = 0.3, 3, 0.8, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingSummary:
    """An article and the features by which its translation is found, as (feature, weight), sorted."""

    article: Article
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPair:
    """Two articles (ids) that are translations of each other; `score` in 0..1, cosine of their features."""

    source: str
    target: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingTable:
    """The pairs by the id of the source, and the articles that are targets."""

    pairs: Mapping[str, DocumentPair] = field(default_factory=dict)
    targets: Mapping[str, Article] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingSettings:
    """When two articles count as translations: cosine at least `least`, better than any other partner's of either
    by the factor `margin`, lengths (characters) within `length_ratio`, dates (if known) within `days`.

    Of a pair the article in the language that stands first in `source_languages` is the source; of languages not
    named there, the one whose tag sorts first. Raises ConfigError for a value that cannot be.
    """

    least: float = 0.25
    margin: float = 1.1
    length_ratio: float = 2.5
    days: int = 10
    source_languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        check_share("least", self.least)
        check_days("days", self.days)


def summarise_document(document: Document) -> PairingSummary:
    """Return what pairing needs of a document: its kept sentences and features."""
    return summarise_article(article_of(document))


def summarise_article(article: Article) -> PairingSummary:
    """Return the features of an article: numbers, entities, name skeletons, and words brought to common languages.

    Words are compared in English (through the starter lexicons) and in every language that machine translations of
    the sentences are given in.
    """
    features: defaultdict[str, float] = defaultdict(float)
    language = base_language(article.language)
    lexicon = None if language == _PIVOT else starter_lexicon(language, _PIVOT)
    for sentence in article.sentences:
        words = words_of(sentence.plain, article.language)
        for word in words:
            if word.number:
                if len(word.stem) > 1:
                    features[f"n:{word.stem}"] += _NUMBER
                continue
            if word.name:
                for skeleton in name_skeletons(word.folded):
                    if len(skeleton) >= 3:
                        features[f"k:{skeleton}"] += _NAME
            features[f"w:{language}:{word.stem}"] += _TRANSLATED
            if lexicon is not None:
                for translation, strength in lexicon.entries.get(word.stem, ())[:2]:
                    features[f"w:{_PIVOT}:{translation}"] += _LOOKED_UP * strength
        for entity in sentence.entities:
            features[f"e:{entity}"] += _ENTITY
        for target, text in sentence.translations:
            base = base_language(target)
            for word in words_of(text, target):
                if not word.number:
                    features[f"w:{base}:{word.stem}"] += _TRANSLATED
    return PairingSummary(article=article, features=tuple(sorted((f, round(n, 3)) for f, n in features.items())))


def pair_documents(
    summaries: Iterable[PairingSummary], *, settings: PairingSettings | None = None
) -> tuple[DocumentPair, ...]:
    """Find which articles are translations of each other and leave the rest; each is in one pair at most.

    Independent of the order of `summaries`, ties go to the smaller id. Candidates come from an inverted index over
    features that few articles share, so no article is compared with all others.
    """
    settings = settings or PairingSettings()
    ordered = sorted((s for s in summaries if s.features), key=lambda s: s.article.id)
    groups: dict[str, list[PairingSummary]] = {}
    for summary in ordered:
        groups.setdefault(base_language(summary.article.language), []).append(summary)
    groups.pop("und", None)
    languages = sorted(groups, key=lambda tag: (_rank(tag, settings.source_languages), tag))
    found: list[DocumentPair] = []
    for position, source in enumerate(languages):
        for target in languages[position + 1 :]:
            found.extend(_pair_groups(groups[source], groups[target], settings))
    taken: set[str] = set()
    chosen: list[DocumentPair] = []
    for pair in sorted(found, key=lambda p: (-p.score, p.source, p.target)):
        if pair.source not in taken and pair.target not in taken:
            taken.update((pair.source, pair.target))
            chosen.append(pair)
    return tuple(sorted(chosen, key=lambda p: (p.source, p.target)))


def _rank(tag: str, order: Sequence[str]) -> int:
    return order.index(tag) if tag in order else len(order)


def _pair_groups(
    sources: Sequence[PairingSummary], targets: Sequence[PairingSummary], settings: PairingSettings
) -> list[DocumentPair]:
    """Return the mutual best pairs between the articles of two languages."""
    shared = {f for s in sources for f, _ in s.features} & {f for t in targets for f, _ in t.features}
    bags = [{f: n for f, n in s.features if f in shared} for s in (*sources, *targets)]
    idf = inverse_frequencies(bags)
    vectors = [unit_vector(bag, idf) for bag in bags]
    source_vectors, target_vectors = vectors[: len(sources)], vectors[len(sources) :]
    index = Index.of(target_vectors, most=max(50, len(targets) // 20))
    by_source: dict[int, list[tuple[float, int]]] = {}
    by_target: dict[int, list[tuple[float, int]]] = {}
    for s, vector in enumerate(source_vectors):
        for t in index.nearest(vector, count=_CANDIDATES):
            if _may_be(sources[s].article, targets[t].article, settings):
                score = cosine(vector, target_vectors[t])
                by_source.setdefault(s, []).append((score, t))
                by_target.setdefault(t, []).append((score, s))
    pairs = []
    for s, candidates in by_source.items():
        score, t = max(candidates, key=lambda c: (c[0], -c[1]))
        rivals = [other for other, u in candidates if u != t] + [other for other, u in by_target[t] if u != s]
        if score >= settings.least and score >= settings.margin * max(rivals, default=0.0):
            pairs.append(
                DocumentPair(source=sources[s].article.id, target=targets[t].article.id, score=round(score, 4))
            )
    return pairs


def _may_be(one: Article, other: Article, settings: PairingSettings) -> bool:
    days = days_between(one.date, other.date)
    if days is not None and days > settings.days:
        return False
    a, b = (sum(len(sentence.text) for sentence in article.sentences) for article in (one, other))
    return max(a, b) <= settings.length_ratio * min(a, b) + 200


def combine_documents(summaries: Iterable[PairingSummary], *, settings: PairingSettings | None = None) -> PairingTable:
    """Pair the documents; the table carries the sentences of those that are targets."""
    summaries = tuple(summaries)
    pairs = pair_documents(summaries, settings=settings)
    wanted = {pair.target for pair in pairs}
    targets = {s.article.id: s.article for s in summaries if s.article.id in wanted}
    return PairingTable(
        pairs={pair.source: pair for pair in pairs}, targets={key: targets[key] for key in sorted(targets)}
    )


def apply_documents(document: Document, table: PairingTable) -> Document:
    """Add the `parallel` pairs of a document that is the source of a pair; any other document is returned as it is.

    Machine translations into the other language that the document carries help to align. Where the sentences of two
    documents turn out not to correspond, or not in the same order (two reports of one event), no pairs are added.
    """
    pair = table.pairs.get(document.id)
    if pair is None:
        return document
    source, target = article_of(document), table.targets[pair.target]
    translations = [_translation(sentence, target.language) for sentence in source.sentences]
    beads = align_sentences(
        [sentence.text for sentence in source.sentences],
        [sentence.text for sentence in target.sentences],
        source_language=source.language,
        target_language=target.language,
        translations=translations if any(translations) else None,
    )
    direct = _PIVOT in (base_language(source.language), base_language(target.language))
    informed = any(translations) or (direct and starter_lexicon(source.language, target.language) is not None)
    if not _is_translation(beads, source, target, _ALIKE if informed else _ALIKE_BY_NAMES):
        return document
    if not _keeps_order(beads, source, target):
        return document
    made: list[AlignedPair] = []
    for bead in beads:
        if bead.source and bead.target:
            ours = [source.sentences[i] for i in bead.source]
            theirs = [target.sentences[j] for j in bead.target]
            made.append(
                AlignedPair(
                    id=f"{document.id}.parallel{len(made)}",
                    kind="parallel",
                    source_language=source.language,
                    target_language=target.language,
                    source=" ".join(sentence.text for sentence in ours),
                    target=" ".join(sentence.text for sentence in theirs),
                    source_segments=tuple(sentence.id for sentence in ours),
                    target_segments=tuple(sentence.id for sentence in theirs),
                    score=bead.score,
                    evidence=(f"documents {pair.score:.2f}", f"translation of {pair.target}"),
                )
            )
    return replace(document, pairs=(*document.pairs, *made))


def _is_translation(beads: Sequence[Bead], source: Article, target: Article, alike: float) -> bool:
    """Say whether at least half of the shorter article, by characters, has found a counterpart of some likeness."""
    paired = [bead for bead in beads if bead.source and bead.target and bead.score >= alike]
    shares = []
    for article, indices in (
        (source, [i for bead in paired for i in bead.source]),
        (target, [j for bead in paired for j in bead.target]),
    ):
        whole = sum(len(sentence.text) for sentence in article.sentences)
        shares.append(sum(len(article.sentences[i].text) for i in indices) / max(1, whole))
    return max(shares) >= 0.5


def _keeps_order(beads: Sequence[Bead], source: Article, target: Article) -> bool:
    """Say whether sentences that are surely each other's counterparts stand in the same order in both articles.

    Two reports of one event say the same in another order, so their counterparts cross; a translation's do not. Of
    120 translations (NTREX, with sentences merged, deleted and inserted) one does not pass; of ten pairs of reports
    whose sentences could be told apart two do. Too few counterparts say nothing.
    """
    rows, columns = (range(min(len(article.sentences), _MOST_COMPARED)) for article in (source, target))
    channel = word_channel(
        [source.sentences[i].text for i in rows],
        [target.sentences[j].text for j in columns],
        source_language=source.language,
        target_language=target.language,
        lexicon=starter_lexicon(source.language, target.language),
    )
    shares = channel.shares(rows, columns)
    sure = mutual_best({(int(i), int(j)): float(shares[i, j]) for i, j in np.argwhere(shares >= _SURE)})
    # Beads of several sentences on both sides are where an alignment hides what crosses.
    simple = {(i, j) for b in beads if min(len(b.source), len(b.target)) == 1 for i in b.source for j in b.target}
    return len(sure) < _FEWEST_SURE or sum(pair in simple for pair in sure) >= _IN_ORDER * len(sure)


def _translation(sentence: Sentence, language: str) -> str:
    return next((text for tag, text in sentence.translations if same_language(tag, language)), "")
