"""Bytes to text: UTF-8 and byte order marks first, then what the bytes look like."""

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
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _guess(content, error, where)


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
