"""Arabic places that only the word before them tells: "the town of Sarmin", "the crossing of Bab al-Hawa"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus_tools.names.cues import Cues
from corpus_tools.names.gazetteer import is_nationality
from corpus_tools.names.tables import read_table
from corpus_tools.names.words import PROCLITICS, Word, fold_word

# An adjective without the article, after an indefinite head: "a small village", "a residential quarter".
_ADJECTIVE_ENDINGS = ("ة", "ي")


@dataclass(frozen=True, slots=True)
class _Heads:
    """The word lists, folded: heads, those of them that belong to the name, first words of two, words that describe."""

    heads: frozenset[str]
    kept: frozenset[str]
    compounds: frozenset[str]
    describing: frozenset[str]


@lru_cache(maxsize=1)
def _heads() -> _Heads:
    table = read_table("cues")["ar"]
    heads, kept, compounds, describing = (
        frozenset(map(fold_word, table[key]))
        for key in ("named_place_heads", "named_place_heads_kept", "place_compounds", "describing")
    )
    return _Heads(heads | kept, kept, compounds, describing)


def named_place(
    words: Sequence[Word],
    folds: Sequence[str],
    index: int,
    *,
    cues: Cues,
    joined: Callable[[int, int], bool],
    taken: Callable[[int], bool],
) -> tuple[int, int] | None:
    """Return the words `[first, last)` of the place that the head at `index` announces; None where it announces none.

    `joined` says whether the words of a stretch stand together, `taken` whether a word begins a known name.
    """
    lists, head = _heads(), folds[index]
    if head not in lists.heads and head[0] in PROCLITICS:
        head = head[1:]
    if head not in lists.heads:
        return None
    begin = index if head in lists.kept and head == folds[index] else index + 1
    first, after = index + 1, index + 2
    if first >= len(words) or not joined(index, after) or taken(first):
        return None
    two = after < len(words) and joined(first, after + 1) and _may_name(words[after], cues)
    if folds[first] in lists.compounds:
        return (begin, after + 1) if two and not taken(after) else None
    return (begin, after) if _may_name(words[first], cues) else None


def _may_name(word: Word, cues: Cues) -> bool:
    fold = word.fold
    if word.script != "Arab" or len(fold) < 3 or fold in _heads().describing:
        return False
    if fold in cues.common or fold in cues.role_adjectives or is_nationality([fold], 0):
        return False
    if fold in cues.organisation_heads or fold in cues.place_heads or (fold,) in cues.roles or fold in cues.saying:
        return False
    if fold.startswith("ال"):
        return len(fold) > 4
    if fold.startswith(("وال", "بال", "لل", "كال", "فال")):
        return False
    return not word.text.endswith(_ADJECTIVE_ENDINGS)
