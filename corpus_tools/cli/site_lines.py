"""corpus-tools site-lines: the lines that sites put around their articles, as a file for people to edit."""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import output_option, read_all, write_output
from corpus_tools.errors import ConfigError


@click.command("site-lines")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@output_option
@click.option(
    "--known",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="A file of site lines to go on from: what it keeps stays kept.",
)
def command(files: tuple[str, ...], output: str, known: Path | None) -> None:
    """Learn the lines that several articles of a site share from FILES (files, folders, globs, or `-`).

    Writes TOML: for each site the lines to drop and to keep. Edit it, and name it in a pipeline (`sites` of the stage
    `repeated-lines`), where it has the last word. A site is known by its host, its publisher or its folder.

    \b
    Example:
      corpus-tools site-lines articles -o sites.toml
    """
    from corpus_tools.cli.layers import with_stages
    from corpus_tools.text.repeated_lines import combine_lines, summarise_lines
    from corpus_tools.text.site_lines import format_site_lines, parse_site_lines

    try:
        sites = parse_site_lines(known.read_text("utf-8"), where=str(known)) if known else ()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the file of site lines cannot be read: {error}", where=str(known), remedy="check `--known`"
        ) from error
    documents = with_stages(read_all(files or ("-",)), ("repair",))
    found = format_site_lines(combine_lines(map(summarise_lines, documents)), sites)
    if not found.strip():
        click.echo("no short line is in three articles of one site, and in a fifth of them", err=True)
    write_output(output, found)
