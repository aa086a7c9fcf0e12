"""Changes to the user's store: install, remove, verify, export. Each happens whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_tools.errors import InputError, MissingModelError, ModelError, ModelMismatchError
from corpus_tools.models.archives import pack, unpack
from corpus_tools.models.catalogue import InstalledModel
from corpus_tools.models.inspection import check_package, check_weights
from corpus_tools.models.store import RECORD, STARTER, installed, store_directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verifying a model found: `ok`, and in `findings` what is wrong, or what could not be compared."""

    model: InstalledModel
    ok: bool
    findings: tuple[str, ...] = ()


def install_package(
    file: str | Path, *, models_dir: str | Path | None = None, origin: str = "user", url: str = "", pair: str = ""
) -> InstalledModel:
    """Install the Argos package `file` (`.argosmodel`) into the user's store and return what is there then.

    A package for the same pair of languages is replaced. `pair` (`ar_en`) is what the package must be for, `''` for
    any. The file is untrusted: it is checked and unpacked aside, then renamed; on any error the store is as it was.
    Raises InputError for a file that is not there, ModelMismatchError for a package that is not what it should be.
    """
    path = Path(file)
    if not path.is_file():
        raise InputError("there is no such file", where=str(file), remedy="give the path of an .argosmodel file")
    store = store_directory(models_dir)
    with _changing(store) as aside:
        fresh = aside / "package"
        fresh.mkdir()
        unpack(path, fresh)
        metadata = _named(path, lambda: check_package(fresh))
        found = f"{metadata['from_code']}_{metadata['to_code']}"
        if pair and found != pair:
            raise ModelMismatchError(f"the package is for {found}, not for {pair}", where=str(file))
        _write_record(fresh, origin=origin, url=url, sha256=sha256_of(path))
        target = store / "argos" / f"translate-{found}-{metadata['package_version'].replace('.', '_')}"
        _swap_in(fresh, target, aside, replaced=store.glob(f"argos/translate-{found}-*"))
    for model in installed(models_dir):
        if model.name == f"translate-{found}" and model.origin != "starter":
            return model
    raise ModelMismatchError("the package cannot be found after installing it", where=str(target))


def install_tokeniser(
    file: str | Path,
    language: str,
    *,
    name: str = "installed",
    models_dir: str | Path | None = None,
    origin: str = "user",
    url: str = "",
) -> InstalledModel:
    """Install a Stanza tokeniser (`.pt`, weights only) for `language` into the store's Stanza folder.

    Raises as `install_package` does.
    """
    path = Path(file)
    if not path.is_file():
        raise InputError("there is no such file", where=str(file), remedy="give the path of a Stanza tokeniser (.pt)")
    if not language.replace("-", "").isalnum() or not name.replace("-", "").replace("_", "").isalnum():
        raise ModelMismatchError(f"{language!r} and {name!r} cannot name a tokeniser", where=str(file))
    _named(path, lambda: check_weights(path))
    store = store_directory(models_dir)
    with _changing(store) as aside:
        fresh = aside / "tokenize"
        fresh.mkdir()
        shutil.copyfile(path, fresh / f"{name}.pt")
        _write_record(fresh, origin=origin, url=url, sha256=sha256_of(path))
        digest = hashlib.md5((fresh / f"{name}.pt").read_bytes(), usedforsecurity=False).hexdigest()
        _swap_in(fresh, store / "stanza" / language / "tokenize", aside, replaced=())
        _list_tokeniser(store / "stanza" / "resources.json", language, {name: {"md5": digest}})
    for model in installed(models_dir):
        if model.name == f"stanza-{language}" and model.origin != "starter":
            return model
    raise ModelMismatchError("the tokeniser cannot be found after installing it", where=str(store))


def remove_model(name: str, *, models_dir: str | Path | None = None) -> InstalledModel:
    """Remove the user's model `name` (`translate-ar_en`, `stanza-ar`) and return what it was.

    Raises MissingModelError where there is none, ModelError for a starter model, which is part of the package.
    """
    model = _find(name, models_dir=models_dir)
    if model.origin == "starter":
        raise ModelError("is a starter model, part of corpus-tools itself", where=name, remedy="it cannot be removed")
    store = store_directory(models_dir)
    with _changing(store) as aside:
        if model.kind == "translation":
            for folder in sorted({_top(path, store / "argos") for _, path in model.files}):
                folder.rename(aside / folder.name)
        else:
            folder = store / "stanza" / model.source / "tokenize"
            _list_tokeniser(store / "stanza" / "resources.json", model.source, None)
            folder.rename(aside / "tokenize")
            with contextlib.suppress(OSError):
                folder.parent.rmdir()
    return model


def verify_models(*, models_dir: str | Path | None = None) -> tuple[Verdict, ...]:
    """Compare every installed model with what was recorded when it was installed, by SHA-256.

    Starter models are checked against what the package ships of them: their format, and the digests of Stanza's
    resources. Never raises for a damaged model: that is what the verdicts are for.
    """
    return tuple(_verdict(model) for model in installed(models_dir))


