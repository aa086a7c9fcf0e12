"""Fit the logistic model of `compare_names` on the sheet of newsmakers: `python calibrate.py --data DIR --out FILE`.

Writes `comparison_weights.toml`, to be put into `corpus_tools/names/` (which must hold the chunk weights already).
`--test` names a TSV of labelled pairs (name_a, name_b, same, scripts) to report on; nothing is learnt from it.
Half a minute on one core.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from learn import LookAlikes
from newsmakers import Newsmaker, children, labelled_pairs, near_misses, read_newsmakers
from scipy.optimize import minimize
from words import known_pairs, read_word_pairs, sharing

from corpus_tools.names.matching import FEATURES, listen_ahead, match_names
from corpus_tools.names.parsing import parse_name
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

SEED = 20240611
SHEET = Path(__file__).with_name("newsmakers.tsv")
# What a feature may only do: more conflicts never make two names more alike, and what the sheet shows too seldom (two
# generations, a child's name, differing middle initials) must decide all the same. Other features are free.
_AT_MOST = {
    "conflicts": 0.0,
    "extra_before": 0.0,
    "extra_common_before": 0.0,
    "extra_given_before": -6.0,
    "extra_between": 0.0,
    "extra_after": 0.0,
    "lone_match": -2.0,
    "generation_differs": -8.0,
    "generation_on_one_side": 0.0,
    "initials_differ": -7.0,
    "order_differs": 0.0,
    "father_for_son": 0.0,
}
_NEVER_NEGATIVE = {
    "worst_below_zero",
    "worst_above_zero",
    "mean",
    "whole",
    "whole_spelling",
    "more_matches",
}


def features_of(pairs: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the feature rows, and which pairs are decided without the model (equal when folded, or empty)."""
    rows = np.zeros((len(pairs), len(FEATURES)))
    decided = np.zeros(len(pairs), dtype=int)
    parsed = [(parse_name(first), parse_name(second)) for first, second in map(sorted, pairs)]
    for start in range(0, len(parsed), 4096):
        listen_ahead(parsed[start : start + 4096])
    for index, (first, second) in enumerate(parsed):
        matching = match_names(first, second)
        if matching is None:
            decided[index] = -1
        elif matching.equal:
            decided[index] = 1
        else:
            rows[index] = matching.features
    return rows, decided


