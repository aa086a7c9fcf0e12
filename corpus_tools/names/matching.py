"""The words of two names matched with one another, and what that says as numbers and in words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from corpus_tools.names.distinct import distinct_words, same_consonants
from corpus_tools.names.folding import name_lists
from corpus_tools.names.parsing import MOST_WORDS, ParsedName, equivalents
from corpus_tools.names.word_scores import BEND, AskedWords, word_scores
from corpus_tools.text.skeletons import consonant_skeleton

# Log-odds of words that are equal when folded, of short forms, of an initial with its name; below the next, words do
# not match at all, as two given names that are known to be two.
_EQUAL, _SHORT_FORM, _INITIAL, _UNLIKE, _OTHER = 9.0, 5.0, 2.0, -4.0, -12.0

# What the evidence says of words that were matched though their sounds speak against it.
UNLIKE = "is unlike"
# A word with other consonants must sound as much alike as this where it is all of a name: Austria, Australia. Log-odds.
_LONE_WORD = 2.0

# Places of words in one name and in the other.
_Spot = tuple[tuple[int, ...], tuple[int, ...]]

FEATURES = (
    "bias",
    "worst_below_zero",
    "worst_above_zero",
    "mean",
    "conflicts",
    "extra_before",
    "extra_common_before",
    "extra_given_before",
    "extra_between",
    "extra_after",
    "lone_match",
    "one_word_each",
    "one_word_log_odds",
    "generation_differs",
    "generation_on_one_side",
    "initials",
    "initials_differ",
    "order_differs",
    "father_for_son",
    "whole",
    "whole_spelling",
    "arabic_with_latin",
    "arabic_with_arabic",
    "cyrillic",
    "more_matches",
)


@dataclass(frozen=True, slots=True)
class Matching:
    """Two names matched: `features` in the order of FEATURES, `evidence` in words.

    `equal` where the names fold alike or are names of one place; there are no features then. `possible`
    where one name is a part of the other, or its acronym: that does not make them one, but a person should look.
    `apart` says what speaks against their being one whatever the features say; "" for nothing.
    """

    features: tuple[float, ...]
    evidence: tuple[str, ...]
    equal: bool
    possible: bool = False
    apart: str = ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """Words `left` of one name matched with words `right` of the other, at `score` log-odds."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    how: str


def _joined(sounds: tuple[tuple[str, ...], ...], words: tuple[int, ...]) -> tuple[str, ...]:
    if len(words) == 1:
        return sounds[words[0]]
    plain = "".join(sounds[word][0] for word in words)
    with_article = sounds[words[0]][0] + "".join(sounds[word][-1] for word in words[1:])
    return (plain,) if plain == with_article else (plain, with_article)


def _folded(name: ParsedName, words: tuple[int, ...]) -> str:
    if len(words) == 1:
        return name.words[words[0]].text
    return "".join(name.words[word].text for word in words)


def _sound_pairs(a: ParsedName, b: ParsedName, spot: _Spot) -> list[tuple[str, str]]:
    left, right = spot
    return [(x, y) for x in _joined(a.sounds, left) for y in _joined(b.sounds, right)]


def _plain_unit(a: ParsedName, b: ParsedName, spot: _Spot) -> _Unit | None:
    """Match the words of a spot without listening to them, where that is enough."""
    left, right = spot
    one, two = _folded(a, left), _folded(b, right)
    if one == two:
        return _Unit(left, right, _EQUAL, "is")
    if len(left) == len(right) == 1:
        first, second = a.words[left[0]], b.words[right[0]]
        if "initial" in (first.role, second.role) and a.scripts[left[0]] == b.scripts[right[0]]:
            alike = one[0] == two[0] and (len(one) == 1 or len(two) == 1)
            return _Unit(left, right, _INITIAL if alike else _UNLIKE, "is the initial of")
        short = equivalents().words
        if short.get(one, frozenset()) & short.get(two, frozenset()):
            return _Unit(left, right, _SHORT_FORM, "is a form of")
        groups = [equivalents().others.get(word) for word in (one, two)]
        if groups[0] and groups[1]:
            if groups[0] & groups[1]:
                return _Unit(left, right, _SHORT_FORM, "is a spelling of")
            return _Unit(left, right, _OTHER, "is another name than")
    return None


def _wanted(a: ParsedName, b: ParsedName, spots: Iterable[_Spot]) -> list[AskedWords]:
    """Return the words to be listened to for these spots, with their scripts."""
    return [
        (x, a.scripts[spot[0][0]], y, b.scripts[spot[1][0]])
        for spot in spots
        if _plain_unit(a, b, spot) is None
        for x, y in _sound_pairs(a, b, spot)
    ]


