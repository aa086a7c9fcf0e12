"""Consonant skeletons: what is left of a word when vowels go and letters that render one another count as one.

`محمود`, `Mahmoud` and `Махмуд` all become `MHMT`. Words of one name in any of the three scripts usually share their
skeleton or nearly so; the reverse does not hold. Useful for blocking and as weak evidence, never as proof.
"""

from __future__ import annotations

from functools import lru_cache

from corpus_tools.text.letters import fold_letters

# Classes by place of articulation, as in Soundex; kh goes with h, for German and Turkish write one for the other.
# Vowels, w, y and their Arabic letters ا و ي ع have no class.
_ARABIC = {
    "ب": "P", "پ": "P", "ف": "P", "ت": "T", "ط": "T", "د": "T", "ض": "T", "ث": "T", "ذ": "T", "ظ": "T",
    "س": "S", "ص": "S", "ز": "S", "ش": "S", "ج": "S", "چ": "S", "ژ": "S", "ك": "K", "ق": "K", "گ": "K", "غ": "K",
    "خ": "H", "ح": "H", "ه": "H", "م": "M", "ن": "N", "ل": "L", "ر": "R",
}  # fmt: skip
_LATIN = {
    "b": "P", "p": "P", "f": "P", "v": "P", "t": "T", "d": "T", "s": "S", "z": "S", "j": "S", "c": "K", "k": "K",
    "q": "K", "g": "K", "x": "KS", "h": "H", "m": "M", "n": "N", "l": "L", "r": "R",
}  # fmt: skip
_LATIN_GROUPS = (
    ("sch", "S"), ("tch", "S"), ("sh", "S"), ("zh", "S"), ("ch", "S"), ("kh", "H"), ("gh", "K"), ("ph", "P"),
    ("th", "T"), ("dh", "T"), ("ck", "K"), ("dj", "S"), ("ce", "S"), ("ci", "S"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def consonant_skeleton(word: str) -> str:
    """Return the classes of the consonants of `word`, from P T S K H M N L R; repeated letters count once.

    A final h (silent in most romanisations, and ة in Arabic) is left out. Any text is accepted;
    one without consonants gives "".

    >>> consonant_skeleton("Mahmoud"), consonant_skeleton("محمود"), consonant_skeleton("Махмуд")
    ('MHMT', 'MHMT', 'MHMT')
    """
    text = fold_letters(word).text
    out: list[str] = []
    position = 0
    while position < len(text):
        letter = text[position]
        for group, group_class in _LATIN_GROUPS:
            if text.startswith(group, position):
                out.append(group_class)
                position += len(group) if group[-1] not in "ei" else 1
                break
        else:
            letter_class = _ARABIC.get(letter) or _LATIN.get(letter, "")
            if letter_class and not (position and text[position - 1] == letter):
                out.append(letter_class)
            position += 1
    if len(out) > 1 and out[-1] == "H":
        out.pop()
    return "".join(out)
