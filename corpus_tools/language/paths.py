"""The language of every word of a text: evidence of its words, and what stands between them."""

from __future__ import annotations

import itertools
import math
import operator
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import regex

from corpus_tools.errors import ConfigError
from corpus_tools.language.alphabets import may_be_name, strange_to
from corpus_tools.language.features import LONGEST_WORD
from corpus_tools.language.profiles import Evidence, script_profile
from corpus_tools.language.tokens import COMMON, DECIDED_SCRIPTS, SCRIPT_LANGUAGES, SKIP, tokens
from corpus_tools.language.viterbi import best_path

# A weigher of words: (script, its candidate languages, words) -> for each word its evidence for each candidate.
Weigh = Callable[[str, tuple[str, ...], Sequence[str]], list[Evidence]]

# What a change of language costs (in nats of evidence), by what stands between two words. Tuned on the mixed
# development documents; what matters is that a plain space costs by far the most.
LINE_COST = 2.0
QUOTE_COST = 2.5
SENTENCE_COST = 5.0
INSERT_COST = 5.0
SPACE_COST = 8.0
# A short line or quotation of names (a dateline, a ship) is in no other language than what stands around it.
NAME_COST = 3.2
MOST_NAME_WORDS = 5
# Rare languages with small profiles must be asked for louder.
ENTRY_COSTS = {"ar-Latn": 3.0, "ckb": 1.0, "ps": 1.0}
# No word speaks louder than this: a misspelt one would break a span.
MOST_EVIDENCE = 7.0
# Capitalised words are mostly names, and names belong to no language.
CAPITALISED_WEIGHT = 0.6
# They say no more than this where the other words of their line tell its language by so much (`Beşiktaş won at home`),
# unless a suffix is written to them (`Ankara'da`).
MOST_NAME_EVIDENCE = 1.0
PLAIN_MARGIN = 3.0
# What a word loses for a language that does not write one of its letters (ə in Turkish). Where the likeliest language of
# a line is such a one, the line may be in none that is known: at so much a word, and so much to begin with. Tuned on the
# Declaration of Human Rights in 19 languages without a profile, so that no letter of the mixed documents is lost.
STRANGE_LETTER = 7.0
UNKNOWN_WORD = 0.4
UNKNOWN_NAME = 1.0
UNKNOWN_ENTRY = 3.0

UNKNOWN = "und"

_NO_BORDER = frozenset((" ", "-", "'", "’"))
_LINE = regex.compile(r"[\n\r\u2028\u2029]")
# A dash or colon between digits (a score, a time of day) borders nothing.
_QUOTE = regex.compile(r"[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\"'`|]|(?<!\p{N})[\p{Pd}:]|[\p{Pd}:](?!\p{N})")
_SENTENCE = regex.compile(r"[.!?؟۔…।]")


@dataclass(slots=True)
class LabelledWord:
    """A word or a skipped stretch `[start, end)` with its script, its language, and its candidates' evidence."""

    script: str
    start: int
    end: int
    language: str
    languages: tuple[str, ...] = ()
    evidence: Evidence = ()
    # Evidence for a language that is not known; none at all where those that are known write the letters of its line.
    unknown: float = -math.inf


def profile_weigh(script: str, languages: tuple[str, ...], words: Sequence[str]) -> list[Evidence]:
    """Weigh words by our own profiles."""
    profile = script_profile(script)
    rows = profile.evidence(words)
    if languages == profile.languages:
        return rows
    columns = [profile.languages.index(code) for code in languages]
    return [tuple(row[j] for j in columns) for row in rows]


def supported_languages() -> tuple[str, ...]:
    """Return the codes that `languages=` may name, sorted."""
    shared = {code for codes in SCRIPT_LANGUAGES.values() for code in codes}
    return tuple(sorted(shared | {code for _, code in DECIDED_SCRIPTS.values()}))


def candidates_by_script(languages: Sequence[str] | None) -> dict[str, tuple[str, ...]]:
    """Return the languages to choose from for each script; raise `ConfigError` for a code that is not known."""
    every = dict(SCRIPT_LANGUAGES) | {script: (code,) for script, (_, code) in DECIDED_SCRIPTS.items()}
    if languages is None:
        return every
    if isinstance(languages, str):
        languages = (languages,)
    known = supported_languages()
    for code in languages:
        if code not in known:
            raise ConfigError(f"no language {code!r} can be detected", remedy=f"choose from {', '.join(known)}")
    return {script: tuple(code for code in codes if code in languages) for script, codes in every.items()}