def _score_units(a: ParsedName, b: ParsedName, spots: Sequence[_Spot]) -> list[_Unit]:
    out: list[_Unit] = []
    heard: list[tuple[_Spot, list[tuple[str, str]]]] = []
    for spot in spots:
        unit = _plain_unit(a, b, spot)
        if unit is None:
            heard.append((spot, _sound_pairs(a, b, spot)))
        else:
            out.append(unit)
    scores = word_scores.ask(
        [(x, a.scripts[left[0]], y, b.scripts[right[0]]) for (left, right), pairs in heard for x, y in pairs]
    )
    for (left, right), pairs in heard:
        out.append(_Unit(left, right, max(scores[pair] for pair in pairs), "sounds like"))
    return out


def _best(units: list[_Unit], a: ParsedName, b: ParsedName) -> list[_Unit]:
    """Choose units that share no word: most likely first, whole words before runs. Deterministic."""
    chosen: list[_Unit] = []
    left: set[int] = set()
    right: set[int] = set()

    def rank(unit: _Unit) -> tuple[float, int, tuple[int, ...], tuple[int, ...]]:
        size = len(unit.left) + len(unit.right)
        letters = sum(len(a.words[word].text) for word in unit.left)
        # A run has more letters and thus larger log-odds: it must be clearly better than one of its words.
        return (-(unit.score + 0.02 * letters), size, unit.left, unit.right)

    for unit in sorted(units, key=rank):
        if unit.score < _UNLIKE:
            break
        if left.isdisjoint(unit.left) and right.isdisjoint(unit.right):
            chosen.append(unit)
            left.update(unit.left)
            right.update(unit.right)
    return chosen


def _assign(units: list[_Unit], a: ParsedName, b: ParsedName) -> list[_Unit]:
    """Choose the units that cover most words best: exactly for short names, greedily for long ones."""
    if len(a.words) * len(b.words) > 30:
        return _best(units, a, b)
    by_first: dict[int, list[_Unit]] = {}
    for unit in units:
        if unit.score >= _UNLIKE:
            by_first.setdefault(unit.left[0], []).append(unit)
    memory: dict[tuple[int, int], tuple[float, tuple[_Unit, ...]]] = {}

    def solve(position: int, used: int) -> tuple[float, tuple[_Unit, ...]]:
        if position >= len(a.words):
            return 0.0, ()
        key = (position, used)
        if key in memory:
            return memory[key]
        best, chosen = solve(position + 1, used)
        for unit in by_first.get(position, ()):
            mask = sum(1 << word for word in unit.right)
            if used & mask:
                continue
            rest, others = solve(position + len(unit.left), used | mask)
            covered = (len(unit.left) + len(unit.right)) / 2
            value = rest + (min(unit.score, BEND) - _UNLIKE) * covered
            if value > best + 1e-9:
                best, chosen = value, (unit, *others)
        memory[key] = (best, chosen)
        return memory[key]

    return list(solve(0, 0)[1])


def _whole_words(name: ParsedName, words: tuple[int, ...]) -> bool:
    return all(name.words[word].role == "name" for word in words)


def _singles(a: ParsedName, b: ParsedName) -> list[_Spot]:
    return [((i,), (j,)) for i in range(len(a.words)) for j in range(len(b.words))]


def _runs(a: ParsedName, b: ParsedName) -> list[_Spot]:
    """Return the spots of two neighbouring words of one name with one word of the other."""
    count_a, count_b = len(a.words), len(b.words)
    runs: list[_Spot] = [((i, i + 1), (j,)) for i in range(count_a - 1) for j in range(count_b)]
    runs.extend(((i,), (j, j + 1)) for i in range(count_a) for j in range(count_b - 1))
    return [spot for spot in runs if _whole_words(a, spot[0]) and _whole_words(b, spot[1])]


def _is_open(a: ParsedName, b: ParsedName, chosen: Sequence[_Unit]) -> bool:
    """Whether single words leave something to explain: one without a partner, or with a doubtful one."""
    return len(chosen) != max(len(a.words), len(b.words)) or min(unit.score for unit in chosen) < 2.0


def listen_ahead(pairs: Sequence[tuple[ParsedName, ParsedName]]) -> None:
    """Score the words of many pairs of names at once: matching them afterwards is ten times as fast, and the same."""
    told = [(a, b) for a, b in pairs if a.words and b.words]
    word_scores.ask(
        [asked for a, b in told for asked in (*_wanted(a, b, _singles(a, b)), *_whole_sounds(a, b))],
    )
    open_pairs = [(a, b) for a, b in told if _is_open(a, b, _assign(_score_units(a, b, _singles(a, b)), a, b))]
    word_scores.ask([asked for a, b in open_pairs for asked in _wanted(a, b, _runs(a, b))])


