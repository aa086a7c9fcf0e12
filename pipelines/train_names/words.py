"""Training pairs of words: Arabic-Latin as given, and within one script the words that share a partner in the other."""

from __future__ import annotations

import gzip
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from corpus_tools.text.letters import fold_letters, script_of, sound_letters

Pair = tuple[str, str]
LONGEST_ARABIC, LONGEST_LATIN = 14, 17
# What people leave out when they type: hamza on alef, the dots of ya, the two of ta marbuta.
_CARELESS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و"})


def read_word_pairs(path: Path, splits: Sequence[str], *, letters: Callable[[str], str] = sound_letters) -> list[Pair]:
    """Read `ar_latin_words.tsv.gz`: distinct (Arabic, Latin) pairs, sorted, in sound letters or others asked for."""
    pairs: set[Pair] = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        header = next(lines).rstrip("\n").split("\t")
        for line in lines:
            row = dict(zip(header, line.rstrip("\n").split("\t"), strict=True))
            if row["split"] not in splits:
                continue
            arabic, latin = letters(row["arabic"]), letters(row["latin"])
            short = 1 <= len(arabic) <= LONGEST_ARABIC and 1 <= len(latin) <= LONGEST_LATIN
            if short and script_of(arabic) == "Arab" and script_of(latin) == "Latn":
                pairs.add((arabic, latin))
    return sorted(pairs)


def careless(word: str) -> str:
    """Return `word` as typed without marks and hamzas."""
    if script_of(word) == "Arab":
        return word.translate(_CARELESS)
    return fold_letters(word).text


def with_careless(pairs: Sequence[Pair], generator: random.Random) -> list[Pair]:
    """Return the pairs, and for those with marks or hamzas one more typed carelessly on one side or on both."""
    out = list(pairs)
    for a, b in pairs:
        choices = {(careless(a), b), (a, careless(b)), (careless(a), careless(b))} - {(a, b)}
        if choices and generator.random() < 0.5:
            out.append(generator.choice(sorted(choices)))
    return out


def sharing(pairs: Iterable[Pair], side: int, generator: random.Random, most: int) -> list[Pair]:
    """Pair the words on `side` that share a partner on the other: spelling variants of one name, both ways round."""
    groups: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        groups[pair[1 - side]].add(pair[side])
    out: set[Pair] = set()
    for key in sorted(groups):
        words = sorted(groups[key])
        couples = [(a, b) for a in words for b in words if a < b]
        for a, b in couples if len(couples) <= most else generator.sample(couples, most):
            out.update({(a, b), (b, a)})
    return sorted(out)


def known_pairs(pairs: Iterable[Pair]) -> Callable[[str, str], bool]:
    """Return the test whether two words are a pair of `pairs`, however carelessly typed."""
    known = {(careless(a), careless(b)) for a, b in pairs}
    return lambda a, b: (careless(a), careless(b)) in known or careless(a) == careless(b)
