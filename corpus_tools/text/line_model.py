"""Two small models of gradient-boosted trees, read from JSON and run with numpy alone.

The first sees the lines as they are, the second also what the first said of their neighbours:
boilerplate comes in runs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy
from numpy.typing import NDArray

from corpus_tools.text.line_features import measure, measure_again


@dataclass(frozen=True)
class LineModel:
    """Trees as columns: for node n of a tree, `feature[n]` (-1 at a leaf), `threshold[n]`, `left[n]`, `right[n]`,
    `value[n]`. The score is the logistic function of the sum of the leaves' values and `bias`."""

    names: tuple[str, ...]
    bias: float
    trees: tuple[tuple[NDArray[Any], ...], ...]

    def scores(self, features: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
        """Return the probability that each row of (lines, features) is content, in 0..1."""
        total = numpy.full(len(features), self.bias)
        rows = numpy.arange(len(features))
        for feature, threshold, left, right, value in self.trees:
            node = numpy.zeros(len(features), dtype=int)
            while True:
                inner = feature[node] >= 0
                if not inner.any():
                    break
                chosen = numpy.where(inner, feature[node], 0)
                goes_left = features[rows, chosen] <= threshold[node]
                node = numpy.where(inner, numpy.where(goes_left, left[node], right[node]), node)
            total += value[node]
        return probability(total)

    @classmethod
    def from_sklearn(cls, boosted: Any, names: Sequence[str]) -> LineModel:
        """Take over a fitted binary HistGradientBoostingClassifier."""
        trees = []
        for (predictor,) in boosted._predictors:
            nodes = predictor.nodes
            leaf = nodes["is_leaf"].astype(bool)
            feature = numpy.where(leaf, -1, nodes["feature_idx"])
            threshold = numpy.where(leaf, 0.0, nodes["num_threshold"])
            value = numpy.where(leaf, nodes["value"], 0.0)
            trees.append((feature, threshold, nodes["left"].astype(int), nodes["right"].astype(int), value))
        return cls(names=tuple(names), bias=float(boosted._baseline_prediction[0, 0]), trees=tuple(trees))

    def plain(self) -> dict[str, Any]:
        """Return the model as plain values, numbers rounded to six significant digits."""

        def rounded(values: NDArray[Any]) -> list[float]:
            return [float(f"{value:.6g}") for value in values]

        return {
            "names": list(self.names),
            "bias": self.bias,
            "trees": [
                [feature.tolist(), rounded(threshold), left.tolist(), right.tolist(), rounded(value)]
                for feature, threshold, left, right, value in self.trees
            ],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> LineModel:
        """Read what `plain` returned."""
        trees = tuple(tuple(numpy.array(column) for column in tree) for tree in plain["trees"])
        return cls(names=tuple(plain["names"]), bias=plain["bias"], trees=trees)


# How much the length of a line counts beside the models, per natural logarithm of characters, and what is added to
# the log-odds of every line: by cross-validation on the development pages, where a lost line costs its characters and a
# line of boilerplate that stays costs one, whatever its length. A lower LEAN drops more.
LENGTH_WEIGHT = 0.75
LEAN = 0.0
_SHORTEST, _MIDDLE = 20.0, 80.0


@dataclass(frozen=True)
class TwoPassModel:
    """The models of both passes. Their log-odds are averaged, and leaned by the length of the line."""

    first: LineModel
    second: LineModel

    def scores(self, lines: Sequence[str], *, cased: bool = True) -> NDArray[numpy.float64]:
        """Return how sure it is that each of the non-blank `lines` of one document is content, 0..1, even at 0.5."""
        if not lines:
            return numpy.zeros(0)
        features = measure(lines, cased=cased)
        first = self.first.scores(features)
        second = self.second.scores(numpy.column_stack([features, measure_again(first, lines)]))
        size = numpy.array([max(len(line.strip()), _SHORTEST) for line in lines])
        total = (log_odds(first) + log_odds(second)) / 2 + LENGTH_WEIGHT * numpy.log(size / _MIDDLE) + LEAN
        return probability(total)


def probability(odds: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """Return the probability of which `odds` is the logarithm of the odds."""
    found: NDArray[numpy.float64] = 1 / (1 + numpy.exp(-odds))
    return found


def log_odds(found: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """Return the logarithm of the odds, within ±14."""
    safe = numpy.clip(found, 1e-6, 1 - 1e-6)
    odds: NDArray[numpy.float64] = numpy.log(safe / (1 - safe))
    return odds


@lru_cache(maxsize=1)
def line_model() -> TwoPassModel:
    """Return the models that ship, trained by `pipelines/train_boilerplate`."""
    text = resources.files("corpus_tools.text").joinpath("line_model.json").read_text("utf-8")
    plain = json.loads(text)
    return TwoPassModel(first=LineModel.from_plain(plain["first"]), second=LineModel.from_plain(plain["second"]))
