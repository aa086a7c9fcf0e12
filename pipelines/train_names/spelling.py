"""Learn how Latin names are written in Arabic: `python spelling.py --data DIR --out FILE`.

DIR holds `ar_latin_words.tsv.gz`. Writes `spelling_model.npz`, to be put into `corpus_tools/names/`: small recurrent
networks with attention (Bahdanau et al. 2015, Luong et al. 2015) that give P(Arabic word | Latin word), by which
ranking orders look-alikes. Two of them, from other random numbers: their mean is better than either. About a quarter of
an hour on one core; the same data and seed give the same weights on one kind of machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from words import Pair, read_word_pairs, with_careless

from corpus_tools.names.spelling import FIRST_LETTER, NOTHING, number_letters, spelling_letters

SEED = 20240611
MODELS = 2
# Chosen on words of the `dev` split, none of which is in `train`.
LETTER, STATE, DECODER = 32, 56, 80
DROPOUT, SMOOTHING, RATE, BATCH = 0.2, 0.1, 3e-3, 128
# A letter seen in fewer words is as good as unknown. Words.
LEAST_WORDS = 5


class Speller(nn.Module):
    """Reads a Latin word both ways and writes the Arabic one letter by letter, looking back at what it read."""

    def __init__(self, latin: int, arabic: int) -> None:
        super().__init__()
        self.latin = nn.Embedding(latin, LETTER, padding_idx=NOTHING)
        self.arabic = nn.Embedding(arabic, LETTER, padding_idx=NOTHING)
        self.reader = nn.GRU(LETTER, STATE, batch_first=True, bidirectional=True)
        self.writer = nn.GRU(LETTER, DECODER, batch_first=True)
        self.key = nn.Linear(2 * STATE, DECODER, bias=False)
        self.begin = nn.Linear(2 * STATE, DECODER)
        self.mix = nn.Linear(2 * STATE + DECODER, DECODER)
        self.out = nn.Linear(DECODER, arabic)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, latin: torch.Tensor, arabic: torch.Tensor) -> torch.Tensor:
        """Return the logits of each letter of `arabic` after the first, given those before it and the Latin word."""
        inside = latin != NOTHING
        lengths = inside.sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(self.latin(latin)), lengths, batch_first=True, enforce_sorted=False
        )
        read, _ = nn.utils.rnn.pad_packed_sequence(self.reader(packed)[0], batch_first=True)
        read = self.drop(read)
        mean = (read * inside[..., None]).sum(1) / lengths[:, None]
        written, _ = self.writer(self.drop(self.arabic(arabic[:, :-1])), torch.tanh(self.begin(mean))[None])
        likeness = torch.einsum("btd,bsd->bts", written, self.key(read)) * (2 / DECODER**0.5)
        looked = likeness.masked_fill(~inside[:, None], -1e9).softmax(-1) @ read
        return self.out(self.drop(torch.tanh(self.mix(torch.cat([looked, written], -1)))))


def letters_of(words: Sequence[str]) -> str:
    """Return the letters that enough words have, sorted."""
    counts: dict[str, int] = {}
    for word in words:
        for letter in set(word):
            counts[letter] = counts.get(letter, 0) + 1
    return "".join(sorted(letter for letter, count in counts.items() if count >= LEAST_WORDS))


def batches(pairs: Sequence[Pair], generator: random.Random) -> Iterator[list[Pair]]:
    """Yield the pairs in batches of words of similar lengths, in random order."""
    order = list(pairs)
    generator.shuffle(order)
    out: list[list[Pair]] = []
    for start in range(0, len(order), 20 * BATCH):
        pool = sorted(order[start : start + 20 * BATCH], key=lambda pair: len(pair[0]) + len(pair[1]))
        out.extend(pool[at : at + BATCH] for at in range(0, len(pool), BATCH))
    generator.shuffle(out)
    yield from out


def learn(
    pairs: Sequence[Pair], latin: str, arabic: str, *, epochs: int, seed: int, log: Callable[[str], None]
) -> Speller:
    """Train one model on (Arabic, Latin) pairs."""
    torch.manual_seed(seed)
    generator = random.Random(seed)
    model = Speller(len(latin) + FIRST_LETTER, len(arabic) + FIRST_LETTER)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    steps = epochs * sum(1 for _ in batches(pairs, random.Random(seed)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    loss_of = nn.CrossEntropyLoss(ignore_index=NOTHING, label_smoothing=SMOOTHING)
    for epoch in range(epochs):
        total = count = 0.0
        for batch in batches(pairs, generator):
            source = torch.from_numpy(number_letters([b for _, b in batch], latin))
            target = torch.from_numpy(number_letters([a for a, _ in batch], arabic))
            loss = loss_of(model(source, target).flatten(0, 1), target[:, 1:].flatten())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        log(f"model {seed}, epoch {epoch}: loss {total / count:.4f}")
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ar_latin_words.tsv.gz")
    parser.add_argument("--out", type=Path, required=True, help="where to write spelling_model.npz")
    parser.add_argument("--splits", default="train,dev", help="which splits to learn from")
    parser.add_argument("--epochs", type=int, default=10)
    options = parser.parse_args()
    torch.set_num_threads(1)
    started = time.monotonic()

    def log(message: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {message}", file=sys.stderr, flush=True)

    base = read_word_pairs(options.data / "ar_latin_words.tsv.gz", options.splits.split(","), letters=spelling_letters)
    pairs = with_careless(base, random.Random(SEED))
    latin, arabic = letters_of([b for _, b in base]), letters_of([a for a, _ in base])
    log(f"{len(pairs)} word pairs, {len(latin)} Latin letters, {len(arabic)} Arabic ones")
    arrays: dict[str, np.ndarray] = {"latin": np.array(latin), "arabic": np.array(arabic)}
    for number in range(MODELS):
        model = learn(pairs, latin, arabic, epochs=options.epochs, seed=SEED + number, log=log)
        for name, value in model.state_dict().items():
            arrays[f"{number}.{name}"] = value.numpy().astype(np.float16)
    np.savez(options.out, **arrays)
    log(f"wrote {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
