"""Train the starter name recogniser: `python -m pipelines.train_mentions.train --data DIR --out FILE`.

`--data` holds `ner/`, `news_grammar/` and `names/ar_latin_words.tsv.gz`. Writes `recogniser.npz`, to be put into
`corpus_tools/names/`. A linear-chain CRF by Adam with weight decay; features that are rare, and weights that say
little, are left out, the others rounded to one byte. Some ten minutes on one core; the same data, seed and versions
give the same weights on one kind of machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import torch

from corpus_tools.names.recogniser import LABELS, feature_key, word_features
from corpus_tools.names.rules import find_by_rules, lines_of, parted
from corpus_tools.names.word_features import rule_tags
from corpus_tools.names.words import find_words
from pipelines.train_mentions.evaluate import words_of
from pipelines.train_mentions.labelled import LabelledText, corpus
from pipelines.train_mentions.news_sentences import news

SEED = 20240611
OUTSIDE = -1e4
BATCH = 48
SCRIPTS = {"Latn": ("uner.train", "wnut.train", "en"), "Arab": ("aqmar.train", "ar")}


@dataclass(slots=True)
class Sentence:
    """The features of each word, by their keys, and its label."""

    features: list[list[int]]
    labels: list[int]


def sentences(texts: list[LabelledText]) -> list[Sentence]:
    """Read texts as the recogniser will: words, and what the rules say of them.

    Of lines without a name every second one is left out: most have nothing to teach.
    """
    out = []
    empty = 0
    for each in texts:
        whole = "\n".join(line.text for line in each.lines)
        script = "Arab" if each.language == "ar" else "Latn"
        parts = [part for part in parted(lines_of(whole), each.language) if part.script == script]
        found = [name for part in parts for name in find_by_rules(part)]
        offset = 0
        for line in each.lines:
            words = find_words(line.text, each.language)
            end = offset + len(line.text)
            here = [(m.start - offset, m.end - offset, m.kind, m.score) for m in found if offset <= m.start < end]
            offset = end + 1
            empty += not line.names
            if not words or (not line.names and empty % 2):
                continue
            labels = [0] * len(words)
            for first, last, kind in sorted(words_of(line.text, each.language, line.names)):
                if kind == "other":
                    continue
                labels[first] = LABELS.index(f"B-{kind}")
                labels[first + 1 : last] = [LABELS.index(f"I-{kind}")] * (last - first - 1)
            rows = word_features(words, rule_tags(words, here), each.language)
            out.append(Sentence([[feature_key(feature) for feature in row] for row in rows], labels))
    return out


class Tagger(torch.nn.Module):
    """The weights of features, and of a label after another; the last row of `transitions` is for the first word."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.weights = torch.nn.Parameter(torch.zeros(size, len(LABELS)))
        self.transitions = torch.nn.Parameter(torch.zeros(len(LABELS) + 1, len(LABELS)))
        allowed = torch.zeros(len(LABELS) + 1, len(LABELS))
        for to, label in enumerate(LABELS):
            if label.startswith("I-"):
                for origin in range(len(LABELS) + 1):
                    if origin == len(LABELS) or LABELS[origin][2:] != label[2:]:
                        allowed[origin, to] = OUTSIDE
        self.register_buffer("allowed", allowed)

    def loss(self, flat: Any, word: Any, lengths: list[int], labels: Any, keep: float) -> Any:
        """Return the negative log-likelihood of a batch; features are left out at random, `keep` of them stay."""
        noise = (torch.rand(len(flat)) < keep).float() / keep
        rows = torch.index_select(self.weights, 0, flat) * noise[:, None]
        parts = torch.split(torch.zeros(sum(lengths), len(LABELS)).index_add(0, word, rows), lengths)
        scores = torch.nn.utils.rnn.pad_sequence(list(parts))
        gold = torch.nn.utils.rnn.pad_sequence(list(torch.split(labels, lengths)))
        moves = self.transitions + self.allowed
        between, start = moves[:-1], moves[-1]
        size = torch.tensor(lengths)
        alpha = scores[0] + start
        total = scores[0].gather(1, gold[0][:, None])[:, 0] + start[gold[0]]
        for at in range(1, scores.shape[0]):
            inside = at < size
            step = torch.logsumexp(alpha[:, :, None] + between, 1) + scores[at]
            alpha = torch.where(inside[:, None], step, alpha)
            gain = scores[at].gather(1, gold[at][:, None])[:, 0] + between[gold[at - 1], gold[at]]
            total = total + torch.where(inside, gain, torch.zeros_like(gain))
        return (torch.logsumexp(alpha, 1) - total).sum()


