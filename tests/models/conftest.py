"""A store of its own for every test, and real packages: the starter models, exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_tools.models.installation import export_package


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "STANZA_RESOURCES_DIR",
        "CORPUS_TOOLS_MODELS",
        "CORPUS_TOOLS_ARGOS_INDEX",
        "CORPUS_TOOLS_STANZA_INDEX",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter model ar → en as an .argosmodel file."""
    return export_package("translate-ar_en", tmp_path_factory.mktemp("packages") / "translate-ar_en.argosmodel")
