"""Train the translation model on prepared pairs, for a number of steps or until a time; resumable.

python -m pipelines.train_translation.train --config ar_en.toml --data WORK --out RUN --until 16:45
"""

import argparse
import datetime
import json
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from torch import Tensor

from .batches import Packed, Plan, directions, fill_plan, plan_round
from .model import Translator
from .optimiser import fast_bfloat16, optimisers
from .prepare import PAD, load_tokeniser
from .restore import other_pieces, read_weights

STEPS_BETWEEN_LINES = 50


# --- loss -----------------------------------------------------------------------------------------------------------


class ProjectedLoss(torch.autograd.Function):
    """Label-smoothed cross-entropy of states @ embedding.T, a block of rows at a time: no full table of logits."""

    @staticmethod
    def forward(context, states: Tensor, embedding: Tensor, labels: Tensor, smoothing: float) -> Tensor:
        weight = embedding.to(states.dtype)
        states_gradient, weight_gradient = torch.empty_like(states), torch.zeros_like(embedding)
        total = torch.zeros((), device=states.device)
        for first in range(0, len(states), 512):
            rows = slice(first, first + 512)
            block, wanted = states[rows], labels[rows]
            logits = (block @ weight.T).float()
            log_sum = logits.logsumexp(1)
            total += (
                log_sum - (1 - smoothing) * logits.gather(1, wanted[:, None])[:, 0] - smoothing * logits.mean(1)
            ).sum()
            gradient = logits.sub_(log_sum[:, None]).exp_().sub_(smoothing / len(weight))
            gradient.scatter_add_(
                1, wanted[:, None], torch.full_like(wanted, smoothing - 1, dtype=torch.float32)[:, None]
            )
            gradient = gradient.to(states.dtype)
            states_gradient[rows] = gradient @ weight
            weight_gradient += gradient.T @ block
        context.save_for_backward(states_gradient, weight_gradient)
        return total

    @staticmethod
    def backward(context, scale: Tensor) -> tuple:
        states_gradient, weight_gradient = context.saved_tensors
        return states_gradient * scale, weight_gradient * scale, None, None


def batch_loss(
    model: Translator, source: Tensor, target: Tensor, smoothing: float, dtype: torch.dtype
) -> tuple[Tensor, int]:
    """Return the summed loss of a batch and the number of target pieces it is over."""
    memory, mask = model.encode(source, dtype)
    states = model.decode(target[:, :-1], memory, mask)
    labels = target[:, 1:].flatten()
    places = labels.ne(PAD).nonzero()[:, 0]
    return ProjectedLoss.apply(states.flatten(0, 1)[places], model.embedding, labels[places], smoothing), len(places)


