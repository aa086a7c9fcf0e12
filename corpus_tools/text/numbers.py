"""Numbers in any digits, brought to one form for comparing."""

from __future__ import annotations

import re
import unicodedata

# A number with the marks inside it, to be put into a longer pattern (of `re` or `regex`). An Arabic comma groups
# (`40،000`) only before exactly three digits and after no more: `2023،2024` and `9، 12` are lists.
NUMBER = r"\d++(?:[.,٫٬]\d++|(?<!\d{4})،\d{3}(?!\d))*+"
# A separator before exactly three digits groups thousands (1,250 · ١٬٢٥٠ · 1.250 · 1،250).
_GROUPED = re.compile(r"[.,٬،](?=\d{3}(?!\d))")


def normalise_number(token: str) -> str:
    """Return a number (digits and separators) in ASCII digits, without grouping, decimals after a full stop.

    >>> normalise_number("١٬٢٥٠"), normalise_number("1,250"), normalise_number("۳٫۵"), normalise_number("40،000")
    ('1250', '1250', '3.5', '40000')
    """
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in token)
    digits = _GROUPED.sub("", digits).replace(",", ".").replace("٫", ".").replace("٬", ".")
    head, dot, tail = digits.partition(".")
    return f"{head.lstrip('0') or '0'}{dot}{tail}"
