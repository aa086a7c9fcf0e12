"""Fetching from a mirror on this machine: real packages, broken connections, lying indexes, lock files."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from corpus_tools.errors import ConfigError, MissingModelError, ModelError, ModelMismatchError
from corpus_tools.models import find_translation, installed, stanza_dir
from corpus_tools.models.download import download
from corpus_tools.models.fetching import fetch_model
from corpus_tools.models.lock import lock_models
from corpus_tools.models.store import STARTER

pytestmark = pytest.mark.loopback


class Mirror:
    """Files by path. `break_after` ends the next so many answers after that many bytes; `asked` keeps the ranges."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.breaks: list[int] = []
        self.asked: list[tuple[str, str | None]] = []
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version: ClassVar[str] = "HTTP/1.0"

            def do_GET(self) -> None:
                mirror.asked.append((self.path, self.headers.get("Range")))
                content = mirror.files.get(self.path)
                if content is None:
                    self.send_error(404)
                    return
                mark = f'"{hashlib.sha256(content).hexdigest()[:8]}"'
                start, wanted = 0, self.headers.get("Range")
                if wanted and self.headers.get("If-Range") == mark:
                    start = int(wanted.removeprefix("bytes=").rstrip("-"))
                    if start >= len(content):
                        self.send_error(416)
                        return
                    self.send_response(206)
                    self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
                else:
                    self.send_response(200)
                self.send_header("Content-Length", str(len(content) - start))
                self.send_header("ETag", mark)
                self.end_headers()
                body = content[start:]
                if mirror.breaks and len(content) > 100_000:
                    body = body[: mirror.breaks.pop(0)]
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def put_index(self, *entries: dict[str, object]) -> None:
        self.files["/argos/index.json"] = json.dumps(entries).encode()


@pytest.fixture
def mirror(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    mirror = Mirror()
    mirror.files["/argos/ar_en.argosmodel"] = package.read_bytes()
    mirror.put_index(
        {"from_code": "ar", "to_code": "en", "package_version": "1.9", "links": ["/old.argosmodel"]},
        {"from_code": "ar", "to_code": "en", "package_version": "1.10", "links": ["ipfs://x", "ar_en.argosmodel"]},
        {"from_code": "en", "to_code": "ar", "package_version": "1.0", "links": ["ar_en.argosmodel"]},
    )
    yield mirror
    mirror.server.shutdown()
    mirror.server.server_close()


def test_the_newest_package_of_the_index_is_installed_as_fetched(
    tmp_path: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[int, int | None]] = []
    model = fetch_model(
        "argos:ar_en",
        models_dir=tmp_path,
        index=f"{mirror.address}/argos/index.json",
        progress=lambda done, total: heard.append((done, total)),
    )
    assert model.origin == "fetched" and find_translation("ar", "en", models_dir=tmp_path) == model
    size = len(mirror.files["/argos/ar_en.argosmodel"])
    assert heard[0] == (0, size) and heard[-1] == (size, size)
    assert list((tmp_path / "downloads").iterdir()) == []
    monkeypatch.setenv("CORPUS_TOOLS_ARGOS_INDEX", f"{mirror.address}/argos/index.json")
    assert fetch_model("argos:ar_en", models_dir=tmp_path).fingerprint == model.fingerprint


def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path, mirror: Mirror) -> None:
    mirror.breaks = [300_000, 200_000]
    url = f"{mirror.address}/argos/ar_en.argosmodel"
    assert fetch_model(url, models_dir=tmp_path).origin == "fetched"
    assert [wanted for _, wanted in mirror.asked] == [None, "bytes=300000-", "bytes=500000-"]


def test_a_download_that_was_given_up_is_gone_on_with_next_time(tmp_path: Path, mirror: Mirror) -> None:
    mirror.breaks = [150_000, 0, 0, 0]
    url = f"{mirror.address}/argos/ar_en.argosmodel"
    with pytest.raises(ModelError, match="cannot be fetched"):
        download(url, tmp_path)
    mirror.breaks, mirror.asked = [], []
    assert download(url, tmp_path).read_bytes() == mirror.files["/argos/ar_en.argosmodel"]
    assert mirror.asked[0][1] == "bytes=150000-"


def test_a_file_that_changed_in_between_is_fetched_from_the_start(tmp_path: Path, mirror: Mirror) -> None:
    mirror.files["/f"] = b"a" * 200_000
    mirror.breaks = [120_000, 0, 0, 0]
    with pytest.raises(ModelError):
        download(f"{mirror.address}/f", tmp_path)
    mirror.breaks, mirror.files["/f"] = [], b"b" * 150_000
    assert download(f"{mirror.address}/f", tmp_path).read_bytes() == b"b" * 150_000


