"""Reading a file or `-`, and writing stdout or `-o FILE`: whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus_tools.errors import InputError
from corpus_tools.records import Document, Span

_Function = TypeVar("_Function", bound=Callable[..., Any])


def input_argument(function: _Function) -> _Function:
    """Add the argument FILE: a file, or `-` for standard input."""
    return click.argument("file", default="-", metavar="[FILE]")(function)


def output_option(function: _Function) -> _Function:
    """Add `-o FILE`: written aside, then renamed, so that a file that is there is whole."""
    help = "Write to this file (aside, then renamed) instead of standard output."
    return click.option("-o", "--output", metavar="FILE", default="-", help=help)(function)


def language_option(function: _Function) -> _Function:
    """Add `--language`: the language of the text where it is known."""
    help = "Language of the text (BCP 47); found out when not given."
    return click.option("--language", metavar="CODE", default=None, help=help)(function)


def models_options(function: _Function) -> _Function:
    """Add `--models-dir` and `--stanza-dir`."""
    function = click.option(
        "--stanza-dir", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder of Stanza models."
    )(function)
    return click.option(
        "--models-dir",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="CORPUS_TOOLS_MODELS",
        default=None,
        help="Model store (default: $CORPUS_TOOLS_MODELS, else the user's data directory).",
    )(function)


def read_one(file: str) -> Document:
    """Read the single document of a file or of standard input. Raises InputError where there is not just one."""
    documents = read_all([file])
    if len(documents) != 1:
        raise InputError(
            f"holds {len(documents)} documents where one is expected",
            where=file,
            remedy="use `corpus-tools build` for many",
        )
    return documents[0]


def read_all(files: Iterable[str]) -> list[Document]:
    """Read all documents of some files, folders or globs. Raises InputError for the first that cannot be read.

    Errors name files by their paths as they were given, documents by their ids.
    """
    from corpus_tools.readers import SourceFile, discover, read_source

    def named(error: InputError, source: SourceFile) -> InputError:
        if source.name == "-":
            message = error.message.replace("the file", "it")
            return InputError(message, where="standard input", remedy="name a file, or pipe a text into the command")
        where = f"{source.path}{error.where.removeprefix(source.name)}"
        return InputError(error.message, where=where, remedy=error.remedy)

    documents = []
    for source in discover(files):
        for found in read_source(source):
            if isinstance(found, InputError):
                raise named(found, source) from found
            documents.append(found)
    return documents


def sentences_of(text: str, language: str, *, models_dir: Path | None, stanza_dir: Path | None) -> tuple[Span, ...]:
    """Split a text into sentences with the Stanza folder that is named, or the installed models. A byte order mark is
    part of none."""
    from corpus_tools import models
    from corpus_tools.language.segmentation import split_many

    folder = stanza_dir or models.stanza_dir(language, models_dir=models_dir)
    if text.startswith("\ufeff"):
        text = f" {text[1:]}"
    return split_many([text], language=language, stanza_dir=folder)[0]


def read_text(file: str) -> str:
    """Read the text of a file or of standard input."""
    return read_one(file).raw


def json_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return a line of JSON for each row, the keys in the row's own order. Lone surrogates become `?`."""
    import msgspec

    encoder = msgspec.json.Encoder()
    lines = []
    for row in rows:
        try:
            lines.append(encoder.encode(row).decode("utf-8"))
        except UnicodeEncodeError:
            plain = json.dumps(msgspec.to_builtins(row), ensure_ascii=False, separators=(",", ":"))
            lines.append(plain.encode("utf-8", "replace").decode("utf-8"))
    return "".join(f"{line}\n" for line in lines)


def write_output(output: str, content: str) -> None:
    """Write `content` to standard output or, atomically, to a file. Lone surrogates become `?`."""
    data = content.encode("utf-8", "replace")
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    try:
        descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(
            f"cannot write there: {error.strerror}", where=output, remedy="make the folder first"
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=output, remedy="name another file") from error
    finally:
        Path(aside).unlink(missing_ok=True)
