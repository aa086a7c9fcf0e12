"""Texts with their names marked: UNER English-EWT, WNUT17 and AQMAR as `data/ner` holds them, as lines with spans.

Only persons, places and organisations are kept; names of other things are marked `other`, for `evaluate` to leave
out of its count: the corpora differ in which of them they mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

KINDS = {
    "PER": "person", "LOC": "place", "ORG": "organisation", "person": "person", "location": "place",
    "corporation": "organisation", "group": "organisation",
}  # fmt: skip
LINES_OF_A_TEXT = 8
_NO_BLANK_BEFORE = frozenset(".,;:!?)]}%'’،؛؟»…") | {"'s", "’s", "n't", "'re", "'ve", "'ll", "'d", "'m"}
_NO_BLANK_AFTER = frozenset("([{«“")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line and the names in it: (start, end, kind), half-open."""

    text: str
    names: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """Lines that stand together, in one language."""

    language: str
    lines: tuple[Labelled, ...]


def joined(tokens: Iterable[tuple[str, str]]) -> Labelled:
    """Write (token, label) pairs as a line; labels are O, B-, I-, E- or S- with a kind."""
    text, names = "", []
    previous, open_kind, start = "", "", 0
    for token, label in tokens:
        blank = text and token not in _NO_BLANK_BEFORE and previous not in _NO_BLANK_AFTER
        if token == "-" or previous == "-":
            blank = blank and not (previous.isalnum() or token.isalnum())
        mark, _, kind = label.partition("-")
        kind = KINDS.get(kind, "other") if kind else ""
        if open_kind and (mark in "OBS" or kind != open_kind):
            names.append((start, len(text), open_kind))
            open_kind = ""
        text += " " * bool(blank)
        if kind and not open_kind:
            open_kind, start = kind, len(text)
        text, previous = text + token, token
    if open_kind:
        names.append((start, len(text), open_kind))
    return Labelled(text, tuple(names))


def read_tokens(path: Path, *, column: int = -1, number: int = 0, separator: str | None = None) -> Iterator[Labelled]:
    """Read a file of a token a line, sentences parted by empty ones; `#` lines that have no label are left out."""
    sentence: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        fields = line.split(separator)
        if not line.strip():
            if sentence:
                yield joined(sentence)
            sentence = []
        elif re.match(r"# ?(text|sent_id|newdoc|newpar)\b", line) is None and len(fields) > max(column, number):
            sentence.append((fields[number], fields[column]))


def texts(lines: Iterable[Labelled], language: str) -> list[LabelledText]:
    """Take lines together as short texts."""
    every = list(lines)
    return [
        LabelledText(language, tuple(every[at : at + LINES_OF_A_TEXT])) for at in range(0, len(every), LINES_OF_A_TEXT)
    ]


def corpus(folder: Path, name: str) -> list[LabelledText]:
    """Read one of the corpora of `folder`: `uner.train`, `uner.dev`, `wnut.train`, `wnut.dev`, `aqmar.train`, …"""
    files = {
        "uner.train": ("UNER_English-EWT/en_ewt-train.bio.tsv", "en", -1, 0),
        "uner.dev": ("UNER_English-EWT/en_ewt-ud-dev.iob2", "en", 2, 1),
        "wnut.train": ("WNUT17/wnut17train.conll", "en", -1, 0),
        "wnut.dev": ("WNUT17/emerging.dev.conll", "en", -1, 0),
        "aqmar.train": ("AQMAR/train.txt", "ar", -1, 0),
        "aqmar.dev": ("AQMAR/dev.txt", "ar", -1, 0),
    }
    file, language, column, number = files[name]
    return texts(read_tokens(folder / file, column=column, number=number), language)


def sample(path: Path) -> list[LabelledText]:
    """Read a file of `language<TAB>text` lines whose names are marked `[P …]`, `[L …]`, `[O …]` or `[X …]`."""
    kinds = {"P": "person", "L": "place", "O": "organisation", "X": "other"}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        language, body = line.split("\t", 1)
        text, names = "", []
        for part in re.split(r"(\[[PLOX] [^\]]+\])", body):
            if part.startswith("[") and part[1:2] in kinds:
                names.append((len(text), len(text) + len(part) - 4, kinds[part[1]]))
                part = part[3:-1]
            text += part
        found.append(LabelledText(language, (Labelled(text, tuple(names)),)))
    return found
