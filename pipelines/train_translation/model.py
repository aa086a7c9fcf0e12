"""A pre-norm Transformer, both directions in one model: the first target token names the target language.

Parameters stay in fp32; matrix products run in the type of the activations (bf16 on a processor that has it).
The layout is the one CTranslate2 runs: sinusoidal positions, scaled shared embeddings, RMS norms, ReLU, no biases.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class Rounded(torch.autograd.Function):
    """Round rows to 127 steps of their largest value, as CTranslate2's int8 does; gradients pass straight through."""

    @staticmethod
    def forward(context, x: Tensor) -> Tensor:
        step = x.abs().amax(-1, keepdim=True).clamp_(min=1e-6) / 127
        return (x / step).round_().mul_(step)

    @staticmethod
    def backward(context, gradient: Tensor) -> Tensor:
        return gradient


def rounded(x: Tensor) -> Tensor:
    return Rounded.apply(x)


class Linear(nn.Module):
    """A matrix product without bias, in the type of its input; with `rounding`, as it will be in int8."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.rounding = False
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / math.sqrt(inputs))

    def forward(self, x: Tensor) -> Tensor:
        weight = self.weight
        if self.rounding:
            x, weight = rounded(x), rounded(weight)
        return functional.linear(x, weight.to(x.dtype))


class Norm(nn.Module):
    """Divide by the root mean square, times a learned gain."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x, self.gain.shape, self.gain.to(x.dtype), 1e-6)


class Attention(nn.Module):
    """Attention with several heads from x to `memory`; `mask` is added to the scores."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (Linear(width, width) for _ in range(4))

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (
            y.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for y in (self.query(x), self.key(memory), self.value(memory))
        )
        # Spelt out: scaled_dot_product_attention is three to five times slower on a CPU (at 16 to 128 pieces).
        scores = (query / math.sqrt(query.shape[-1])) @ key.transpose(2, 3) + mask
        return self.output((scores.softmax(-1) @ value).transpose(1, 2).flatten(2))


class Layer(nn.Module):
    """One encoder layer or, with `crossed`, one decoder layer."""

    def __init__(self, width: int, heads: int, feed_forward: int, dropout: float, crossed: bool) -> None:
        super().__init__()
        self.self_norm, self.self_attention = Norm(width), Attention(width, heads)
        if crossed:
            self.cross_norm, self.cross_attention = Norm(width), Attention(width, heads)
        self.feed_norm, self.widen, self.narrow = Norm(width), Linear(width, feed_forward), Linear(feed_forward, width)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, x: Tensor, mask: Tensor, memory: Tensor | None = None, memory_mask: Tensor | None = None
    ) -> Tensor:
        """Look at x under `mask` and, in a decoder, at `memory` under `memory_mask`."""
        normed = self.self_norm(x)
        x = x + self.dropout(self.self_attention(normed, normed, mask))
        if memory is not None:
            x = x + self.dropout(self.cross_attention(self.cross_norm(x), memory, memory_mask))
        return x + self.dropout(self.narrow(functional.relu(self.widen(self.feed_norm(x)))))


def positions(length: int, width: int) -> Tensor:
    """Return the sinusoidal position table, (length, width)."""
    angles = torch.arange(length)[:, None] * torch.exp(torch.arange(0, width, 2) * (-math.log(10000) / width))
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Translator(nn.Module):
    """Encoder, decoder and one embedding table for both languages, both sides and the output."""

    def __init__(
        self,
        *,
        pieces: int,
        width: int,
        heads: int,
        feed_forward: int,
        encoder_layers: int,
        decoder_layers: int,
        dropout: float,
        pad: int,
        piece_dropout: float = 0.0,
    ) -> None:
        """Build the model; `piece_dropout` hides that share of the pieces after the first, on both sides."""
        super().__init__()
        self.pad, self.scale = pad, math.sqrt(width)
        self.piece_dropout, self.rounding = piece_dropout, False
        self.embedding = nn.Parameter(torch.randn(pieces, width) / self.scale)
        self.register_buffer("positions", positions(512, width), persistent=False)
        shape = (width, heads, feed_forward, dropout)
        self.encoder = nn.ModuleList(Layer(*shape, crossed=False) for _ in range(encoder_layers))
        self.decoder = nn.ModuleList(Layer(*shape, crossed=True) for _ in range(decoder_layers))
        self.encoder_norm, self.decoder_norm, self.dropout = Norm(width), Norm(width), nn.Dropout(dropout)

    def round_products(self) -> None:
        """From now on compute with rows rounded as CTranslate2's int8 rounds them, so that training allows for it."""
        self.rounding = True
        for module in self.modules():
            if isinstance(module, Linear):
                module.rounding = True

    @torch.no_grad()
    def round_weights(self) -> None:
        """Put the weights where int8 puts them: a model trained with rounding is that one, in float32 too."""
        for weight in [self.embedding, *(module.weight for module in self.modules() if isinstance(module, Linear))]:
            weight.copy_(rounded(weight))

    def embed(self, pieces: Tensor, dtype: torch.dtype) -> Tensor:
        x = functional.embedding(pieces, rounded(self.embedding) if self.rounding else self.embedding) * self.scale
        if self.training and self.piece_dropout:
            seen = torch.rand(pieces.shape, device=pieces.device) >= self.piece_dropout
            seen[:, 0] = True  # the target's first piece is the language
            x = x * seen[..., None]
        return self.dropout((x + self.positions[: pieces.shape[1]]).to(dtype))

    def encode(self, source: Tensor, dtype: torch.dtype = torch.float32) -> tuple[Tensor, Tensor]:
        """Return the states of (batch, length) pieces, and which of them are no padding."""
        mask = (source != self.pad)[:, None, None, :]
        additive = torch.zeros(mask.shape, dtype=dtype, device=source.device).masked_fill_(~mask, -1e4)
        x = self.embed(source, dtype)
        for layer in self.encoder:
            x = layer(x, additive)
        return self.encoder_norm(x), additive

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Return the decoder's states for (batch, length) target pieces, before the output projection."""
        x = self.embed(target, memory.dtype)
        future = torch.full((target.shape[1], target.shape[1]), -1e4, dtype=x.dtype, device=x.device).triu_(1)
        for layer in self.decoder:
            x = layer(x, future, memory, mask)
        return self.decoder_norm(x)

    @torch.no_grad()
    def greedy(self, source: Tensor, start: int, end: int, limit: int = 128) -> list[list[int]]:
        """Return the most likely next piece, again and again, for every row (the reference for the export)."""
        memory, mask = self.encode(source)
        target = torch.full((len(source), 1), start)
        open_rows = torch.ones(len(source), dtype=torch.bool)
        for _ in range(limit):
            state = self.decode(target, memory, mask)[:, -1]
            best = torch.where(open_rows, (state @ self.embedding.T).argmax(-1), end)
            target = torch.cat([target, best[:, None]], dim=1)
            open_rows &= best != end
            if not open_rows.any():
                break
        return [[piece for piece in row if piece != end] for row in target[:, 1:].tolist()]
