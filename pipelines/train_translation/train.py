"""Train the translation model on prepared pairs, for a number of steps or until a time; resumable.

python -m pipelines.train_translation.train --config ar_en.toml --data WORK --out RUN --until 16:45
"""

import argparse
import datetime
import json
import math
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from torch import Tensor

from .batches import Batch, Packed, Plan, ahead, directions, fill_plan, plan_round
from .loss import batch_loss
from .model import Translator
from .optimiser import fast_bfloat16, optimisers
from .prepare import PAD, load_tokeniser
from .restore import other_pieces, read_weights

STEPS_BETWEEN_LINES = 50

Place = tuple[int, int, float]  # round, how many of its batches are used up, the progress of the run where it began


# --- the run --------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Budget:
    """How far the run is, in [0, 1]: by steps, or by the time that it and the processes before it have taken.

    until_s is a POSIX time, minutes count from the beginning of the run; one of the three is given.
    """

    steps: int | None = None
    minutes: float | None = None
    until_s: float = 0.0
    earlier_s: float = 0.0
    start_s: float = field(default_factory=time.time)

    def spent_s(self) -> float:
        return self.earlier_s + time.time() - self.start_s

    def progress(self, step: int) -> float:
        if self.steps:
            return min(1.0, step / self.steps)
        whole_s = 60 * self.minutes if self.minutes else self.earlier_s + self.until_s - self.start_s
        return min(1.0, self.spent_s() / max(1.0, whole_s))


def parse_until(text: str, now: datetime.datetime) -> float:
    """Return the POSIX time of the next HH:MM after `now`."""
    hour, minute = map(int, text.split(":"))
    end = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (end if end > now else end + datetime.timedelta(days=1)).timestamp()


