"""The store: the user's models before the starter models, each with what is known of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus_tools.errors import ModelMismatchError
from corpus_tools.models import find_translation, installed, stanza_dir, store_directory


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STANZA_RESOURCES_DIR", raising=False)
    monkeypatch.delenv("CORPUS_TOOLS_MODELS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def package(store: Path, source: str, target: str) -> Path:
    folder = store / "argos" / f"translate-{source}_{target}-1_0"
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.bin").write_bytes(b"weights")
    (folder / "metadata.json").write_text(
        json.dumps({"from_code": source, "to_code": target, "package_version": "1.0"})
    )
    return folder


def test_starter_models_are_there_without_an_installation() -> None:
    names = {model.name for model in installed()}
    assert {
        "translate-ar_en",
        "translate-en_ar",
        "translate-tr_en",
        "translate-fa_en",
        "stanza-ar",
        "stanza-en",
        "stanza-fa",
        "stanza-tr",
    } <= names
    assert all(model.origin == "starter" and model.licence and model.attribution for model in installed())


def test_a_users_model_wins_over_the_starter_model(tmp_path: Path) -> None:
    package(tmp_path, "ar", "en")
    model = find_translation("ar", "en", models_dir=tmp_path)
    assert model is not None and model.origin == "user" and model.version == "1.0"
    other = find_translation("en", "ar", models_dir=tmp_path)
    assert other is not None and other.origin == "starter"


def test_the_fingerprint_follows_the_bytes(tmp_path: Path) -> None:
    folder = package(tmp_path, "tr", "en")
    before = find_translation("tr", "en", models_dir=tmp_path)
    (folder / "model" / "model.bin").write_bytes(b"other weights")
    after = find_translation("tr", "en", models_dir=tmp_path)
    assert before is not None and after is not None
    assert before.fingerprint == after.fingerprint != ""  # the same files, read again
    (folder / "model" / "more.bin").write_bytes(b"")
    again = find_translation("tr", "en", models_dir=tmp_path)
    assert again is not None and again.fingerprint != after.fingerprint


def test_unreadable_metadata_is_an_error_that_names_the_package(tmp_path: Path) -> None:
    (package(tmp_path, "ar", "en") / "metadata.json").write_text("{")
    with pytest.raises(ModelMismatchError, match="translate-ar_en-1_0"):
        installed(tmp_path)


def test_no_model_is_none_and_not_an_error() -> None:
    assert find_translation("xx", "yy") is None
    assert stanza_dir("xx") is None


def test_the_store_is_the_named_folder_then_the_environment_then_the_data_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert store_directory() == tmp_path / "data" / "corpus-tools" / "models"
    monkeypatch.setenv("CORPUS_TOOLS_MODELS", str(tmp_path / "env"))
    assert store_directory() == tmp_path / "env"
    assert store_directory(tmp_path / "arg") == tmp_path / "arg"
