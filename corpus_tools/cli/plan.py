"""corpus-tools plan: what a build would do, without doing it."""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import models_options


@click.command("plan")
@click.argument("pipeline", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--input", "input_", metavar="PATH", multiple=True, help="Read these files or folders instead.")
@click.option("--output", metavar="DIR", help="The corpus's folder, instead of the pipeline's own.")
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Override a setting of the pipeline file.")
@models_options
def command(
    pipeline: Path,
    input_: tuple[str, ...],
    output: str | None,
    settings: tuple[str, ...],
    models_dir: Path | None,
    stanza_dir: Path | None,
) -> None:
    """Show what `build` would do with PIPELINE: which shards are stored, which are to do, and what changed,
    the outputs included.

    \b
    Example:
      corpus-tools plan pipelines/news-en-ar.toml
    """
    from corpus_tools.pipeline.preview import preview

    shown = preview(
        pipeline,
        input=input_ or None,
        output=output,
        settings=settings,
        models_dir=models_dir,
        stanza_dir=stanza_dir,
    )
    click.echo(f"{shown.sources} files in {shown.shards} shards")
    for trip in shown.passes:
        state = f"{trip.stored} stored, {trip.pending} to do"
        if trip.ungathered:
            state += f", {trip.ungathered} to be gathered from for {trip.barrier}"
        if trip.unknown:
            state = f"{trip.unknown} to be decided: they follow a barrier that is not through"
        click.echo(f"  {trip.title}: {state}")
    if shown.outputs:
        click.echo("  outputs: to be written")
    for reason in (*shown.reasons, *shown.outputs):
        click.echo(f"because {reason}")
    if shown.up_to_date:
        click.echo("nothing to do: everything is up to date")
