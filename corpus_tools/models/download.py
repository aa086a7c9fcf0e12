"""One file over HTTP: resumed where it broke off, never larger than allowed, whole before it is used."""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from corpus_tools.errors import ModelError

Progress = Callable[[int, int | None], None]

MOST_BYTES = 4 * 2**30
_BLOCK = 2**16
_ATTEMPTS = 4
_TIMEOUT_S = 60


def no_progress(done: int, total: int | None) -> None:
    """Hear nothing."""


def download(
    url: str,
    folder: Path,
    *,
    progress: Progress = no_progress,
    most_bytes: int = MOST_BYTES,
) -> Path:
    """Download `url` (http or https) into `folder` and return the file.

    What an earlier try left is gone on with, if the server still has the same file (Range with If-Range) and knows how.
    A broken connection is tried again from where it broke, while something still comes. `progress(done, total)` hears
    of bytes. Raises ModelError with the reason; the part that came stays for the next time.
    """
    require_http(url)
    folder.mkdir(parents=True, exist_ok=True)
    stem = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:24]
    part, note = folder / f"{stem}.part", folder / f"{stem}.json"
    for attempt in range(_ATTEMPTS):
        before = part.stat().st_size if part.exists() else 0
        try:
            if _continue(url, part, note, progress, most_bytes):
                note.unlink(missing_ok=True)
                return part
            reason = "the connection ended early"
        except urllib.error.HTTPError as error:
            if error.code == 416 and before:  # what is here is longer than what is there: start again
                part.unlink(missing_ok=True)
                continue
            raise _failed(url, f"the server answered {error.code} {error.reason}") from error
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            reason = str(getattr(error, "reason", None) or error or type(error).__name__)
        after = part.stat().st_size if part.exists() else 0
        if attempt and after <= before:
            break
    raise _failed(url, reason)


def require_http(url: str) -> None:
    """Raise ModelError for anything that is not an http or https address."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ModelError("is no http or https address", where=url, remedy="install a local file with `models install`")


def _continue(url: str, part: Path, note: Path, progress: Progress, most_bytes: int) -> bool:
    """Get what is missing of a file. Return whether it is whole now."""
    done = part.stat().st_size if part.exists() else 0
    mark = _mark_of(note)
    headers = {"User-Agent": "corpus-tools", "Accept-Encoding": "identity"}
    if done and mark:
        headers |= {"Range": f"bytes={done}-", "If-Range": mark}
    else:
        done = 0
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:
        require_http(response.url)
        length = response.headers.get("Content-Length")
        if response.status == 206:
            if not str(response.headers.get("Content-Range", "")).startswith(f"bytes {done}-"):
                raise _failed(url, "the server sent another part than was asked for")
        else:
            done = 0
        total = done + int(length) if length is not None and length.isdecimal() else None
        if (total or 0) > most_bytes:
            raise _failed(url, f"it has {total:,} bytes, more than the {most_bytes:,} allowed")
        new = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
        note.write_text(json.dumps({"url": url, "mark": "" if new.startswith("W/") else new}), "utf-8")
        with part.open("ab" if done else "wb") as sink:
            progress(done, total)
            while block := response.read(_BLOCK):
                done += len(block)
                if done > most_bytes:
                    raise _failed(url, f"it has more than the {most_bytes:,} bytes allowed")
                sink.write(block)
                progress(done, total)
    return total is None or done == total


def _mark_of(note: Path) -> str:
    try:
        return str(json.loads(note.read_bytes())["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _failed(url: str, reason: str) -> ModelError:
    return ModelError(
        f"cannot be fetched: {reason}", where=url, remedy="run it again to go on; --index names a mirror of the index"
    )
