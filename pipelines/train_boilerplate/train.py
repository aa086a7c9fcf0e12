"""Train the two passes of the line model on labelled pages, and write them as plain JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier

from corpus_tools.text import boilerplate
from corpus_tools.text.line_features import NAMES, SECOND, measure, measure_again
from corpus_tools.text.line_model import LineModel, TwoPassModel

FOLDS = 6


@dataclass
class Page:
    """The non-blank lines of a page, as `measure` sees them, with capitals or (a lighter copy) without."""

    name: str
    file: str
    lines: list[str]
    keep: numpy.ndarray
    cased: bool
    features: numpy.ndarray
    first: numpy.ndarray

    @property
    def weights(self) -> numpy.ndarray:
        """Every page weighs much the same, whatever its length; long lines more; what an extractor left, twice."""
        size = numpy.array([min(len(line), 400) for line in self.lines])
        weight = (2.0 if len(self.lines) < 150 else 1.0) * (1.0 if self.cased else 0.3) * len(self.lines) ** -0.5
        return weight * (1 + 0.004 * size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--no-validation", action="store_true", help="train the final model only")
    options = parser.parse_args()
    pages = [page for path in options.files for page in read(path)]
    names = sorted({page.name for page in pages})
    order = numpy.random.RandomState(3).permutation(len(names))
    fold = {names[place]: number % FOLDS for number, place in enumerate(order)}
    if not options.no_validation:
        validate(pages, fold)
    if options.out:
        model = fit(pages, fold)
        plain = {"first": model.first.plain(), "second": model.second.plain()}
        options.out.write_text(json.dumps(plain, separators=(",", ":")) + "\n", "utf-8")
        print(options.out, options.out.stat().st_size, "bytes")


def read(path: Path) -> list[Page]:
    pages = []
    for text in path.read_text("utf-8").splitlines():
        page = json.loads(text)
        pairs = [(line, bool(keep)) for line, keep in zip(page["lines"], page["keep"], strict=True) if line.strip()]
        lines, keep = [line for line, _ in pairs], numpy.array([keep for _, keep in pairs])
        pages += [
            Page(page["doc"], path.name, lines, keep, cased, measure(lines, cased=cased), numpy.zeros(0))
            for cased in (True, False)
        ]
    return pages


def boosted(
    pages: list[Page], features: list[numpy.ndarray], names: tuple[str, ...], trees: int, seed: int
) -> LineModel:
    model = HistGradientBoostingClassifier(
        max_iter=trees, max_leaf_nodes=12, learning_rate=0.06, l2_regularization=2.0, min_samples_leaf=15,
        max_features=0.35, max_bins=63, random_state=seed, early_stopping=False,
    )  # fmt: skip
    weights = numpy.concatenate([page.weights for page in pages])
    model.fit(
        numpy.concatenate(features),
        numpy.concatenate([page.keep for page in pages]),
        sample_weight=weights / weights.mean(),
    )
    return LineModel.from_sklearn(model, names)


def fit(pages: list[Page], fold: dict[str, int]) -> TwoPassModel:
    """Fit both passes; the second on first scores of models that did not see the page."""
    for number in sorted({fold[page.name] for page in pages}):
        others = [page for page in pages if fold[page.name] != number]
        held = boosted(others, [page.features for page in others], NAMES, 120, number)
        for page in pages:
            if fold[page.name] == number:
                page.first = held.scores(page.features)
    first = boosted(pages, [page.features for page in pages], NAMES, 120, 9)
    again = [numpy.column_stack([page.features, measure_again(page.first, page.lines)]) for page in pages]
    return TwoPassModel(first=first, second=boosted(pages, again, (*NAMES, *SECOND), 100, 5))


def validate(pages: list[Page], fold: dict[str, int]) -> None:
    """Print what `label_lines` does with pages that the model has not seen."""
    shipped = boilerplate.line_model
    found: dict[str, list[tuple[bool, bool, int]]] = {}
    for number in range(FOLDS):
        model = fit([page for page in pages if fold[page.name] != number], fold)
        for page in pages:
            if fold[page.name] != number or not page.cased:
                continue
            scores = model.scores(page.lines)
            boilerplate.line_model = lambda model=model: model
            blocks = boilerplate.label_lines("\n".join(page.lines))
            for line, block, score, keep in zip(page.lines, blocks, scores, page.keep, strict=True):
                found.setdefault(f"{page.file} labelled", []).append((block.kept, bool(keep), len(line)))
                found.setdefault(f"{page.file} by the model alone", []).append((score >= 0.5, bool(keep), len(line)))
                headless = block.kept and block.label != "headline"
                found.setdefault(f"{page.file} labelled, no headline kept", []).append(
                    (headless, bool(keep), len(line))
                )
    boilerplate.line_model = shipped
    for name, triples in sorted(found.items()):
        kept, gold, size = (numpy.array(column) for column in zip(*triples, strict=True))
        hit = (~kept & ~gold).sum()
        f1 = 2 * hit / max((~kept).sum() + (~gold).sum(), 1)
        characters = size[kept & gold].sum() / size[gold].sum()
        print(f"{name}: boilerplate F1 {f1:.4f}, content characters kept {characters:.4f}", flush=True)


if __name__ == "__main__":
    main()
