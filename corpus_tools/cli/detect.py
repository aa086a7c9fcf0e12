"""corpus-tools detect: language spans of one file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from corpus_tools.cli.streams import input_argument, json_lines, output_option, read_text, write_output

if TYPE_CHECKING:
    from corpus_tools.records import LanguageSpan


@click.command("detect")
@input_argument
@output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl"]),
    default=None,
    help="Default: a table on a terminal, JSONL elsewhere.",
)
@click.option("--languages", metavar="CODES", default=None, help="Only these languages, e.g. en,ar,tr.")
@click.option("--tile", is_flag=True, help="Spans that cover the whole text, with no gaps.")
def command(file: str, output: str, format_: str | None, languages: str | None, tile: bool) -> None:
    """Find the language of every letter of FILE (or `-`), as spans with code-point offsets.

    \b
    Example:
      corpus-tools detect seeds/000_ead6f83b4a2fa57d.txt
    """
    from corpus_tools import detect_spans, tile_spans

    text = read_text(file)
    candidates = tuple(languages.split(",")) if languages else None
    find = tile_spans if tile else detect_spans
    spans = find(text, languages=candidates)
    terminal = output == "-" and sys.stdout.isatty()
    if (format_ or ("table" if terminal else "jsonl")) == "table":
        if terminal:
            _show(text, spans)
        else:
            write_output(output, "".join(f"{_row(text, span)}\n" for span in spans))
        return
    rows = (
        {
            "start": span.start,
            "end": span.end,
            "language": span.language,
            "script": span.script,
            "confidence": round(span.confidence, 4),
            "text": text[span.start : span.end],
        }
        for span in spans
    )
    write_output(output, json_lines(rows))


def _row(text: str, span: LanguageSpan) -> str:
    start, end = span.start, span.end
    excerpt = " ".join(text[start:end].split())
    excerpt = excerpt if len(excerpt) <= 60 else f"{excerpt[:40]} … {excerpt[-18:]}"
    return f"{start:>8} {end:>8}  {span.language:<8} {span.script}  {span.confidence:.2f}  {excerpt}"


def _show(text: str, spans: Sequence[LanguageSpan]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from corpus_tools.cli.inspect import isolated

    table = Table(box=None, pad_edge=False)
    for name in ("start", "end"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("language", "sure"):
        table.add_column(name, no_wrap=True)
    table.add_column("text", no_wrap=True, overflow="ellipsis")
    console = Console()
    room = max(console.width - 40, 20)
    colours = ("cyan", "green", "magenta", "yellow", "blue", "red")
    seen: dict[str, str] = {}
    for span in spans:
        colour = seen.setdefault(span.language, colours[len(seen) % len(colours)])
        excerpt = " ".join(text[span.start : span.end].split())
        if len(excerpt) > room:
            excerpt = f"{excerpt[: room * 2 // 3 - 3]} … {excerpt[-(room // 3) :]}"
        cells = (str(span.start), str(span.end), Text(span.language, style=colour), f"{span.confidence:.2f}")
        table.add_row(*cells, Text(isolated(excerpt)))
    console.print(table)
