"""The sparse chunk transducer as a trainable model: chunk inventories, batches, and the sum over all alignments.

A word pair is explained by cutting both words into chunks, the first word's of 1 or 2 letters, the second's of 0 to 4,
and weighing each pair of chunks; the score is the logarithm of the sum over all ways to cut. Both words are
surrounded by `^` and `$`, so that chunks at their edges have weights of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

LONGEST_FIRST = 2
LONGEST_SECOND = 4
# Weights of the pairs of chunks that the table lacks (the first has one letter, the second 0 to 3): by whether the
# first is a weak letter, and whether the second is empty, vowels only, has one consonant, or more.
DEFAULTS = 8
_WEAK = frozenset("اأإآوؤيىئءعهةaeiouyhıöüäw")
_VOWELS = frozenset("aeiouyıöüäاوي")


def default_number(left: str, right: str) -> int:
    """Return which default weight, 1..DEFAULTS, a pair of chunks has that the table lacks."""
    consonants = sum(letter not in _VOWELS for letter in right)
    return 1 + 4 * (left not in _WEAK) + (0 if not right else 1 + min(consonants, 2))


def edged(word: str) -> str:
    return f"^{word}$"


@dataclass
class Inventory:
    """Chunks with their numbers (0 is none) and the table of parameter numbers (0 is impossible)."""

    first: dict[str, int]
    second: dict[str, int]
    table: torch.Tensor  # int32 [first, second]
    pairs: list[tuple[str, str]]


def candidate_chunks(pairs: Sequence[tuple[str, str]], window: float = 0.34) -> Counter[tuple[str, str]]:
    """Count the pairs of chunks that stand at about the same place of a word pair."""
    counts: Counter[tuple[str, str]] = Counter()
    for a, b in pairs:
        first, second = edged(a), edged(b)
        for i in range(len(first)):
            for size in range(1, LONGEST_FIRST + 1):
                if i + size > len(first):
                    break
                left = first[i : i + size]
                middle = (i + size / 2) / len(first)
                for j in range(len(second) + 1):
                    for other in range(LONGEST_SECOND + 1):
                        if j + other > len(second):
                            break
                        if abs((j + other / 2) / len(second) - middle) > window:
                            continue
                        right = second[j : j + other]
                        if ("^" in left and i == 0 and "^" not in right) or ("^" in right and "^" not in left):
                            continue
                        if ("$" in left) != ("$" in right):
                            continue
                        counts[left, right] += 1
    return counts


def build_inventory(pairs: Sequence[tuple[str, str]]) -> Inventory:
    """Number the chunks of `pairs`; parameters 1..DEFAULTS are the defaults, the rest follow in the order given."""
    letters_first = sorted({letter for a, _ in pairs for letter in a})
    first = {"": 0}
    for chunk in [*letters_first, *sorted({a for a, _ in pairs if len(a) > 1})]:
        first.setdefault(chunk, len(first))
    second = {"": 1}
    for chunk in sorted({b for _, b in pairs} - {""}):
        second[chunk] = len(second) + 1
    table = torch.zeros((len(first), len(second) + 1 + 3), dtype=torch.int32)
    other = len(second) + 1  # chunks that are in no pair: vowels only, with one consonant, with more
    for left, number in first.items():
        if len(left) != 1 or left in "^$":
            continue
        for right, column in second.items():
            if len(right) < LONGEST_SECOND and "^" not in right and "$" not in right:
                table[number, column] = default_number(left, right)
        for kind, sample in enumerate(("a", "ka", "kka")):
            table[number, other + kind] = default_number(left, sample)
    for position, (left, right) in enumerate(pairs):
        table[first[left], second[right]] = 1 + DEFAULTS + position
    return Inventory(first, second, table, list(pairs))


def encode_first(inventory: Inventory, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return chunk numbers [word, end, size-1] and lengths."""
    edges = [edged(word) for word in words]
    longest = max(map(len, edges))
    out = np.zeros((len(words), longest + 1, LONGEST_FIRST), dtype=np.int64)
    for row, word in enumerate(edges):
        for end in range(1, len(word) + 1):
            for size in range(1, min(LONGEST_FIRST, end) + 1):
                out[row, end, size - 1] = inventory.first.get(word[end - size : end], 0)
    return out, np.array([len(word) for word in edges])


def encode_second(inventory: Inventory, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return chunk numbers [word, end, size] and lengths."""
    edges = [edged(word) for word in words]
    longest = max(map(len, edges))
    other = len(inventory.second) + 1
    out = np.zeros((len(words), longest + 1, LONGEST_SECOND + 1), dtype=np.int64)
    for row, word in enumerate(edges):
        for end in range(len(word) + 1):
            out[row, end, 0] = 1
            for size in range(1, min(LONGEST_SECOND, end) + 1):
                chunk = word[end - size : end]
                if chunk in inventory.second:
                    out[row, end, size] = inventory.second[chunk]
                elif size < LONGEST_SECOND and "^" not in chunk and "$" not in chunk:
                    out[row, end, size] = other + min(2, sum(letter not in _VOWELS for letter in chunk))
    return out, np.array([len(word) for word in edges])


def log_sum(
    inventory: Inventory,
    weights: torch.Tensor,
    first: torch.Tensor,
    first_lengths: torch.Tensor,
    second: torch.Tensor,
    second_lengths: torch.Tensor,
) -> torch.Tensor:
    """Return the log of the sum over alignments for each row. `weights` are logarithms; number 0 counts as zero."""
    linear = torch.cat([torch.zeros(1, dtype=weights.dtype), torch.exp(weights[1:])])
    rows, columns = first.shape[0], second.shape[1]
    start = torch.zeros((rows, columns), dtype=weights.dtype)
    start[:, 0] = 1.0
    states = [start]
    flat = inventory.table.view(-1)
    width = inventory.table.shape[1]
    for end in range(1, first.shape[1]):
        total = None
        for size in range(1, min(LONGEST_FIRST, end) + 1):
            numbers = first[:, end, size - 1] * width
            previous = states[end - size]
            cells = linear[flat[(numbers[:, None, None] + second).view(-1)].long()].view(rows, columns, -1)
            for other in range(LONGEST_SECOND + 1):
                part = previous[:, : columns - other] * cells[:, other:, other]
                if other:
                    part = torch.nn.functional.pad(part, (other, 0))
                total = part if total is None else total + part
        states.append(total)
    stacked = torch.stack(states, dim=1)
    final = stacked[torch.arange(rows), first_lengths, second_lengths]
    return torch.log(final.clamp_min(1e-37))
