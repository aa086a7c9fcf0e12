"""Names of words that mean something are translated, not spelt: found in a translation by what renders their words.

What renders what is handed over (a lexicon of another room); proper names inside are found by their known forms, or by
their sound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus_tools.names.comparison import compare_names
from corpus_tools.names.cues import cues
from corpus_tools.names.gazetteer import gazetteer, nationality_of
from corpus_tools.names.words import Word, find_words
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

# Whether a word of the source's language is rendered by one of the translation's.
Renders = Callable[[str, str], bool]
# Between the words of a name stand articles, prepositions and what one language needs more of.
_ROOM = 3
_ALIKE = 0.5
_MOST_WORDS = 12


def rendered(name: str, language: str, text: str, target: str, renders: Renders) -> tuple[int, int] | None:
    """Find the shortest stretch of `text`, in language `target`, that renders each word of `name`, in `language`.

    Offsets are into `text`. None where one of its words is rendered nowhere near the others, and for names of one
    word. Each word of the stretch renders one of the name's. O(words of name · words of text).
    """
    wanted = [word for word in find_words(name, language) if not _small(word, language)]
    words = find_words(text, target)
    if not 2 <= len(wanted) <= _MOST_WORDS:
        return None
    matches = [
        [at for at, other in enumerate(words) if _same(word, other, language, target, renders)] for word in wanted
    ]
    if not all(matches):
        return None
    best: tuple[int, int] | None = None
    for start in sorted({at for found in matches for at in found}):
        end = _cover(matches, start, start + len(wanted) + _ROOM)
        if end is not None and (best is None or end - start < best[1] - best[0]):
            best = (start, end)
    return None if best is None else (words[best[0]].start, words[best[1]].end)


def _small(word: Word, language: str) -> bool:
    return len(word.fold) < 2 or word.fold in cues(language).inner or (word.script == "Latn" and not word.capital)


def _cover(matches: Sequence[Sequence[int]], start: int, limit: int) -> int | None:
    """Where a stretch from `start` ends that has a word of its own for each of `matches`; None where none does."""
    taken: set[int] = set()
    for found in sorted(matches, key=lambda each: sum(start <= at < limit for at in each)):
        at = next((at for at in found if start <= at < limit and at not in taken), None)
        if at is None:
            return None
        taken.add(at)
    return max(taken) if start in taken else None


def _same(word: Word, other: Word, language: str, target: str, renders: Renders) -> bool:
    if word.fold == other.fold or renders(word.text, other.text):
        return True
    known = gazetteer().look_up(word.text, language=language)
    if known is not None:
        entry = gazetteer().entry(known.id)
        forms = {form for tag, form in entry.forms if tag == target} if entry is not None else set()
        if any(_stem(other.fold) == _stem(word.fold) for form in forms for word in find_words(form, target)[:1]):
            return True
        return any((_stem(other.fold),) == tuple(map(_stem, each)) for each in nationality_of(known.id, target))
    return _alike(word, other)


def _stem(fold: str) -> str:
    """An Arabic word without proclitic and article, as far as letters tell."""
    rest = fold[1:] if fold[:3] in ("وال", "بال", "فال", "كال") else fold
    if rest.startswith("لل"):
        return rest[2:]
    return rest.removeprefix("ال") if len(rest) > 4 else rest


def _alike(word: Word, other: Word) -> bool:
    """Whether two words in different scripts sound alike: a proper name inside the name."""
    if word.script == other.script or "Zyyy" in (word.script, other.script) or min(len(word.fold), len(other.fold)) < 3:
        return False
    if other.script == "Latn" and not other.capital:
        return False
    sounds = [consonant_skeleton(_stem(each.fold)) for each in (word, other)]
    if script_of(word.text) == script_of(other.text) or sounds[0][:1] != sounds[1][:1]:
        return False
    return compare_names(word.text, other.text).score >= _ALIKE
