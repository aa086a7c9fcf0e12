"""A small model of gradient-boosted trees, read from JSON and run with numpy alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy
from numpy.typing import NDArray


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
        probability: NDArray[numpy.float64] = 1 / (1 + numpy.exp(-total))
        return probability

    @classmethod
    def from_sklearn(cls, boosted: Any, names: Sequence[str]) -> LineModel:
        """Take over a fitted binary GradientBoostingClassifier."""
        prior = boosted.init_.class_prior_[1]
        trees = []
        for (regressor,) in boosted.estimators_:
            tree = regressor.tree_
            value = tree.value[:, 0, 0] * boosted.learning_rate
            trees.append((tree.feature.clip(-1), tree.threshold, tree.children_left, tree.children_right, value))
        return cls(names=tuple(names), bias=float(numpy.log(prior / (1 - prior))), trees=tuple(trees))

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


@lru_cache(maxsize=1)
def line_model() -> LineModel:
    """Return the model that ships, trained by `pipelines/train_boilerplate`."""
    text = resources.files("corpus_tools.text").joinpath("line_model.json").read_text("utf-8")
    return LineModel.from_plain(json.loads(text))
