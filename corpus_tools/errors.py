"""One tree of errors, named by what follows from them. Each has the exit code that the command ends with."""

from __future__ import annotations


class CorpusToolsError(Exception):
    """What happened, where (file, document, span) and what to do next."""

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        if not self.remedy:
            return text
        end = "" if self.remedy.endswith(("?", ".", "!")) else "."
        return f"{text}. {self.remedy[:1].upper()}{self.remedy[1:]}{end}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.where, self.remedy))


def _rebuild(kind: type[CorpusToolsError], message: str, where: str, remedy: str) -> CorpusToolsError:
    return kind(message, where=where, remedy=remedy)


class ConfigError(CorpusToolsError):
    """A pipeline file, an option or a data file of the user's is wrong."""

    exit_code = 2


class InputError(CorpusToolsError):
    """A file cannot be read as what it should be."""

    exit_code = 3


class DocumentError(InputError):
    """One document cannot be processed: it is set aside with its reason, the others go on."""


class ModelError(CorpusToolsError):
    """A model is missing, or is not what it claims to be."""

    exit_code = 4


class MissingModelError(ModelError):
    """No installed model does this."""


class ModelMismatchError(ModelError):
    """A model's files differ from what was recorded, or its package is not valid."""


class FailureBudgetError(CorpusToolsError):
    """More documents failed than `--max-failures` allows."""

    exit_code = 5


class InternalError(CorpusToolsError):
    """A law of the program itself was broken: please report it."""

    exit_code = 70
