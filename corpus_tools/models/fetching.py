"""`models fetch`: official packages from the official indexes or a mirror. The only code that touches the network."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from corpus_tools.errors import ConfigError, MissingModelError, ModelMismatchError
from corpus_tools.models.catalogue import InstalledModel
from corpus_tools.models.download import Progress, download, no_progress, require_http
from corpus_tools.models.installation import install_package, install_tokeniser, sha256_of
from corpus_tools.models.lock import require_locked
from corpus_tools.models.store import store_directory

ARGOS_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
STANZA_INDEX = "https://raw.githubusercontent.com/stanfordnlp/stanza-resources/main/resources_1.10.0.json"
# What a mirror of an index is named by, besides --index.
ARGOS_INDEX_VARIABLE = "CORPUS_TOOLS_ARGOS_INDEX"
STANZA_INDEX_VARIABLE = "CORPUS_TOOLS_STANZA_INDEX"

_MOST_INDEX_BYTES = 64 * 2**20
_PAIR = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]+)*)_([a-z]{2,3}(?:-[A-Za-z0-9]+)*)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


def fetch_model(
    name: str,
    *,
    models_dir: str | Path | None = None,
    index: str | None = None,
    lock: str | Path | None = None,
    progress: Progress = no_progress,
) -> InstalledModel:
    """Fetch and install `argos:ar_en`, `stanza:ar`, or the Argos package at an http(s) address.

    `index` is the address of the index (default: the variable $CORPUS_TOOLS_ARGOS_INDEX or $CORPUS_TOOLS_STANZA_INDEX,
    else the official one); addresses in it may be relative to its own. With `lock` only what the lock file holds is
    installed, with the very digest. An interrupted download goes on where it stopped. The package is checked as any
    that a user installs; on any error the store is as it was.

    Raises ConfigError for a name that is none, MissingModelError for what the index does not have, ModelMismatchError
    for a package that is not what it should be, ModelError where fetching itself fails.
    """
    kind, _, rest = name.partition(":")
    if kind in ("http", "https"):
        return _install(name, pair="", lock=lock, progress=progress, models_dir=models_dir)
    if kind == "argos" and (match := _PAIR.fullmatch(rest)):
        address = index or os.environ.get(ARGOS_INDEX_VARIABLE) or ARGOS_INDEX
        return _fetch_argos(match[1], match[2], address=address, models_dir=models_dir, lock=lock, progress=progress)
    if kind == "stanza" and _LANGUAGE.fullmatch(rest):
        address = index or os.environ.get(STANZA_INDEX_VARIABLE) or STANZA_INDEX
        return _fetch_stanza(rest, address=address, models_dir=models_dir, lock=lock, progress=progress)
    raise ConfigError(
        f"{name!r} names nothing that can be fetched", remedy="give argos:ar_en, stanza:ar, or an http(s) address"
    )


def _fetch_argos(
    source: str,
    target: str,
    *,
    address: str,
    models_dir: str | Path | None,
    lock: str | Path | None,
    progress: Progress,
) -> InstalledModel:
    entries = _index(address, models_dir)
    if not isinstance(entries, list):
        raise _no_index(address)
    found = [
        entry
        for entry in entries
        if isinstance(entry, dict) and (entry.get("from_code"), entry.get("to_code")) == (source, target)
    ]
    if not found:
        raise MissingModelError(
            f"the index has no package for {source}_{target}", where=address, remedy="another index: --index"
        )
    newest = max(found, key=lambda entry: _version(entry.get("package_version")))
    links = [urljoin(address, link) for link in newest.get("links") or () if isinstance(link, str)]
    usable = [link for link in links if urlsplit(link).scheme in ("http", "https")]
    if not usable:
        raise MissingModelError(f"the index names no address for {source}_{target}", where=address)
    return _install(usable[0], pair=f"{source}_{target}", lock=lock, progress=progress, models_dir=models_dir)


def _install(
    url: str, *, pair: str, lock: str | Path | None, progress: Progress, models_dir: str | Path | None
) -> InstalledModel:
    part = download(url, _downloads(models_dir), progress=progress)
    try:
        if lock is not None:
            name = f"translate-{pair}" if pair else _locked_name(url, lock)
            require_locked(name, sha256_of(part), lock)
        return install_package(part, models_dir=models_dir, origin="fetched", url=url, pair=pair)
    except ModelMismatchError as error:
        raise ModelMismatchError(error.message, where=url, remedy=error.remedy) from error
    finally:
        part.unlink(missing_ok=True)


def _locked_name(url: str, lock: str | Path) -> str:
    from corpus_tools.models.lock import read_lock

    for name, entry in read_lock(lock).items():
        if entry.get("url") == url:
            return name
    raise ModelMismatchError("this address is not in the lock file", where=str(lock), remedy="lock again to admit it")


def _fetch_stanza(
    language: str, *, address: str, models_dir: str | Path | None, lock: str | Path | None, progress: Progress
) -> InstalledModel:
    resources = _index(address, models_dir)
    if not isinstance(resources, dict):
        raise _no_index(address)
    entry: Any = resources.get(language)
    while isinstance(entry, dict) and "alias" in entry and entry["alias"] != language:
        language = str(entry["alias"])
        entry = resources.get(language)
    try:
        name = str(entry["packages"]["default"]["tokenize"])
        digest = str(entry["tokenize"][name]["md5"])
    except (KeyError, TypeError) as error:
        raise MissingModelError(f"the index has no tokeniser for {language}", where=address) from error
    pattern = str(resources.get("url") or "{lang}/{filename}")
    known = {"lang": language, "filename": f"tokenize/{name}.pt", "resources_version": _resources_version(address)}
    place = pattern
    for key, value in known.items():
        place = place.replace(f"{{{key}}}", value)
    url = urljoin(address, place)
    part = download(url, _downloads(models_dir), progress=progress)
    try:
        found = hashlib.md5(part.read_bytes(), usedforsecurity=False).hexdigest()
        if found != digest:
            raise ModelMismatchError(f"the file's MD5 is {found}, the index says {digest}", where=url)
        if lock is not None:
            require_locked(f"stanza-{language}", sha256_of(part), lock)
        return install_tokeniser(part, language, name=name, models_dir=models_dir, origin="fetched", url=url)
    finally:
        part.unlink(missing_ok=True)


def _resources_version(address: str) -> str:
    match = re.search(r"resources_([0-9.]+)\.json$", urlsplit(address).path)
    return match[1] if match else "1.10.0"


def _index(address: str, models_dir: str | Path | None) -> Any:
    require_http(address)
    part = download(address, _downloads(models_dir), most_bytes=_MOST_INDEX_BYTES)
    try:
        return json.loads(part.read_bytes())
    except (ValueError, RecursionError) as error:
        raise _no_index(address) from error
    finally:
        part.unlink(missing_ok=True)


def _no_index(address: str) -> ModelMismatchError:
    return ModelMismatchError("is no index of models", where=address, remedy="check the address given with --index")


def _version(version: object) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", str(version)))


def _downloads(models_dir: str | Path | None) -> Path:
    return store_directory(models_dir) / "downloads"
