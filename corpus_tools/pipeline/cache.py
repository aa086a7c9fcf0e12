"""Results by the key of everything that made them. What is there and whole is done; there are no other flags."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from corpus_tools.errors import InternalError
from corpus_tools.records.codec import encode


def key_of(*parts: object) -> str:
    """Return the SHA-256 (hexadecimal) of the parts, encoded without ambiguity."""
    return hashlib.sha256(encode(parts)).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 (hexadecimal) of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Header(msgspec.Struct, frozen=True):
    """The first line of an entry: what the rest must be."""

    lines: int
    size_bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries, each a header line and lines of JSON, written aside, synced, then renamed."""

    directory: Path

    def path(self, key: str, kind: str) -> Path:
        """Return where the entry of `kind` (documents, summaries, table, …) under `key` stands."""
        return self.directory / key[:2] / f"{key}.{kind}"

    def header(self, key: str, kind: str) -> Header | None:
        """Return an entry's header where it is there with its full size, else None."""
        path = self.path(key, kind)
        try:
            with path.open("rb") as stream:
                first = stream.readline()
                header = msgspec.json.decode(first, type=Header)
                whole = os.fstat(stream.fileno()).st_size == len(first) + header.size_bytes
        except (OSError, msgspec.DecodeError):
            return None
        return header if whole else None

    def write(self, key: str, kind: str, lines: Iterable[bytes]) -> Header:
        """Write an entry and return its header."""
        listed = list(lines)
        body = b"".join(line + b"\n" for line in listed)
        header = Header(lines=len(listed), size_bytes=len(body), digest=hashlib.sha256(body).hexdigest())
        write_atomically(self.path(key, kind), encode(header) + b"\n" + body)
        return header

    def read(self, key: str, kind: str) -> Iterator[bytes]:
        """Yield an entry's lines, checking them against the header. Raises InternalError where they differ."""
        path = self.path(key, kind)
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            header = msgspec.json.decode(stream.readline(), type=Header)
            for line in stream:
                digest.update(line)
                yield line.rstrip(b"\n")
        if digest.hexdigest() != header.digest:
            path.unlink(missing_ok=True)
            raise InternalError(
                "a cached result differs from what was written",
                where=str(path),
                remedy="the damaged entry was removed: run the same build again",
            )


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, sync it, and rename it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
