"""corpus-tools translate: one file into another language, offline."""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import (
    input_argument,
    json_lines,
    models_options,
    output_option,
    read_text,
    sentences_of,
    write_output,
)
from corpus_tools.errors import InputError


@click.command("translate")
@input_argument
@output_option
@click.option("--to", "target", metavar="CODE", required=True, help="Language to translate into (BCP 47).")
@click.option("--from", "source", metavar="CODE", default=None, help="Language of the text; found out when not given.")
@click.option("--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.option("--beam-size", type=click.IntRange(min=1), default=4, show_default=True)
@models_options
def command(
    file: str,
    output: str,
    target: str,
    source: str | None,
    format_: str,
    beam_size: int,
    models_dir: Path | None,
    stanza_dir: Path | None,
) -> None:
    """Translate FILE (or `-`) line by line, sentence by sentence; lines stay lines.

    With `--format jsonl`, a line per sentence with its model, score and flags.

    \b
    Example:
      corpus-tools translate seeds/001_c0d2551f8ef42d1b.txt --to ar
    """
    from corpus_tools import identify, translate

    text = read_text(file)
    code = source or identify(text).language
    if code == "und":
        raise InputError("the language of the text cannot be told", where=file, remedy="say it with --from CODE")
    spans = sentences_of(text, code, models_dir=models_dir, stanza_dir=stanza_dir)
    sentences = [span.of(text) for span in spans]
    found = translate(sentences, source=code, target=target, models_dir=models_dir, beam_size=beam_size)
    if format_ == "jsonl":
        rows = (
            {
                "start": span.start,
                "end": span.end,
                "source": sentence,
                "target": each.text,
                "origin": each.origin,
                "model": each.model,
                "score": each.score,
                "flags": each.flags,
            }
            for span, sentence, each in zip(spans, sentences, found, strict=True)
        )
        write_output(output, json_lines(rows))
        return
    parts, position = [], 0
    for span, each in zip(spans, found, strict=True):
        parts += [text[position : span.start], each.text]
        position = span.end
    write_output(output, "".join([*parts, text[position:]]).rstrip("\n") + "\n")
