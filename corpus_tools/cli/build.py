"""corpus-tools build: the whole way from articles to a corpus."""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import models_options, write_output


@click.command("build")
@click.argument("pipeline", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--input", "input_", metavar="PATH", multiple=True, help="Read these files or folders instead.")
@click.option("--output", metavar="DIR", help="Write the corpus to this folder instead.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to share the work."
)
@click.option("--until", metavar="STAGE", help="Stop after this stage and write its documents as JSONL.")
@click.option("--fresh", is_flag=True, help="Compute everything anew, whatever is stored.")
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Override a setting of the pipeline file.")
@click.option("--max-failures", type=click.IntRange(min=0), default=None, help="Documents that may fail.")
@click.option("--rejects", metavar="FILE", help="Write what was set aside, with rule and reason, to this file too.")
@click.option("--quiet", is_flag=True, help="No progress and no summary.")
@models_options
def command(
    pipeline: Path,
    input_: tuple[str, ...],
    output: str | None,
    workers: int,
    until: str | None,
    fresh: bool,
    settings: tuple[str, ...],
    max_failures: int | None,
    rejects: str | None,
    quiet: bool,
    models_dir: Path | None,
    stanza_dir: Path | None,
) -> None:
    """Build the corpus that PIPELINE (a TOML file) describes, or bring it up to date.

    What is there and whole is not done again; killed at any moment and run again, the build goes on where it was
    and gives the same bytes.

    \b
    Example:
      corpus-tools build pipelines/news-en-ar.toml --input articles/ --output build/articles
    """
    from corpus_tools.cli.progress import BuildDisplay
    from corpus_tools.errors import ConfigError, FailureBudgetError
    from corpus_tools.pipeline.build import build

    with BuildDisplay(quiet=quiet) as display:
        try:
            result = build(
                pipeline,
                input=input_ or None,
                output=output,
                workers=workers,
                until=until,
                fresh=fresh,
                settings=settings,
                max_failures=max_failures,
                models_dir=models_dir,
                stanza_dir=stanza_dir,
                on_progress=display.show,
            )
        except FailureBudgetError:
            display.stop()
            raise
    display.summary(result)
    if rejects is not None:
        written = [path for path in result.outputs if path.name.endswith(".rejects.jsonl")]
        if not written:
            raise ConfigError("--rejects goes with a whole build, not with --until")
        write_output(rejects, written[0].read_text("utf-8"))
