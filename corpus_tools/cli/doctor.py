"""corpus-tools doctor: is everything there that a build needs, with no network?"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from corpus_tools.cli.streams import models_options
from corpus_tools.errors import CorpusToolsError

# What each package is for, so that a missing one says what will not work.
_PACKAGES = {
    "ctranslate2": "translation",
    "sentencepiece": "translation",
    "argostranslate": "installing translation packages",
    "stanza": "sentence models",
    "torch": "sentence models",
    "ftfy": "repair",
    "trafilatura": "reading HTML",
    "pyarrow": "Parquet",
    "langdetect": "language spans",
    "babel": "names of territories",
    "datasketch": "near-duplicates",
    "rapidfuzz": "comparing names",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: how it is, and what to do where it is not well. `level`: ok, note or bad."""

    level: str
    what: str
    remedy: str = ""


@click.command("doctor")
@models_options
def command(models_dir: Path | None, stanza_dir: Path | None) -> None:
    """Check the environment, the models and offline readiness, and say what to do about what is missing.

    Ends with exit code 4 where a build would fail or translate nothing. Nothing is fetched, nothing is changed.

    \b
    Example:
      corpus-tools doctor
    """
    from corpus_tools.errors import ModelError

    bad = 0
    for title, check in (("environment", _environment), ("models", lambda: _models(models_dir, stanza_dir))):
        click.secho(title, bold=True)
        for finding in _guarded(check):
            colour = {"ok": "green", "note": "yellow", "bad": "red"}[finding.level]
            click.echo(f"  {click.style(f'{finding.level:<5}', fg=colour)}{finding.what}")
            if finding.remedy:
                click.echo(f"       → {finding.remedy}")
            bad += finding.level == "bad"
    if bad:
        raise ModelError(f"{bad} thing{'s' if bad > 1 else ''} to mend", remedy="follow the arrows above")
    click.echo("Ready: everything but `models fetch` works without a network.")


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Hand on what `check` finds; what it raises is a finding too."""
    try:
        yield from check()
    except CorpusToolsError as error:
        yield Finding(level="bad", what=f"{error.where}: {error.message}".removeprefix(": "), remedy=error.remedy)


def _environment() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    python = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Finding(level="ok" if good else "bad", what=python, remedy="" if good else "use Python 3.11, 3.12 or 3.13")
    there = []
    for name, purpose in _PACKAGES.items():
        try:
            there.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(
                level="bad",
                what=f"{name} is not installed: needed for {purpose}",
                remedy="make setup, or pip install --editable . again",
            )
    yield Finding(level="ok", what=", ".join(there))


def _stanza_folder(said: str, folder: Path) -> Finding:
    """What a folder of Stanza models that the user names is good for."""
    there = (folder / "resources.json").is_file()
    languages = sorted({weights.parent.parent.name for weights in folder.glob("*/tokenize/*.pt")}) if there else []
    return Finding(
        level="ok" if there else "bad",
        what=f"{said}: {folder}"
        + (f", sentences of {', '.join(languages)} from there" if languages else ", no sentence model there"),
        remedy="" if there else "it has no resources.json: name a folder that Stanza keeps its models in",
    )


def _models(models_dir: Path | None, stanza_dir: Path | None) -> Iterator[Finding]:
    from corpus_tools import models

    store = models.store_directory(models_dir)
    yield Finding(
        level="ok", what=f"model store: {store}{'' if store.is_dir() else ' (not there yet: none installed)'}"
    )
    found = models.installed(models_dir)
    for model in found:
        languages = f"{model.source} → {model.target}" if model.target else model.source
        origin = f"{model.origin}, {model.status}" if model.status not in ("", model.origin) else model.origin
        size = f"{model.size_bytes / 1e6:.1f} MB"
        yield Finding(level="ok", what=f"{model.kind} {languages}: {origin}, {size}, fingerprint {model.fingerprint}")
    if any(model.status == "bootstrap" for model in found):
        yield Finding(
            level="note",
            what="bootstrap models show that everything works; they translate poorly",
            remedy="corpus-tools models install FILE, or models fetch argos:en_ar, puts a better one before them",
        )
    named = os.environ.get("STANZA_RESOURCES_DIR")
    for said, folder in (("--stanza-dir", stanza_dir), ("STANZA_RESOURCES_DIR", Path(named) if named else None)):
        if folder is not None:
            yield _stanza_folder(said, folder)
    for source, target in (("en", "ar"), ("ar", "en")):
        if not any((model.source, model.target) == (source, target) for model in found):
            yield Finding(
                level="bad",
                what=f"no model translates {source} into {target}",
                remedy=f"corpus-tools models fetch argos:{source}_{target}, or install a package from a file",
            )
