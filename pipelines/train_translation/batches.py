"""Prepared pairs, drawn by the weights of their sources and cut into batches of like lengths."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from .prepare import END, PAD

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """Prepared pairs: for each language the pieces end to end and the offsets of the segmentations."""

    source: np.ndarray
    segmentations: int
    pieces: dict[str, np.ndarray]
    offsets: dict[str, np.ndarray]

    @classmethod
    def load(cls, path: Path, languages: list[str]) -> "Packed":
        arrays = np.load(path)
        return cls(
            source=arrays["source"],
            segmentations=int(arrays["segmentations"]),
            pieces={language: arrays[f"{language}_pieces"] for language in languages},
            offsets={language: arrays[f"{language}_offsets"] for language in languages},
        )

    def lengths(self, language: str, rows: np.ndarray) -> np.ndarray:
        return self.offsets[language][rows + 1] - self.offsets[language][rows]

    def written(self, language: str) -> np.ndarray:
        """Tell for each pair whether it has this language."""
        return self.lengths(language, np.arange(len(self.source)) * self.segmentations) > 0

    def fill(self, language: str, rows: np.ndarray, length: int, start: int | None) -> np.ndarray:
        """Return (rows, length) pieces, padded; `start` comes before the text, END after it."""
        block = np.full((len(rows), length), PAD, np.int64)
        lead = 0 if start is None else 1
        if lead:
            block[:, 0] = start
        sizes, places = self.lengths(language, rows), np.arange(length - lead)
        inside = places < sizes[:, None]
        block[:, lead:][inside] = self.pieces[language][(self.offsets[language][rows][:, None] + places)[inside]]
        block[np.arange(len(rows)), lead + sizes] = END
        return block


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A batch before its pieces are looked up: direction, rows, and the padded lengths of both sides."""

    origin: str
    target: str
    origin_rows: np.ndarray
    target_rows: np.ndarray
    lengths: tuple[int, int]


def bucket(length: np.ndarray) -> np.ndarray:
    """Round up to the few lengths that batches have (a new shape costs the matrix library a compilation)."""
    step = np.where(length <= 32, 4, np.where(length <= 64, 8, 16))
    return (length + step - 1) // step * step


def directions(config: dict) -> list[tuple[str, str]]:
    """Return the (origin, target) pairs of languages that a recipe trains: both ways, where it names none."""
    first, second, *_ = config["languages"]
    return [(origin, target) for origin, target in config.get("directions", [(first, second), (second, first)])]


def plan_round(
    packed: Packed, weights: np.ndarray, ways: list[tuple[str, str]], settings: dict, seed: tuple[int, int]
) -> list[Plan]:
    """Draw a quarter of an epoch by the sources' weights, in every direction, cut into batches of like lengths.

    The number of target positions in a batch is the same, up to rounding, in every batch. The result depends on
    the arguments alone.
    """
    rng = np.random.default_rng(seed)
    plans = []
    for origin, target in ways:
        share = weights[packed.source] / 4 * (packed.written(origin) & packed.written(target))
        copies = np.floor(share + rng.random(len(share))).astype(np.int64)
        pairs = np.repeat(np.arange(len(share)), copies)
        # The best segmentation on a side for a share of the draws, else any of them.
        best = {side: rng.random(len(pairs)) < settings["best_segmentation"] for side in (origin, target)}
        drawn = {side: rng.integers(packed.segmentations, size=len(pairs)) for side in best}
        rows = {side: pairs * packed.segmentations + np.where(best[side], 0, drawn[side]) for side in best}
        sizes = np.stack(
            [bucket(packed.lengths(origin, rows[origin]) + 1), bucket(packed.lengths(target, rows[target]) + 2)], axis=1
        )
        order = rng.permutation(np.flatnonzero(sizes.max(axis=1) <= settings["longest"]))
        order = order[np.lexsort((sizes[order, 1], sizes[order].max(axis=1)))]
        first = 0
        while first < len(order):
            longest = int(sizes[order[first : first + settings["batch_tokens"] // 8]][0].max())
            count = settings["batch_tokens"] // longest
            chosen = order[first : first + count]
            while True:  # rows get longer along the order: shrink the batch until it fits its own longest row
                lengths = tuple(int(n) for n in sizes[chosen].max(axis=0))
                if len(chosen) * max(lengths) <= settings["batch_tokens"] or len(chosen) == 1:
                    break
                chosen = chosen[: settings["batch_tokens"] // max(lengths)]
            first += len(chosen)
            plans.append(
                Plan(
                    origin=origin,
                    target=target,
                    origin_rows=rows[origin][chosen],
                    target_rows=rows[target][chosen],
                    lengths=lengths,
                )
            )
    return [plans[i] for i in rng.permutation(len(plans))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch for the model: (rows, length) pieces on each side, and where target[:, 1:], flat, is no padding."""

    source: Tensor
    target: Tensor
    places: Tensor

    def to(self, device: torch.device) -> "Batch":
        """Return the batch on another device, where the copy need not be waited for."""
        if device.type == "cpu":
            return self
        moved = {
            field.name: getattr(self, field.name).pin_memory().to(device, non_blocking=True) for field in fields(self)
        }
        return Batch(**moved)


def fill_plan(packed: Packed, plan: Plan, starts: dict[str, int]) -> Batch:
    source = packed.fill(plan.origin, plan.origin_rows, plan.lengths[0], None)
    target = packed.fill(plan.target, plan.target_rows, plan.lengths[1], starts[plan.target])
    places = np.flatnonzero(target[:, 1:] != PAD)
    return Batch(source=torch.from_numpy(source), target=torch.from_numpy(target), places=torch.from_numpy(places))


def ahead(items: Iterator[Item], ready: int = 16) -> Iterator[Item]:
    """Yield `items`, which have no end, made in another thread a few ahead of their use."""
    waiting: queue.Queue = queue.Queue(ready)

    def fill() -> None:
        try:
            for item in items:
                waiting.put((item, None))
        except Exception as error:
            waiting.put((None, error))

    threading.Thread(target=fill, daemon=True).start()
    while True:
        item, error = waiting.get()
        if error:
            raise error
        yield item
