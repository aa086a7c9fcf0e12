"""The command line: a thin shell over the library, one file per command, each imported when it is called.

stdout is data, stderr is everything else. Exit codes are those of `corpus_tools.errors`.
"""

from __future__ import annotations

import errno
import sys

# Command -> (module, one line for --help). The line stands here so that --help imports no command.
COMMANDS = {
    "clean": ("clean", "Repair a text and leave out its boilerplate."),
    "site-lines": ("site_lines", "Learn the lines that a site puts around its articles."),
    "detect": ("detect", "Find the language of every letter, as spans."),
    "segment": ("segment", "Split a text into sentences."),
    "translate": ("translate", "Translate a text, offline."),
    "names": ("names", "Find the names in files and who they are."),
    "compare-names": ("compare_names", "Say whether two names are one, and why."),
    "review-names": ("review_names", "Write a build's uncertain name merges for review."),
    "align": ("align", "Align the sentences of a text and its translation."),
    "inspect": ("inspect", "Show all layers of one document."),
    "build": ("build", "Build a corpus, or bring it up to date."),
    "plan": ("plan", "Show what a build would do, and why."),
    "check": ("check", "Check a pipeline file."),
    "convert": ("convert", "Convert a corpus from one format to another."),
    "export": ("export", "Write a finished build in another format."),
    "models": ("models", "List, install, fetch, verify, remove and lock models."),
    "doctor": ("doctor", "Check the environment, the models and offline readiness."),
    "stages": ("stages", "List the stages of a pipeline and their options."),
    "completion": ("completion", "Print the shell completion script."),
}


# What the system refuses is no error of ours: no room, no rights, a folder where a file should be.
_OF_THE_SYSTEM = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EISDIR, errno.ENOTDIR}
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code. The console script exits with it."""
    import click

    from corpus_tools.cli.group import make_group, silence_stdout
    from corpus_tools.errors import CorpusToolsError

    try:
        result = make_group().main(args=arguments, prog_name="corpus-tools", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except CorpusToolsError as error:
        _complain(str(error))
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        silence_stdout()
        return 0
    except OSError as error:
        if error.errno not in _OF_THE_SYSTEM:
            return _internal(error)
        _complain(f"{error.filename or 'a file'}: {error.strerror}. Make room, or see to the rights, and run it again.")
        return CorpusToolsError.exit_code
    except Exception as error:
        return _internal(error)


def _internal(error: Exception) -> int:
    import traceback

    from corpus_tools.errors import InternalError

    traceback.print_exception(error)
    _complain(f"this is an error of corpus-tools: {type(error).__name__}: {error}. Please report it with the above.")
    return InternalError.exit_code


def _complain(message: str) -> None:
    import click

    click.secho("error: ", fg="red", bold=True, err=True, nl=False)
    click.echo(message, err=True)


def run() -> None:
    """The console script."""
    sys.exit(main())
