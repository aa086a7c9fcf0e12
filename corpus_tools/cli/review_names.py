"""corpus-tools review-names: the uncertain merges of a build, for a person to decide."""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import output_option, write_output
from corpus_tools.errors import InputError


@click.command("review-names")
@click.argument("build", type=click.Path(path_type=Path))
@output_option
def command(build: Path, output: str) -> None:
    """Write the uncertain name merges of BUILD (its folder, or its corpus.jsonl) as a TOML file to review.

    Each entry holds two names that may be one, and why. Write `same` or `different` as its decision, then name the
    file in the pipeline (`review` of the stage `entities`): the next build follows it.

    \b
    Example:
      corpus-tools review-names build/news-en-ar -o names.review.toml
    """
    from corpus_tools.cli.names import entities_of
    from corpus_tools.names.review import format_review, uncertain_merges
    from corpus_tools.readers.corpora import read_corpus

    path = build / "corpus.jsonl" if build.is_dir() else build
    if build.is_dir() and not path.is_file():
        raise InputError(
            "no build is in this folder: it has no corpus.jsonl",
            where=str(build),
            remedy="run `corpus-tools build` first, with jsonl among its formats",
        )
    documents = read_corpus(path, format="jsonl", languages=("en", "ar"))
    merges = uncertain_merges(entities_of(documents))
    if not merges:
        click.echo("no merge of names is uncertain: there is nothing to review", err=True)
    write_output(output, format_review(merges))
