"""The translation memory: what was translated once is not translated again, whatever process asks."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus_tools.errors import InputError
from corpus_tools.records import Translation

_SCHEMA = 1
_BATCH = 500


class TranslationMemory:
    """A SQLite file of translations, keyed on text, direction, models' fingerprints and decoding settings.

    Several processes and threads may read and write one file at the same time (write-ahead log). What is stored is
    what would be computed again, so it makes no difference to a result, only to how long it takes. A file that is
    damaged raises InputError, which says to delete it; nothing but time is lost by that.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def __enter__(self) -> TranslationMemory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def get(self, texts: Sequence[str], *, context: str) -> dict[str, Translation]:
        """Return those of `texts` that are known under `context`, which names direction, models and settings."""
        keys = {_key(text, context): text for text in texts}
        found: dict[str, Translation] = {}
        wanted = list(keys)
        with self._lock, self._reporting():
            connection = self._open()
            for start in range(0, len(wanted), _BATCH):
                part = wanted[start : start + _BATCH]
                rows = connection.execute(
                    f"SELECT key, value FROM translations WHERE key IN ({','.join('?' * len(part))})", part
                )
                for key, value in rows:
                    found[keys[key]] = _decoded(value)
        return found

    def put(self, translations: Mapping[str, Translation], *, context: str) -> None:
        """Keep the translation of each text under `context`; what is there already stays."""
        rows: Iterable[tuple[bytes, str]] = sorted(
            (_key(text, context), _encoded(translation)) for text, translation in translations.items()
        )
        with self._lock, self._reporting():
            connection = self._open()
            with connection:
                connection.executemany("INSERT OR IGNORE INTO translations (key, value) VALUES (?, ?)", rows)

    def __len__(self) -> int:
        with self._lock, self._reporting():
            return int(self._open().execute("SELECT count(*) FROM translations").fetchone()[0])

    def _open(self) -> sqlite3.Connection:
        # A connection must not be carried across a fork.
        if self._connection is None or self._process != os.getpid():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=60.0, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            with connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS translations (key BLOB PRIMARY KEY, value TEXT NOT NULL)"
                )
            self._connection, self._process = connection, os.getpid()
        return self._connection

    def _reporting(self) -> _Reporting:
        return _Reporting(self.path)


class _Reporting:
    """Turn what SQLite raises into an error that says which file and what to do."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (sqlite3.Error, OSError, json.JSONDecodeError, TypeError)):
            raise InputError(
                f"the translation memory cannot be used: {error}",
                where=str(self._path),
                remedy="delete the file: everything in it can be computed again",
            ) from error


def _key(text: str, context: str) -> bytes:
    data = f"{_SCHEMA}\0{context}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).digest()


def _encoded(translation: Translation) -> str:
    return json.dumps(
        [
            translation.text,
            translation.origin,
            translation.model,
            translation.score,
            list(translation.flags),
            list(translation.evidence),
            translation.source_language,
            translation.target_language,
        ]
    )


def _decoded(value: str) -> Translation:
    text, origin, model, score, flags, evidence, source, target = json.loads(value)
    return Translation(
        text=text,
        origin=origin,
        model=model,
        score=score,
        flags=tuple(flags),
        evidence=tuple(evidence),
        source_language=source,
        target_language=target,
    )
