"""corpus-tools check: is this pipeline file right?"""

from __future__ import annotations

from pathlib import Path

import click


@click.command("check")
@click.argument("pipeline", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Override a setting of the pipeline file.")
def command(pipeline: Path, settings: tuple[str, ...]) -> None:
    """Check a PIPELINE file: names, types, and that each stage finds the layers it needs.

    \b
    Example:
      corpus-tools check pipelines/news-en-ar.toml
    """
    from corpus_tools.pipeline.configuration import Pipeline

    checked = Pipeline.load(pipeline, overrides=settings)
    names = " → ".join(stage.name for stage in checked.stages)
    click.echo(f"{pipeline}: ok: {' and '.join(checked.languages)}, {len(checked.stages)} stages: {names}")
