"""corpus-tools stages: what a pipeline can be made of."""

from __future__ import annotations

import dataclasses

import click


@click.command("stages")
def command() -> None:
    """List the stages of a pipeline: what each does, the layers it needs and adds, its options and defaults.

    \b
    Example:
      corpus-tools stages
    """
    from corpus_tools.stages import STAGES, stage_type

    for name in STAGES:
        kind = stage_type(name)
        first = (kind.__doc__ or "").strip().split("\n")[0]
        scope = " (over all documents)" if hasattr(kind, "combine") else ""
        click.secho(name, bold=True, nl=False)
        click.echo(f"{scope}: {first}")
        click.echo(f"    needs {', '.join(kind.needs) or 'nothing'}; adds {', '.join(kind.adds) or 'decisions'}")
        for field in dataclasses.fields(kind):
            click.echo(f"    {field.name.replace('_', '-')}{_default(field)}")


def _default(field: dataclasses.Field[object]) -> str:
    """Say what an option is when nobody sets it; nothing for one that must be set."""
    if field.default_factory is not dataclasses.MISSING:
        return f" = {field.default_factory()!r}"
    return "" if field.default is dataclasses.MISSING else f" = {field.default!r}"
