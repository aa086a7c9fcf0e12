"""All text of a page, a line for each block of it: what is left where no article can be told."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What is no text of the page.
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "select", "button", "textarea"})
# What stands within a line; every other tag ends one.
_INLINE = frozenset(
    [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rt", "rp", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ]
)  # fmt: skip
# What may stand in a page's head; anything else ends it, whether its end is written or not.
_OF_HEAD = frozenset(
    {"base", "head", "html", "link", "meta", "noscript", "script", "style", "template", "title"}
)  # fmt: skip
# After so many tags that the page does not close, those that follow are text.
_MOST_UNCLOSED = 50
_MARKED = re.compile(r"<!\[(?!CDATA\[)")


def page_text(page: str) -> str:
    """Return the text of an HTML page, a line for each block, without blank lines.

    Never raises. Linear: for each comment or tag that is never closed the parser would read on to the end, so these are
    taken as text.
    """
    reader = _Reader(convert_charrefs=True)
    closed = page.rfind("-->") + 1
    page = page[:closed] + page[closed:].replace("<!--", "<!")
    # What begins like a marked section of SGML is a comment to browsers; the parser fails on those it does not know.
    reader.feed(_MARKED.sub("<!", page))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects the text of a page, and a line feed wherever a block starts or ends."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.parts: list[str] = []
        self._silent = 0
        self._in_head = False
        self._unclosed = 0

    def parse_starttag(self, i: int) -> int:
        if self._unclosed > _MOST_UNCLOSED:
            return -1
        end = super().parse_starttag(i)
        self._unclosed += end < 0
        return end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body" or (self._in_head and tag not in _OF_HEAD):
            self._silent, self._in_head = 0, False
        if tag in _SILENT:
            self._silent += 1
            self._in_head = self._in_head or tag == "head"
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
            self._in_head = self._in_head and tag != "head"
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # A line feed in the source is a space; so are the other characters at which lines might break.
            self.parts.append(" ".join(data.splitlines()) + (" " if data[-1:].isspace() else ""))
