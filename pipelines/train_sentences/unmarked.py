"""Train the models of sentence ends without a mark that ship with corpus-tools, and say what they find.

    python -m pipelines.train_sentences.unmarked --data DIR --out corpus_tools/language [--languages en tr]
    python -m pipelines.train_sentences.unmarked --data DIR --measure

Sentences of `training_text` are joined by a space, the full stops of some taken away; each blank that the rules leave
inside a piece is an end or none. Logistic regression with AdaGrad, in numpy: some minutes a language on one core, and
the same weights for the same data and seed. `--measure` trains without the news of `HELD_OUT` and shows, for several
least log odds, how many of the ends without a mark are found there and in the sources for development, and how many
blanks inside sentences are taken for one. Nothing is written then.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy
from numpy.typing import NDArray

from corpus_tools.language.segmentation import split_by_rules
from corpus_tools.language.unmarked_ends import BUCKETS, LANGUAGES, Gaps, UnmarkedEnds, gaps_of
from pipelines.train_sentences.training_text import SOURCES, Source, join_single, read_source

HELD_OUT = ("me_diplomacy", "society", "everyday", "long_rights")
# Times that the sentences are joined anew, and the share of full stops taken away then. More of either finds more
# ends and cuts more sentences.
_ROUNDS = 8
_DROPPED = 0.35
_BATCH = 256
_RATE = 0.2
# An end counts if its log odds are greater: where about one sentence in a thousand of the news held out is cut
# wrongly. At 2 a third more ends are found in English, and four times as many sentences cut.
LEAST = 3.5

Labelled = tuple[Gaps, NDArray[numpy.bool_]]


def sources_of(language: str, *, held_out: bool) -> list[Source]:
    """Return the sources to train on, without the news held out where that is asked for."""
    found = [source for source in SOURCES[language] if not source.development]
    return [each for each in found if not (held_out and Path(each.path).name.removesuffix(".tsv.gz") in HELD_OUT)]


def paragraphs(data: Path, sources: Sequence[Source], chance: random.Random, *, dropped: float) -> list[list[str]]:
    """Return paragraphs of sentences; single ones are joined, and a share of the full stops is taken away."""
    read = [each for source in sources for each in read_source(data, source) * source.repeat]
    joined = join_single(read, chance)
    return [[_bare(text) if chance.random() < dropped else text for text, _ in each] for each in joined]


def _bare(text: str) -> str:
    return text[:-1].rstrip() or text if text.endswith(".") and not text.endswith("..") else text


def labelled(joined: Sequence[Sequence[str]], language: str) -> Labelled:
    """Return the blanks inside the pieces that the rules leave, and which of them are ends."""
    pieces: list[str] = []
    inside: list[set[int]] = []
    for sentences in joined:
        text = " ".join(sentences)
        ends = set(numpy.cumsum([len(each) + 1 for each in sentences]) - 1)
        for span in split_by_rules(text, language=language):
            pieces.append(span.of(text))
            inside.append({int(end) - span.start for end in ends if span.start < end < span.end})
    gaps = gaps_of(pieces)
    found = [int(end) in inside[piece] for piece, end in zip(gaps.piece.tolist(), gaps.end.tolist(), strict=True)]
    return gaps, numpy.array(found, dtype=bool)


def fit(rounds: Sequence[Labelled], *, seed: int) -> tuple[NDArray[numpy.float64], float]:
    """Return weights and bias: one pass over each round, in small batches."""
    weights = numpy.zeros(BUCKETS)
    squares = numpy.full(BUCKETS, 1e-2)
    bias = -2.0
    chance = numpy.random.default_rng(seed)
    for gaps, ends in rounds:
        order = chance.permutation(len(ends))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            features = gaps.features[rows]
            scores = weights[features].sum(axis=1) + bias
            slope = 1 / (1 + numpy.exp(-numpy.clip(scores, -30, 30))) - ends[rows]
            steps = numpy.zeros(BUCKETS)
            numpy.add.at(steps, features.ravel(), numpy.repeat(slope, features.shape[1]))
            hit = numpy.unique(features)
            squares[hit] += steps[hit] ** 2
            weights[hit] -= _RATE * steps[hit] / numpy.sqrt(squares[hit])
            bias -= 0.01 * float(slope.mean())
    return weights, bias


def quantised(weights: NDArray[numpy.float64]) -> tuple[NDArray[numpy.int8], float]:
    """Return the weights in one byte each, and what 1 stands for."""
    scale = float(numpy.quantile(numpy.abs(weights[weights != 0]), 0.9999)) / 127
    return numpy.clip(numpy.rint(weights / scale), -127, 127).astype(numpy.int8), scale


def train(language: str, *, data: Path, seed: int, held_out: bool) -> tuple[NDArray[numpy.int8], float, float]:
    """Return whole weights, their scale and the bias."""
    chance = random.Random(seed)
    sources = sources_of(language, held_out=held_out)
    rounds = [labelled(paragraphs(data, sources, chance, dropped=_DROPPED), language) for _ in range(_ROUNDS)]
    weights, bias = fit(rounds, seed=seed)
    whole, scale = quantised(weights)
    print(f"{language}: {len(rounds[0][1])} blanks, {rounds[0][1].sum()} ends a round; {(whole != 0).sum()} weights")
    return whole, scale, bias


def measure(language: str, model: UnmarkedEnds, *, data: Path) -> None:
    """Print what the model finds in each source that it was not trained on."""
    columns = {source.path: source for source in SOURCES[language]}
    held = [columns[path] for name in HELD_OUT if (path := f"parallel/news/{name}.tsv.gz") in columns]
    for source in [*held, *(each for each in SOURCES[language] if each.development)]:
        joined = paragraphs(data, [source], random.Random(8), dropped=0.0)
        gaps, ends = labelled(joined, language)
        scores = model.scores(gaps)
        found = "  ".join(
            f"{least:+}: {(scores[ends] > least).sum()} (+{(scores[~ends] > least).sum()})" for least in range(-1, 6)
        )
        name = Path(source.path).name.split(".")[0]
        print(
            f"  {name:16} {sum(map(len, joined)):5} sentences, {ends.sum():3} ends without a mark  {found}", flush=True
        )


def main() -> None:
    """Train what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    if not options.measure and options.out is None:
        parser.error("--out or --measure is needed")
    for language in options.languages:
        whole, scale, bias = train(language, data=options.data, seed=options.seed, held_out=options.measure)
        if options.measure:
            model = UnmarkedEnds(whole, scale, bias, LEAST)
            measure(language, model, data=options.data)
        else:
            numpy.savez_compressed(
                options.out / f"unmarked_ends_{language}.npz",
                weights=whole, scale=scale, bias=bias, least=LEAST,
            )  # fmt: skip


if __name__ == "__main__":
    main()
