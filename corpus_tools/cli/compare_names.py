"""corpus-tools compare-names: are two names one?"""

from __future__ import annotations

import click

from corpus_tools.cli.streams import json_lines


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

    found = compare_names(a, b)
    if as_json:
        row = {"a": a, "b": b, "score": found.score, "same": found.same, "evidence": found.evidence}
        click.echo(json_lines([row]), nl=False)
        return
    click.secho("the same" if found.same else "not the same", fg="green" if found.same else "red", nl=False)
    click.echo(f"  (score {found.score:.3f})")
    for line in found.evidence:
        click.echo(f"  {line}")
