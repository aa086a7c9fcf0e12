"""Blocking: keys that spellings of one name share and most other names do not, so that few pairs need comparing.

Keys are made of coarse consonant skeletons, two words at a time, with one class left out at a time: names whose
skeletons differ in one place share a key, whatever their scripts and the order of their words. Where spellings differ
by habit (v is w in Arabic, j is y in German) a word has several skeletons.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from corpus_tools.names.folding import name_lists
from corpus_tools.names.parsing import equivalents
from corpus_tools.text.skeletons import consonant_skeleton

# Letters such as c, g, j, ch, x render any of these classes; ts, dj and tch render one sound.
_COARSE = str.maketrans({"S": "X", "K": "X", "H": "X"})
# Of longer names and words the beginning is enough. Words, classes.
_MOST_WORDS = 5
_MOST_CLASSES = 8
# A skeleton shorter than this says too little to leave a class out.
_LEAST_CUT = 3
_LEAST_WHOLE_CUT = 4
_MOST_READINGS = 4
# Letters that are a t or d to some and an s or z to others.
_LISPED = str.maketrans({"ض": "ز", "ظ": "ز", "ذ": "ز", "ث": "س"})


def coarse_skeleton(word: str) -> str:
    """Return the consonant skeleton of `word` with the classes S, K and H as one, X; repeated classes count once."""
    classes = consonant_skeleton(word).translate(_COARSE).replace("TX", "X")
    return "".join(letter for place, letter in enumerate(classes) if not place or classes[place - 1] != letter)


@lru_cache(maxsize=262144)
def skeleton_readings(word: str) -> tuple[str, ...]:
    """Return the coarse skeletons of a folded word, one for each way that its letters are usually read; 1 to 4."""
    generation = name_lists().generations.get(word)
    if generation:
        return (f"#{generation}",)
    forms = [word]
    if "v" in word:
        forms.append(word.replace("v", "w"))
    elif "w" in word:
        forms.append(word.replace("w", "v"))
    if "j" in word:
        forms.append(word.replace("j", "y"))
    if word.startswith(("abd", "عبدال")):
        # Abdussalam, Abdel Salam, عبد السلام: the article follows the next letter in some spellings.
        forms.append(word[5:])
    elif word.startswith(("ben", "bin", "بن")) and len(word) > 5:
        forms.append(word.removeprefix("بن") if word.startswith("بن") else word[3:])
    forms.append(word.translate(_LISPED).replace("th", "s").replace("dh", "z"))
    readings = dict.fromkeys(coarse_skeleton(form)[:_MOST_CLASSES] for form in forms)
    return tuple(readings)[:_MOST_READINGS]


def skeleton_cuts(skeleton: str, *, least: int) -> set[str]:
    """Return a skeleton, and it without each of its classes if it has at least `least`."""
    cuts = range(len(skeleton)) if len(skeleton) >= least else range(0)
    return {skeleton, *(skeleton[:place] + skeleton[place + 1 :] for place in cuts)}


def blocking_keys(words: Sequence[str]) -> frozenset[str]:
    """Return the keys of a name, given as its folded words: spellings of one name nearly always share one.

    A name of one word has the keys of that word; otherwise each key is of two words, or of all run together. Short
    forms of given names (Jim, James) have keys in common. About 15 keys a name; O(words² · letters).
    """
    words = words[:_MOST_WORDS]
    short = equivalents().words
    keys: set[str] = set()
    if len(words) == 1:
        keys.update(
            f"1 {cut}"
            for reading in skeleton_readings(words[0])
            for cut in skeleton_cuts(reading, least=_LEAST_WHOLE_CUT)
        )
    for first, second in combinations(words, 2):
        for one, other in ((first, second), (second, first)):
            heads = [*skeleton_readings(one), *(f"={group}" for group in short.get(one, ()))]
            tails = {cut for reading in skeleton_readings(other) for cut in skeleton_cuts(reading, least=_LEAST_CUT)}
            keys.update(f"{head} {tail}" for head in heads for tail in tails)
    if len(words) > 1:
        for which in (0, 1):
            readings = [skeleton_readings(word) for word in words]
            whole = "".join(reading[min(which, len(reading) - 1)] for reading in readings)
            keys.update(skeleton_cuts(whole, least=_LEAST_WHOLE_CUT))
    keys.update(f"@{group}" for group in equivalents().names.get(" ".join(words), ()))
    return frozenset(keys - {"", "1 "})
