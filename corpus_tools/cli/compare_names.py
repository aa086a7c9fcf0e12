"""corpus-tools compare-names: are two names one?"""

from __future__ import annotations

import click

from corpus_tools.cli.streams import json_lines
from corpus_tools.errors import InputError


@click.command("compare-names")
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def command(a: str, b: str, as_json: bool) -> None:
    """Say whether the names A and B are one person, place or organisation, how sure that is, and why.

    \b
    Example:
      corpus-tools compare-names "Mevlüt Çavuşoğlu" "مولود تشاووش أوغلو"
    """
    from corpus_tools import compare_names
    from corpus_tools.names.gazetteer import gazetteer

    for side, name in (("A", a), ("B", b)):
        if not any(letter.isalnum() for letter in name):
            raise InputError(f"{side} has no letters: {name!r}", remedy="give two names, each in quotation marks")
    found = compare_names(a, b)
    ids = [known.id if known is not None else None for known in map(gazetteer().look_up, (a, b))]
    if as_json:
        row = {"a": a, "b": b, "score": found.score, "same": found.same, "evidence": found.evidence, "known": ids}
        click.echo(json_lines([row]), nl=False)
        return
    known_same = ids[0] is not None and ids[0] == ids[1]
    verdict = "the same" if found.same else "the same, as known names" if known_same else "not the same"
    click.secho(verdict, fg="green" if found.same or known_same else "red", nl=False)
    click.echo(f"  (score {found.score:.3f})")
    for line in found.evidence:
        click.echo(f"  {line}")
    if known_same:
        click.echo(f"  both are known spellings of {ids[0]}: a build takes them for one")
    elif None not in ids:
        click.echo(f"  known as {ids[0]} and {ids[1]}: a build keeps them apart")
