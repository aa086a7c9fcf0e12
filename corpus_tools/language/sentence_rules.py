"""Where sentences may end by rule: every candidate gets a verdict, and a reason to go with it.

A candidate is a run of sentence-ending marks with its closing quotes and brackets, before white space, the end of
the line, or (in scripts without spaces) anything. The verdict is certain (`SPLIT`, `JOIN`) or leans one way
(`LIKELY`, `UNLIKELY`): a model may turn the leaning ones, never the certain ones.

The marks are the Unicode property Sentence_Break (UAX 29: STerm and ATerm). The abbreviations are in
`abbreviations/*.toml`, one file per language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from corpus_tools.language.abbreviations import LanguageRules, rules_for
from corpus_tools.language.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a sentence may end: the marks stand in `[mark, end)`, the next word starts at `next_start`."""

    mark: int
    end: int
    next_start: int
    verdict: Verdict


# The longest word that is looked at before a mark, and the longest stretch after it: beyond these it is no
# abbreviation and no verb of saying, and the work per candidate stays bounded.
_WORD_LIMIT = 32
_AHEAD_LIMIT = 80
_DATELINE_LIMIT = 60
_QUOTATION_LIMIT = 2000
_ATTRIBUTION_WORDS = 6

_MARKS = regex.compile(r"(?:[\p{SB=ST}.․﹒．…]++)(?:\[\d{1,3}\])*+[\p{Pe}\p{Pf}\"'’”»›“]*+")
_MARKS_AND_COLON = regex.compile(_MARKS.pattern + r"|:")
_FULL_WIDTH = frozenset("。！？．｡")
_DOTS = frozenset(".․﹒．")
_DOTS_AND_ELLIPSIS = _DOTS | {"…"}
_ASKING = frozenset("!?؟۔‼⁇⁈⁉")
_OPENING = frozenset("\"'“”„‘’«»‹›([{¿¡*—–-•")
# The straight one and `“` close as well (`„…“`, `”…“`): what stands before them tells.
_OPENING_QUOTES = frozenset('"“„‘«‹')
_QUOTE_FAMILIES = ('"“”„', "«»", "‹›")
_CLOSING_AFTER_SPACE = regex.compile(r"[ \t\u00a0]++([\"'’”»›)\]]++)(?=\s|$)")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c’'-]++")
_WORD_CHARACTER = regex.compile(r"[\p{L}\p{N}]")
# A word before a stop, what may close it, and a blank that should stand after the stop: `(الأمريكي) .وأضاف`.
_WORD_AT_END = regex.compile(r"([.]?)([\p{L}\p{M}\p{N}\u200c]++)([!?؟%٪\p{Pe}\p{Pf}\"'»›“]*+\s?)$")
_ARABIC_WORD = regex.compile(r"[\p{Script=Arabic}\p{M}\u0640\u200c]++")
_ACRONYM = regex.compile(r"(?:\p{L}\p{M}*\.)+\p{L}\p{M}*")
_HYPHENED_INITIALS = regex.compile(r"\p{Lu}[\p{Ll}.]*+-\p{Lu}")
_CLAUSE = regex.compile(r"([^.!?؟۔…،؛,;:]{1,80})([.!?؟۔…،؛,;:])")
_ROMAN = regex.compile(r"[IVXLCDM]{1,7}")


def candidates(line: str, *, language: str) -> Iterator[Candidate]:
    """Yield the places in `line` (which holds no line feed) where a sentence may end, in order.

    The end of the line itself is not among them. Linear in the length of `line`.
    """
    rules = rules_for(language)
    length = len(line)
    sentence_start = 0
    for match in (_MARKS_AND_COLON if rules.dateline else _MARKS).finditer(line):
        mark, end = match.span()
        if line[mark] == ":" and not _is_dateline(line, sentence_start, mark):
            continue
        if end - mark > 1 and end < length and _WORD_CHARACTER.match(line, end) and _opens(line, end - 1):
            end -= 1
        inside_word = end < length and not line[end].isspace()  # `3.14`, `www.a.b`
        if inside_word and not _last_full_width(line, mark, end) and not _space_is_missing(line, mark, end, rules):
            continue
        closing = _CLOSING_AFTER_SPACE.match(line, end)
        if closing and _closes(line, sentence_start, end, closing.group(1)):
            end = closing.end()
        next_start = end
        while next_start < length and line[next_start].isspace():
            next_start += 1
        if next_start >= length:
            return
        verdict = _verdict(line, sentence_start, mark, end, next_start, rules)
        yield Candidate(mark, end, next_start, verdict)
        if verdict in (Verdict.SPLIT, Verdict.LIKELY):
            sentence_start = next_start


def _is_dateline(line: str, start: int, colon: int) -> bool:
    """Whether a colon ends a place and an agency at the head of a report: `Tehran - IRNA:`."""
    head = line[start:colon] if colon - start <= _DATELINE_LIMIT else ""
    place, dash, agency = head.partition(" - ")
    return bool(dash) and 0 < len(place.split()) <= 4 and 0 < len(agency.split()) <= 4


