"""What `convert` and `export` share: reading `A,B`, and saying what was written."""

from __future__ import annotations

from collections.abc import Sequence

import click

from corpus_tools.errors import ConfigError
from corpus_tools.writers import Written


def languages_of(text: str) -> tuple[str, str]:
    """Read `en,ar`. Raises ConfigError for anything but two different codes."""
    codes = [code.strip() for code in text.split(",")]
    if len(codes) != 2 or not all(codes) or codes[0] == codes[1]:
        raise ConfigError(f"--languages {text!r} is not of the form A,B", remedy="e.g. --languages en,ar")
    return codes[0], codes[1]


def report(written: Sequence[Written]) -> None:
    """Say on stderr what was written."""
    for each in written:
        click.echo(f"{each.path}: {each.lines} lines, {each.size_bytes:,} bytes", err=True)
