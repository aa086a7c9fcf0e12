"""corpus-tools models: the model store. Of all commands only `models fetch` touches the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus_tools.cli.streams import output_option, write_output
from corpus_tools.errors import ModelMismatchError

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _store_option(function: _Function) -> _Function:
    return click.option(
        "--models-dir",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="CORPUS_TOOLS_MODELS",
        default=None,
        help="Model store (default: $CORPUS_TOOLS_MODELS, else the user's data directory).",
    )(function)


@click.group("models")
def command() -> None:
    """List, install, fetch, verify, remove, lock and export models.

    \b
    Example:
      corpus-tools models list
    """


@command.command("list")
@_store_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_models(models_dir: Path | None, as_json: bool) -> None:
    """Show what is there: languages, size, licence, fingerprint, origin. The first of a name is the one in use."""
    import json

    from corpus_tools.models import installed

    for model in installed(models_dir):
        pair = f"{model.source} → {model.target}" if model.target else model.source
        origin = f"{model.origin} ({model.status})" if model.status not in ("", model.origin) else model.origin
        if as_json:
            row = {
                "name": model.name,
                "kind": model.kind,
                "source": model.source,
                "target": model.target,
                "version": model.version,
                "size_bytes": model.size_bytes,
                "licence": model.licence,
                "fingerprint": model.fingerprint,
                "origin": model.origin,
                "status": model.status,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        size = f"{model.size_bytes / 1e6:.1f} MB"
        click.echo(
            f"{model.name:<18} {model.kind:<12} {pair:<8} {size:>9}  "
            f"{model.licence or 'licence not stated':<20} {model.fingerprint}  {origin}"
        )


@command.command("install")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", metavar="CODE", default=None, help="Language of a Stanza tokeniser (.pt).")
@_store_option
def install(file: Path, language: str | None, models_dir: Path | None) -> None:
    """Install the Argos package FILE (.argosmodel), or a Stanza tokeniser with --language."""
    from corpus_tools.models.installation import install_package, install_tokeniser

    if language is not None:
        model = install_tokeniser(file, language, name=file.stem, models_dir=models_dir)
    else:
        model = install_package(file, models_dir=models_dir)
    click.echo(f"installed {model.name} {model.version} {model.fingerprint}", err=True)


@command.command("fetch")
@click.argument("name", metavar="NAME-OR-URL")
@click.option("--index", metavar="URL", default=None, help="Index to look in, for a mirror of the official one.")
@click.option(
    "--lock", type=click.Path(path_type=Path), default=None, help="Install only what this lock file holds, to the byte."
)
@_store_option
def fetch(name: str, index: str | None, lock: Path | None, models_dir: Path | None) -> None:
    """Fetch `argos:ar_en`, `stanza:ar` or a package by its address. Goes on where it was interrupted."""
    from corpus_tools.models.fetching import fetch_model

    model = fetch_model(name, models_dir=models_dir, index=index, lock=lock, progress=_progress(name))
    click.echo(f"installed {model.name} {model.version} {model.fingerprint}", err=True)


def _progress(name: str) -> Callable[[int, int | None], None]:
    """Return what writes a line on stderr for every tenth of a file: readable in a terminal and in a log."""
    last = -1

    def report(done: int, total: int | None) -> None:
        nonlocal last
        step = done * 10 // total if total else done // 10_000_000
        if step != last and total and total > 1_000_000:
            last = step
            click.echo(f"{name}: {done / 1e6:.1f} of {total / 1e6:.1f} MB", err=True)

    return report


@command.command("verify")
@_store_option
@click.option("--lock", type=click.Path(path_type=Path), default=None, help="Also compare with this lock file.")
def verify(models_dir: Path | None, lock: Path | None) -> None:
    """Compare every model with what was recorded of it (SHA-256). Exit code 4 where one differs."""
    from corpus_tools.models.installation import verify_models
    from corpus_tools.models.lock import check_lock

    wrong = []
    for verdict in verify_models(models_dir=models_dir):
        click.echo(f"{verdict.model.name:<18} {verdict.model.origin:<8} {'ok' if verdict.ok else 'DIFFERS'}")
        for finding in verdict.findings:
            click.echo(f"    {finding}")
        if not verdict.ok:
            wrong.append(verdict.model.name)
    if wrong:
        raise ModelMismatchError(f"{', '.join(wrong)}: not what was installed", remedy="remove and install again")
    if lock is not None:
        check_lock(lock, models_dir=models_dir)


@command.command("remove")
@click.argument("name")
@_store_option
def remove(name: str, models_dir: Path | None) -> None:
    """Remove the model NAME from the store. Starter models stay: they are part of the program."""
    from corpus_tools.models.installation import remove_model

    model = remove_model(name, models_dir=models_dir)
    click.echo(f"removed {model.name} {model.version} {model.fingerprint}", err=True)


@command.command("lock")
@output_option
@_store_option
def lock_command(output: str, models_dir: Path | None) -> None:
    """Write the lock file of all models: names, versions, fingerprints, addresses, digests."""
    from corpus_tools.models.lock import lock_models

    write_output(output, lock_models(models_dir=models_dir))


@command.command("export")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@_store_option
def export(name: str, output: Path, models_dir: Path | None) -> None:
    """Write the translation model NAME as an .argosmodel, which argostranslate installs too."""
    from corpus_tools.models.installation import export_package

    export_package(name, output, models_dir=models_dir)
