"""The loss of a batch: label-smoothed cross-entropy and, where asked for, agreement of two passes under dropout."""

import torch
from torch import Tensor

from .batches import Batch
from .model import Translator, rounded

ROWS = {"cpu": 512, "cuda": 8192}  # projected at a time: no full table of logits


class ProjectedLoss(torch.autograd.Function):
    """The summed loss of states @ embedding.T, a block of rows at a time.

    states: (copies, rows, width), one or two passes over the same text; labels: (rows,). With two copies `consistency`
    weighs the mean of both Kullback-Leibler divergences between what the passes predict (R-Drop, Wu et al. 2021).
    """

    @staticmethod
    def forward(
        context, states: Tensor, embedding: Tensor, labels: Tensor, smoothing: float, consistency: float
    ) -> Tensor:
        weight = embedding.to(states.dtype)
        states_gradient, weight_gradient = torch.empty_like(states), torch.zeros_like(embedding)
        total = torch.zeros((), device=states.device)
        size = ROWS[states.device.type]
        for first in range(0, len(labels), size):
            rows = slice(first, first + size)
            block = states[:, rows]
            wanted = labels[rows].expand(len(states), -1)[..., None]
            logs = (block @ weight.T).float().log_softmax(-1)
            total -= (1 - smoothing) * logs.gather(-1, wanted).sum() + smoothing * logs.mean(-1).sum()
            likely = logs.exp()
            gradient = likely - smoothing / len(weight)
            gradient.scatter_add_(-1, wanted, torch.full_like(wanted, smoothing - 1, dtype=torch.float32))
            if consistency:
                gap = logs - logs.flip(0)
                divergence = (likely * gap).sum(-1, keepdim=True)
                total += consistency / 2 * divergence.sum()
                gradient += consistency / 2 * (likely * (gap - divergence) + likely - likely.flip(0))
            gradient = gradient.to(states.dtype)
            states_gradient[:, rows] = gradient @ weight
            weight_gradient += gradient.flatten(0, 1).T @ block.flatten(0, 1)
        context.save_for_backward(states_gradient, weight_gradient)
        return total

    @staticmethod
    def backward(context, scale: Tensor) -> tuple:
        states_gradient, weight_gradient = context.saved_tensors
        return states_gradient * scale, weight_gradient * scale, None, None, None


def batch_loss(
    model: Translator, batch: Batch, *, smoothing: float, dtype: torch.dtype, consistency: float = 0.0
) -> tuple[Tensor, int]:
    """Return the summed loss of a batch and the number of target pieces it is over, twice that with `consistency`."""
    copies = 2 if consistency else 1
    memory, mask = model.encode(batch.source.repeat(copies, 1), dtype)
    states = model.decode(batch.target[:, :-1].repeat(copies, 1), memory, mask)
    states = states.view(copies, -1, states.shape[-1])[:, batch.places]
    embedding = model.embedding
    if model.rounding:
        states, embedding = rounded(states), rounded(embedding)
    labels = batch.target[:, 1:].flatten()[batch.places]
    return ProjectedLoss.apply(states, embedding, labels, smoothing, consistency), copies * len(batch.places)