def _last_full_width(line: str, mark: int, end: int) -> bool:
    return any(line[i] in _FULL_WIDTH for i in range(mark, min(end, mark + 8)))


def _opens(line: str, at: int) -> bool:
    """Whether the quotation mark at `at` opens what follows: its kind stands before it in pairs, and again after it."""
    if line[at] not in _OPENING_QUOTES:
        return False
    family = next((each for each in _QUOTE_FAMILIES if line[at] in each), "‘’")
    before, after = max(0, at - _QUOTATION_LIMIT), at + 1 + _QUOTATION_LIMIT
    if line[at] != "‘" and sum(line.count(quote, before, at) for quote in family) % 2:
        return False
    following = sum(line.count(quote, at + 1, after) for quote in family)
    # A line may begin inside a quotation: there the straight ones that follow are in pairs.
    return following % 2 == 1 if line[at] == '"' else following > 0


def _space_is_missing(line: str, mark: int, end: int, rules: LanguageRules) -> bool:
    """Whether two sentences stand together without a space: `انتهى الاجتماع.وأضاف الوزير`, `it ended.“The minister`."""
    quoted = _opens(line, end)
    after = _WORD.match(line, end + quoted, end + _WORD_LIMIT)
    before = _WORD_AT_END.search(line, max(0, mark - _WORD_LIMIT), mark)
    if end - mark > 2 or line[mark] == "…" or not before or not after:
        return False
    following, (stop, word, closing) = after.group(), before.groups()
    starter = following in rules.starters
    arabic = bool(_ARABIC_WORD.fullmatch(following))
    if not quoted and not starter and (not arabic or len(following) < 3):
        return False
    if not arabic and not following[0].isupper():
        return False
    if closing.strip() or (arabic and line[mark] in _ASKING):
        return True
    if word.isdigit():  # `1.مقدمة` stands in a list
        return len(word) > 2 or (starter and before.start() > 0)
    if not arabic or not _ARABIC_WORD.match(word[-1]):
        return word.isalpha() and word[-1].islower() and len(word) > 2 and (starter or quoted)
    # `ق.م` and `بی.بی.سی` are abbreviations.
    return len(word) > 2 or (len(word) == 2 and not stop and not rules.is_abbreviation(word))


def _closes(line: str, sentence_start: int, end: int, marks: str) -> bool:
    # A straight quote between two blanks closes where an odd number of them stands before it.
    if '"' in marks:
        return line.count('"', max(sentence_start, end - _QUOTATION_LIMIT), end) % 2 == 1
    if marks[0] in ")]":
        # In text whose brackets were turned round, `)` opens.
        start = max(sentence_start, end - _QUOTATION_LIMIT)
        return line.count("(["[marks[0] == "]"], start, end) > line.count(marks[0], start, end)
    return "'" not in marks


def _verdict(line: str, sentence_start: int, mark: int, end: int, next_start: int, rules: LanguageRules) -> Verdict:
    marks = line[mark:end]
    if marks[0] == ":":
        return Verdict.SPLIT
    following, first = _following(line, next_start)
    lower_next = (
        rules.cased and line[next_start] not in "([" and first.islower() and not any(c.isupper() for c in following[1:])
    )
    closed = marks[-1] not in ".!?…؟۔"
    is_dot = marks[0] in _DOTS and (len(marks) == 1 or marks[1] not in ".!?…؟")
    is_ellipsis = not is_dot and not any(mark in _ASKING for mark in marks) and marks[0] in _DOTS_AND_ELLIPSIS
    if not _has_word(line, next_start):
        return Verdict.JOIN  # nothing but marks follows: it belongs to what stands before it
    if first == "" and line[next_start] in "-–—,;:،؛" and rules.dash_continues:
        return Verdict.JOIN
    if lower_next:
        return Verdict.JOIN
    if is_ellipsis:
        return rules.ellipsis_verdict(cased=first.isupper())
    if not is_dot:
        if following in rules.continuations or (
            closed and (following in rules.after_quotation or _is_attribution(line, next_start, rules))
        ):
            return Verdict.JOIN
        return Verdict.SPLIT
    if closed and following in rules.after_quotation:
        return Verdict.JOIN
    word = _word_before(line, sentence_start, mark)
    if not closed:
        verdict = _after_dot(line, sentence_start, mark, next_start, word, following, first, rules)
        if verdict is not None:
            return verdict
    return Verdict.SPLIT if first.isupper() or not first.isalpha() or not rules.cased else Verdict.LIKELY


