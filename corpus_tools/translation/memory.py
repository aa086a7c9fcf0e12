"""The translation memory: what was translated once, with the same model and the same settings, is not again."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus_tools.records import Translation
from corpus_tools.records.codec import decode, encode

# Raised when flags or assembly change, so that what was stored before is not taken for what would come now.
MEMORY_VERSION = 1


class TranslationMemory:
    """A SQLite file, keyed on text, languages, model fingerprint and decoding settings. Safe for several processes
    (write-ahead log) and threads (a lock)."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(self._path, timeout=60, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS translation (key BLOB PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID"
        )

    @staticmethod
    def key(text: str, *, setting: str) -> bytes:
        """Return the key of `text` under `setting`, which names model, languages and decoding."""
        content = f"{MEMORY_VERSION}\0{setting}\0{text}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Translation]:
        """Return what is known of `keys`."""
        found: dict[bytes, Translation] = {}
        with self._lock:
            for start in range(0, len(keys), 500):
                some = keys[start : start + 500]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, record FROM translation WHERE key IN ({marks})"
                for key, record in self._connection.execute(query, some):
                    found[bytes(key)] = decode(record, Translation)
        return found

    def put(self, records: Mapping[bytes, Translation]) -> None:
        """Store `records`. What is there already stays: the same key has the same value."""
        rows = [(key, encode(record)) for key, record in records.items()]
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany("INSERT OR IGNORE INTO translation VALUES (?, ?)", rows)
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