# --- the run --------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Budget:
    """How far the run is, in [0, 1]: by steps, or by the clock between the start of this process and a given end."""

    steps: int | None = None
    start_s: float = 0.0
    end_s: float = 0.0

    def progress(self, step: int) -> float:
        if self.steps:
            return min(1.0, step / self.steps)
        return min(1.0, (time.time() - self.start_s) / max(1.0, self.end_s - self.start_s))


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
        self.model = Translator(pieces=processor.vocab_size(), pad=PAD, **config["model"])
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.optimisers = optimisers(self.model, self.settings)
        self.step, self.tokens, self.round, self.place, self.seconds = 0, 0, -1, 0, 0.0
        self.round_progress, self.plans = 0.0, []

    def plan(self) -> None:
        place = max(self.round_progress, self.settings.get("weights_from", 0.0))
        mixed = self.weights[:, 0] + (self.weights[:, 1] - self.weights[:, 0]) * place
        self.plans = plan_round(self.packed, mixed, self.directions, self.settings, (self.settings["seed"], self.round))

    def next_plan(self) -> Plan:
        if self.place >= len(self.plans):
            self.round, self.place, self.round_progress = self.round + 1, 0, self.budget.progress(self.step)
            self.plan()
        self.place += 1
        return self.plans[self.place - 1]

    def rate(self, progress: float) -> float:
        """Return the share of the peak rate: warm-up by steps, level, then a straight line to zero."""
        return min(1.0, (self.step + 1) / self.settings["warmup_steps"]) * min(
            1.0, (1 - progress) / self.settings["cooldown"]
        )

    def train_step(self) -> float:
        """Take one step; return the smoothed loss per target piece."""
        self.model.train()
        source, target = fill_plan(self.packed, self.next_plan(), self.starts)
        loss, count = batch_loss(self.model, source, target, self.settings["label_smoothing"], self.dtype)
        (loss / count).backward()
        rate = self.rate(self.budget.progress(self.step))
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0, foreach=True)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["initial_lr"] * rate
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self.tokens += count
        decay = min(self.settings["average_decay"], self.step / (self.step + 10))
        state = self.model.state_dict()
        torch._foreach_lerp_([self.average[name] for name in state], list(state.values()), 1 - decay)
        return loss.item() / count

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
                loss, count = batch_loss(self.model, *fill_plan(packed, plan, self.starts), 0.0, self.dtype)
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
            "seconds": self.seconds,
            "place": (self.step, self.tokens, self.round, self.place, self.round_progress),
        }
        temporary = path.with_suffix(".part")
        torch.save(state, temporary)
        temporary.replace(path)

    def resume(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average = state["average"]
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        torch.set_rng_state(state["random"])
        self.seconds = state.get("seconds", 0.0)
        self.step, self.tokens, self.round, place, self.round_progress = state["place"]
        if self.round >= 0:
            self.plan()
        self.place = place

    def start_from(self, weights: dict[str, Tensor]) -> None:
        """Begin with these weights instead of random ones."""
        self.model.load_state_dict(weights)
        self.average = {name: value.clone() for name, value in weights.items()}


def checkpoints(out: Path) -> list[Path]:
    """Return the checkpoints of a run, oldest first (`level.pt`, kept from before the cool-down, is not among them)."""
    return sorted(out.glob("step_*.pt"))


def train(run: Run, out: Path, *, minutes_between_checkpoints: float, keep: int = 2) -> None:
    """Train until the budget is spent; write checkpoints, and the learning curve to curve.tsv."""
    out.mkdir(parents=True, exist_ok=True)
    curve = out / "curve.tsv"
    saved_s = line_s = began_s = time.time()
    earlier_s = run.seconds  # spent by the processes before this one
    began_tokens = line_tokens = run.tokens
    smooth, cooling = None, run.rate(run.budget.progress(run.step)) < 1 and run.step > run.settings["warmup_steps"]
    while run.budget.progress(run.step) < 1:
        loss = run.train_step()
        smooth = loss if smooth is None else 0.98 * smooth + 0.02 * loss
        now = time.time()
        progress = run.budget.progress(run.step)
        if run.step % STEPS_BETWEEN_LINES == 0:
            speed = (run.tokens - line_tokens) / (now - line_s)
            place = f"step {run.step} · {progress:.1%} · rate {run.rate(progress):.2f}"
            print(f"{place} · loss {smooth:.3f} · {speed:.0f} target pieces/s", flush=True)
            line_s, line_tokens = now, run.tokens
        if not cooling and progress >= 1 - run.settings["cooldown"]:
            cooling = True
            run.save(out / "level.pt")  # a longer run goes on from here
        if now - saved_s > 60 * minutes_between_checkpoints or progress >= 1:
            run.seconds = earlier_s + now - began_s
            losses = run.measure()
            row = {
                "step": run.step,
                "pieces": run.tokens,
                "minutes": round(run.seconds / 60, 1),
                "training": round(smooth, 4),
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
    minutes = (time.time() - began_s) / 60
    print(f"done: {run.step} steps, {run.tokens - began_tokens} target pieces in {minutes:.1f} minutes", flush=True)


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
    end.add_argument("--minutes", type=float)
    end.add_argument("--until", help="HH:MM, local time")
    parser.add_argument("--resume", type=Path, help="this checkpoint instead of the run's newest one")
    parser.add_argument("--start-from", type=Path, help="weights of this exported model.bin, where no run is there yet")
    parser.add_argument("--start-tokeniser", type=Path, help="the tokeniser of those weights, where it is another one")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint-minutes", type=float, default=4)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    now = datetime.datetime.now()
    end_s = parse_until(arguments.until, now) if arguments.until else now.timestamp() + 60 * (arguments.minutes or 0)
    config = load_config(arguments.config)
    if arguments.start_from:
        config["training"] |= config["training"].get("started", {})
    run = Run(
        config,
        arguments.data,
        Budget(steps=arguments.steps, start_s=now.timestamp(), end_s=end_s),
    )
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
    train(run, arguments.out, minutes_between_checkpoints=arguments.checkpoint_minutes)


if __name__ == "__main__":
    main()
