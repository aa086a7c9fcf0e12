"""Installing, verifying, removing and exporting real packages, with argostranslate reading ours and we reading its."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus_tools.errors import InputError, MissingModelError, ModelError, ModelMismatchError
from corpus_tools.models import find_translation, installed, stanza_dir
from corpus_tools.models.installation import (
    export_package,
    install_package,
    install_tokeniser,
    remove_model,
    verify_models,
)
from corpus_tools.models.lock import check_lock, lock_models
from corpus_tools.models.store import STARTER


def test_an_installed_package_is_used_before_the_starter_and_gone_after_removal(tmp_path: Path, package: Path) -> None:
    starter = find_translation("ar", "en")
    model = install_package(package, models_dir=tmp_path)
    assert starter is not None and model.origin == "user" and model.fingerprint == starter.fingerprint
    assert find_translation("ar", "en", models_dir=tmp_path) == model
    assert remove_model("translate-ar_en", models_dir=tmp_path) == model
    assert find_translation("ar", "en", models_dir=tmp_path) == starter


def test_exporting_twice_gives_the_same_bytes(tmp_path: Path, package: Path) -> None:
    assert export_package("translate-ar_en", tmp_path / "again.argosmodel").read_bytes() == package.read_bytes()


def test_installing_again_replaces_the_package_and_leaves_nothing_behind(tmp_path: Path, package: Path) -> None:
    install_package(package, models_dir=tmp_path)
    install_package(package, models_dir=tmp_path)
    assert len(list((tmp_path / "argos").iterdir())) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "argos"]


def test_verify_finds_changed_missing_and_added_files(tmp_path: Path, package: Path) -> None:
    install_package(package, models_dir=tmp_path)
    assert all(verdict.ok for verdict in verify_models(models_dir=tmp_path))
    root = next((tmp_path / "argos").iterdir())
    (root / "sentencepiece.model").write_bytes(b"changed")
    (root / "model" / "model.bin").unlink()
    (root / "model" / "added.bin").write_bytes(b"")
    (verdict,) = [v for v in verify_models(models_dir=tmp_path) if not v.ok]
    assert len(verdict.findings) == 3
    assert {finding.split()[0] for finding in verdict.findings} == {
        "sentencepiece.model", "model/model.bin", "model/added.bin",
    }  # fmt: skip


def test_starter_models_are_what_was_shipped_and_cannot_be_removed(tmp_path: Path) -> None:
    assert all(verdict.ok for verdict in verify_models(models_dir=tmp_path))
    with pytest.raises(ModelError, match="starter"):
        remove_model("translate-ar_en", models_dir=tmp_path)
    with pytest.raises(MissingModelError, match="Installed are"):
        remove_model("translate-xx_yy", models_dir=tmp_path)


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        install_package(tmp_path / "none.argosmodel", models_dir=tmp_path)


def test_a_tokeniser_is_installed_where_stanza_looks(tmp_path: Path) -> None:
    model = install_tokeniser(STARTER / "stanza" / "ar" / "tokenize" / "starter.pt", "ar", models_dir=tmp_path)
    assert model.origin == "user" and stanza_dir("ar", models_dir=tmp_path) == tmp_path / "stanza"
    assert all(verdict.ok for verdict in verify_models(models_dir=tmp_path))
    remove_model("stanza-ar", models_dir=tmp_path)
    assert stanza_dir("ar", models_dir=tmp_path) == STARTER / "stanza"


def test_the_lock_names_what_is_in_use_and_notices_another(tmp_path: Path, package: Path) -> None:
    install_package(package, models_dir=tmp_path / "store")
    lock = tmp_path / "models.lock"
    lock.write_text(lock_models(models_dir=tmp_path / "store"))
    entry = json.loads(lock.read_text())["models"]["translate-ar_en"]
    assert entry["origin"] == "user" and len(entry["sha256"]) == 64
    check_lock(lock, models_dir=tmp_path / "store")
    root = next((tmp_path / "store" / "argos").iterdir())
    (root / "README.md").write_text("changed")
    with pytest.raises(ModelMismatchError, match="translate-ar_en is"):
        check_lock(lock, models_dir=tmp_path / "store")


def test_argostranslate_installs_and_runs_what_we_export(
    tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argostranslate import package as argos
    from argostranslate import settings

    (tmp_path / "argos").mkdir()
    monkeypatch.setattr(settings, "package_data_dir", tmp_path / "argos")
    argos.install_from_path(package)
    (found,) = argos.get_installed_packages([tmp_path / "argos"])
    assert (found.from_code, found.to_code) == ("ar", "en")
    assert found.tokenizer.encode("تركيا")


def test_what_argostranslate_installed_is_found_in_our_store_and_the_other_way_round(
    tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argostranslate import package as argos
    from argostranslate import settings

    (tmp_path / "argos").mkdir()
    monkeypatch.setattr(settings, "package_data_dir", tmp_path / "argos")
    argos.install_from_path(package)
    model = find_translation("ar", "en", models_dir=tmp_path)
    assert model is not None and model.origin == "user"
    assert all(verdict.ok for verdict in verify_models(models_dir=tmp_path))
    install_package(package, models_dir=tmp_path)
    (found,) = argos.get_installed_packages([tmp_path / "argos"])
    assert found.from_code == "ar"
    assert [model.name for model in installed(tmp_path) if model.origin == "user"] == ["translate-ar_en"]
