"""What the lines of an article say of it: headline, author, date, place, source. Nothing known is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from corpus_tools.records import Block, Metadata

_BYLINE = regex.compile(
    r"^(?:(?:by|written by|بقلم|كتبت?)[\s:]+"
    r"|(?:author|yazan|yazar|muhabir|الكاتب|نویسنده|خبرنگار|گزارشگر|به قلم)\s*:\s*)"
    r"(\p{L}[\p{L}\p{M}\u200c .'’-]{2,60})$",
    regex.IGNORECASE,
)
_SOURCE = regex.compile(r"^(?:source|sources|المصدر|kaynak|منبع)\s*:\s*(\S.{1,80})$", regex.IGNORECASE)
_PLACE = regex.compile(r"^(\p{Lu}[\p{L} .'’-]{2,30}?)(?:\s*\([\p{L} ]+\))?\s*[—–-]\s+\p{Lu}")
_ISO = regex.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan يناير ocak", "february feb فبراير şubat", "march mar مارس mart", "april apr أبريل nisan",
            "may مايو mayıs", "june jun يونيو haziran", "july jul يوليو temmuz", "august aug أغسطس ağustos",
            "september sep sept سبتمبر eylül", "october oct أكتوبر ekim", "november nov نوفمبر kasım",
            "december dec ديسمبر aralık",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
# The months of the Levant and Iraq, some of two words.
_MONTHS |= {
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9,
    "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12, "إبريل": 4, "جانفي": 1, "فيفري": 2, "أفريل": 4,
    "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8, "ژانویه": 1, "فوریه": 2, "آوریل": 4, "مه": 5, "ژوئن": 6, "ژوئیه": 7,
    "اوت": 8, "سپتامبر": 9, "اکتبر": 10, "نوامبر": 11, "دسامبر": 12,
}  # fmt: skip
_DAY_FIRST = regex.compile(r"\b(\d{1,2})\s+(\p{L}+(?:\s+(?:الأول|الثاني))?)\.?[,،]?\s+((?:19|20)\d\d)\b")
_MONTH_FIRST = regex.compile(r"\b(\p{L}+)\.?\s+(\d{1,2}),?\s+((?:19|20)\d\d)\b")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_LONGEST_DATE_LINE = 80
# Words: an agency's name, and not who else wrote.
_LONGEST_SOURCE = 5


def promote_metadata(metadata: Metadata, lines: Sequence[str], blocks: Sequence[Block]) -> Metadata:
    """Return `metadata` with what the lines add to it. `blocks` are the labels of `lines`, one each."""
    found: dict[str, str] = {}
    for line, block in zip(lines, blocks, strict=True):
        text = line.strip()
        if not text:
            continue
        if block.label == "headline":
            found.setdefault("title", text)
        if match := _BYLINE.match(text):
            found.setdefault("author", match.group(1).strip())
        if match := _SOURCE.match(text):
            found.setdefault("source", match.group(1).strip())
        if block.label == "source" and ":" not in text and len(text.split()) <= _LONGEST_SOURCE:
            found.setdefault("source", text)
        if block.label == "dateline" and (match := _PLACE.match(text)):
            found.setdefault("place", match.group(1).strip())
        if not block.kept and len(text) <= _LONGEST_DATE_LINE and (date := find_date(text)):
            found.setdefault("date", date)
    return replace(metadata, **{key: value for key, value in found.items() if getattr(metadata, key) is None})


def find_date(text: str) -> str | None:
    """Return the first full date in `text` as ISO 8601, None where there is none."""
    text = text.translate(_DIGITS)
    if match := _ISO.search(text):
        return _valid(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if (match := _DAY_FIRST.search(text)) and (month := _MONTHS.get(match.group(2).lower())):
        return _valid(int(match.group(3)), month, int(match.group(1)))
    if (match := _MONTH_FIRST.search(text)) and (month := _MONTHS.get(match.group(1).lower())):
        return _valid(int(match.group(3)), month, int(match.group(2)))
    return None


def _valid(year: int, month: int, day: int) -> str | None:
    from datetime import date

    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
