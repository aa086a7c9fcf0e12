"""Read the weights of an exported model back, so that training can go on where no checkpoint was kept.

Weights that CTranslate2 stored in eight bits come back with the error of the rounding, which a few steps repair.
"""

import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}  # CTranslate2's numbers for them
VERSION = 6


def read_variables(path: Path) -> dict[str, np.ndarray]:
    """Return the variables of a CTranslate2 model.bin by their names, aliases included."""
    content, place = path.read_bytes(), 0

    def number(form: str) -> int:
        nonlocal place
        value = struct.unpack_from(f"<{form}", content, place)[0]
        place += struct.calcsize(f"<{form}")
        return value

    def text() -> str:
        nonlocal place
        size = number("H")
        value = content[place : place + size].rstrip(b"\0").decode()
        place += size
        return value

    version = number("I")
    if version != VERSION:
        raise SystemExit(f"{path}: version {version} of CTranslate2's format; this reads version {VERSION}")
    text(), number("I")  # the specification's name and revision
    variables = {}
    for _ in range(number("I")):
        name = text()
        shape = [number("I") for _ in range(number("B"))]
        kind, size = TYPES[number("B")], number("I")
        variables[name] = np.frombuffer(content, kind, size // np.dtype(kind).itemsize, place).reshape(shape)
        place += size
    for _ in range(number("I")):
        alias = text()
        variables[alias] = variables[text()]
    return variables


def read_weights(path: Path) -> dict[str, Tensor]:
    """Return the state of a `Translator` from the model.bin that `export.py` wrote of one."""
    variables = read_variables(path)

    def matrix(name: str) -> Tensor:
        weight = torch.from_numpy(variables[f"{name}/weight"].astype(np.float32))
        scale = variables.get(f"{name}/weight_scale")
        return weight if scale is None else weight / torch.from_numpy(scale.astype(np.float32))[:, None]

    def gain(name: str) -> Tensor:
        return torch.from_numpy(variables[f"{name}/gamma"].astype(np.float32))

    state = {"embedding": matrix("decoder/embeddings")}
    for part in ("encoder", "decoder"):
        state[f"{part}_norm.gain"] = gain(f"{part}/layer_norm")
        layers = {name.split("/")[1] for name in variables if name.startswith(f"{part}/layer_") and "/ffn/" in name}
        for layer in layers:
            inner, outer = f"{part}/{layer}", f"{part}.{layer.removeprefix('layer_')}"
            state[f"{outer}.feed_norm.gain"] = gain(f"{inner}/ffn/layer_norm")
            state[f"{outer}.widen.weight"] = matrix(f"{inner}/ffn/linear_0")
            state[f"{outer}.narrow.weight"] = matrix(f"{inner}/ffn/linear_1")
            for ours, theirs, names in (
                ("self", "self_attention", [("query", "key", "value"), ("output",)]),
                ("cross", "attention", [("query",), ("key", "value"), ("output",)]),
            ):
                if f"{inner}/{theirs}/layer_norm/gamma" not in variables:
                    continue
                state[f"{outer}.{ours}_norm.gain"] = gain(f"{inner}/{theirs}/layer_norm")
                for index, parts in enumerate(names):
                    weights = matrix(f"{inner}/{theirs}/linear_{index}").chunk(len(parts))
                    for name, weight in zip(parts, weights, strict=True):
                        state[f"{outer}.{ours}_attention.{name}.weight"] = weight.clone()
    return state


def other_pieces(embedding: Tensor, known, wanted) -> Tensor:
    """Return an embedding for the pieces of the tokeniser `wanted`, made of that for those of `known`.

    A piece that both have keeps its row; a new one gets the mean of the rows of its parts, or a random row.
    """
    generator = torch.Generator().manual_seed(0)
    rows = torch.randn(wanted.vocab_size(), embedding.shape[1], generator=generator) * embedding.std()
    nothing = {known.unk_id(), known.piece_to_id("\u2581")}
    for number in range(wanted.vocab_size()):
        piece = wanted.id_to_piece(number)
        old = known.piece_to_id(piece)
        if old != known.unk_id() or piece == known.id_to_piece(old):
            rows[number] = embedding[old]
            continue
        text = "" if wanted.is_control(number) or wanted.is_unknown(number) else piece.replace("\u2581", "")
        if parts := [part for part in known.encode(text) if part not in nothing]:
            rows[number] = embedding[parts].mean(0)
    return rows
