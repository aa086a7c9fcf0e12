"""Text inside XML 1.0: what it cannot hold is left out and counted, what it must not show is escaped."""

from __future__ import annotations

import re

# XML 1.0 (fifth edition), production 2: everything but these characters may stand in a document.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> tuple[str, int]:
    """Return `text` for the content of an element or an attribute in double quotes, and how many characters were
    left out because XML 1.0 cannot hold them."""
    legal, count = _ILLEGAL.subn("", text)
    escaped = legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return escaped.replace("\r", "&#13;"), count