def fit(rows: np.ndarray, same: np.ndarray, weight: np.ndarray, ridge: float) -> np.ndarray:
    """Return the weights of a ridge logistic regression with the signs that make sense."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = rows @ weights
        value = (weight * (np.logaddexp(0, logits) - same * logits)).sum()
        gradient = rows.T @ (weight * (1 / (1 + np.exp(-logits)) - same))
        pull = ridge * weights * (np.array(FEATURES) != "bias")
        return value + 0.5 * (pull * weights).sum(), gradient + pull

    bounds = [
        (None, _AT_MOST[name]) if name in _AT_MOST else (0.0, None) if name in _NEVER_NEGATIVE else (None, None)
        for name in FEATURES
    ]
    return minimize(loss, np.zeros(len(FEATURES)), jac=True, bounds=bounds, method="L-BFGS-B").x


def f1(predicted: np.ndarray, same: np.ndarray) -> float:
    """Return F1 of a verdict."""
    hits = float((predicted & same).sum())
    return 2 * hits / max(1.0, float(predicted.sum() + same.sum()))


def other_words(path: Path) -> Callable[[str], str | None]:
    """Return what draws another word that looks like one: a class of its skeleton differs, and it is no known variant.

    Words with the very same skeleton are left out: too many of them are spellings of one name.
    """
    generator = random.Random(SEED)
    base = read_word_pairs(path, ("train", "dev"))
    alike, known = {}, {}
    for script, side in (("Arab", 0), ("Latn", 1)):
        alike[script] = LookAlikes(sorted({pair[side] for pair in base}))
        known[script] = known_pairs(sharing(base, side, generator, 10**6))

    def draw(word: str) -> str | None:
        script = script_of(word)
        if script not in alike:
            return None
        skeleton = consonant_skeleton(word)
        for other in alike[script].draw(word, generator, 6):
            if consonant_skeleton(other) not in ("", skeleton) and not known[script](word, other):
                return other
        return None

    return draw


def training_set(
    newsmakers: list[Newsmaker], negatives: float, draw: Callable[[str], str | None]
) -> tuple[list, np.ndarray, np.ndarray]:
    """Return labelled pairs, labels and weights: each entity counts by the root of its pairs, not by their number."""
    pairs = labelled_pairs(newsmakers, SEED, negatives) + children(newsmakers, SEED)
    pairs += near_misses(newsmakers, draw, SEED)
    same = np.array([pair[2] for pair in pairs])
    counts: dict[int, int] = defaultdict(int)
    for pair in pairs:
        if pair[2]:
            counts[pair[3]] += 1
    weight = np.array([counts[pair[3]] ** -0.5 * 3 if pair[2] else 1.0 for pair in pairs])
    return pairs, same, weight


def single_words(path: Path, count: int) -> tuple[list[tuple[str, str]], np.ndarray]:
    """Return labelled pairs of words: Arabic with Latin, and Latin with Latin, three look-alikes a true one."""
    generator = random.Random(SEED)
    base = read_word_pairs(path, ("train", "dev"))
    pairs: list[tuple[str, str]] = []
    labels: list[bool] = []
    for side in (None, 1):
        true = base if side is None else sharing(base, side, generator, 6)
        known = known_pairs(base if side is None else sharing(base, side, generator, 10**6))
        alike = LookAlikes(sorted({b for _, b in base}))
        for a, b in generator.sample(true, count):
            pairs.append((a, b))
            labels.append(True)
            for other in alike.draw(b, generator, 3):
                if not known(a, other):
                    pairs.append((a, other))
                    labels.append(False)
    return pairs, np.array(labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with ar_latin_words.tsv.gz")
    parser.add_argument("--test", type=Path)
    parser.add_argument("--ridge", type=float, default=3.0)
    parser.add_argument("--negatives", type=float, default=3.0)
    options = parser.parse_args()
    words_file = options.data / "ar_latin_words.tsv.gz"
    pairs, same, weight = training_set(read_newsmakers(SHEET), options.negatives, other_words(words_file))
    rows, decided = features_of([(pair[0], pair[1]) for pair in pairs])
    use = decided == 0
    words, words_same = single_words(words_file, 1200)
    words_rows, words_decided = features_of(words)
    words_use = words_decided == 0

    def learn(chosen: np.ndarray) -> np.ndarray:
        return fit(
            np.concatenate([rows[chosen], words_rows[words_use]]),
            np.concatenate([same[chosen], words_same[words_use]]),
            np.concatenate([weight[chosen], np.full(words_use.sum(), 0.5)]),
            options.ridge,
        )

    generator = random.Random(SEED)
    fold_of = {number: generator.randrange(5) for number in {pair[3] for pair in pairs} | {pair[4] for pair in pairs}}
    held = np.zeros(len(pairs), dtype=bool)
    for fold in range(5):
        inside = np.array([fold_of[pair[3]] == fold or fold_of[pair[4]] == fold for pair in pairs])
        weights = learn(use & ~inside)
        held[inside] = (rows[inside] @ weights >= 0) * (decided[inside] == 0) + (decided[inside] == 1) > 0
    print(f"sheet, cross-validated by entity: F1 {f1(held, same):.4f} of {len(pairs)} pairs")
    print(f"of its {(~same).sum()} false pairs {(held & ~same).sum()} are taken for one")

    weights = learn(use)
    lines = [
        "# Weights of the logistic model of compare_names: see matching.py for the features. Made by",
        "# pipelines/train_names from its sheet of newsmakers. Log-odds = sum of weight times feature.",
        "",
        "[weights]",
        *(f"{name} = {value:.4f}" for name, value in zip(FEATURES, weights, strict=True)),
    ]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.test:
        report(options.test, weights)


def report(path: Path, weights: np.ndarray) -> None:
    """Print F1 by scripts, and the worst mistakes."""
    with path.open(encoding="utf-8", newline="") as handle:
        table = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows, decided = features_of([(row["name_a"], row["name_b"]) for row in table])
    same = np.array([row["same"] == "1" for row in table])
    logits = np.where(decided == 0, rows @ weights, 20.0 * decided)
    predicted = logits >= 0
    for scripts in [*sorted({row["scripts"] for row in table}), "all"]:
        chosen = np.array([scripts in (row["scripts"], "all") for row in table])
        best = max((f1(logits[chosen] >= limit, same[chosen]), limit) for limit in np.arange(-4, 4, 0.25))
        print(f"{scripts}: F1 {f1(predicted[chosen], same[chosen]):.4f} (best {best[0]:.4f} at {best[1]:+.2f})")
    wrong = sorted((-abs(logits[i]), i) for i in range(len(table)) if predicted[i] != same[i])
    for _, index in wrong:
        row = table[index]
        named = {name: round(float(value), 1) for name, value in zip(FEATURES, rows[index], strict=True) if value}
        print(f"{logits[index]:+.2f} is {row['same']}: {row['name_a']} | {row['name_b']} {named}")


if __name__ == "__main__":
    main()
