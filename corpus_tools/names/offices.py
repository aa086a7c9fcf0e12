"""Lost persons found again by their office: what stands after the same role, of the same country, in both sentences.

"Turkish Foreign Minister X said" is "قال وزير الخارجية التركي …": whatever follows the role there, and is no word that
anything else explains, is X, however it was mangled, as long as it is a little like X and no other person has the role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus_tools.names.cues import Cues, cues, given_names
from corpus_tools.names.exclusion import Missing, Place, likeness_of_letters, ordinary_words
from corpus_tools.names.gazetteer import gazetteer, nations_at
from corpus_tools.names.meanings import Renders
from corpus_tools.names.words import PROCLITICS, Word, find_words, fold_words
from corpus_tools.text.letters import script_of

# The least likeness of what follows the role to the name, by letters and consonants. Set on machine translations of
# news with known persons after roles, judged by human ones: right ones reach down to .50, while of two
# persons of the authority file taken at random one in fourteen pairs is as much alike.
_LIKE = 0.48
_LAST = 0.5
# That of what stands before a last name to the given names.
_GIVEN = 0.45
_LONGEST = 4
_WHY = "it stands after the same role"


@dataclass(frozen=True, slots=True)
class _Office:
    """A role, `[first, last)` of the words, the territories that it is of, and where the bearer begins."""

    first: int
    last: int
    territories: frozenset[str]
    bearer: int


def find_after_role(
    source: str,
    translation: str,
    missing: Missing,
    *,
    languages: tuple[str, str],
    taken: Sequence[tuple[int, int]],
    renders: Renders,
) -> Place | None:
    """Find the stretch of `translation` after the role that the missing person has in `source`; None where unsure.

    `languages` are those of source and translation; `taken` are the spans of names accounted for there. O(words).
    """
    spoken, words = find_words(source, languages[0]), find_words(translation, languages[1])
    here = [office for office in _offices(spoken, languages[0]) if _stands_at(spoken, office.bearer, missing.start)]
    if not here:
        return None
    plain = ordinary_words(words, languages[1])
    form = missing.forms[0]  # the whole name where the source has it whole
    said = [word for word in spoken if word.end <= missing.start or word.start >= missing.end]
    found: list[Place] = []
    for office in _offices(words, languages[1]):
        if not _same(here[0], spoken, office, words, renders):
            continue
        open_ = _unexplained(words, office.bearer, plain, script_of(form), said, renders)
        place = _stretch(translation, words, open_, form, taken)
        if place is not None:
            found.append(place)
    return found[0] if len(found) == 1 and found[0].likeness >= _LIKE else None


def find_before_last_name(
    source: str,
    translation: str,
    missing: Missing,
    last: tuple[int, int],
    *,
    languages: tuple[str, str],
    renders: Renders,
) -> Place | None:
    """Find mangled given names before a last name that is right, at `last` of the translation; None where none are.

    They are words that nothing explains, between one that something does and the last name, no more than the whole name
    has, and a little like its given names; not all of them known given names or words of the name: those are other
    spellings, or fewer names.
    """
    words = find_words(translation, languages[1])
    at = next((index for index, word in enumerate(words) if word.start <= last[0] < word.end), 0)
    form = missing.forms[0]
    said = [word for word in find_words(source, languages[0]) if word.end <= missing.start or word.start >= missing.end]
    plain = ordinary_words(words, languages[1])
    first = at
    while first and words[first - 1].joins and words[first - 1].script == script_of(form):
        word = words[first - 1]
        if plain[first - 1] or not _may_name(word, True) or any(renders(each.text, word.text) for each in said):
            break
        first -= 1
    given = [word.fold for word in words[first:at]]
    own = {fold for each in missing.forms for fold in fold_words(each)}
    room = len(fold_words(form)) - len(fold_words(translation[last[0] : last[1]]))
    if not given or room < len(given) or all(fold in own or fold in given_names() for fold in given):
        return None
    start, end = words[first].start, last[1]
    if likeness_of_letters(" ".join(form.split()[:room]), translation[start : words[at - 1].end]) < _GIVEN:
        return None
    return Place(start, end, form, likeness_of_letters(form, translation[start:end]), "its last name is right")


def _stands_at(words: Sequence[Word], index: int, start: int) -> bool:
    return index < len(words) and words[index].start <= start < words[index].end


def _offices(words: Sequence[Word], language: str) -> Iterator[_Office]:
    known, folds = cues(language), [word.fold for word in words]
    index = 0
    while index < len(words):
        size = _role(known, folds, index)
        if not size:
            index += 1
            continue
        last = index + size
        if words[index].script == "Arab":
            territories, bearer = _after(known, folds, last, language)
        else:
            territories, bearer = _before(folds, index, language), last
        yield _Office(index, last, territories, bearer)
        index = last


def _role(known: Cues, folds: list[str], index: int) -> int:
    size = known.role_at(folds, index)
    if not size and folds[index][0] in PROCLITICS and len(folds[index]) > 3:
        size = known.role_at([folds[index][1:], *folds[index + 1 : index + known.longest_role]], 0)
    return size


def _after(known: Cues, folds: list[str], index: int, language: str) -> tuple[frozenset[str], int]:
    """The territories of adjectives and places after an Arabic role, and the first word behind them."""
    territories: set[str] = set()
    while index < len(folds):
        size, codes = nations_at(folds, index, language)
        if not size:
            size, codes = _place(folds, index, language)
        if not size and folds[index] in known.role_adjectives:
            size = 1
        if not size:
            break
        territories |= codes
        index += size
    return frozenset(territories), index


def _before(folds: list[str], index: int, language: str) -> frozenset[str]:
    """The territories of what stands before a role: "Turkish", "Iran's"."""
    for size in (3, 2, 1):
        if index >= size:
            for look in (nations_at, _place):
                found, codes = look(folds, index - size, language)
                if found == size:
                    return codes
    return frozenset()


def _place(folds: list[str], index: int, language: str) -> tuple[int, frozenset[str]]:
    for size, names in gazetteer().longest(folds, index):
        codes = {name.id.removeprefix("place.") for name in names if name.kind == "place" and name.language == language}
        if codes:
            return size, frozenset(codes)
    return 0, frozenset()


def _same(a: _Office, a_words: Sequence[Word], b: _Office, b_words: Sequence[Word], renders: Renders) -> bool:
    """Whether two roles are one: the same country where both name one, and a word in common."""
    if a.territories and b.territories and a.territories.isdisjoint(b.territories):
        return False
    ours, theirs = a_words[a.first : a.last], b_words[b.first : b.last]
    return any(renders(one.text, two.text) for one in ours for two in theirs)


def _stretch(
    text: str, words: Sequence[Word], open_: Sequence[int], form: str, taken: Sequence[tuple[int, int]]
) -> Place | None:
    """Which of the words `open_`, those right after a role that nothing explains, are `form`.

    All of them where they are no more than its words; else the first ones that are most like it, and the last name once
    more where it follows, mangled in another way.
    """
    if not open_ or any(words[open_[0]].start < end and start < words[open_[-1]].end for start, end in taken):
        return None

    def place(last: int) -> Place:
        start, end = words[open_[0]].start, words[last].end
        return Place(start, end, form, likeness_of_letters(form, text[start:end]), _WHY)

    size = len(fold_words(form))
    if len(open_) <= size:
        return place(open_[-1])
    best = max(range(size + 1), key=lambda at: (place(open_[at]).likeness, -at) if at < len(open_) else (-1.0, 0))
    found = place(open_[best])
    following = open_[best + 1 : best + 2]
    if following and likeness_of_letters(form.split()[-1], words[following[0]].text) >= _LAST:
        return Place(found.start, words[following[0]].end, form, found.likeness, _WHY)
    return found


def _unexplained(
    words: Sequence[Word], first: int, plain: Sequence[bool], script: str, said: Sequence[Word], renders: Renders
) -> list[int]:
    """The words from `first` on that may be a name: on no list, and rendering none of the words `said`."""
    out: list[int] = []
    for at in range(first, min(first + _LONGEST, len(words))):
        word = words[at]
        if plain[at] or word.script != script or not _may_name(word, at == first):
            break
        if any(renders(other.text, word.text) for other in said):
            break
        out.append(at)
        if not word.joins:
            break
    return out


def _may_name(word: Word, opens: bool) -> bool:
    if word.script == "Latn":
        return word.capital
    return not word.fold.startswith(("لل", "وال", "بال", "كال", "فال")) and not (opens and word.fold.startswith("ال"))
