"""EM for a joint chunk model, then a contrastive refinement against words that look alike."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import torch
from lattice import (
    DEFAULTS,
    Inventory,
    build_inventory,
    candidate_chunks,
    encode_first,
    encode_second,
    log_sum,
)

from corpus_tools.text.skeletons import consonant_skeleton

Pair = tuple[str, str]


def batches(pairs: Sequence[Pair], inventory: Inventory, size: int):
    """Encode pairs of similar lengths together; yields tensors and the row numbers."""
    order = sorted(range(len(pairs)), key=lambda row: (len(pairs[row][0]), len(pairs[row][1])))
    for begin in range(0, len(order), size):
        rows = order[begin : begin + size]
        first, first_lengths = encode_first(inventory, [pairs[row][0] for row in rows])
        second, second_lengths = encode_second(inventory, [pairs[row][1] for row in rows])
        yield rows, *(torch.from_numpy(part) for part in (first, first_lengths, second, second_lengths))


def expectation_maximisation(
    pairs: Sequence[Pair], *, keep: int, rounds: int, longer: float, log: Callable[[str], None]
) -> tuple[Inventory, torch.Tensor]:
    """Learn joint probabilities of chunk pairs. `longer` discounts each letter by which a chunk pair exceeds 1:1."""
    counts = candidate_chunks(pairs)
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for (a, b), count in counts.items():
        left[a] += count
        right[b] += count
    chosen = [pair for pair, count in counts.items() if count >= 3]
    start = {
        pair: math.log(counts[pair] / (left[pair[0]] + right[pair[1]])) + longer_by(pair) * math.log(longer)
        for pair in chosen
    }
    chosen = sorted(chosen, key=lambda pair: (-start[pair] - math.log(counts[pair]), pair))[: 8 * keep]
    weights = torch.tensor([0.0] + [-14.0] * DEFAULTS + [start[pair] for pair in chosen])
    for number in range(rounds):
        inventory = build_inventory(chosen)
        weights.requires_grad_(True)
        expected = torch.zeros_like(weights)
        likelihood = 0.0
        for _, *parts in batches(pairs, inventory, 4096):
            total = log_sum(inventory, weights, *parts).sum()
            (gradient,) = torch.autograd.grad(total, weights)
            expected += gradient
            likelihood += total.item()
        log(f"EM {number}: {len(chosen)} chunk pairs, log likelihood {likelihood / len(pairs):.3f} a pair")
        with torch.no_grad():
            mass = expected[1 + DEFAULTS :].clamp_min(1e-6)
            if number in (1, 3, 5):
                limit = keep if number == 5 else keep * (4 if number == 1 else 2)
                order = sorted(range(len(chosen)), key=lambda row: (-mass[row].item(), chosen[row]))[:limit]
                order = [row for row in order if mass[row] > 0.3]
                chosen = [chosen[row] for row in order]
                mass = mass[order]
            discount = torch.tensor([longer ** longer_by(pair) for pair in chosen])
            mass = mass * discount
            learnt = torch.log(mass / mass.sum())
            weights = torch.cat([torch.tensor([0.0] + [-16.0] * DEFAULTS), learnt])
    return build_inventory(chosen), weights


def longer_by(pair: Pair) -> int:
    a, b = (part.strip("^$") for part in pair)
    return max(0, len(a) - 1) + max(0, len(b) - 1)


def against_chance(pairs: Sequence[Pair], inventory: Inventory, weights: torch.Tensor) -> torch.Tensor:
    """Turn joint log probabilities into log ratios against letters drawn independently: the start of refinement."""
    letters = [Counter("".join(pair[side] for pair in pairs)) for side in (0, 1)]
    totals = [sum(counts.values()) for counts in letters]

    def chance(text: str, side: int) -> float:
        return sum(math.log((letters[side][letter] + 1) / totals[side]) for letter in text if letter not in "^$")

    out = weights.clone().detach()
    for row, (a, b) in enumerate(inventory.pairs):
        out[1 + DEFAULTS + row] -= chance(a, 0) + chance(b, 1)
    out[1 : 1 + DEFAULTS] = torch.tensor([-2.0, -2.0, -5.0, -7.0, -5.0, -5.0, -6.0, -8.0])
    return out


class LookAlikes:
    """Words with a skeleton one letter away, for negatives that are hard."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.buckets: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            for key in self.keys(word):
                self.buckets[key].append(word)

    @staticmethod
    def keys(word: str) -> set[str]:
        skeleton = consonant_skeleton(word)
        near = {skeleton} | {skeleton[:i] + "*" + skeleton[i + 1 :] for i in range(len(skeleton))}
        return near | {skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton)) if len(skeleton) > 3}

    def draw(self, word: str, generator: random.Random, count: int) -> list[str]:
        keys = sorted(self.keys(word))
        out = []
        skeleton = consonant_skeleton(word)
        for _ in range(count):
            # Half of them with the very same skeleton: only vowels and the finer kind of consonant tell these apart.
            bucket = self.buckets[skeleton if generator.random() < 0.4 else generator.choice(keys)]
            out.append(generator.choice(bucket if bucket else self.words))
        return out


