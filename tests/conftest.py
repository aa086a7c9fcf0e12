"""What every test has: no network, the floors of quality, and an option to write golden files anew."""

from __future__ import annotations

import socket
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files of tests/end_to_end anew")


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Block every socket but those of this machine's loopback, which only tests of `fetch` use."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family == socket.AF_UNIX:
            return real(self, address)
        if host in ("127.0.0.1", "::1", "localhost") and request.node.get_closest_marker("loopback"):
            return real(self, address)
        raise RuntimeError(f"a test reached for the network: {address!r}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield


@pytest.fixture(scope="session")
def floor() -> Callable[[str, str, str], float]:
    """Return the floor of a metric of a measure on a set, from tests/floors/floors.toml."""
    floors = tomllib.loads((Path(__file__).parent / "floors" / "floors.toml").read_text("utf-8"))
    return lambda measure, of, metric: floors[measure][of][metric]["floor"]
