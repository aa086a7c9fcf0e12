"""Numbers in any digits, brought to one form for comparing."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
# A separator before exactly three digits groups thousands (1,250 · ١٬٢٥٠ · 1.250).
_GROUPED = re.compile(r"[.,٬](?=\d{3}(?!\d))")


def normalise_number(token: str) -> str:
    """Return a number (digits and separators) in ASCII digits, without grouping, decimals after a full stop.

    >>> normalise_number("١٬٢٥٠"), normalise_number("1,250"), normalise_number("۳٫۵")
    ('1250', '1250', '3.5')
    """
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in token)
    digits = _GROUPED.sub("", digits).replace(",", ".").replace("٫", ".").replace("٬", ".")
    head, dot, tail = digits.partition(".")
    return f"{head.lstrip('0') or '0'}{dot}{tail}"


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the numbers of `text` in order, normalised: Latin, Arabic-Indic, Persian and any other decimal digits.

    >>> numbers_in("في ٢٠٢٣ كان 3,5٪")
    ('2023', '3.5')
    """
    return tuple(normalise_number(token) for token in _NUMBER.findall(text))
