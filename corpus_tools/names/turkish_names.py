"""What Turkish endings and words beside a name say of it: where something is, who is from there, what begins a body."""

from __future__ import annotations

import re

from corpus_tools.names.gazetteer import Gazetteer
from corpus_tools.names.words import Word

# The ending of where something is, after an apostrophe: a person seldom has it …
_LOCATIVE = re.compile(r"['’‘ʼ][dt][ae](?:k[iı]\w*|yd[ıi])?$")
# … and those of where something is, goes or comes from.
_PLACED = re.compile(r"['’‘ʼ](?:[dt][ae]n?|y?[ae])$")
# Settlements and landforms, folded, with the ending that joins them to a name: "Söke ilçesi".
_PLACES = (
    "ili", "ilcesi", "kenti", "sehri", "koyu", "kasabasi", "mahallesi", "beldesi", "bolgesi", "eyaleti", "vilayeti",
    "nehri", "golu", "adasi", "dagi", "limani", "kampi",
)  # fmt: skip
# Cases and plurals: a word with one of them is no first word of a body.
_ENDINGS = ("da", "de", "ta", "te", "dan", "den", "tan", "ten", "lar", "ler", "larin", "lerin", "yla", "yle")
# Anything may open a sentence that goes on so: "Deney, bir …".
PARTICLES = frozenset(("bir", "ise", "da", "de"))


def is_located(ending: str) -> bool:
    """Say whether an ending is that of where something is."""
    return _LOCATIVE.match(ending) is not None


def is_placed(ending: str) -> bool:
    """Say whether an ending is one of where something is, goes or comes from."""
    return _PLACED.match(ending) is not None


def is_settlement(word: Word | None) -> bool:
    """Say whether a small word makes a place of the name before it: "Söke ilçesinde"; not "kentin", of the town."""
    if word is None or word.capital:
        return False
    return any(
        word.fold == head or (word.fold.startswith(f"{head}n") and len(word.fold) > len(head) + 1) for head in _PLACES
    )


def is_demonym(word: Word, known: Gazetteer) -> bool:
    """Say whether a word is one for somebody of a known place: "Kievli"."""
    if word.suffixed or not word.fold.endswith(("li", "lu")):
        return False
    return any(name.kind == "place" for name in known.one_word(word.fold[:-2]))


def may_begin_body(word: Word) -> bool:
    """Say whether a body may begin with an everyday word, since it has no ending: "İnsan Hakları Derneği"."""
    return not word.fold.endswith(_ENDINGS)