def test_more_bytes_than_allowed_are_refused(tmp_path: Path, mirror: Mirror) -> None:
    mirror.files["/f"] = bytes(1000)
    with pytest.raises(ModelError, match="more than the 999"):
        download(f"{mirror.address}/f", tmp_path, most_bytes=999)


def test_a_package_that_is_not_for_the_pair_of_the_index_is_refused(tmp_path: Path, mirror: Mirror) -> None:
    with pytest.raises(ModelMismatchError, match="for ar_en, not for en_ar"):
        fetch_model("argos:en_ar", models_dir=tmp_path, index=f"{mirror.address}/argos/index.json")
    assert all(model.origin == "starter" for model in installed(tmp_path))


def test_what_the_index_does_not_have_is_missing(tmp_path: Path, mirror: Mirror) -> None:
    with pytest.raises(MissingModelError, match="tr_en"):
        fetch_model("argos:tr_en", models_dir=tmp_path, index=f"{mirror.address}/argos/index.json")
    with pytest.raises(ModelError, match="404"):
        fetch_model("argos:tr_en", models_dir=tmp_path, index=f"{mirror.address}/none.json")
    mirror.files["/text.json"] = b"<html>"
    with pytest.raises(ModelMismatchError, match="no index"):
        fetch_model("argos:tr_en", models_dir=tmp_path, index=f"{mirror.address}/text.json")


@pytest.mark.parametrize("name", ["ar_en", "argos:../x", "stanza:", "file:///etc/passwd", "ftp://x/y", "argos:ar"])
def test_names_that_name_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="argos:ar_en"):
        fetch_model(name, models_dir=tmp_path)


def test_an_index_that_points_at_files_of_this_machine_is_refused(tmp_path: Path, mirror: Mirror) -> None:
    mirror.put_index({"from_code": "ar", "to_code": "en", "package_version": "1", "links": ["file:///etc/passwd"]})
    with pytest.raises(MissingModelError, match="no address"):
        fetch_model("argos:ar_en", models_dir=tmp_path, index=f"{mirror.address}/argos/index.json")


def test_only_what_is_locked_is_installed(tmp_path: Path, mirror: Mirror) -> None:
    url, store, lock = f"{mirror.address}/argos/ar_en.argosmodel", tmp_path / "store", tmp_path / "models.lock"
    fetch_model(url, models_dir=store)
    lock.write_text(lock_models(models_dir=store))
    other = tmp_path / "other"
    assert fetch_model("argos:ar_en", models_dir=other, index=f"{mirror.address}/argos/index.json", lock=lock)
    assert fetch_model(url, models_dir=other, lock=lock).origin == "fetched"
    mirror.files["/argos/ar_en.argosmodel"] += b"\0"
    third = tmp_path / "third"
    with pytest.raises(ModelMismatchError, match="locked with"):
        fetch_model(url, models_dir=third, lock=lock)
    assert all(model.origin == "starter" for model in installed(third))


def put_tokeniser(mirror: Mirror, content: bytes, digest: str) -> None:
    mirror.files["/stanza/v1.10.0/ar/tokenize/padt.pt"] = content
    mirror.files["/stanza/resources_1.10.0.json"] = json.dumps(
        {
            "ar": {"packages": {"default": {"tokenize": "padt"}}, "tokenize": {"padt": {"md5": digest}}},
            "arabic": {"alias": "ar"},
            "url": "v{resources_version}/{lang}/{filename}",
        }
    ).encode()


def test_a_stanza_tokeniser_is_fetched_and_wins_over_the_starter(tmp_path: Path, mirror: Mirror) -> None:
    content = (STARTER / "stanza" / "ar" / "tokenize" / "starter.pt").read_bytes()
    put_tokeniser(mirror, content, hashlib.md5(content).hexdigest())
    model = fetch_model("stanza:ar", models_dir=tmp_path, index=f"{mirror.address}/stanza/resources_1.10.0.json")
    assert (model.name, model.origin) == ("stanza-ar", "fetched")
    assert stanza_dir("ar", models_dir=tmp_path) == tmp_path / "stanza"
    put_tokeniser(mirror, content, "0" * 32)
    with pytest.raises(ModelMismatchError, match="MD5"):
        fetch_model("stanza:ar", models_dir=tmp_path, index=f"{mirror.address}/stanza/resources_1.10.0.json")