def export_package(name: str, target: str | Path, *, models_dir: str | Path | None = None) -> Path:
    """Write the translation model `name` to `target` as an `.argosmodel` that argostranslate itself installs."""
    model = _find(name, models_dir=models_dir)
    if model.kind != "translation":
        raise ModelError("is no translation model", where=name, remedy="only those can be exported as .argosmodel")
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(descriptor)
    try:
        pack(model.files, f"translate-{model.source}_{model.target}-{model.version.replace('.', '_')}", Path(aside))
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)
    return path


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_record(folder: Path) -> dict[str, Any]:
    """Return what was recorded when the model in `folder` was installed; empty where nothing was."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _find(name: str, *, models_dir: str | Path | None) -> InstalledModel:
    models = installed(models_dir)
    for model in models:
        if model.name == name:
            return model
    raise MissingModelError(
        "there is no such model", where=name, remedy=f"installed are {', '.join(sorted({m.name for m in models}))}"
    )


def _verdict(model: InstalledModel) -> Verdict:
    findings: list[str] = []
    if model.kind == "translation":
        root = _root(model, "metadata.json")
    else:
        root = model.files[0][1].parent
    record = read_record(root) if model.origin != "starter" else {}
    recorded = record.get("files")
    if isinstance(recorded, dict):
        there = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
        there.pop(RECORD, None)
        findings += [f"{name} is missing" for name in sorted(recorded.keys() - there.keys())]
        findings += [f"{name} was not there when it was installed" for name in sorted(there.keys() - recorded.keys())]
        findings += [
            f"{name} has changed since it was installed"
            for name in sorted(recorded.keys() & there.keys())
            if sha256_of(there[name]) != recorded[name]
        ]
        return Verdict(model=model, ok=not findings, findings=tuple(findings))
    ok = True
    try:
        if model.kind == "translation":
            _check_files(model)
        else:
            listed = json.loads((root.parent.parent / "resources.json").read_bytes())[model.source]["tokenize"]
            for _, path in model.files:
                digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
                if listed.get(path.stem, {}).get("md5") != digest:
                    ok = False
                    findings.append(f"{path.name} is not the file that resources.json lists")
    except (ModelError, OSError, ValueError, KeyError, AttributeError) as error:
        ok = False
        findings.append(error.message if isinstance(error, ModelError) else f"cannot be read: {error!r}")
    if ok and model.origin != "starter":
        findings.append("no digests were recorded when it was put there; only its format was checked")
    return Verdict(model=model, ok=ok, findings=tuple(findings))


def _check_files(model: InstalledModel) -> None:
    """Check a package whose files are not in one folder, by links in one."""
    with tempfile.TemporaryDirectory(prefix="corpus-tools-verify-") as folder:
        for name, path in model.files:
            link = Path(folder) / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())
        check_package(Path(folder))


def _root(model: InstalledModel, name: str) -> Path:
    path = model.path(name)
    if path is None:
        raise ModelMismatchError(f"has no {name}", where=model.name)
    return path.parent


def _top(path: Path, above: Path) -> Path:
    return above / path.relative_to(above).parts[0]


@contextlib.contextmanager
def _changing(store: Path) -> Iterator[Path]:
    """Hold the store for one change, and give a folder aside on the same file system, removed afterwards."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = (store / ".lock").open("a")
    except OSError as error:
        raise ModelError(
            f"the model store cannot be written: {error}", where=str(store), remedy="name another with --models-dir"
        ) from error
    with lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        except ImportError:  # a system without it has one user at a time
            pass
        with tempfile.TemporaryDirectory(dir=store, prefix=".aside-") as aside:
            yield Path(aside)


def _swap_in(fresh: Path, target: Path, aside: Path, *, replaced: Any) -> None:
    """Rename `fresh` to `target`; what stood there, and everything in `replaced`, goes with `aside`."""
    old = [path for path in {target, *replaced} if path.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    moved: list[tuple[Path, Path]] = []
    try:
        for number, path in enumerate(sorted(old)):
            away = aside / f"old-{number}"
            path.rename(away)
            moved.append((path, away))
        fresh.rename(target)
    except OSError:
        for path, away in reversed(moved):
            away.rename(path)
        raise


def _write_record(folder: Path, *, origin: str, url: str, sha256: str) -> None:
    files = {
        path.relative_to(folder).as_posix(): sha256_of(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    record = {"origin": origin, "url": url, "sha256": sha256, "files": files}
    (folder / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")


def _list_tokeniser(path: Path, language: str, tokenisers: dict[str, Any] | None) -> None:
    """Write a language's tokenisers into Stanza's resources.json, aside and then renamed; None takes it out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    resources = json.loads(path.read_bytes()) if path.is_file() else {}
    resources.pop(language, None)
    if tokenisers is not None:
        known = json.loads((STARTER / "stanza" / "resources.json").read_bytes()).get(language, {})
        resources[language] = {
            "lang_name": known.get("lang_name", language),
            "packages": {"default": {"tokenize": next(iter(tokenisers))}},
            "tokenize": tokenisers,
        }
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(json.dumps(resources, indent=1, sort_keys=True) + "\n", "utf-8")
    fresh.replace(path)


def _named(path: Path, check: Any) -> Any:
    """Run a check and say in its error which file the user gave."""
    try:
        return check()
    except ModelMismatchError as error:
        raise ModelMismatchError(error.message, where=str(path), remedy=error.remedy) from error
