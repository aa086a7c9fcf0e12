"""corpus-tools export: a finished build in another format, without computing anything again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus_tools.errors import InputError

if TYPE_CHECKING:
    from corpus_tools.writers.writer import NamePolicy


@click.command("export")
@click.argument("build", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "formats",
    metavar="FORMAT",
    multiple=True,
    required=True,
    help="tmx, moses, parquet, tsv, xliff, xces, card …",
)
@click.option("-o", "--output", metavar="STEM", default=None, help="Default: export.* in the build's folder.")
@click.option("--names", type=click.Choice(["surface", "canonical", "ascii"]), default=None, help="Default: as built.")
def command(build: Path, formats: tuple[str, ...], output: str | None, names: NamePolicy | None) -> None:
    """Write the finished BUILD (its folder) in other formats, or with names written another way.

    \b
    Example:
      corpus-tools export build/news-en-ar --to xliff --names canonical
    """
    from corpus_tools.cli.exporting import report
    from corpus_tools.errors import ConfigError
    from corpus_tools.readers.corpora import read_corpus
    from corpus_tools.writers import FORMATS, WriteOptions, open_writers

    try:
        manifest = json.loads((build / "manifest.json").read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(
            "this is no finished build: it has no manifest.json",
            where=str(build),
            remedy="give the folder that `corpus-tools build` wrote",
        ) from error
    for name in formats:
        if name not in FORMATS:
            raise ConfigError(f"there is no format {name!r}", remedy=f"one of: {', '.join(FORMATS)}")
    try:
        configuration = manifest["configuration"]
        first, second = configuration["pipeline"]["languages"]
        options = WriteOptions(
            languages=(first, second),
            created=configuration["pipeline"]["created"],
            names=names or configuration["output"]["names"],
            title=configuration["pipeline"]["name"],
            manifest=manifest,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"this is not the manifest of a build: {error} is missing",
            where=str(build / "manifest.json"),
            remedy="build the corpus again",
        ) from error
    stem = Path(output) if output else build / "export"
    with open_writers(formats, stem, options) as writers:
        for document in read_corpus(build / "corpus.jsonl", languages=(first, second)):
            writers.write(document)
    report(writers.written)