def label_words(text: str, candidates: dict[str, tuple[str, ...]], weigh: Weigh) -> list[LabelledWord]:
    """Return the words and skipped stretches of `text` in order, each with its language (`und` where none can be told).

    Linear in the text.
    """
    labelled = [LabelledWord(script, start, end, "") for script, start, end in tokens(text)]
    by_script: dict[str, list[int]] = {}
    for i, word in enumerate(labelled):
        by_script.setdefault(word.script, []).append(i)
    for script, numbers in by_script.items():
        codes = candidates.get(script, ())
        if script in (SKIP, COMMON):
            continue
        if script not in SCRIPT_LANGUAGES or len(codes) < 2:
            for i in numbers:
                word = labelled[i]
                word.language = codes[0] if codes else UNKNOWN
                word.languages = codes
                word.evidence = (0.0,) if codes else ()
        else:
            _label_script(text, labelled, numbers, script, codes, weigh)
    if ("Hira" in by_script or "Kana" in by_script) and "ja" in candidates.get("Hira", ()):
        for i in by_script.get("Hani", ()):
            labelled[i].language = "ja"
            labelled[i].languages = ("ja",)
            labelled[i].evidence = (0.0,)
    _attach_skipped(labelled, sorted(by_script.get(SKIP, []) + by_script.get(COMMON, [])))
    return labelled


def _label_script(
    text: str, labelled: list[LabelledWord], numbers: list[int], script: str, codes: tuple[str, ...], weigh: Weigh
) -> None:
    words = [_folded(text[labelled[i].start : labelled[i].end]) for i in numbers]
    rows = weigh(script, codes, words)
    cased = script != "Arab"
    costs = [0.0] + [_switch_cost(text, labelled, a, b) for a, b in itertools.pairwise(numbers)]
    lines = [0, *(i for i in range(1, len(words)) if costs[i] == LINE_COST), len(words)]
    evidence: list[tuple[float, ...]] = []
    for start, end in itertools.pairwise(lines):
        evidence.extend(_line_evidence(words[start:end], rows[start:end], script, codes))
    for i, row in zip(numbers, evidence, strict=True):
        labelled[i].languages = codes
        labelled[i].evidence = row[:-1]
        labelled[i].unknown = row[-1]
    if cased:
        _guard_names(words, costs)
    entries = [*(ENTRY_COSTS.get(code, 0.0) for code in codes), UNKNOWN_ENTRY]
    for i, state in zip(numbers, best_path(evidence, costs, entries), strict=True):
        labelled[i].language = (*codes, UNKNOWN)[state]


def _line_evidence(
    words: Sequence[str], rows: Sequence[Evidence], script: str, codes: tuple[str, ...]
) -> list[tuple[float, ...]]:
    """Return the evidence of the words of a line for each language, and last for one that is not known."""
    cased = script != "Arab"
    capital = [cased and word[0].isupper() for word in words]
    plain = _sums(itertools.compress(rows, map(operator.not_, capital)), codes)
    capitalised = _sums(itertools.compress(rows, capital), codes)
    # The second best, or what the capitalised words speak for, if that is less likely still.
    rival = min(sorted(plain)[-2], plain[_best(capitalised)])
    most_of_name = MOST_NAME_EVIDENCE if max(plain) - rival >= PLAIN_MARGIN else MOST_EVIDENCE
    own = (False,) * len(codes)
    strange = [own if word.isascii() else strange_to(word[:LONGEST_WORD], codes) for word in words]
    best = _best(list(map(operator.add, plain, capitalised)))
    may_be_unknown = any(each[best] for each in strange)
    arabizi = codes.index("ar-Latn") if "ar-Latn" in codes else -1
    evidence: list[tuple[float, ...]] = []
    for i, word in enumerate(words):
        top = max(rows[i])
        weight = CAPITALISED_WEIGHT if capital[i] else 1.0
        most = most_of_name if capital[i] and "'" not in word and "’" not in word else MOST_EVIDENCE
        row = [max((value - top) * weight, -most) for value in rows[i]]
        if capital[i] and arabizi >= 0:
            row[arabizi] = min(row[arabizi], -1.0)
        name = strange[i] is not own and any(strange[i]) and may_be_name(word)
        if strange[i] is not own and not name:
            row = [value - STRANGE_LETTER * each for value, each in zip(row, strange[i], strict=True)]
        row.append(-(UNKNOWN_NAME if name else UNKNOWN_WORD) if may_be_unknown else -math.inf)
        evidence.append(tuple(row))
    return evidence


