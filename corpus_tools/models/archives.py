"""A package is a file from a stranger: what its archive may hold, and how it is taken out without being believed."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from corpus_tools.errors import ModelMismatchError

# Far above any package there is (the largest official ones have 30 files and 350 MB), far below what hurts.
MOST_FILES = 2_000
MOST_BYTES = 4 * 2**30
# Weights hardly compress; what unpacks to this many times its size is made to fill a disk.
MOST_RATIO = 100
_RATIO_COUNTS_FROM = 10 * 2**20
_BLOCK = 2**20


def unpack(archive_path: Path, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
    """Unpack the package at `archive_path` into `folder`, without the one folder that it holds.

    Names are checked before anything is written: no absolute path, no `..`, no drive, no backslash, no link, no name
    twice (also not in another case), all below one folder. Sizes are counted as bytes come out, whatever the archive
    claims. Raises ModelMismatchError; `folder` may then hold a part, and is the caller's to remove.
    """
    where = str(archive_path)
    try:
        with zipfile.ZipFile(archive_path) as archive:
            members = _checked(archive, where, most_bytes)
            written = 0
            for info, name in members:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                written += _take_out(archive, info, target, most_bytes - written, where)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise _refused(f"is no valid package: {error}", where) from error
    except OSError as error:
        raise ModelMismatchError(f"cannot be unpacked: {error}", where=where) from error
    except RuntimeError as error:  # what zipfile raises for encrypted members
        raise _refused(f"cannot be unpacked: {error}", where) from error


def _checked(archive: zipfile.ZipFile, where: str, most_bytes: int) -> list[tuple[zipfile.ZipInfo, str]]:
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise _refused(f"holds {len(infos)} files, more than {MOST_FILES}", where)
    members: list[tuple[zipfile.ZipInfo, str]] = []
    seen: set[str] = set()
    tops: set[str] = set()
    for info in infos:
        # zipfile cuts names at NUL and turns backslashes around: what it was told stands in orig_filename.
        original = info.orig_filename
        path = PurePosixPath(original)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if "\0" in original or "\\" in original or ":" in original or path.is_absolute() or ".." in path.parts:
            raise _refused(f"holds a file that would be written elsewhere: {original!r}", where)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _refused(f"holds a link or device: {original!r}", where)
        if info.flag_bits & 1:
            raise _refused("is encrypted", where)
        if not path.parts:
            raise _refused("holds a file without a name", where)
        tops.add(path.parts[0])
        if info.is_dir():
            continue
        if len(path.parts) < 2:
            raise _refused(f"holds {original!r} outside its folder", where)
        name = "/".join(path.parts[1:])
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            raise _refused(f"holds {name!r} twice", where)
        seen.add(folded)
        if info.file_size > _RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _refused(f"holds {name!r}, which would unpack to {info.file_size:,} bytes", where)
        members.append((info, name))
    if len(tops) != 1:
        raise _refused(f"must hold one folder and holds {len(tops)}", where)
    if sum(info.file_size for info, _ in members) > most_bytes:
        raise _refused(f"would unpack to more than {most_bytes:,} bytes", where)
    return members


def _take_out(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, room: int, where: str) -> int:
    written = 0
    with archive.open(info) as source, target.open("xb") as sink:
        while block := source.read(_BLOCK):
            written += len(block)
            if written > room or written > info.file_size:
                raise _refused(f"unpacks to more than it says at {info.filename!r}", where)
            sink.write(block)
    if written != info.file_size:
        raise _refused(f"breaks off at {info.filename!r}", where)
    return written


def _refused(what: str, where: str) -> ModelMismatchError:
    return ModelMismatchError(
        f"the package {what}", where=where, remedy="nothing was installed; get it from its source"
    )


def pack(files: tuple[tuple[str, Path], ...], folder: str, target: Path) -> None:
    """Write `files` (name, path) into an Argos package at `target`, below `folder`; equal files give equal bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            with path.open("rb") as source, archive.open(info, "w") as sink:
                while block := source.read(_BLOCK):
                    sink.write(block)
