"""What comparable coverage is made of: when articles and sentences count, what is known of each, pairs found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus_tools.alignment.articles import Article, days_between
from corpus_tools.alignment.bounds import check_days, check_share
from corpus_tools.text.letters import fold_letters

# An outlet that repeats another word for word: still comparable, and said so.
_COPY = 0.93
# Numbers up to here are often written as words, and agree by chance.
_SMALL = 12
# From so many numbers on, an article that shares none with another reports something else.
_MANY_NUMBERS = 3
# Of the characters of a text, n-grams of this length are compared.
_NGRAM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableSettings:
    """When articles and sentences count as comparable.

    Articles: other outlets (where known), at most `days` apart (where known), cosine of their words at least `event`,
    between two languages `event_across`. Sentences: at least `fewest_words` words, mutual best, similarity at least
    `loose`, between two languages `loose_across`; from `fair` and `close` on they are of a better tier. Similarity is
    the mean of the cosines of words and of character n-grams; across languages that of a machine translation, where
    there is one, and coverage by lexicon, names and numbers. Of two languages the one that stands first in
    `source_languages` is the source; of languages not named there, the one whose tag sorts first.

    Articles also share at least `fewest_facts` numbers and names: elections in two countries are told in the same
    words. (In scripts without capitals any word may be a name, so between two of those this says little.) Bounds of
    events and those across languages were tuned on invented articles (tests/alignment/data) and on news of two outlets
    on the same days; lower, sentences come in that report other facts in the same words.

    Raises ConfigError for a value that cannot be.
    """

    days: int = 3
    event: float = 0.25
    event_across: float = 0.22
    fewest_facts: int = 2
    fewest_words: int = 5
    loose: float = 0.3
    loose_across: float = 0.32
    fair: float = 0.4
    close: float = 0.55
    source_languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        for name in ("event", "event_across"):
            check_share(name, getattr(self, name))
        check_days("days", self.days)

    def tier(self, score: float) -> str:
        """Return the tier of a pair: copy, close, fair or loose."""
        for least, name in ((_COPY, "copy"), (self.close, "close"), (self.fair, "fair")):
            if score >= least:
                return name
        return "loose"

    def may_report_one_event(self, one: ComparableSummary, other: ComparableSummary) -> bool:
        """Say whether two articles are of different outlets, close enough in time (where known), and share facts.

        Two reports of one event that both give many numbers share some: other rate decisions, other matches do not.
        """
        first, second = one.article, other.article
        if first.outlet and first.outlet == second.outlet:
            return False
        days = days_between(first.date, second.date)
        if days is not None and days > self.days:
            return False
        if len(one.facts & other.facts) < self.fewest_facts:
            return False
        numbers, others = one.numbers, other.numbers
        return min(len(numbers), len(others)) < _MANY_NUMBERS or not numbers.isdisjoint(others)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableSummary:
    """What finding comparable sentences needs of a document.

    `features` are those by which its event is found in another language, as (feature, weight), sorted; `translated`
    the ids of the sentences, its own and others', that are parallel already.
    """

    article: Article
    features: tuple[tuple[str, float], ...] = ()
    translated: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers of the article that say something: the small ones agree by chance."""
        return telling_numbers(f.removeprefix("n:") for f, _ in self.features if f.startswith("n:"))

    @property
    def facts(self) -> frozenset[str]:
        """What a report of the same event names in any language: numbers, entities, names by their skeleton."""
        named = (f for f, _ in self.features if f.startswith(("e:", "k:")))
        return frozenset((*self.numbers, *named))


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparablePair:
    """Two sentences (segment ids and texts) of two articles (ids) that say nearly the same; `score` in 0..1."""

    source_document: str
    target_document: str
    source_language: str
    target_language: str
    source_segment: str
    target_segment: str
    source: str
    target: str
    score: float
    tier: str
    evidence: tuple[str, ...]


def telling_numbers(numbers: Iterable[str]) -> frozenset[str]:
    """Return those of normalised `numbers` that agree by chance seldom, and are seldom written as words."""
    return frozenset(n for n in numbers if not (n.isdecimal() and int(n[:9]) <= _SMALL))


def counts(features: Iterable[str]) -> dict[str, float]:
    """Return how often each feature occurs."""
    found: dict[str, float] = {}
    for feature in features:
        found[feature] = found.get(feature, 0.0) + 1.0
    return found


def character_ngrams(text: str) -> list[str]:
    """Return the n-grams of `text` in folded letters, inside words and across one space."""
    folded = f" {' '.join(fold_letters(text).text.split())} "
    return [folded[i : i + _NGRAM] for i in range(len(folded) - _NGRAM + 1)]


def mutual_best(scores: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return the (source, target) that are each other's best; of equals the first."""
    best_source: dict[int, tuple[float, int]] = {}
    best_target: dict[int, tuple[float, int]] = {}
    for (i, j), score in scores.items():
        best_source[i] = max(best_source.get(i, (0.0, 0)), (score, -j))
        best_target[j] = max(best_target.get(j, (0.0, 0)), (score, -i))
    return [(i, -j) for i, (_, j) in sorted(best_source.items()) if best_target[-j][1] == -i]
