"""Where models are: the user's store in front, the starter models that ship inside the package behind."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus_tools.errors import ModelMismatchError
from corpus_tools.models.catalogue import InstalledModel

# What was recorded when a model was installed: where from, and the digest of each file.
RECORD = "installed.json"
STARTER = Path(__file__).parent.parent / "starter_models"


def store_directory(models_dir: str | Path | None = None) -> Path:
    """Return the user's store: `models_dir`, else $CORPUS_TOOLS_MODELS, else the user's data directory."""
    if models_dir is not None:
        return Path(models_dir)
    if named := os.environ.get("CORPUS_TOOLS_MODELS"):
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "corpus-tools" / "models"


def installed(models_dir: str | Path | None = None) -> tuple[InstalledModel, ...]:
    """Return every model that is there, the user's before the starter models, each by name.

    Raises ModelMismatchError for a package in the user's store whose metadata cannot be read.
    """
    return (*_users(store_directory(models_dir)), *_starters())


def find_translation(source: str, target: str, *, models_dir: str | Path | None = None) -> InstalledModel | None:
    """Return the model that translates `source` into `target` directly, the user's before the starter's, or None."""
    for model in installed(models_dir):
        if model.kind == "translation" and (model.source, model.target) == (source, target):
            return model
    return None


def stanza_dir(language: str, *, models_dir: str | Path | None = None) -> Path | None:
    """Return the Stanza folder (with `resources.json`) that has a tokeniser for `language`, or None.

    Looked for in $STANZA_RESOURCES_DIR, the user's store (`stanza/`), and the starter models.
    """
    named = os.environ.get("STANZA_RESOURCES_DIR")
    for folder in (Path(named) if named else None, store_directory(models_dir) / "stanza", STARTER / "stanza"):
        if folder is not None and any(code == language for code, _ in _stanza_files(folder)):
            return folder
    return None


def _users(store: Path) -> Iterator[InstalledModel]:
    packages = store / "argos"
    if packages.is_dir():
        for folder in sorted(packages.iterdir()):
            if (folder / "metadata.json").is_file() and not folder.name.startswith("."):
                yield _package(folder, _below(folder), origin=_origin(folder), status="", licence="", attribution="")
    for code, files in _stanza_files(store / "stanza"):
        yield _tokeniser(code, files, origin=_origin(store / "stanza" / code / "tokenize"), known={})


def _starters() -> Iterator[InstalledModel]:
    catalogue = STARTER / "catalogue.toml"
    if not catalogue.is_file():
        return
    known = {entry["name"]: entry for entry in tomllib.loads(catalogue.read_text("utf-8"))["model"]}
    for folder in sorted((STARTER / "translate").glob("*/??_??")):
        entry = known.get(f"translate-{folder.name}", {})
        if (folder / "metadata.json").is_file():
            yield _package(
                folder,
                _starter_files(folder),
                origin="starter",
                status=entry.get("status", ""),
                licence=entry.get("licence", ""),
                attribution=entry.get("attribution", ""),
            )
    for code, files in _stanza_files(STARTER / "stanza"):
        yield _tokeniser(code, files, origin="starter", known=known.get(f"stanza-{code}", {}))


def _starter_files(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Return the files of a starter package: its own, and those that it shares with the packages beside it."""
    shared = folder.parent / "shared"
    places = {
        "model/model.bin": shared / "model.bin",
        "model/shared_vocabulary.json": shared / "shared_vocabulary.json",
        "sentencepiece.model": shared / "sentencepiece.model",
    }
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            places["model/config.json" if name == "config.json" else name] = path
    return tuple(sorted(places.items()))


def _below(folder: Path) -> tuple[tuple[str, Path], ...]:
    files = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return tuple(sorted((name, path) for name, path in files if name != RECORD))


def _origin(folder: Path) -> str:
    """Return `fetched` for a model that `models fetch` put there, `user` for any other in the user's store."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError):
        return "user"
    return "fetched" if isinstance(record, dict) and record.get("origin") == "fetched" else "user"


def _package(
    folder: Path, files: tuple[tuple[str, Path], ...], *, origin: Any, status: str, licence: str, attribution: str
) -> InstalledModel:
    try:
        metadata = json.loads((folder / "metadata.json").read_bytes())
        source, target = str(metadata["from_code"]), str(metadata["to_code"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelMismatchError(
            f"the package's metadata cannot be read: {error}",
            where=str(folder),
            remedy="remove the package and install it again",
        ) from error
    return InstalledModel(
        name=f"translate-{source}_{target}",
        kind="translation",
        source=source,
        target=target,
        origin=origin,
        status=status,
        version=str(metadata.get("package_version", "")),
        licence=licence or str(metadata.get("license", "")),
        attribution=attribution,
        files=files,
    )


def _stanza_files(folder: Path) -> Iterator[tuple[str, tuple[tuple[str, Path], ...]]]:
    """Yield (language, files) for each language that a Stanza folder has a tokeniser of."""
    if not (folder / "resources.json").is_file():
        return
    for path in sorted(folder.glob("*/tokenize")):
        found = tuple(
            sorted(
                (f"{path.parent.name}/{each.relative_to(path.parent).as_posix()}", each)
                for each in path.parent.rglob("*.pt")
            )
        )
        if found:
            yield path.parent.name, found


def _tokeniser(code: str, files: tuple[tuple[str, Path], ...], *, origin: Any, known: dict[str, str]) -> InstalledModel:
    return InstalledModel(
        name=f"stanza-{code}",
        kind="sentences",
        source=code,
        target="",
        origin=origin,
        status=known.get("status", ""),
        version="",
        licence=known.get("licence", ""),
        attribution=known.get("attribution", ""),
        files=files,
    )
