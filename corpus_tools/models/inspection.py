"""Whether unpacked files are the model that they say they are; nothing in them is run to find out."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

from corpus_tools.errors import ModelMismatchError

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,40}")
_PICKLES = {".pt", ".pth", ".pkl", ".pickle", ".ckpt"}
# The newest format of model.bin that CTranslate2 4 writes is 6.
_NEWEST_BINARY = 20


def check_package(folder: Path) -> dict[str, Any]:
    """Return the metadata of an unpacked Argos translation package. Raises ModelMismatchError for anything else.

    Checked: `metadata.json` with language codes and a version, `model/model.bin` in CTranslate2's format with its
    vocabulary, a tokeniser, and that every pickled file loads as weights alone.
    """
    metadata = _metadata(folder / "metadata.json")
    kind = metadata.get("type", "translate")
    if kind != "translate":
        raise _wrong(f"is of type {kind!r}, and only translation packages can be installed")
    for key in ("from_code", "to_code"):
        if not isinstance(metadata.get(key), str) or not _CODE.fullmatch(metadata[key]):
            raise _wrong(f"says {key} {metadata.get(key)!r} in its metadata.json, which is no language code")
    if metadata["from_code"] == metadata["to_code"]:
        raise _wrong("translates a language into itself by its metadata.json")
    version = metadata.get("package_version")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise _wrong(f"has no usable package_version in its metadata.json: {version!r}")
    if not isinstance(metadata.get("target_prefix", ""), str):
        raise _wrong("has a target_prefix in its metadata.json that is no text")
    check_binary(folder / "model" / "model.bin")
    vocabularies = [path for path in (folder / "model").iterdir() if "vocabulary" in path.name and path.is_file()]
    if not vocabularies:
        raise _wrong("has no vocabulary beside model/model.bin")
    tokeniser = folder / "sentencepiece.model"
    if tokeniser.is_file():
        _check_sentencepiece(tokeniser)
    elif not (folder / "bpe.model").is_file():
        raise _wrong("has neither sentencepiece.model nor bpe.model")
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _PICKLES:
            check_weights(path)
    return metadata


def check_binary(path: Path) -> None:
    """Check that `path` starts as a CTranslate2 model does: format version, name of the specification."""
    try:
        with path.open("rb") as stream:
            head = stream.read(6)
            version, length = struct.unpack("<IH", head)
            name = stream.read(min(length, 64))
    except OSError as error:
        raise _wrong("has no model/model.bin") from error
    except struct.error as error:
        raise _wrong("has an empty model/model.bin") from error
    if not 1 <= version <= _NEWEST_BINARY or not name.rstrip(b"\0").endswith(b"Spec"):
        raise _wrong("has a model/model.bin that is not in CTranslate2's format")


def check_weights(path: Path) -> None:
    """Check that a pickled file holds weights and plain values only; anything that would run code is refused."""
    import pickle

    import torch

    try:
        torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise ModelMismatchError(
            f"{path.name} holds more than weights: loading it could run code",
            where=path.name,
            remedy="nothing was installed; ask its author for a file that loads with weights_only",
        ) from error
    except (RuntimeError, EOFError, ValueError, KeyError, OSError, AttributeError, TypeError) as error:
        raise ModelMismatchError(f"{path.name} cannot be read as weights: {error}", where=path.name) from error


def _metadata(path: Path) -> dict[str, Any]:
    try:
        metadata = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise _wrong("has no metadata.json: it is no Argos package") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _wrong(f"has a metadata.json that cannot be read: {error}") from error
    if not isinstance(metadata, dict):
        raise _wrong("has a metadata.json that is no object")
    return metadata


def _check_sentencepiece(path: Path) -> None:
    import sentencepiece

    try:
        pieces = sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes()).get_piece_size()
    except (RuntimeError, ValueError, OSError) as error:
        raise _wrong(f"has a sentencepiece.model that cannot be read: {error}") from error
    if not pieces:
        raise _wrong("has a sentencepiece.model without a piece")


def _wrong(what: str) -> ModelMismatchError:
    return ModelMismatchError(f"the package {what}", remedy="nothing was installed; get the package from its source")
