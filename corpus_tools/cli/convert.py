"""corpus-tools convert: from one corpus format to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from corpus_tools.writers.writer import NamePolicy


@click.command("convert")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--from", "source_format", default=None, metavar="FORMAT", help="Format of SOURCE; told by its ending.")
@click.option("--to", "target_format", default=None, metavar="FORMAT", help="Format of TARGET; told by its ending.")
@click.option("--languages", metavar="A,B", default="en,ar", show_default=True, help="The two sides.")
@click.option("--names", type=click.Choice(["surface", "canonical", "ascii"]), default="surface", show_default=True)
@click.option("--created", metavar="DATE", default="1970-01-01T00:00:00Z", help="The corpus's date (ISO 8601).")
def command(
    source: Path,
    target: Path,
    source_format: str | None,
    target_format: str | None,
    languages: str,
    names: NamePolicy,
    created: str,
) -> None:
    """Convert the corpus SOURCE into TARGET. Formats: jsonl, tmx, xliff, moses, parquet, tsv; xces to write.

    \b
    Example:
      corpus-tools convert build/news-en-ar/corpus.jsonl news.tmx
    """
    from corpus_tools.cli.exporting import languages_of, report, with_pairs_of
    from corpus_tools.readers.corpora import read_corpus
    from corpus_tools.writers import WriteOptions, write_documents

    sides = languages_of(languages)
    options = WriteOptions(languages=sides, created=created, names=names, title=source.stem)
    documents = read_corpus(source, format=source_format, languages=sides)
    if target_format != "jsonl" and target.suffix != ".jsonl":
        documents = with_pairs_of(sides, documents, where=source)
    report(write_documents(documents, target, format=target_format, options=options))
