"""corpus-tools clean: one file repaired, its boilerplate left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus_tools.cli.inspect import isolated
from corpus_tools.cli.streams import (
    input_argument,
    language_option,
    models_options,
    output_option,
    read_one,
    write_output,
)
from corpus_tools.records import Document, Edit

if TYPE_CHECKING:
    from corpus_tools.names.rendering import NamePolicy

_LAYERS = ("repair", "blocks")
_NAME_LAYERS = ("languages", "names", "entities")


@click.command("clean")
@input_argument
@output_option
@language_option
@click.option("--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.option(
    "--render",
    type=click.Choice(["canonical", "ascii", "surface"]),
    default="surface",
    show_default=True,
    help="How names are written: as they stand, one way for each, or in ASCII letters.",
)
@click.option("--explain", is_flag=True, help="Show every line set aside and every edit, with its reason, on stderr.")
@models_options
def command(
    file: str,
    output: str,
    language: str | None,
    format_: str,
    render: NamePolicy,
    explain: bool,
    models_dir: Path | None,
    stanza_dir: Path | None,
) -> None:
    """Repair FILE (or `-`) and leave out the lines that are no part of the article.

    Text (the default) holds the kept lines; JSONL is the whole document with its layers: every edit and every line
    with its label, whether it is kept, and why. Offsets are code points of the text as it came.

    \b
    Example:
      corpus-tools clean seeds/000_ead6f83b4a2fa57d.txt --explain -o article.txt
    """
    from dataclasses import replace

    from corpus_tools.cli.layers import with_stages
    from corpus_tools.records.codec import encode_document

    document = read_one(file)
    if language is not None:
        document = replace(document, metadata=replace(document.metadata, language=language))
    layers = _LAYERS if render == "surface" else (*_LAYERS, *_NAME_LAYERS)
    document = with_stages([document], layers, models_dir=models_dir, stanza_dir=stanza_dir)[0]
    if format_ == "jsonl":
        write_output(output, encode_document(document).decode("utf-8") + "\n")
    else:
        write_output(output, _text(document, render))
    if explain:
        for line in explanations(document):
            click.echo(line, err=True)


def _text(document: Document, policy: NamePolicy) -> str:
    from dataclasses import replace

    from corpus_tools.text.cleaning import clean_text, lean_of

    cleaned = clean_text(document.raw, language=document.metadata.language, lean=lean_of(document))
    if policy == "surface":
        return _ended(cleaned.text)
    from corpus_tools.names.rendering import render_names

    places = [(mention, cleaned.offsets.from_raw(mention.span)) for mention in document.mentions]
    mentions = [
        replace(mention, start=place.start, end=place.end)
        for mention, place in places
        if place.of(cleaned.text) == mention.text
    ]
    return _ended(render_names(cleaned.text, mentions, policy=policy).text)


def _ended(text: str) -> str:
    """End the last line with a line feed; an empty text stays empty."""
    return f"{text}\n" if text and not text.endswith("\n") else text


def explanations(document: Document) -> Iterator[str]:
    """Yield a line for each edit and for each line set aside, in the order of the raw text, then the counts."""
    notes = [
        (edit.start, f"edit [{edit.start}, {edit.end}) {_shown(edit.before)} → {_shown(edit.after)}: {_why(edit)}")
        for edit in document.edits
    ]
    dropped = [block for block in document.blocks if not block.kept]
    for number, block in enumerate(document.blocks, 1):
        if not block.kept and block.label != "empty":
            what = f"line {number} [{block.start}, {block.end}) set aside as {block.label} ({block.score:.2f})"
            line = isolated(_shortened(document.raw[block.start : block.end]))
            notes.append((block.start, f"{what}: {isolated(block.reason)}: {line}"))
    for _, note in sorted(notes):
        yield note
    blank = sum(block.label == "empty" for block in dropped)
    kept = len(document.blocks) - len(dropped)
    yield f"{kept} lines kept, {len(dropped) - blank} set aside, {blank} blank, {len(document.edits)} edits"


def _why(edit: Edit) -> str:
    return f"{edit.rule}, {edit.reason}" if edit.reason else edit.rule


def _shown(text: str) -> str:
    """Show a few characters, invisible ones by their number, so that the terminal cannot hide or reorder them."""
    parts = (c if c.isprintable() else f"<U+{ord(c):04X}>" for c in _shortened(text))
    return f"'{''.join(parts)}'"


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:55]} … {text[-22:]}"