class Run:
    """Model, average, optimisers, place in the data: what a checkpoint holds, and one training step."""

    def __init__(self, config: dict, data: Path, budget: Budget) -> None:
        self.config, self.settings, self.budget = config, config["training"], budget
        self.languages, self.directions = config["languages"], directions(config)
        self.dtype = torch.bfloat16 if fast_bfloat16() else torch.float32
        torch.manual_seed(self.settings["seed"])
        processor = load_tokeniser(data)
        self.starts = {language: processor.piece_to_id(f"<2{language}>") for language in self.languages}
        selection = tomllib.loads((Path(config["folder"]) / config["text"]["sources"]).read_text())
        self.weights = np.array([source["weights"] for source in selection["source"]], np.float64)
        self.packed = Packed.load(data / "train.npz", self.languages)
        self.held = {
            path.stem.removeprefix("held_"): Packed.load(path, self.languages)
            for path in sorted(data.glob("held_*.npz"))
        }
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = Translator(pieces=processor.vocab_size(), pad=PAD, **config["model"]).to(self.device)
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.optimisers = optimisers(self.model, self.settings)
        self.step, self.tokens, self.round, self.place = 0, 0, -1, 0
        self.round_progress = 0.0
        self.batches: Iterator[tuple[Place, Batch]] | None = None

    def plans(self, number: int, progress: float) -> list[Plan]:
        """Return the batches of a round that begins at this progress."""
        place = max(progress, self.settings.get("weights_from", 0.0))
        mixed = self.weights[:, 0] + (self.weights[:, 1] - self.weights[:, 0]) * place
        halved = {"batch_tokens": self.settings["batch_tokens"] // 2} if self.consistency(progress) else {}
        settings = self.settings | halved  # two passes take the room of one
        return plan_round(self.packed, mixed, self.directions, settings, (self.settings["seed"], number))

    def draws(self) -> Iterator[tuple[Place, Batch]]:
        """Yield batches for ever from the run's place on, each with the place behind it."""
        number, place, progress = self.round, self.place, self.round_progress
        plans = self.plans(number, progress) if number >= 0 else []
        while True:
            if place >= len(plans):
                number, place, progress = number + 1, 0, self.budget.progress(self.step)
                plans = self.plans(number, progress)
            place += 1
            yield (number, place, progress), fill_plan(self.packed, plans[place - 1], self.starts).to(self.device)

    def next_batch(self) -> Batch:
        if self.batches is None:
            self.batches = self.draws() if self.device.type == "cpu" else ahead(self.draws())
        (self.round, self.place, self.round_progress), batch = next(self.batches)
        return batch

    def rate(self, progress: float) -> float:
        """Return the share of the peak rate: warm-up by steps, level, then a straight line to zero."""
        return min(1.0, (self.step + 1) / self.settings["warmup_steps"]) * min(
            1.0, (1 - progress) / self.settings["cooldown"]
        )

    def consistency(self, progress: float) -> float:
        """Return the weight of the agreement of two passes: none before its place in the run."""
        return self.settings.get("consistency", 0.0) if progress >= self.settings.get("consistency_from", 0.0) else 0.0

    def train_step(self) -> Tensor:
        """Take one step; return the loss per target piece."""
        progress = self.budget.progress(self.step)
        if progress >= self.settings.get("rounding_from", 1.0) and not self.model.rounding:
            self.model.round_products()
        self.model.train()
        batch = self.next_batch()
        loss, count = batch_loss(
            self.model,
            batch,
            smoothing=self.settings["label_smoothing"],
            dtype=self.dtype,
            consistency=self.consistency(progress),
        )
        (loss / count).backward()
        rate = self.rate(progress)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0, foreach=True)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["initial_lr"] * rate
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self.tokens += len(batch.places)
        decay = min(self.settings["average_decay"], self.step / (self.step + 10))
        state = self.model.state_dict()
        torch._foreach_lerp_([self.average[name] for name in state], list(state.values()), 1 - decay)
        return loss.detach() / count

    @torch.no_grad()
    def measure(self) -> dict[str, float]:
        """Return the averaged weights' loss per piece (no smoothing) on every held-out set, per direction."""
        own = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.model.load_state_dict(self.average)
        self.model.eval()
        losses = {}
        for name, packed in self.held.items():
            everything = np.ones(len(self.weights)) * 4
            totals = dict.fromkeys((target for _, target in self.directions), (0.0, 0))
            for plan in plan_round(packed, everything, self.directions, self.settings, (0, 0)):
                batch = fill_plan(packed, plan, self.starts).to(self.device)
                loss, count = batch_loss(self.model, batch, smoothing=0.0, dtype=self.dtype)
                totals[plan.target] = totals[plan.target][0] + loss.item(), totals[plan.target][1] + count
            losses |= {f"{name}_{target}": total / max(count, 1) for target, (total, count) in totals.items()}
        self.model.load_state_dict(own)
        return losses

    def save(self, path: Path) -> None:
        state = {
            "config": self.config,
            "model": self.model.state_dict(),
            "average": self.average,
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "random": torch.get_rng_state(),
            "device_random": torch.cuda.get_rng_state() if self.device.type == "cuda" else None,
            "seconds": self.budget.spent_s(),
            "place": (self.step, self.tokens, self.round, self.place, self.round_progress),
        }
        temporary = path.with_suffix(".part")
        torch.save(state, temporary)
        temporary.replace(path)

    def resume(self, path: Path) -> None:
        state = torch.load(path, weights_only=True, map_location="cpu")
        self.model.load_state_dict(state["model"])
        self.average = {name: value.to(self.device) for name, value in state["average"].items()}
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        torch.set_rng_state(state["random"])
        if self.device.type == "cuda" and state.get("device_random") is not None:
            torch.cuda.set_rng_state(state["device_random"])
        self.budget.earlier_s = state["seconds"]
        self.step, self.tokens, self.round, self.place, self.round_progress = state["place"]
        self.batches = None

    def start_from(self, weights: dict[str, Tensor]) -> None:
        """Begin with these weights instead of random ones."""
        self.model.load_state_dict(weights)
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}


def checkpoints(out: Path) -> list[Path]:
    """Return the checkpoints of a run, oldest first (`level.pt`, kept from before the cool-down, is not among them)."""
    return sorted(out.glob("step_*.pt"))