def refine(
    pairs: Sequence[Pair],
    inventory: Inventory,
    weights: torch.Tensor,
    *,
    epochs: int,
    seed: int,
    same: Callable[[str, str], bool],
    log: Callable[[str], None],
    rate: float = 0.03,
    pull: float = 0.05,
    hard: int = 7,
    easy: int = 1,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Train the weights so that true pairs outscore look-alikes; returns the weights and the offset of the logit.

    `same(a, b)` says whether two words are a known pair, and keeps such from being used as negatives.
    """
    generator = random.Random(seed)
    firsts = LookAlikes(sorted({a for a, _ in pairs}))
    seconds = LookAlikes(sorted({b for _, b in pairs}))
    origin = weights.clone()
    weights = weights.clone().requires_grad_(True)
    offset = torch.tensor([-2.0], requires_grad=True)
    optimiser = torch.optim.Adam([{"params": [weights], "lr": rate}, {"params": [offset], "lr": 0.05}])
    group = 1 + hard + easy + 3
    chunk = 384
    steps = epochs * (len(pairs) // chunk)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.05, 1 - step / max(steps, 1)))
    for epoch in range(epochs):
        order = list(range(len(pairs)))
        generator.shuffle(order)
        running = 0.0
        for begin in range(0, len(order) - chunk + 1, chunk):
            rows: list[Pair] = []
            valid: list[bool] = []
            for row in order[begin : begin + chunk]:
                a, b = pairs[row]
                rows.append((a, b))
                valid.append(True)
                for other in seconds.draw(b, generator, hard) + generator.choices(seconds.words, k=easy):
                    rows.append((a, other))
                    valid.append(not same(a, other))
                for other in firsts.draw(a, generator, 3):
                    rows.append((other, b))
                    valid.append(not same(other, b))
            scores = torch.empty(len(rows))
            pieces = []
            places = []
            for numbers, *parts in batches(rows, inventory, 1536):
                pieces.append(log_sum(inventory, weights, *parts))
                places.extend(numbers)
            scores = torch.cat(pieces)[torch.argsort(torch.tensor(places))].view(chunk, group)
            mask = torch.tensor(valid).view(chunk, group)
            logits = scores + offset
            target = torch.zeros_like(logits)
            target[:, 0] = 1.0
            binary = torch.nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
            weight = mask.float()
            weight[:, 0] = 4.0
            ranked = -torch.log_softmax(scores.masked_fill(~mask, -1e9), dim=1)[:, 0]
            loss = (binary * weight).sum() / weight.sum() + 0.3 * ranked.mean()
            loss = loss + pull * ((weights - origin) ** 2).sum() / len(pairs) * 1.0
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            running += loss.item()
        log(f"refinement {epoch}: loss {running / max(1, len(order) // chunk):.4f}, offset {offset.item():.2f}")
    return weights.detach(), offset.detach()


def score(pairs: Sequence[Pair], inventory: Inventory, weights: torch.Tensor) -> list[float]:
    """Return the log sums of pairs, in their order."""
    out = torch.empty(len(pairs))
    with torch.no_grad():
        for numbers, *parts in batches(pairs, inventory, 4096):
            out[numbers] = log_sum(inventory, weights, *parts)
    values: list[float] = out.tolist()
    return values
