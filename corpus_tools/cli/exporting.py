"""What `convert` and `export` share: reading `A,B`, and saying what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from corpus_tools.errors import ConfigError, InputError
from corpus_tools.records import Document
from corpus_tools.writers import Written


def languages_of(text: str) -> tuple[str, str]:
    """Read `en,ar`. Raises ConfigError for anything but two different codes."""
    codes = [code.strip() for code in text.split(",")]
    if len(codes) != 2 or not all(codes) or codes[0] == codes[1]:
        raise ConfigError(f"--languages {text!r} is not of the form A,B", remedy="e.g. --languages en,ar")
    return codes[0], codes[1]


def with_pairs_of(languages: tuple[str, str], documents: Iterable[Document], *, where: Path) -> Iterator[Document]:
    """Yield the documents. Raises InputError where all their pairs are in other languages than these two."""
    others: set[str] = set()
    found = False
    for document in documents:
        for pair in document.pairs:
            ends = {pair.source_language, pair.target_language}
            found = found or ends == set(languages)
            others.update(ends)
        yield document
    if others and not found:
        raise InputError(
            f"there are no pairs of {languages[0]} and {languages[1]}: the languages are {', '.join(sorted(others))}",
            where=str(where),
            remedy="name the two sides: --languages A,B",
        )


def report(written: Sequence[Written]) -> None:
    """Say on stderr what was written."""
    for each in written:
        click.echo(f"{each.path}: {each.lines} lines, {each.size_bytes:,} bytes", err=True)
