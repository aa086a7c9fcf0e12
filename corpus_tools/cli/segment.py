"""corpus-tools segment: sentences of one file."""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import (
    input_argument,
    json_lines,
    language_option,
    models_options,
    output_option,
    read_text,
    sentences_of,
    write_output,
)


@click.command("segment")
@input_argument
@output_option
@language_option
@click.option("--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@models_options
def command(
    file: str, output: str, language: str | None, format_: str, models_dir: Path | None, stanza_dir: Path | None
) -> None:
    """Split FILE (or `-`) into sentences, one a line; JSONL gives their offsets.

    \b
    Example:
      corpus-tools segment seeds/001_c0d2551f8ef42d1b.txt
    """
    from corpus_tools import identify

    text = read_text(file)
    code = language or identify(text).language
    spans = sentences_of(text, code, models_dir=models_dir, stanza_dir=stanza_dir)
    if format_ == "text":
        lines = [" ".join(span.of(text).split()) for span in spans]
    else:
        rows = ({"start": span.start, "end": span.end, "language": code, "text": span.of(text)} for span in spans)
        write_output(output, json_lines(rows))
        return
    write_output(output, "".join(f"{line}\n" for line in lines))
