"""Muon for the matrices inside the layers, AdamW for embeddings and gains."""

import math

import torch
from torch import Tensor

from .model import Translator


def fast_bfloat16() -> bool:
    """Tell whether this machine multiplies in bfloat16 faster than in float32 (it can always, but may only pretend)."""
    return torch.cuda.is_available() or torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


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
