"""Bytes to text: byte order marks, UTF-16 without one and UTF-8 first, then what the bytes look like."""

from __future__ import annotations

import codecs

from corpus_tools.errors import InputError

# Longer marks first: UTF-32's starts as UTF-16's does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Shares of zeros that make UTF-16: of all bytes (Arabic has them at blanks and digits only), and on the wrong side.
_LEAST_ZEROS = 0.04
_MOST_STRAY_ZEROS = 0.02


def decode(content: bytes, *, where: str) -> tuple[str, str]:
    """Return the text of `content` as it came (byte order mark and line ends kept), and its encoding's name.

    Raises InputError where no encoding fits.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError:
                break
    if encoding := _unmarked_utf16(content):
        return content.decode(encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _guess(content, error, where)


def _unmarked_utf16(content: bytes) -> str:
    """Tell UTF-16 without a mark, '' for anything else: its blanks and ASCII leave zeros in every second byte alone."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if even + odd < _LEAST_ZEROS * len(content) or len(content) % 2:
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) > _MOST_STRAY_ZEROS * max(even, odd):
        return ""
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return encoding


def _guess(content: bytes, error: UnicodeDecodeError, where: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is not None and best.encoding:
        try:
            return content.decode(best.encoding), best.encoding
        except (UnicodeDecodeError, LookupError):
            pass
    raise InputError(
        f"no encoding fits: not UTF-8 (byte {error.start}), and nothing else is likely",
        where=where,
        remedy="convert the file to UTF-8",
    )
