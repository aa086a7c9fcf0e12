"""Train the weights of the language profiles: one table per script, from the word counts that count.py wrote.

For each script, a linear softmax over hashed character n-grams and whole words (corpus_tools/language/features.py) is
fitted to P(language | word), each language equally likely beforehand. A word counts with a power of its frequency, so
that the many rare words shape the n-grams; whole words are left out of a part of the examples, for the n-grams to
learn those too.
The weights are kept as eight-bit integers. Deterministic for one version of torch and one thread.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from pathlib import Path

import numpy as np
import torch

from corpus_tools.language.features import hashed_features
from corpus_tools.language.tokens import SCRIPT_LANGUAGES

BITS = {"Latn": 18, "Arab": 18, "Cyrl": 17}


def read(path: Path) -> dict[str, float]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {word: float(value) for word, value in (line.rstrip("\n").split("\t") for line in file)}


def train(counts: Path, script: str, *, epochs: int, power: float, drop: float, decay: float) -> dict[str, np.ndarray]:
    codes = SCRIPT_LANGUAGES[script]
    tables = [read(counts / f"{code}.tsv.gz") for code in codes]
    words = sorted({word for table in tables for word in table})
    bits = BITS[script]
    frequencies = np.array([[table.get(word, 0.0) for table in tables] for word in words])
    mass = frequencies.sum(axis=1)
    # A word that one list holds and another does not: how rare may it be in the other? Below that list's rarest words.
    floors = np.array([0.2 * min(min(table.values()), 1e-6) for table in tables])
    targets = frequencies + floors
    targets = torch.tensor(targets / targets.sum(axis=1, keepdims=True), dtype=torch.float32)
    strength = mass**power
    # Every language weighs the same, however long its list.
    shares = (strength[:, None] * (frequencies > 0)).sum(axis=0)
    strength = (strength[:, None] * (frequencies / mass[:, None]) / shares).sum(axis=1)
    strength = torch.tensor(strength / strength.mean(), dtype=torch.float32)
    print(script, len(words), "words", dict(zip(codes, map(len, tables), strict=True)), file=sys.stderr)

    features, owners = hashed_features(words, bits)
    order = np.argsort(owners, kind="stable")
    whole = np.zeros(len(features), dtype=bool)
    whole[len(features) - len(words) :] = True
    features, whole = features[order], whole[order]
    lengths = np.bincount(owners, minlength=len(words))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    generator = np.random.default_rng(7)
    torch.manual_seed(7)
    torch.set_num_threads(1)
    weights = torch.nn.EmbeddingBag(1 << bits, len(codes), mode="sum", sparse=False)
    torch.nn.init.zeros_(weights.weight)
    batch = 8192
    steps = epochs * math.ceil(len(words) / batch)
    optimiser = torch.optim.Adam(weights.parameters(), lr=0.03)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    probabilities = strength.numpy() / strength.numpy().sum()
    for step in range(steps):
        chosen = generator.choice(len(words), size=batch, p=probabilities)
        spans = [np.arange(starts[i], starts[i + 1]) for i in chosen]
        flat = np.concatenate(spans)
        bag = np.repeat(np.arange(batch), lengths[chosen])
        keep = ~(whole[flat] & np.repeat(generator.random(batch) < drop, lengths[chosen]))
        flat, bag = flat[keep], bag[keep]
        offsets = np.concatenate([[0], np.cumsum(np.bincount(bag, minlength=batch))[:-1]])
        found = weights(torch.from_numpy(features[flat]), torch.from_numpy(offsets))
        loss = -(targets[chosen] * torch.log_softmax(found, 1)).sum(1).mean()
        penalty = decay * weights.weight.square().sum() / batch
        optimiser.zero_grad()
        (loss + penalty).backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 0 or step == steps - 1:
            print(script, step, "of", steps, f"{loss.item():.4f}", file=sys.stderr)
    table = weights.weight.detach().numpy()
    table = table - table.mean(axis=1, keepdims=True)
    # The scale cuts the largest one in ten thousand weights.
    scale = float(np.quantile(np.abs(table[np.abs(table) > 1e-4]), 0.9999)) / 127
    return {
        f"{script}.weights": np.clip(np.rint(table / scale), -127, 127).astype(np.int8),
        f"{script}.scale": np.float32(scale),
        f"{script}.languages": np.array(codes),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the folder of the profiles")
    parser.add_argument("--scripts", default="Latn,Arab,Cyrl")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--power", type=float, default=0.5)
    parser.add_argument("--drop", type=float, default=0.4)
    parser.add_argument("--decay", type=float, default=3e-4)
    arguments = parser.parse_args()
    arrays: dict[str, np.ndarray] = {}
    for script in arguments.scripts.split(","):
        arrays |= train(
            arguments.counts, script, epochs=arguments.epochs, power=arguments.power, drop=arguments.drop,
            decay=arguments.decay,
        )  # fmt: skip
    for script in arguments.scripts.split(","):
        found = {name.partition(".")[2]: array for name, array in arrays.items() if name.startswith(f"{script}.")}
        np.savez_compressed(arguments.out / f"profiles_{script.lower()}.npz", **found)


if __name__ == "__main__":
    main()
