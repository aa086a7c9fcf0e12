"""Packages of a stranger: each way of doing harm is refused with its reason, and the store stays as it was."""

from __future__ import annotations

import io
import json
import pickle
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus_tools.errors import ModelMismatchError
from corpus_tools.models import archives
from corpus_tools.models.installation import install_package, install_tokeniser

Change = Callable[[dict[str, bytes]], None]


def files_of(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def pack(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture
def store(tmp_path: Path, package: Path) -> Path:
    """A store with one package in it, which every refused package is to leave alone."""
    folder = tmp_path / "store"
    install_package(package, models_dir=folder)
    return folder


def refused(path: Path, store: Path, reason: str) -> None:
    before, around = contents(store), sorted(store.parent.rglob("*evil*"))
    with pytest.raises(ModelMismatchError, match=reason) as caught:
        install_package(path, models_dir=store)
    assert str(path) in str(caught.value)
    assert contents(store) == before
    assert sorted(store.parent.rglob("*evil*")) == around
    assert not list(store.glob(".aside-*"))


def top(package: Path) -> str:
    return next(iter(files_of(package))).split("/")[0]


@pytest.mark.parametrize(
    "name", ["../evil", "x/../../evil", "/evil", "x/..\\..\\evil", "C:/evil", "x/a\\b", "evil", "other/evil"]
)
def test_names_that_lead_elsewhere(tmp_path: Path, package: Path, store: Path, name: str) -> None:
    files = {**files_of(package), name: b"evil"}
    refused(pack(tmp_path / "p.argosmodel", files), store, "elsewhere|outside its folder|one folder")


def test_a_symbolic_link(tmp_path: Path, package: Path, store: Path) -> None:
    path = pack(tmp_path / "p.argosmodel", files_of(package))
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo(f"{top(package)}/README2.md")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    refused(path, store, "link")


def test_one_name_twice(tmp_path: Path, package: Path, store: Path) -> None:
    files = {**files_of(package), f"{top(package)}/METADATA.json": b"{}"}
    refused(pack(tmp_path / "p.argosmodel", files), store, "twice")


def test_a_bomb_by_its_ratio(tmp_path: Path, package: Path, store: Path) -> None:
    path = pack(tmp_path / "p.argosmodel", files_of(package))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{top(package)}/zeros", bytes(12 * 2**20))
    refused(path, store, "would unpack to")


def test_a_bomb_by_its_size_and_one_that_lies_about_it(
    tmp_path: Path, package: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelMismatchError, match="more than 1,000"):
        archives.unpack(package, tmp_path / "out", most_bytes=1000)
    files = files_of(package)
    path = pack(tmp_path / "p.argosmodel", files)
    data = bytearray(path.read_bytes())
    # The central directory says that the last file has one byte.
    last = data.rindex(b"PK\x01\x02")
    data[last + 24 : last + 28] = (1).to_bytes(4, "little")
    path.write_bytes(data)
    refused(path, store, "unpacks to more|no valid package|breaks off")


def test_too_many_files(tmp_path: Path, package: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    refused(package, store, "more than 3")


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        (None, "no metadata.json"),
        (b"{", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"[]", "no object"),
        ({"from_code": "../x"}, "no language code"),
        ({"from_code": None}, "no language code"),
        ({"to_code": "ar"}, "into itself"),
        ({"package_version": "../../1"}, "package_version"),
        ({"type": "sbd"}, "only translation"),
    ],
)
def test_missing_and_lying_metadata(
    tmp_path: Path, package: Path, store: Path, metadata: bytes | dict[str, object] | None, reason: str
) -> None:
    files = files_of(package)
    name = f"{top(package)}/metadata.json"
    if metadata is None:
        del files[name]
    elif isinstance(metadata, bytes):
        files[name] = metadata
    else:
        files[name] = json.dumps({**json.loads(files[name]), **metadata}).encode()
    refused(pack(tmp_path / "p.argosmodel", files), store, reason)


def test_metadata_for_another_pair_than_was_asked_for(tmp_path: Path, package: Path) -> None:
    with pytest.raises(ModelMismatchError, match="is for ar_en, not for en_ar"):
        install_package(package, models_dir=tmp_path / "store", pair="en_ar")
    assert contents(tmp_path / "store") == {}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("model/model.bin", b"", "empty"),
        ("model/model.bin", b"PK\x03\x04 some other kind of file", "CTranslate2's format"),
        ("model/model.bin", None, "no model/model.bin"),
        ("sentencepiece.model", b"nothing", "sentencepiece.model"),
        ("sentencepiece.model", None, "neither sentencepiece.model nor bpe.model"),
    ],
)
def test_files_that_are_no_model(
    tmp_path: Path, package: Path, store: Path, name: str, content: bytes | None, reason: str
) -> None:
    files = files_of(package)
    if content is None:
        del files[f"{top(package)}/{name}"]
    else:
        files[f"{top(package)}/{name}"] = content
    refused(pack(tmp_path / "p.argosmodel", files), store, reason)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_files_that_are_no_package(tmp_path: Path, store: Path, content: bytes) -> None:
    path = tmp_path / "p.argosmodel"
    path.write_bytes(content)
    refused(path, store, "no valid package|one folder")


class Evil:
    """What runs code when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.write_text, (Path("evil-was-here"), "x"))


def test_pickled_code_in_a_package_and_in_a_tokeniser(
    tmp_path: Path, package: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.chdir(tmp_path)
    buffer = io.BytesIO()
    torch.save({"model": Evil()}, buffer)
    for data in (buffer.getvalue(), pickle.dumps(Evil())):
        files = {**files_of(package), f"{top(package)}/stanza/ar/tokenize/x.pt": data}
        refused(pack(tmp_path / "p.argosmodel", files), store, "could run code|cannot be read as weights")
        bad = tmp_path / "bad.pt"
        bad.write_bytes(data)
        before = contents(store)
        with pytest.raises(ModelMismatchError):
            install_tokeniser(bad, "ar", models_dir=store)
        assert contents(store) == before
    assert not (tmp_path / "evil-was-here").exists()
