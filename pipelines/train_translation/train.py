"""Train the translation model on prepared pairs, for a number of steps or until a time; resumable.

python -m pipelines.train_translation.train --config ar_en.toml --data WORK --out RUN --until 16:45
"""

import argparse
import datetime
import json
import math
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .model import Translator
from .prepare import END, PAD, load_tokeniser
from .restore import read_weights

STEPS_BETWEEN_LINES = 50


# --- data -----------------------------------------------------------------------------------------------------------


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

    def fill(self, language: str, rows: np.ndarray, length: int, start: int | None) -> np.ndarray:
        """Return (rows, length) pieces, padded; `start` comes before the text, END after it."""
        block = np.full((len(rows), length), PAD, np.int64)
        lead = 0 if start is None else 1
        if lead:
            block[:, 0] = start
        for i, row in enumerate(rows):
            text = self.pieces[language][self.offsets[language][row] : self.offsets[language][row + 1]]
            block[i, lead : lead + len(text)] = text
            block[i, lead + len(text)] = END
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


def plan_round(
    packed: Packed, weights: np.ndarray, languages: list[str], settings: dict, seed: tuple[int, int]
) -> list[Plan]:
    """Draw a quarter of an epoch by the sources' weights, in both directions, cut into batches of like lengths.

    The number of target positions in a batch is the same, up to rounding, in every batch. The result depends on
    the arguments alone.
    """
    rng = np.random.default_rng(seed)
    plans = []
    for origin, target in ((languages[0], languages[1]), (languages[1], languages[0])):
        share = weights[packed.source] / 4
        copies = np.floor(share + rng.random(len(share))).astype(np.int64)
        pairs = np.repeat(np.arange(len(share)), copies)
        # The best segmentation on a side for a share of the draws, else any of them.
        best = {side: rng.random(len(pairs)) < settings["best_segmentation"] for side in languages}
        drawn = {side: rng.integers(packed.segmentations, size=len(pairs)) for side in languages}
        rows = {side: pairs * packed.segmentations + np.where(best[side], 0, drawn[side]) for side in languages}
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


def fill_plan(packed: Packed, plan: Plan, starts: dict[str, int]) -> tuple[Tensor, Tensor]:
    source = packed.fill(plan.origin, plan.origin_rows, plan.lengths[0], None)
    target = packed.fill(plan.target, plan.target_rows, plan.lengths[1], starts[plan.target])
    return torch.from_numpy(source), torch.from_numpy(target)


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


def fast_bfloat16() -> bool:
    """Tell whether this machine multiplies in bfloat16 faster than in float32 (it can always, but may only pretend)."""
    return torch.cuda.is_available() or torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


# --- optimiser ------------------------------------------------------------------------------------------------------


def orthogonal(matrices: Tensor) -> Tensor:
    """Return (n, rows, columns) matrices with their singular values pushed to about one (Newton-Schulz, five turns)."""
    x = matrices.to(torch.bfloat16 if fast_bfloat16() else torch.float32)
    tall = x.shape[1] > x.shape[2]
    x = x.transpose(1, 2) if tall else x
    x = x / (x.float().norm(dim=(1, 2), keepdim=True).to(x.dtype) + 1e-7)
    for _ in range(5):
        square = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    return x.transpose(1, 2) if tall else x


class Muon(torch.optim.Optimizer):
    """Momentum with orthogonalised steps (Jordan et al. 2024), of the size of Adam's (Liu et al. 2025)."""

    def __init__(self, parameters, *, lr: float, momentum: float = 0.95, weight_decay: float = 0.0) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            shapes: dict[torch.Size, list[Tensor]] = {}
            for parameter in group["params"]:
                shapes.setdefault(parameter.shape, []).append(parameter)
            for shape, parameters in shapes.items():
                moving = []
                for parameter in parameters:
                    state = self.state[parameter]
                    momentum = state.setdefault("momentum", torch.zeros_like(parameter))
                    momentum.lerp_(parameter.grad, 1 - group["momentum"])
                    moving.append(torch.lerp(parameter.grad, momentum, group["momentum"]))
                steps = orthogonal(torch.stack(moving)).float()
                torch._foreach_mul_(parameters, 1 - group["lr"] * group["weight_decay"])
                torch._foreach_add_(parameters, list(steps.unbind()), alpha=-group["lr"] * 0.2 * math.sqrt(max(shape)))


def optimisers(model: Translator, settings: dict) -> list[torch.optim.Optimizer]:
    """Return Muon for the matrices inside the layers, AdamW for embeddings and gains; `initial_lr` is the peak rate."""
    matrices = [p for name, p in model.named_parameters() if p.ndim == 2 and name != "embedding"]
    others = [p for name, p in model.named_parameters() if p.ndim != 2 or name == "embedding"]
    muon = Muon(matrices, lr=settings["learning_rate"], weight_decay=settings["weight_decay"])
    adam = torch.optim.AdamW(others, lr=settings["adam_rate"], betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    for optimiser in (muon, adam):
        for group in optimiser.param_groups:
            group["initial_lr"] = group["lr"]
    return [muon, adam]


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
        self.languages = config["languages"]
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
        self.plans = plan_round(self.packed, mixed, self.languages, self.settings, (self.settings["seed"], self.round))

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
            totals = dict.fromkeys(self.languages, (0.0, 0))
            for plan in plan_round(packed, everything, self.languages, self.settings, (0, 0)):
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
        run.start_from(read_weights(arguments.start_from))
        print(f"starting from {arguments.start_from}: {run.measure()}", flush=True)
    parameters = sum(p.numel() for p in run.model.parameters())
    print(f"{parameters / 1e6:.1f} million parameters, {len(run.packed.source)} pairs", flush=True)
    train(run, arguments.out, minutes_between_checkpoints=arguments.checkpoint_minutes)


if __name__ == "__main__":
    main()