def match_names(a: ParsedName, b: ParsedName) -> Matching | None:
    """Match the words of two names; None where a side has none. The caller orders the two, so that it is symmetric."""
    count_a, count_b = len(a.words), len(b.words)
    if not count_a or not count_b:
        return None
    if a.folded == b.folded and a.generation == b.generation:
        return Matching((), (f"equal when folded: {a.folded}",), True)
    places = equivalents().names
    if places.get(a.folded, frozenset()) & places.get(b.folded, frozenset()):
        return Matching((), (f"{a.text.strip()} and {b.text.strip()} are names of one place",), True)
    units = _score_units(a, b, _singles(a, b))
    chosen = _assign(units, a, b)
    if _is_open(a, b, chosen):
        runs = _runs(a, b)
        if runs:
            chosen = _assign(units + [unit for unit in _score_units(a, b, runs) if unit.score > 1.0], a, b)
    return _describe(a, b, chosen)


@dataclass(slots=True)
class _Extras:
    """Words that found no partner: before the matched ones (by what they are), between them, after them."""

    before: int = 0
    common_before: int = 0
    given_before: int = 0
    between: int = 0
    after: int = 0

    def count(self, name: ParsedName, matched: set[int]) -> None:
        lists = name_lists()
        for index, word in enumerate(name.words):
            if index in matched or word.role == "initial":
                continue
            if not matched or index > max(matched):
                self.after += 1
            elif index > min(matched):
                self.between += 1
            elif word.text in lists.prefix_names:
                self.common_before += 1
            elif word.text in lists.given_names and index == 0:
                self.given_before += 1
            else:
                self.before += 1


def _describe(a: ParsedName, b: ParsedName, chosen: list[_Unit]) -> Matching:
    left = {word for unit in chosen for word in unit.left}
    right = {word for unit in chosen for word in unit.right}
    count_a, count_b = len(a.words), len(b.words)
    free_a, free_b = count_a - len(left), count_b - len(right)
    conflicts = min(free_a, free_b)
    extras = _Extras()
    extras.count(a, left)
    extras.count(b, right)
    scores = [unit.score for unit in chosen]
    worst = min(scores, default=-8.0)
    mean = sum(scores) / len(scores) if scores else -8.0
    ordered = sorted(chosen, key=lambda unit: unit.left)
    order_differs = any(one.right > two.right for one, two in itertools.pairwise(ordered))
    father = any(
        a.words[unit.left[0]].filial != b.words[unit.right[0]].filial and (unit.left[0] == 0 or unit.right[0] == 0)
        for unit in chosen
    )
    single = count_a == count_b == 1
    initials = [{word.text for word in name.words if word.role == "initial"} for name in (a, b)]
    # Only a surname, or only a given name, is shared: the rest is silent.
    lone = len(chosen) == 1 and conflicts == 0 and free_a + free_b > 0
    whole, spelling = _whole(a, b)
    scripts = {*a.scripts, *b.scripts}
    differs = bool(a.generation and b.generation and a.generation != b.generation)
    features = {
        "bias": 1.0,
        "worst_below_zero": 0.0 if single else min(worst, 0.0),
        "worst_above_zero": 0.0 if single else max(worst, 0.0),
        "mean": 0.0 if single else mean,
        "conflicts": float(conflicts),
        "extra_before": float(extras.before > 0),
        "extra_common_before": float(extras.common_before > 0 and extras.before == 0),
        "extra_given_before": float(extras.given_before > 0),
        "extra_between": float(extras.between),
        "extra_after": float(extras.after),
        "lone_match": float(lone),
        "one_word_each": float(single),
        "one_word_log_odds": worst if single else 0.0,
        "generation_differs": float(differs),
        "generation_on_one_side": float(bool(a.generation) != bool(b.generation)),
        "initials": float(sum(unit.how == "is the initial of" for unit in chosen)),
        "initials_differ": float(bool(initials[0] and initials[1]) and initials[0] != initials[1]),
        "order_differs": float(order_differs),
        "father_for_son": float(father),
        "whole": whole,
        "whole_spelling": spelling,
        "arabic_with_latin": float(len(scripts) > 1),
        "arabic_with_arabic": float(scripts == {"Arab"}),
        "cyrillic": float(a.cyrillic or b.cyrillic),
        "more_matches": float(len(chosen) - 1),
    }
    evidence = _evidence(a, b, chosen, left, right)
    part = conflicts == 0 and free_a + free_b > 0 and worst > 2.0 and extras.between + extras.after < 3
    acronym = _is_acronym(a, b) or _is_acronym(b, a)
    if acronym:
        evidence = (*evidence, "one is the acronym of the other, which more than one name may be")
    elif part:
        evidence = (*evidence, "one is a part of the other")
    apart = _apart(a, b, chosen)
    return Matching(tuple(features[name] for name in FEATURES), evidence, False, part or acronym, apart)


