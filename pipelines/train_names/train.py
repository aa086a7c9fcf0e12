"""Learn the chunk transducers from the Arabic-Latin name words: `python train.py --data DIR --out FILE`.

DIR holds `ar_latin_words.tsv.gz`. Writes `chunk_weights.tsv.gz`, to be put into `corpus_tools/names/`. About ten
minutes on one core; the same data and seed give the same weights on one kind of machine.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import sys
import time
from pathlib import Path

import torch
from lattice import DEFAULTS, Inventory
from learn import against_chance, expectation_maximisation, refine, score
from newsmakers import newsmaker_words, read_newsmakers
from words import known_pairs, read_word_pairs, sharing, with_careless

SEED = 20240611
SHEET = Path(__file__).with_name("newsmakers.tsv")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ar_latin_words.tsv.gz")
    parser.add_argument("--out", type=Path, required=True, help="where to write chunk_weights.tsv.gz")
    parser.add_argument("--splits", default="train,dev", help="which splits to learn from")
    parser.add_argument("--without-newsmakers", action="store_true", help="leave out the newsmakers' words")
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    started = time.monotonic()

    def log(message: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {message}", file=sys.stderr, flush=True)

    generator = random.Random(SEED)
    base = read_word_pairs(options.data / "ar_latin_words.tsv.gz", options.splits.split(","))
    extra = {"arab-latn": [], "latn-latn": [], "arab-arab": []}
    if not options.without_newsmakers:
        extra = newsmaker_words(read_newsmakers(SHEET))
    log(f"{len(base)} word pairs; newsmakers add " + ", ".join(f"{len(v)} {k}" for k, v in extra.items()))

    lines: list[str] = []
    pairs = with_careless(base, generator) + extra["arab-latn"]
    inventory, weights = expectation_maximisation(pairs, keep=20000, rounds=8, longer=0.6, log=log)
    lines += rows("arab-latn-joint", inventory, weights, torch.zeros(()))
    weights = against_chance(pairs, inventory, weights)
    across = refine(
        pairs,
        inventory,
        weights,
        epochs=options.epochs,
        seed=SEED,
        same=known_pairs(base + extra["arab-latn"]),
        log=log,
    )
    lines += rows("arab-latn", inventory, *across)

    # Words that share a partner are variants of one name only where the partner really is one.
    sure = [pair for pair, value in zip(base, score(base, inventory, across[0]), strict=True) if value > 2]
    for model, side, keep in (("latn-latn", 1, 12000), ("arab-arab", 0, 6000)):
        variants = sharing(sure, side, generator, 8)
        itself = sorted({(pair[side], pair[side]) for pair in sure})
        pairs = with_careless(variants, generator) + generator.sample(itself, len(itself) // 4) + 2 * extra[model]
        known = known_pairs(sharing(base, side, generator, 10**6) + extra[model])
        inventory, weights = expectation_maximisation(pairs, keep=keep, rounds=8, longer=0.5, log=log)
        weights = against_chance(pairs, inventory, weights)
        within = refine(pairs, inventory, weights, epochs=options.epochs, seed=SEED, same=known, log=log)
        lines += rows(model, inventory, *within)

    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as packed:
        packed.write(("\n".join(HEADER + lines) + "\n").encode("utf-8"))
    options.out.write_bytes(buffer.getvalue())
    log(f"wrote {len(lines)} weights, {len(buffer.getvalue())} bytes")


HEADER = [
    "# Weights of chunk pairs, in hundredths of a nat, made by pipelines/train_names from NETransliteration COLING",
    "# 2018 (Wikidata, CC0) and google/transliteration (Apache-2.0). Columns: model, first and second chunk, weight.",
    "# The row with first chunk `=` holds the offset of the log-odds and the default weights, in nats.",
]


def rows(model: str, inventory: Inventory, weights: torch.Tensor, offset: torch.Tensor) -> list[str]:
    """Return the lines of the table for one model."""
    settings = " ".join(f"{value:.3f}" for value in [offset.item(), *weights[1 : 1 + DEFAULTS].tolist()])
    out = [f"{model}\t=\t\t{settings}"]
    for (first, second), value in sorted(zip(inventory.pairs, weights[1 + DEFAULTS :].tolist(), strict=True)):
        out.append(f"{model}\t{first}\t{second}\t{round(100 * value)}")
    return out


if __name__ == "__main__":
    main()
