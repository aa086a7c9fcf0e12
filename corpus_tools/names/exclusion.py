"""Lost names found again by exclusion: the one stretch of a translation that is like them and nothing else explains.

A small model mangles names beyond what `compare_names` takes for one name (`طاروسوس` for `طرطوس`). Such a stretch is
the name only if the rest of both sentences agrees: no other name and no word of the source explains it as well, it is
no known name or word itself, no second stretch is as near, and it stands about where the name stood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler, Levenshtein

from corpus_tools.names.cues import cues, weekdays
from corpus_tools.names.gazetteer import gazetteer, is_nationality
from corpus_tools.names.months import month_names
from corpus_tools.names.words import PROCLITICS, Word, find_words, fold_words
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

# Letters that a name and a stretch must have: of shorter ones too many everyday words differ in a letter or two.
_FEWEST_LETTERS = 5
# The least likeness of a stretch of several words, and of one, half of whose letters must be right as well. Tuned on
# machine translations of 592 news sentences (Arabic and English), judged by human translations, and on 1,400 human ones
# with names swapped in the source: at .66 everyday Arabic words, which no capital tells from names, became cities
# (`بإلغاء` Belgrade). `_CLEAR` is by how much the second stretch must be less alike, `_FAR` how far a name may move, in
# lengths of the sentence.
_LIKE = 0.62
_LIKE_IN_ONE_LATIN_WORD = 0.66
_LIKE_IN_ONE_WORD = 0.71
_LETTERS_OF_ONE_WORD = 0.5
_CLEAR = 0.1
_FAR = 0.45


@dataclass(frozen=True, slots=True)
class Missing:
    """A lost name: its `surface` at `[start, end)` of the source, and the forms that it may have in the translation."""

    surface: str
    start: int
    end: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """`[start, end)` of the translation is `form`, mangled; `likeness` in 0..1; `why` that is sure."""

    start: int
    end: int
    form: str
    likeness: float
    why: str = "nothing else explains it"


def likeness_of_letters(form: str, stretch: str) -> float:
    """Say how alike two spellings in one script are, in 0..1: half by their letters, half by their consonants.

    >>> round(likeness_of_letters("طرطوس", "طاروسوس"), 2) > 0.7, likeness_of_letters("حلب", "الباب") < 0.6
    (True, True)
    """
    first, second = (_letters(text) for text in (form, stretch))
    skeletons = [consonant_skeleton(text) for text in (first, second)]
    letters: float = Levenshtein.normalized_similarity(first, second)
    consonants: float = JaroWinkler.similarity(skeletons[0], skeletons[1])
    return (letters + consonants) / 2


def find_missing(
    source: str,
    translation: str,
    missing: Missing,
    *,
    languages: tuple[str, str],
    named: Sequence[tuple[int, int]],
    taken: Sequence[tuple[int, int]],
) -> Place | None:
    """Find the one stretch of `translation` that is the missing name, mangled; None where that is not certain.

    `languages` are those of source and translation; `named` are the spans of all names in the source, `taken` those of
    the names in the translation that are already accounted for. O(words of source · words of translation).
    """
    places = sorted(
        _places(translation, missing.forms, languages[1], taken), key=lambda each: (-each.likeness, each.start)
    )
    if not places:
        return None
    best = places[0]
    if not _alike_enough(best, translation[best.start : best.end]):
        return None
    rivals = [each for each in places if each.start >= best.end or each.end <= best.start]
    if rivals and rivals[0].likeness > best.likeness - _CLEAR:
        return None
    here = (missing.start + missing.end) / 2 / max(1, len(source))
    there = (best.start + best.end) / 2 / max(1, len(translation))
    if abs(here - there) > _FAR:
        return None
    if _explained(source, translation[best.start : best.end], missing, languages[0], named):
        return None
    return best


def _alike_enough(place: Place, stretch: str) -> bool:
    if script_of(stretch) == "Latn" and len(stretch) > len(place.form) and stretch.startswith(place.form):
        return False  # people of a place: "Berliners"
    if len(fold_words(stretch)) > 1:
        return place.likeness >= _LIKE
    least = _LIKE_IN_ONE_LATIN_WORD if script_of(stretch) == "Latn" else _LIKE_IN_ONE_WORD
    right = Levenshtein.normalized_similarity(_letters(place.form), _letters(stretch))
    return place.likeness >= least and right >= _LETTERS_OF_ONE_WORD


def _letters(text: str) -> str:
    words = fold_words(text)
    return "".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def _places(text: str, forms: Sequence[str], language: str, taken: Sequence[tuple[int, int]]) -> Iterator[Place]:
    words = find_words(text, language)
    plain = ordinary_words(words, language)
    for form in forms:
        size = len(fold_words(form))
        if len(_letters(form)) < _FEWEST_LETTERS:
            continue
        script = script_of(form)
        for length in sorted({size, size + 1, max(1, size - 1)}):
            for index in range(len(words) - length + 1):
                stretch = words[index : index + length]
                if any(plain[index : index + length]) or any(not word.joins for word in stretch[:-1]):
                    continue
                if any(word.script != script for word in stretch):
                    continue
                if script == "Latn" and not (stretch[0].capital and stretch[-1].capital):
                    continue
                for cut in _cuts(stretch[0].fold, form):
                    start, end = stretch[0].start + cut, stretch[-1].end
                    if any(first < end and start < last for first, last in taken):
                        continue
                    if len(_letters(text[start:end])) < _FEWEST_LETTERS:
                        continue
                    likeness = likeness_of_letters(form, text[start:end])
                    parts = (word.text for word in stretch) if length > size else ()
                    if any(likeness_of_letters(form, part) >= likeness for part in parts):
                        continue  # the other word is none of the name: "the capital Samoa"
                    yield Place(start, end, form, likeness - 0.001 * cut)


def _cuts(fold: str, form: str) -> tuple[int, ...]:
    """How many letters before the name to leave alone: an Arabic proclitic, unless the name itself begins with it."""
    if script_of(form) != "Arab" or fold[:1] not in PROCLITICS:
        return (0,)
    return (0, 1) if fold_words(form)[0][0] == fold[0] else (1,)


def _without_proclitic(fold: str) -> str:
    """A word without the letter before it: "and", or a preposition, which stands before no verb (بيري is no يرى)."""
    if fold[:1] not in PROCLITICS or (fold[0] in "بلك" and fold[1:2] in ("ي", "ت")):
        return fold
    return fold[1:]


def ordinary_words(words: Sequence[Word], language: str) -> list[bool]:
    """Return which words are known to be something else: known names, nationalities, cues, months and days."""
    known, folds = cues(language), [word.fold for word in words]
    plain = [False] * len(words)
    for index, word in enumerate(words):
        for fold in {word.fold, _without_proclitic(word.fold)}:
            if (
                fold in known.common
                or fold in known.saying
                or fold in known.organisation_heads
                or fold in known.place_heads
                or fold in known.place_heads_before
                or (fold,) in known.roles
                or fold in weekdays()
                or fold in month_names()
                or is_nationality([fold], 0)
            ):
                plain[index] = True
        size = max(is_nationality(folds, index), known.role_at(folds, index))
        for length, names in gazetteer().longest(folds, index):
            if any(name.fits(word.text, language) or length > 1 for name in names):
                size = max(size, length)
                break
        plain[index : index + size] = [True] * size
    return plain


def _explained(source: str, stretch: str, missing: Missing, language: str, named: Sequence[tuple[int, int]]) -> bool:
    """Whether another word or name of the source sounds as much like the stretch as the missing name does."""
    sound = consonant_skeleton(_letters(stretch))
    own = max(
        JaroWinkler.similarity(consonant_skeleton(_letters(name)), sound) for name in (missing.surface, *missing.forms)
    )
    others = [source[first:last] for first, last in named if last <= missing.start or first >= missing.end]
    for word in find_words(source, language):
        if word.end <= missing.start or word.start >= missing.end:
            others.append(word.text)
    sounds = (consonant_skeleton(_letters(other)) for other in others)
    return any(len(each) > 1 and JaroWinkler.similarity(each, sound) >= min(own, 0.95) for each in sounds)


def is_variant(found: str, wanted: str) -> bool:
    """Say whether two Arabic spellings read as the same name.

    Long vowels inside and the article are free (هنغ كونغ), and so is which letter writes a g or k (هونج كونج), or a
    final a (أنطاكيا, أنطاكية).
    """
    return script_of(found) == "Arab" and _bare(found) == _bare(wanted)


def _bare(name: str) -> list[str]:
    words = (word.removeprefix("ال") if len(word) > 4 else word for word in fold_words(name))
    return [
        (word[0] + "".join(letter for letter in word[1:-1] if letter not in "اوي") + word[1:][-1:].replace("ا", "ه"))
        .replace("غ", "ج").replace("ق", "ك").replace("ك", "ج")
        for word in words
    ]  # fmt: skip
