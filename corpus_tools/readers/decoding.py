"""Bytes to text: byte order marks, UTF-16 without one and UTF-8 first, then what the bytes look like.

UTF-8 that is damaged in a few places is UTF-8 still: each damage stands as U+FFFD, and a decision says so.
"""

from __future__ import annotations

import codecs

from corpus_tools.errors import InputError
from corpus_tools.records import Decision

# The rule of the decision that tells of bytes that are no UTF-8 in a text that is.
DAMAGED = "damaged-bytes"
# The bytes of U+FFFD itself: where they stand in a file, nothing was damaged here.
_REPLACEMENT = "\ufffd".encode()
# In other encodings nearly every letter above ASCII is no UTF-8: here so many characters of several bytes must be right
# for each damage, and damages be so few of all characters.
_LEAST_RIGHT = 3
_MOST_DAMAGED = 0.01

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

    Where nearly all of it is UTF-8, U+FFFD stands for what is not. Raises InputError where no encoding fits.
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
        if (text := _damaged_utf8(content, error)) is not None:
            return text, "utf-8"
        return _guess(content, error, where)


def damage(content: bytes, text: str, encoding: str, target: str) -> tuple[Decision, ...]:
    """Return the decision that says of `target` how often U+FFFD stands in its `text` for bytes of `content` that are
    no UTF-8; none where nothing was damaged."""
    count = min(text.count("\ufffd"), _damages(content)) if encoding == "utf-8" else 0
    if not count:
        return ()
    reason = f"{count} {'place' if count == 1 else 'places'} of the text held no UTF-8: U+FFFD stands there"
    return (Decision(target=target, action="keep", rule=DAMAGED, reason=reason),)


def _damages(content: bytes) -> int:
    return content.decode("utf-8", "replace").count("\ufffd") - content.count(_REPLACEMENT)


def _damaged_utf8(content: bytes, error: UnicodeDecodeError) -> str | None:
    """Return the text where nearly all of it is UTF-8, or all but a last character that was cut; None elsewhere."""
    text, damages = content.decode("utf-8", "replace"), _damages(content)
    right = sum(character > "\x7f" for character in text) - damages
    cut = error.end == len(content) and error.reason == "unexpected end of data"
    few = damages == 1 or damages <= _MOST_DAMAGED * len(text)
    return text if right and (cut or (few and damages * _LEAST_RIGHT <= right)) else None


def is_empty(content: bytes) -> bool:
    """Say whether nothing but a byte order mark and white space is there."""
    mark = next((mark for mark, _ in _MARKS if content.startswith(mark)), b"")
    return not content[len(mark) :].strip(b" \t\r\n\v\f\0" if mark else None)


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