def learn(
    data: list[Sentence], *, least: int, epochs: int, decay: float, keep: float, log: Any
) -> tuple[Any, Any, Any]:
    """Return the keys of the features, their weights and the transitions."""
    count = Counter(key for sentence in data for row in sentence.features for key in set(row))
    keys = sorted(key for key, times in count.items() if times >= least)
    index = {key: at for at, key in enumerate(keys)}
    log(f"{len(data)} sentences, {sum(len(s.labels) for s in data)} words, {len(keys)} of {len(count)} features")
    encoded = []
    for sentence in data:
        rows = [[index[key] for key in row if key in index] for row in sentence.features]
        flat = torch.tensor([at for row in rows for at in row])
        sizes = torch.tensor([len(row) for row in rows])
        encoded.append((flat, sizes, torch.tensor(sentence.labels)))
        sentence.features.clear()
    tagger = Tagger(len(keys))
    optimiser = torch.optim.Adam(tagger.parameters(), lr=0.02, betas=(0.9, 0.99))
    order = random.Random(SEED)
    steps = epochs * ((len(encoded) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, steps)
    for epoch in range(epochs):
        order.shuffle(encoded)
        encoded.sort(key=lambda each: len(each[2]))
        places = list(range(0, len(encoded), BATCH))
        order.shuffle(places)
        whole = 0.0
        for at in places:
            batch = encoded[at : at + BATCH]
            sizes = torch.cat([each[1] for each in batch])
            word = torch.repeat_interleave(torch.arange(len(sizes)), sizes)
            loss = tagger.loss(
                torch.cat([each[0] for each in batch]), word, [len(each[2]) for each in batch],
                torch.cat([each[2] for each in batch]), keep,
            )  # fmt: skip
            optimiser.zero_grad()
            (loss / len(batch)).backward()
            optimiser.step()
            with torch.no_grad():  # L1: what says nothing becomes nothing
                limit = decay * schedule.get_last_lr()[0]
                tagger.weights.copy_(torch.nn.functional.softshrink(tagger.weights, limit))
            schedule.step()
            whole += loss.item()
        log(f"epoch {epoch + 1}: {whole / len(encoded):.4f} a sentence")
    transitions = (tagger.transitions + tagger.allowed).detach().numpy()
    return numpy.array(keys, dtype=numpy.uint32), tagger.weights.detach().numpy(), transitions


def packed(script: str, keys: Any, weights: Any, transitions: Any, *, smallest: float, log: Any) -> dict[str, Any]:
    """Return the arrays of one script: weights of one byte, features that say little left out."""
    kept = numpy.abs(weights).max(1) >= smallest
    scale = numpy.float32(min(numpy.abs(weights).max(), 6.0) / 127)
    small = numpy.clip(numpy.round(weights[kept] / scale), -127, 127).astype(numpy.int8)
    log(f"{script}: {len(small)} features kept")
    return {
        f"{script}_keys": keys[kept],
        f"{script}_weights": small,
        f"{script}_scale": scale,
        f"{script}_transitions": transitions.astype(numpy.float32),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora, the grammar and name words")
    parser.add_argument("--out", type=Path, required=True, help="where to write recogniser.npz")
    parser.add_argument("--sentences", type=int, default=4000, help="how many to make by the grammar, per language")
    parser.add_argument("--scripts", nargs="+", default=list(SCRIPTS), choices=list(SCRIPTS))
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--decay", type=float, default=0.005)
    parser.add_argument("--keep", type=float, default=0.8)
    parser.add_argument("--smallest", type=float, default=0.12)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    started = time.monotonic()

    def log(message: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {message}", file=sys.stderr, flush=True)

    words = options.data / "names" / "ar_latin_words.tsv.gz"
    made = news(options.data / "news_grammar", words, count=options.sentences, seed=SEED)
    arrays: dict[str, Any] = {}
    for script in options.scripts:
        texts: list[LabelledText] = []
        for source in SCRIPTS[script]:
            if "." in source:
                texts += corpus(options.data / "ner", source)
        texts += [text for text in made if text.language in SCRIPTS[script]]
        data = sentences(texts)
        log(f"{script}: read")
        keys, weights, transitions = learn(
            data, least=3, epochs=options.epochs, decay=options.decay, keep=options.keep, log=log
        )
        arrays |= packed(script, keys, weights, transitions, smallest=options.smallest, log=log)
    with options.out.open("wb") as out:
        numpy.savez_compressed(out, **arrays)
    log(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