def _after_dot(
    line: str,
    sentence_start: int,
    mark: int,
    next_start: int,
    word: str,
    following: str,
    first: str,
    rules: LanguageRules,
) -> Verdict | None:
    """The verdict on a single dot from the word it stands after, or None where that says nothing."""
    known = word.removesuffix(".")
    digit_next = following[:1].isdigit()
    starter = following in rules.starters
    if known in rules.may_end and starter:
        return Verdict.LIKELY
    if known in rules.never_ending or (digit_next and known in rules.before_number):
        return Verdict.JOIN
    if known in rules.may_end:
        return Verdict.JOIN if _is_one_more(line, next_start, following, rules) else Verdict.UNLIKELY
    if known in rules.mostly_ending:
        return Verdict.LIKELY
    if word and mark - len(word) <= sentence_start + 2 and _is_list_number(word):
        return Verdict.JOIN
    if word.isdigit():
        if rules.ordinal_dot and len(word) <= 3:
            return Verdict.LIKELY if starter else Verdict.UNLIKELY
        return None
    if rules.ordinal_dot and _ROMAN.fullmatch(word):
        return Verdict.UNLIKELY
    if_initial = Verdict.LIKELY if starter else Verdict.JOIN
    if known in rules.letter_names:  # `جون إف. كينيدي`; `بي بي سي.` ends as any word does
        before = _word_before_that(line, sentence_start, mark - len(word))
        return None if before in rules.letter_names else if_initial
    if rules.cased and "-" in word and _HYPHENED_INITIALS.fullmatch(word):
        return if_initial
    letters = sum(c.isalpha() for c in word)
    if letters == 1 and "." not in word and not word[0].isdigit():
        if any(map(str.isdigit, word)):
            return None  # `بين عامي 2009 و2014.`, `the G20.`
        if not rules.cased:
            return if_initial
        if not word[-1].isalpha():
            return None
        if word.isupper():
            return Verdict.LIKELY if word == "I" and rules.pronoun_i else if_initial
        return Verdict.UNLIKELY
    if _ACRONYM.fullmatch(word):
        # Without capitals a model has nothing to go by, and takes each dot for an end.
        return if_initial if starter or not rules.cased else Verdict.UNLIKELY
    return None


def _is_one_more(line: str, start: int, following: str, rules: LanguageRules) -> bool:
    """Whether the next word is an abbreviation that nothing begins with: `Ltd. Şti.`, `the U.S. Dept. of State`."""
    return (
        len(following) > 1
        and following in rules.may_end
        and following not in rules.never_ending
        and line.startswith(following + ".", start)
    )


def _is_list_number(word: str) -> bool:
    return (word.isdigit() and len(word) <= 3) or (len(word) == 1 and word.isalpha())


def _word_before(line: str, sentence_start: int, mark: int) -> str:
    start = mark
    floor = max(sentence_start, mark - _WORD_LIMIT)
    while start > floor:
        char = line[start - 1]
        if char.isspace() or char in '"“”„‘«»‹›([{/–—،,;':
            break
        if char in "'’" and not (start - 1 > floor and line[start - 2].isalnum()):
            break  # an opening quote; `didn't.` is one word
        start -= 1
    return line[start:mark]


def _word_before_that(line: str, sentence_start: int, start: int) -> str:
    """The word that stands a blank before the one at `start`, '' where none does."""
    return _word_before(line, sentence_start, start - 1) if start and line[start - 1].isspace() else ""


def _following(line: str, start: int) -> tuple[str, str]:
    """The word that follows, opening marks left out, and its first character ('' where none follows close by)."""
    limit = min(len(line), start + _AHEAD_LIMIT)
    while start < limit and (line[start] in _OPENING or line[start].isspace()):
        start += 1
    match = _WORD.match(line, start, limit)
    if not match:
        return "", ""
    word = match.group()
    return word, word[0]


def _has_word(line: str, start: int) -> bool:
    # Bounded look-ahead; a long tail of marks is attached afterwards, when the pieces are joined.
    return _WORD_CHARACTER.search(line, start, start + _AHEAD_LIMIT) is not None or len(line) > start + _AHEAD_LIMIT


def _is_attribution(line: str, start: int, rules: LanguageRules) -> bool:
    """Whether what follows a closed quotation says who spoke: `Hammel added`, `Mr. Smith said`, `says Pall`."""
    if not rules.saying or line[start] in _OPENING:
        return False
    if not rules.cased:
        return _is_short_attribution(line, start, rules)
    words = _WORD.findall(line, start, min(len(line), start + _AHEAD_LIMIT))[:4]
    for position, word in enumerate(words):
        if word in rules.saying:
            return position > 0 or word.islower()
        if not (word[0].isupper() or word in rules.name_particles):
            return False
        if word in rules.starters and word not in rules.speaker_pronouns:
            return False
    return False


def _is_short_attribution(line: str, start: int, rules: LanguageRules) -> bool:
    """Whether a verb of saying stands in a short clause of its own (`سأل القاضي.`), and says no more (`قال: …`)."""
    clause = _CLAUSE.match(line, start)
    if not clause or clause.group(2) == ":":
        return False
    words = _WORD.findall(clause.group(1))
    return (
        len(words) <= _ATTRIBUTION_WORDS
        and not rules.saying.isdisjoint(words)
        and rules.complementisers.isdisjoint(words)
    )
