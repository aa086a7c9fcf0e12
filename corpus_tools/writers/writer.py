"""What a writer is, and the file that it writes aside and renames into place."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal, Protocol

from corpus_tools.records import Document

NamePolicy = Literal["surface", "canonical", "ascii"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """What writers need to know.

    `languages` are the two sides (BCP 47), `created` the corpus's date (ISO 8601; from the configuration, so that
    builds are byte-identical), `names` how names are written: surface, canonical or ascii,
    `manifest` that of the build a corpus comes from, where there is one.
    """

    languages: tuple[str, str] = ("en", "ar")
    created: str = "1970-01-01T00:00:00Z"
    names: NamePolicy = "surface"
    title: str = "corpus"
    manifest: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was written: its SHA-256 in hexadecimal, its size, and how many lines, rows or units it holds."""

    path: Path
    sha256: str
    size_bytes: int
    lines: int


class OutputFile:
    """A file written aside in the same folder, synced and renamed by `commit`, removed by `discard`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = 0
        self._stream = NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115
        self.aside = Path(self._stream.name)

    def write(self, content: bytes, *, lines: int = 1) -> None:
        """Append bytes, which make up `lines` lines or units."""
        self._stream.write(content)
        self.lines += lines

    def commit(self) -> Written:
        """Sync, rename into place, and describe the file."""
        if not self._stream.closed:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
        with self.aside.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        size = self.aside.stat().st_size
        self.aside.chmod(0o644)
        self.aside.replace(self.path)
        return Written(path=self.path, sha256=digest, size_bytes=size, lines=self.lines)

    def discard(self) -> None:
        """Forget what was written."""
        self._stream.close()
        self.aside.unlink(missing_ok=True)


class DocumentWriter(Protocol):
    """Streams documents into one or more files. `finish` writes what comes last and hands the files over."""

    def write(self, document: Document) -> None: ...

    def set_aside(self, document: Document) -> None: ...

    def finish(self) -> list[OutputFile]: ...

    def discard(self) -> None: ...