def train(
    run: Run, out: Path, *, minutes_between_checkpoints: float, keep: int = 2, pause_after_minutes: float = math.inf
) -> None:
    """Train until the budget or the time of this process is spent; write checkpoints, and the curve to curve.tsv."""
    out.mkdir(parents=True, exist_ok=True)
    curve = out / "curve.tsv"
    saved_s = line_s = began_s = time.time()
    began_tokens = line_tokens = run.tokens
    smooth, cooling = None, run.rate(run.budget.progress(run.step)) < 1 and run.step > run.settings["warmup_steps"]
    paused = False
    while not paused and run.budget.progress(run.step) < 1:
        loss = run.train_step()
        smooth = loss if smooth is None else 0.98 * smooth + 0.02 * loss
        now = time.time()
        progress = run.budget.progress(run.step)
        if run.step % STEPS_BETWEEN_LINES == 0:
            speed = (run.tokens - line_tokens) / (now - line_s)
            place = f"step {run.step} · {progress:.1%} · rate {run.rate(progress):.2f}"
            print(f"{place} · loss {float(smooth):.3f} · {speed:.0f} target pieces/s", flush=True)
            line_s, line_tokens = now, run.tokens
        if not cooling and progress >= 1 - run.settings["cooldown"]:
            cooling = True
            run.save(out / "level.pt")  # a longer run goes on from here
        paused = now - run.budget.start_s > 60 * pause_after_minutes
        if now - saved_s > 60 * minutes_between_checkpoints or paused or progress >= 1:
            losses = run.measure()
            row = {
                "step": run.step,
                "pieces": run.tokens,
                "minutes": round(run.budget.spent_s() / 60, 1),
                "training": round(float(smooth), 4),
            }
            row |= {name: round(value, 4) for name, value in losses.items()}
            if not curve.exists():
                curve.write_text("\t".join(row) + "\n")
            with curve.open("a") as file:
                file.write("\t".join(map(str, row.values())) + "\n")
            run.save(out / f"step_{run.step:07d}.pt")
            for old in checkpoints(out)[:-keep]:
                old.unlink()
            print(json.dumps(row), flush=True)
            saved_s = time.time()
    what = f"{run.step} steps, {run.tokens - began_tokens} target pieces in {(time.time() - began_s) / 60:.1f} minutes"
    print("paused:" if paused else "done:", what, flush=True)


def load_config(path: Path) -> dict:
    return tomllib.loads(path.read_text()) | {"folder": str(path.resolve().parent)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="what prepare.py wrote")
    parser.add_argument(
        "--out", type=Path, required=True, help="checkpoints and curve.tsv; a run that is there goes on"
    )
    end = parser.add_mutually_exclusive_group(required=True)
    end.add_argument("--steps", type=int)
    end.add_argument("--minutes", type=float, help="from the beginning of the run, earlier processes counted in")
    end.add_argument("--until", help="HH:MM, local time")
    parser.add_argument("--resume", type=Path, help="this checkpoint instead of the run's newest one")
    parser.add_argument("--start-from", type=Path, help="weights of this exported model.bin, where no run is there yet")
    parser.add_argument("--start-tokeniser", type=Path, help="the tokeniser of those weights, where it is another one")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint-minutes", type=float, default=4)
    parser.add_argument(
        "--pause-after",
        type=float,
        default=math.inf,
        metavar="MINUTES",
        help="stop there, for the same command to go on",
    )
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    until_s = parse_until(arguments.until, datetime.datetime.now()) if arguments.until else 0.0
    config = load_config(arguments.config)
    if arguments.start_from:
        config["training"] |= config["training"].get("started", {})
    run = Run(config, arguments.data, Budget(steps=arguments.steps, minutes=arguments.minutes, until_s=until_s))
    newest = arguments.resume or next(reversed(checkpoints(arguments.out)), None)
    if newest:
        run.resume(newest)
        print(f"going on from {newest.name}", flush=True)
    elif arguments.start_from:
        weights = read_weights(arguments.start_from)
        if arguments.start_tokeniser:
            known = sentencepiece.SentencePieceProcessor(model_file=str(arguments.start_tokeniser))
            weights["embedding"] = other_pieces(weights["embedding"], known, load_tokeniser(arguments.data))
        run.start_from(weights)
        print(f"starting from {arguments.start_from}: {run.measure()}", flush=True)
    parameters = sum(p.numel() for p in run.model.parameters())
    print(f"{parameters / 1e6:.1f} million parameters, {len(run.packed.source)} pairs", flush=True)
    train(
        run,
        arguments.out,
        minutes_between_checkpoints=arguments.checkpoint_minutes,
        pause_after_minutes=arguments.pause_after,
    )


if __name__ == "__main__":
    main()
