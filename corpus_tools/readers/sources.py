"""Where documents come from: the files behind paths, folders, globs and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus_tools.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file. `name` is its path relative to the input that it was found under, with `/`: it makes the ids."""

    name: str
    path: Path

    @property
    def ending(self) -> str:
        """The lower-cased ending of the name, with its dot."""
        return Path(self.name).suffix.lower()

    def read(self) -> bytes:
        """Return the file's bytes (standard input for `-`). Raises InputError where it cannot be read."""
        if self.name == "-":
            return sys.stdin.buffer.read()
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", where=self.name, remedy="check the path") from error


def discover(paths: Iterable[str | Path]) -> list[SourceFile]:
    """Return the files that `paths` lead to, ordered by name.

    A folder stands for all files below it whose names do not start with a dot, named relative to the folder; a glob
    (`*`, `?`, `[`; `**` for any depth) for what it matches, named relative to its fixed part; `-` for standard input.
    Where two inputs give one name to two files, the later ones get the number of their input, from 0, before it. A path
    that is found twice counts once. Raises InputError for a path that leads nowhere.
    """
    found: dict[str, SourceFile] = {}
    seen: set[Path] = set()
    for number, path in enumerate(paths):
        for source in _below(path):
            if source.path in seen:
                continue
            seen.add(source.path)
            name = source.name
            while name in found:
                name = f"{number}/{name}"
            found[name] = SourceFile(name=name, path=source.path)
    return sorted(found.values(), key=lambda source: source.name)


def _below(path: str | Path) -> list[SourceFile]:
    if str(path) == "-":
        return [SourceFile(name="-", path=Path("-"))]
    path = Path(path)
    if path.is_dir():
        return _named(path, (each for each in path.rglob("*") if each.is_file()))
    if path.exists():
        return [SourceFile(name=path.name, path=path)]
    if any(sign in str(path) for sign in "*?["):
        fixed = Path(*_fixed_parts(path))
        matches = list(fixed.glob(path.relative_to(fixed).as_posix()))
        if matches:
            return _named(fixed, (each for each in matches if each.is_file()))
        raise InputError("no file matches", where=str(path), remedy="check the pattern")
    raise InputError("there is no such file or folder", where=str(path), remedy="check the path")


def _named(folder: Path, files: Iterable[Path]) -> list[SourceFile]:
    sources = []
    for file in files:
        relative = file.relative_to(folder)
        if not any(part.startswith(".") for part in relative.parts):
            sources.append(SourceFile(name=relative.as_posix(), path=file))
    return sources


def _fixed_parts(path: Path) -> list[str]:
    fixed: list[str] = []
    for part in path.parts:
        if any(sign in part for sign in "*?["):
            break
        fixed.append(part)
    return fixed