def _sums(rows: Iterable[Evidence], codes: tuple[str, ...]) -> list[float]:
    return [math.fsum(each) for each in zip(*rows, strict=True)] or [0.0] * len(codes)


def _best(sums: Sequence[float]) -> int:
    return max(range(len(sums)), key=sums.__getitem__)


def _folded(word: str) -> str:
    """Return a word with the letters that stand for its glyphs: `ﺍﻟﺴﻼﻡ` → `السلام`, `ﬁnd` → `find` (NFKC)."""
    if word.isascii() or unicodedata.is_normalized("NFKC", word):
        return word
    folded = unicodedata.normalize("NFKC", word)
    return word if " " in folded else folded  # `ﷺ` is four words


def _guard_names(words: Sequence[str], costs: list[float]) -> None:
    """Raise the costs at both ends of short lines of mostly capitalised words, and of quotations of nothing else."""
    capitals = [word[0].isupper() for word in words]
    lines = [i for i in range(1, len(costs)) if costs[i] == LINE_COST]
    parts = [i for i in range(1, len(costs)) if costs[i] < INSERT_COST]
    for borders, least, share in ((lines, 2, 2 / 3), (parts, 1, 1.0)):
        for start, end in itertools.pairwise((0, *borders, len(costs))):
            count = end - start
            # A whole line of one word is a button or a headline as often as a name.
            whole_line = costs[start] == LINE_COST and (end == len(costs) or costs[end] == LINE_COST)
            if not least <= count <= MOST_NAME_WORDS or (share == 1.0 and (start == 0 or whole_line)):
                continue
            found = sum(capitals[start:end])
            if found >= least and found >= share * count:
                for border in (start, end):
                    if border < len(costs):
                        costs[border] = max(costs[border], NAME_COST)


def _switch_cost(text: str, labelled: list[LabelledWord], before: int, here: int) -> float:
    start, end = labelled[before].end, labelled[here].start
    gap = text[start:end]
    if gap in _NO_BORDER:
        return SPACE_COST
    if end - start > 2000 or _LINE.search(gap):
        return LINE_COST
    if here - before > 1 and any(
        labelled[i].script not in (SKIP, COMMON) for i in range(before + 1, min(here, before + 50))
    ):
        return INSERT_COST
    if _QUOTE.search(gap):
        return QUOTE_COST
    return SENTENCE_COST if _SENTENCE.search(gap) else SPACE_COST


def _attach_skipped(labelled: list[LabelledWord], skipped: list[int]) -> None:
    """Give addresses, tags and code the language of the word before them, or else of the first word after them."""
    for i in skipped:
        labelled[i].language = labelled[i - 1].language if i else ""
    following = UNKNOWN
    for i in range(len(labelled) - 1, -1, -1):
        if not labelled[i].language:
            labelled[i].language = following
        following = labelled[i].language


def probability(words: Sequence[LabelledWord], language: str) -> float:
    """Return a calibrated probability that `words`, of one script, are in `language` (`und`: in none that is known)."""
    codes = (*words[0].languages, UNKNOWN) if words else ()
    if language not in codes:
        return 0.0
    if len(codes) <= 2:
        return CERTAIN if language == codes[0] != UNKNOWN else 0.0
    sums = [math.fsum(word.evidence[j] for word in words) for j in range(len(codes) - 1)]
    for j, code in enumerate(codes):
        if code == "ar-Latn":
            sums[j] -= ENTRY_COSTS[code]
    sums.append(math.fsum(word.unknown for word in words) - UNKNOWN_ENTRY)
    here = codes.index(language)
    if sums[here] == -math.inf:
        return 0.0
    scaled = [TEMPERATURE * (value - sums[here]) for value in sums]
    return CERTAIN / math.fsum(math.exp(min(value, 700.0)) for value in scaled)


# Tuned on the development segments: the calibration error there is smallest.
TEMPERATURE = 2.2
CERTAIN = 0.998
