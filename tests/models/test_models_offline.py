"""With the network cut everything but `fetch` works."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from corpus_tools import split_sentences, translate
from corpus_tools.errors import ModelError
from corpus_tools.models import installed
from corpus_tools.models.fetching import fetch_model
from corpus_tools.models.installation import install_package, remove_model, verify_models
from corpus_tools.models.lock import check_lock, lock_models


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let no socket be opened at all; what tries is remembered."""
    tried: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        tried.append("socket")
        raise OSError("the network is cut")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return tried


def test_everything_but_fetch_works_without_a_socket(tmp_path: Path, package: Path, cut: list[str]) -> None:
    store = tmp_path / "store"
    install_package(package, models_dir=store)
    assert all(verdict.ok for verdict in verify_models(models_dir=store))
    (tmp_path / "lock").write_text(lock_models(models_dir=store))
    check_lock(tmp_path / "lock", models_dir=store)
    assert translate(["وصل الوزير."], source="ar", target="en", models_dir=store)[0].text
    assert translate(["وصل الوزير."], source="ar", target="en", models_dir=store, engine="argos")[0].text
    assert len(split_sentences("One sentence. Two sentences.", language="en")) == 2
    remove_model("translate-ar_en", models_dir=store)
    assert installed(store) and cut == []
    with pytest.raises(ModelError, match="cannot be fetched"):
        fetch_model("argos:ar_en", models_dir=store)
    assert cut
