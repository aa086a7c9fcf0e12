"""The lock file: which models a corpus was made with, so that others can fetch the same and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus_tools.errors import ConfigError, ModelMismatchError
from corpus_tools.models.installation import read_record
from corpus_tools.models.store import installed

_SCHEMA = 1


def lock_models(*, models_dir: str | Path | None = None) -> str:
    """Return the text of a lock file (JSON) for all installed models.

    For each its name, version, origin and fingerprint; for one installed from a package also that file's SHA-256 and,
    where it was fetched, its address. Where two models have one name, the one in use is locked. The text depends on
    the models alone.
    """
    models: dict[str, dict[str, Any]] = {}
    for model in installed(models_dir):
        if model.name in models:
            continue
        entry = {"version": model.version, "origin": model.origin, "fingerprint": model.fingerprint}
        if model.origin != "starter":
            path = model.path("metadata.json") or model.files[0][1]
            record = read_record(path.parent)
            entry |= {key: record[key] for key in ("url", "sha256") if record.get(key)}
        models[model.name] = entry
    return json.dumps({"schema": _SCHEMA, "models": models}, indent=2, sort_keys=True) + "\n"


def read_lock(path: str | Path) -> dict[str, dict[str, Any]]:
    """Return the models of a lock file by name. Raises ConfigError for a file that is none."""
    try:
        content = json.loads(Path(path).read_bytes())
        models = content["models"]
        if content["schema"] != _SCHEMA or not all(isinstance(entry, dict) for entry in models.values()):
            raise ValueError(f"schema {content['schema']!r}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"is no lock file of models: {error}", where=str(path), remedy="write one with `corpus-tools models lock`"
        ) from error
    return dict(models)


def check_lock(path: str | Path, *, models_dir: str | Path | None = None) -> None:
    """Raise ModelMismatchError, naming each difference, unless every locked model is installed as it was locked."""
    there: dict[str, str] = {}
    for model in installed(models_dir):
        there.setdefault(model.name, model.fingerprint)
    wrong = []
    for name, entry in sorted(read_lock(path).items()):
        if name not in there:
            wrong.append(f"{name} is not installed")
        elif there[name] != entry.get("fingerprint"):
            wrong.append(f"{name} is {there[name]} and was locked as {entry.get('fingerprint')}")
    if wrong:
        raise ModelMismatchError(
            "; ".join(wrong), where=str(path), remedy="fetch or install the locked models, or lock again"
        )


def require_locked(name: str, sha256: str, lock: str | Path) -> None:
    """Raise ModelMismatchError unless the package `name` was locked with this digest."""
    entry = read_lock(lock).get(name)
    if entry is None:
        raise ModelMismatchError(f"{name} is not in the lock file", where=str(lock), remedy="lock again to admit it")
    if entry.get("sha256") != sha256:
        raise ModelMismatchError(
            f"{name} has the digest {sha256} and was locked with {entry.get('sha256', 'none')}",
            where=str(lock),
            remedy="nothing was installed; get the locked file, or lock again",
        )