def _apart(a: ParsedName, b: ParsedName, chosen: Sequence[_Unit]) -> str:
    """Say which words of one script are two names though the rest is one, or that given names changed places."""
    apart: list[str] = []
    mute: list[str] = []
    respelt = False
    rest = len(a.words) + len(b.words) > 2
    for unit in chosen:
        if unit.how != "sounds like" or len(unit.left) > 1 or len(unit.right) > 1 or a.cyrillic != b.cyrillic:
            continue
        left, right = unit.left[0], unit.right[0]
        if a.scripts[left] != b.scripts[right]:
            continue
        one, two = a.words[left], b.words[right]
        why = distinct_words(one.text, two.text)
        if not why and unit.score < (0.0 if rest else _LONE_WORD) and not same_consonants(one.text, two.text):
            why = f"{one.text} has other consonants than {two.text}"
        if not why:
            respelt = True
        elif two.text in (one.text + "e", one.text.removesuffix("e")):
            mute.append(why)
        else:
            apart.append(why)
    # Where the other word is spelt otherwise as well, a last e is a French spelling: Fouad Burhan, Fuad Burhane.
    if mute and not respelt:
        apart.extend(mute)
    return apart[0] if apart else _other_given(a, b, chosen) or _places_changed(a, b, chosen)


def _other_given(a: ParsedName, b: ParsedName, chosen: Sequence[_Unit]) -> str:
    """Say which words of one script without a partner are known to be two names: Rashid, Rashad; حمد, حميد."""
    left = {word for unit in chosen for word in unit.left}
    right = {word for unit in chosen for word in unit.right}
    others = equivalents().others
    for i, one in enumerate(a.words):
        for j, two in enumerate(b.words):
            if (
                i not in left
                and j not in right
                and a.scripts[i] == b.scripts[j]
                and {one.text, two.text} <= others.keys()
            ):
                return f"{one.raw} is another name than {two.raw}"
    return ""


def _places_changed(a: ParsedName, b: ParsedName, chosen: Sequence[_Unit]) -> str:
    """Say that given names are in another order: Ahmed Ali Hassan, Ahmed Hassan Ali. A last name may come first."""
    places = [unit.right[0] for unit in sorted(chosen, key=lambda unit: unit.left)]
    if len(places) != len(a.words) or len(places) != len(b.words) or places == sorted(places):
        return ""
    turned = any(places == [*range(at, len(places)), *range(at)] for at in (1, len(places) - 1))
    given = name_lists().given_names | name_lists().prefix_names
    if turned and not all(word.text in given for word in (*a.words, *b.words)):
        return ""
    return "the same words in another order"


def _is_acronym(short: ParsedName, long: ParsedName) -> bool:
    if len(short.words) != 1 or len(long.words) < 3:
        return False
    raw = short.words[0].raw
    return 3 <= len(raw) <= MOST_WORDS and raw.isupper() and short.folded in (long.initials, long.main_initials)


def _whole(a: ParsedName, b: ParsedName) -> tuple[float, float]:
    """Return the log-odds of the names written as one word, and how alike they are spelt (same script) or boned."""
    one, two = (name.folded.replace(" ", "") for name in (a, b))
    if a.scripts[0] == b.scripts[0]:
        spelling = JaroWinkler.similarity(one, two)
    else:
        spelling = JaroWinkler.similarity(consonant_skeleton(one), consonant_skeleton(two))
    asked = _whole_sounds(a, b)
    return (word_scores.ask(asked)[asked[0][0], asked[0][2]] if asked else 0.0), spelling


def _whole_sounds(a: ParsedName, b: ParsedName) -> list[AskedWords]:
    """Return the two names as one word each, where a name has several: one pair, or none."""
    if len(a.words) == len(b.words) == 1:
        return []
    first, second = ("".join(sound[0] for sound in name.sounds) for name in (a, b))
    return [(first, a.scripts[0], second, b.scripts[0])]


def _evidence(a: ParsedName, b: ParsedName, chosen: list[_Unit], left: set[int], right: set[int]) -> tuple[str, ...]:
    out: list[str] = []
    for unit in sorted(chosen, key=lambda unit: unit.left):
        one = " ".join(a.words[word].raw for word in unit.left)
        two = " ".join(b.words[word].raw for word in unit.right)
        how = unit.how if unit.score > 0 else UNLIKE
        out.append(f"{one} {how} {two} ({unit.score:+.1f})")
    for name, matched in ((a, left), (b, right)):
        for index, word in enumerate(name.words):
            if index not in matched:
                out.append(f"{word.raw} has no partner")
    if a.generation != b.generation:
        out.append(f"generation {a.generation or 'unsaid'} against {b.generation or 'unsaid'}")
    return tuple(out)
