"""Train the line model on labelled pages: gradient-boosted trees over `line_features`, written as plain JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from corpus_tools.text.line_features import NAMES, measure
from corpus_tools.text.line_model import LineModel


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--rate", type=float, default=0.06)
    parser.add_argument("--threshold", type=float, default=0.5)
    options = parser.parse_args()
    documents = [
        (path.name, json.loads(line)) for path in options.files for line in path.read_text("utf-8").splitlines()
    ]
    rows, keeps, groups, weights, sizes, files = [], [], [], [], [], []
    names = sorted({document["doc"] for _, document in documents})
    for file, document in documents:
        pairs = [(line, keep) for line, keep in zip(document["lines"], document["keep"], strict=True) if line.strip()]
        lines = [line for line, _ in pairs]
        keep = [bool(keep) for _, keep in pairs]
        for cased in (True, False):
            rows.append(measure(lines, cased=cased))
            keeps.append(keep)
            groups.append([names.index(document["doc"])] * len(lines))
            # Every document weighs the same, whatever its length; the uncased copy less, it is there for other scripts.
            weight = (1.0 if cased else 0.3) * (len(lines) ** -0.5)
            weights.append([weight * (1 + 0.004 * min(len(line), 400)) for line in lines])
            sizes.append([len(line) for line in lines])
            files.append([(file, cased)] * len(lines))
    features = numpy.concatenate(rows)
    keep = numpy.concatenate(keeps)
    group, weight, size = numpy.concatenate(groups), numpy.concatenate(weights), numpy.concatenate(sizes)
    file = [each for part in files for each in part]

    def fit(chosen: numpy.ndarray) -> LineModel:
        boosted = GradientBoostingClassifier(
            n_estimators=options.trees, max_depth=options.depth, learning_rate=options.rate, subsample=0.6,
            min_samples_leaf=12, max_features=0.4, random_state=7,
        )  # fmt: skip
        boosted.fit(features[chosen], keep[chosen], sample_weight=weight[chosen])
        return LineModel.from_sklearn(boosted, NAMES)

    scores = numpy.zeros(len(keep))
    for train, test in GroupKFold(5).split(features, keep, group):
        scores[test] = fit(train).scores(features[test])
    for name in sorted(set(file)):
        chosen = numpy.array([each == name for each in file])
        for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            print(name, threshold, quality(scores[chosen] >= threshold, keep[chosen], size[chosen]))
    if options.out:
        options.out.write_text(json.dumps(fit(numpy.arange(len(keep))).plain(), separators=(",", ":")) + "\n", "utf-8")
        print(options.out, options.out.stat().st_size, "bytes")


def quality(kept: numpy.ndarray, gold: numpy.ndarray, size: numpy.ndarray) -> str:
    hit = (~kept & ~gold).sum()
    f1 = 2 * hit / max((~kept).sum() + (~gold).sum(), 1)
    characters = size[kept & gold].sum() / size[gold].sum()
    return f"boilerplate F1 {f1:.4f}  content characters kept {characters:.4f}"


if __name__ == "__main__":
    main()
