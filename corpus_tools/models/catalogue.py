"""What is known of a model: its languages, files, licence, origin, and the fingerprint that caches are keyed on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """A model that is there. `files` are (name inside the package, path on disk), sorted by name.

    `kind` is `translation` (an Argos package) or `sentences` (a Stanza tokeniser, whose `target` is empty). `origin`
    says who put it there: `starter` (inside corpus-tools; `status` tells `bootstrap` from `starter`), `user` (installed
    from a file), or `fetched`.
    """

    name: str
    kind: Literal["translation", "sentences"]
    source: str
    target: str
    origin: Literal["starter", "user", "fetched"]
    status: str
    version: str
    licence: str
    attribution: str
    files: tuple[tuple[str, Path], ...]

    def path(self, name: str) -> Path | None:
        """Return where the file `name` of the package stands, None where it has none such."""
        return dict(self.files).get(name)

    @property
    def size_bytes(self) -> int:
        """The size of all files together."""
        return sum(path.stat().st_size for _, path in self.files)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of names and contents of all files, 16 hexadecimal digits: other bytes, other results."""
        return fingerprint(self.files)


def fingerprint(files: tuple[tuple[str, Path], ...]) -> str:
    """Return 16 hexadecimal digits of the SHA-256 over the names and contents of `files`."""
    total = hashlib.sha256()
    for name, path in sorted(files):
        status = path.stat()
        total.update(f"{name}\0{_digest(path, status.st_size, status.st_mtime_ns)}\0".encode())
    return total.hexdigest()[:16]


@lru_cache(maxsize=1024)
def _digest(path: Path, size_bytes: int, modified_ns: int) -> str:
    """Return a file's SHA-256, computed once per process as long as size and time stay as they are."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
