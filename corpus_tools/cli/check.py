"""corpus-tools check: would a build of this pipeline file begin?"""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import models_options


@click.command("check")
@click.argument("pipeline", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--input", "input_", metavar="PATH", multiple=True, help="Read these files or folders instead.")
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Override a setting of the pipeline file.")
@models_options
def command(
    pipeline: Path,
    input_: tuple[str, ...],
    settings: tuple[str, ...],
    models_dir: Path | None,
    stanza_dir: Path | None,
) -> None:
    """Check a PIPELINE file: names, types and ranges, the layers each stage needs, the files it names, its inputs.

    What `build` would refuse, this refuses with the same words.

    \b
    Example:
      corpus-tools check pipelines/news-en-ar.toml
    """
    from corpus_tools.pipeline.build import check

    checked = check(pipeline, input=input_ or None, settings=settings, models_dir=models_dir, stanza_dir=stanza_dir)
    names = " → ".join(stage.name for stage in checked.stages)
    click.echo(f"{pipeline}: ok: {' and '.join(checked.languages)}, {len(checked.stages)} stages: {names}")
