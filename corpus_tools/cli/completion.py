"""corpus-tools completion: tab completion for the shell."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
    Example:
      corpus-tools completion bash > ~/.local/share/bash-completion/completions/corpus-tools
    """
    from click.shell_completion import get_completion_class

    from corpus_tools.cli.group import make_group

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(make_group(), {}, "corpus-tools", "_CORPUS_TOOLS_COMPLETE").source())
