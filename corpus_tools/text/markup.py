"""HTML in a text that should have none: its character references, and whether the whole text is HTML."""

from __future__ import annotations

import html

import regex

from corpus_tools.text.changes import Change

# A character reference, also one whose `&` was escaped again, once or more (`&amp;quot;`).
_ENTITY = regex.compile(r"&(?:(?:amp|AMP|#38|#[xX]26);)*(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")

_BLOCKS = (
    "p|div|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|table|thead|tbody|tr|td|th|article|section|header|footer|figure|"
    "figcaption|main|nav|aside|pre|body|html|head"
)
_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|iframe|img|ins|mark|q|s|script|small|span|strike|strong|style|sub|sup|u"
# What no text about anything else holds: the end of a block, a break after a word, a link, a block that opens the text.
_PLAINLY = regex.compile(
    rf"</(?:{_BLOCKS})\s*+>|(?<=[\w.!?:…؟])<br\s*+/?>|<br\s*+/?>\s*+<br\s*+/?>|<a\s[^<>]*?\bhref\s*+=[^<>]*+>|"
    rf"\A\s*+<(?:{_BLOCKS})(?=[\s/>])[^<>]*+>",
    regex.IGNORECASE,
)
_ESCAPED_TAG = regex.compile(
    rf"&(?:amp;)*+lt;/?+(?:{_BLOCKS}|{_INLINE})(?=[\s/&])(?:(?!&(?:amp;)*+[lg]t;)[^<>])*+&(?:amp;)*+gt;",
    regex.IGNORECASE,
)

# So often is a text escaped at most: a feed that escapes what a database had escaped.
_MOST_ESCAPED = 3


def html_of(text: str) -> str | None:
    """Return the HTML that `text` plainly is, its tags escaped or not; None for any other text.

    A tag that is only spoken of (`the element <p>`), a lone `<` and addresses in angles are no HTML. Linear.
    """
    if "<" in text and _PLAINLY.search(text):
        return text
    if ";" not in text or not _ESCAPED_TAG.search(text):
        return None
    unescaped = text
    for _ in range(_MOST_ESCAPED):
        unescaped = html.unescape(unescaped)
        if _PLAINLY.search(unescaped):
            return unescaped
    return None


def decoded_entities(text: str) -> list[Change]:
    """Return a change for each HTML entity in `text`, in order. What makes a tag of HTML is left as it is: decoded,
    it could not be told from text. Only entities that end in a semicolon are known (`this&not that` has none)."""
    if "&" not in text:
        return []
    tags = [match.span() for match in _ESCAPED_TAG.finditer(text)] if ";" in text else []
    changes, tag = [], 0
    for match in _ENTITY.finditer(text):
        while tag < len(tags) and tags[tag][1] <= match.start():
            tag += 1
        if tag < len(tags) and tags[tag][0] <= match.start():
            continue
        after = _decoded(match.group())
        if after != match.group():
            changes.append(Change(match.start(), match.end(), after, "entity", f"the HTML entity {match.group()}"))
    return changes


def _decoded(entity: str) -> str:
    while True:
        after = _one_decoded(entity)
        if after == entity or len(after) < 3:
            return after.replace("\n", " ")  # lines stay what they were
        entity = after


def _one_decoded(entity: str) -> str:
    """Decode the first reference of a chain; the names in capitals that HTML does not know are those of Latin letters
    and signs (`&EACUTE;`)."""
    first = entity[: entity.index(";") + 1] if ";" in entity else entity
    after = html.unescape(first)
    if after.endswith(";") and after != ";" and first[1:-1].isupper():
        after = html.unescape(first.lower()).upper()
    return after + entity[len(first) :] if not after.endswith(";") or after == ";" else entity
