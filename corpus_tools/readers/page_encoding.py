"""The bytes of a page as text: what it declares, where that holds, and what its language makes likely."""

from __future__ import annotations

import codecs
import re

from corpus_tools.errors import InputError
from corpus_tools.readers.decoding import decode

_DECLARED = re.compile(rb"""<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]*\s(?:xml:)?lang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)""", re.IGNORECASE)
# Where a declaration stands, with some grace: browsers look at the first 1,024 bytes.
_HEAD = 4096

# What browsers take these names for (the Encoding Standard of the WHATWG).
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gbk",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Python's codecs that are no encoding of pages; UTF-16 and UTF-32 cannot be, where the declaration was read as ASCII.
_NO_PAGE = ("utf-7", "utf-16", "utf-32", "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape")
# What pages of these languages were written in before UTF-8, as browsers guess (the same standard).
_LEGACY = {"ar": "cp1256", "fa": "cp1256", "ur": "cp1256", "tr": "cp1254", "az": "cp1254"}
# In a Western text most letters are ASCII's: with more others than this, the declaration is a server's default.
_MOST_OTHERS = 0.2
# UTF-8 with so few bytes that are not is UTF-8 that was cut or pasted into.
_FEW_BROKEN = 0.002


def decode_page(content: bytes, *, where: str) -> tuple[str, str]:
    """Return the text of a page and its encoding's name. UTF-8 and byte order marks hold whatever is declared.

    Bytes that are wrong in UTF-8 become U+FFFD where they are few. Raises InputError where nothing fits.
    """
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        broken = content.decode("utf-8", "replace")
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or content.startswith(codecs.BOM_UTF8):
        return decode(content, where=where)
    others = sum(character > "\x7f" for character in broken)
    if broken.count("\ufffd") <= _FEW_BROKEN * len(broken) and broken.count("\ufffd") * 2 <= others:
        return broken, "utf-8"
    language = declared_language(content[:_HEAD].decode("ascii", "replace"))
    declared = _DECLARED.search(content[:_HEAD])
    names = [_known(declared.group(1).decode("ascii")) if declared else None, _LEGACY.get(language or "")]
    for name in names:
        if name is not None and (text := _decoded(content, name)) is not None:
            return text, name
    try:
        return decode(content, where=where)
    except InputError:
        # What is declared cannot be, and nothing else is likely: a page in a few places of another encoding.
        if others and broken.count("\ufffd") * 2 <= others:
            return broken, "utf-8"
        raise


def declared_language(page: str) -> str | None:
    """Return the language that the `html` tag names, without its region."""
    found = _LANGUAGE.search(page[:10_000])
    return found.group(1).split("-")[0].lower() if found else None


def _known(name: str) -> str | None:
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return None
    return None if name.startswith(_NO_PAGE) else _MEANT.get(name, name)


def _decoded(content: bytes, name: str) -> str | None:
    """Return the content in an encoding, None where it cannot be that one, or is unlikely to be."""
    try:
        text = content.decode(name)
    except (UnicodeDecodeError, LookupError):
        if name != "cp1252":
            return None
        # Five bytes of Windows-1252 stand for nothing; browsers read them as control characters.
        text = content.decode("latin-1")
    if name == "cp1252":
        letters = [character for character in text if character.isalpha()]
        if sum(character > "\x7f" for character in letters) > _MOST_OTHERS * len(letters):
            return None
    return text
