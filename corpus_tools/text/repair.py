"""Repair of a scraped text: entities, mojibake, controls, presentation forms; each edit minimal and explained.

Layers follow one another, each in the coordinates of the text that the one before left: HTML entities, then ftfy
(Speer 2019) for mojibake and Unicode composition, then our own table, `characters.toml`. ftfy is called one line at a
time, since `ftfy.fix_text` lets one line change the options of the next and explains nothing.
"""

from __future__ import annotations

import threading
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import regex

from corpus_tools.records import Edit
from corpus_tools.text.changes import Change, applied, layered
from corpus_tools.text.markup import decoded_entities
from corpus_tools.text.mojibake import is_misread_turkish, misread

# So often was a text misread one upon the other at most.
_MOST_MISREADINGS = 3
# Longer lines are repaired in pieces, cut at white space, so that the cost stays linear in the length.
PIECE = 2_000

# Arabic presentation forms: letters and ligatures of the two blocks, but for signs that have no other form
# (ornate parentheses FD3E–FD3F, honorific ligatures FDFA–FDFF and FD40–FD4F).
_FORMS = regex.compile(r"[\uFB50-\uFD3D\uFD50-\uFDF9\uFE70-\uFEFC]+")
# The two halves of a character beyond U+FFFF, each decoded alone.
_PAIR = regex.compile(r"[\uD800-\uDBFF][\uDC00-\uDFFF]")

_PLAIN = regex.compile(r"[\n\t -~“”‘’–—…«»\u0621-\u063A\u0641-\u0655\u0660-\u066C،؛؟]*+")
# What makes ftfy worth calling: anything but ASCII and plain Arabic letters, or an escape.
_SUSPECT = regex.compile(r"\x1b|[^\n\t -~\u0600-\u06FF“”‘’–—…«»]")

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    reason: str
    pattern: Any
    to: str


def repair_text(text: str) -> tuple[str, tuple[Edit, ...]]:
    """Return the repaired text and the edits that lead to it, in the coordinates of `text`, in order and disjoint.

    Curly quotes, the non-joiner inside Persian words and the joiner inside emoji are kept; line feeds are never
    touched, so that line n of the result is line n of `text`. Never raises on any `str`; linear in its length.
    """
    if _PLAIN.fullmatch(text) and "&" not in text:
        return text, ()
    entities = decoded_entities(text)
    decoded = applied(text, entities)
    turkish = is_misread_turkish(decoded)
    others: list[Change] = []
    for start, piece in _pieces(decoded):
        others.extend(change.moved(start) for change in _repair_piece(piece, turkish))
    changes = layered(text, entities, others)
    if not changes:
        return text, ()
    edits = (
        Edit(start=start, end=end, before=text[start:end], after=after, rule=rule, reason=reason)
        for start, end, after, rule, reason in changes
    )
    return applied(text, changes), tuple(edits)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (start, piece): whole lines with their line feed, long ones cut at white space."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        while end - start > PIECE:
            cut = max(text.rfind(" ", start + PIECE // 2, start + PIECE), start + PIECE // 2) + 1
            yield start, text[start:cut]
            start = cut
        yield start, text[start:end]
        start = end


def _repair_piece(piece: str, turkish: bool) -> list[Change]:
    if _PLAIN.fullmatch(piece):
        return []
    changes: list[Change] = []
    for _ in range(_MOST_MISREADINGS):
        left = applied(piece, changes)
        more = misread(left, turkish=turkish)
        if not more or (not changes and _mends_otherwise(left, applied(left, more))):
            break
        changes = layered(piece, changes, more)
    changes = layered(piece, changes, _by_ftfy(applied(piece, changes)))
    return layered(piece, changes, _by_table(applied(piece, changes)))


def _mends_otherwise(piece: str, mended: str) -> bool:
    """Say whether ftfy mends the piece as a whole and makes something else of it: it knows of lost bytes as well."""
    ftfy, configuration = _ftfy_loaded()
    whole, _ = ftfy.fix_encoding_and_explain(piece, configuration._replace(decode_inconsistent_utf8=False))
    return bool(whole != piece and whole != mended and not ftfy.is_bad(whole))


def _by_ftfy(piece: str) -> list[Change]:
    mended, reason = _ftfy(piece)
    if mended == piece:
        return []
    from rapidfuzz.distance import Levenshtein

    # Changes that touch are one: `Ã©` became `é`, not `Ã` an `é` and `©` nothing.
    joined: list[list[int]] = []
    for code in Levenshtein.opcodes(piece, mended):
        if code.tag == "equal":
            continue
        if joined and joined[-1][1] == code.src_start and joined[-1][3] == code.dest_start:
            joined[-1][1], joined[-1][3] = code.src_end, code.dest_end
        else:
            joined.append([code.src_start, code.src_end, code.dest_start, code.dest_end])
    return [
        Change(first, last, mended[to_first:to_last], "encoding", reason) for first, last, to_first, to_last in joined
    ]


def _ftfy(piece: str) -> tuple[str, str]:
    """Return what ftfy makes of a piece, and its steps in words. The line feed at the end stays out of its hands."""
    if not _SUSPECT.search(piece):
        return piece, ""
    ftfy, configuration = _ftfy_loaded()
    body = piece.rstrip("\r\n")
    fixed, steps = ftfy.fix_and_explain(body, configuration)
    if fixed == body:
        return piece, ""
    said = ", ".join(" ".join(map(str, step)) for step in steps or ())
    return fixed.replace("\n", " ") + piece[len(body) :], f"ftfy: {said}"


@lru_cache(maxsize=1)
def _ftfy_loaded() -> tuple[Any, Any]:
    with _lock:
        import ftfy

        return ftfy, ftfy.TextFixerConfig(
            unescape_html=False,
            uncurl_quotes=False,
            fix_line_breaks=False,
            fix_surrogates=False,  # lone ones are left out by our own table
            remove_control_chars=False,
            fix_character_width=False,
            normalization="NFC",
        )


def _by_table(text: str) -> list[Change]:
    """Return all that our own tables change, in order and disjoint."""
    found: list[Change] = []
    if _PLAIN.fullmatch(text):
        return found
    for rule in _rules():
        found.extend(Change(m.start(), m.end(), rule.to, rule.name, rule.reason) for m in rule.pattern.finditer(text))
    for match in _PAIR.finditer(text):
        high, low = map(ord, match.group())
        whole = chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
        found.append(Change(match.start(), match.end(), whole, "surrogates", "two halves of one character"))
    for match in _FORMS.finditer(text):
        for offset, character in enumerate(match.group()):
            plain = unicodedata.normalize("NFKC", character).strip(" \u0640")
            if plain and plain != character:
                at = match.start() + offset
                why = "a letter in the form of its place in a word"
                found.append(Change(at, at + 1, plain, "presentation-form", why))
    found.sort(key=lambda change: (change.start, -change.end))
    disjoint: list[Change] = []
    for change in found:
        if not disjoint or change.start >= disjoint[-1].end:
            disjoint.append(change)
    return disjoint


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads(resources.files("corpus_tools.text").joinpath("characters.toml").read_text("utf-8"))
    rules = []
    for entry in table["rule"]:
        pattern = entry.get("pattern") or f"[{''.join(map(_range, entry['characters']))}]"
        compiled = regex.compile(pattern, regex.VERSION1)
        rules.append(_Rule(entry["name"], entry["reason"], compiled, entry["to"]))
    return tuple(rules)


def _range(codes: str) -> str:
    return "-".join(f"\\U{int(code, 16):08X}" for code in codes.split("-"))
