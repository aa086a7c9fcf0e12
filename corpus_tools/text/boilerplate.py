"""Labels for the lines of a text: content or boilerplate, each with a score and a reason.

Evidence is combined by a small model of trees (`line_model`) over the form, place and neighbours of a line; the typed
lexicon (`phrases`) names what a line is and may overrule the model. Tails are cheap to drop: the middle of an article,
between its first and last long lines, needs strong evidence. Nothing is deleted: writers leave out what is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from corpus_tools.records import Block
from corpus_tools.text.line_features import LONG, ends_as_prose, is_date, stems
from corpus_tools.text.line_marks import find_mark
from corpus_tools.text.line_model import line_model, log_odds, probability
from corpus_tools.text.phrases import Phrase, find_phrase

# A line scored below this is dropped: tails are cheap to drop …
THRESHOLD = 0.5
# … the middle, between the first and the last long line of running text, needs stronger evidence; so do headlines.
THRESHOLD_INSIDE = 0.45
THRESHOLD_INSIDE_UNCASED = 0.25
# A headline above this stays. The development pages count headlines as boilerplate (.1 would add .003 to the F1); .1
# loses those of three of the eight invented feeds of the tests.
THRESHOLD_HEADLINE = 0.05
# A line scored above this is a sentence that happens to start as boilerplate does.
PROSE = 0.85
# Inside the text so little is enough, where the phrase is of a kind that is no sentence by itself: cross-validated that
# costs no line of the development pages, and "Reuters reported that two soldiers died." stays.
PROSE_INSIDE = 0.2
_NO_SENTENCES = frozenset(("byline", "date", "share", "weather", "source", "related", "navigation"))
# A sentence of some length, before or after the text.
THRESHOLD_PROSE = 0.45
# A sentence right below a kept one goes on with the text: it needs evidence as strong as this. On the development pages
# it keeps another .2 % of the content's characters and costs nothing; without it short last sentences of a feed go.
THRESHOLD_GOES_ON = 0.15
SENTENCE = 30
# Sentences in a row with a long line of running text, each below the other, are of the text above this score. A page
# without a long line may carry a brief: a row that holds at least this share of the characters of all its sentences
# (teasers of other articles stand apart). Where few lines are long, rows parted by so few lines are one text. Cross-
# validated, that keeps another .1 % of the content's characters of the development pages, costs nothing, and in 24
# invented short items loses 21 % of the content's characters instead of 33 %.
THRESHOLD_ROW = 0.1
SHORT_SENTENCE = 12
LEAST_BRIEF = 0.6
FEW, LONGEST_GAP = 3, 8
# The headline is looked for in so many lines above the text.
HEAD = 12
# So little keeps the items of a list inside the text, two or more in a row, which stay or go together as a rule: cross-
# validated that keeps another .8 % of the content's characters of whole pages and costs nothing.
THRESHOLD_ITEM = 0.05
# A line that is boilerplate by its form (`line_marks`) stays only above this. On lines that boilerpy3 left of the
# development pages that adds .015 to the F1 of the boilerplate and costs .0003 of the content.
THRESHOLD_MARKED = 0.8
# The share of a headline's words that must stand in the text below it.
LEAST_SHARED = 0.25
LONG_LINE = 200
# Added to the log-odds of each line of a text that an extractor took out of a page: most boilerplate is gone already.
# On lines that boilerpy3 left of the development pages, shingle F1 by page is .9155 with 0, .920 with .5, .919 with 1,
# .915 with 2.5 and .9025 with no line set aside (cross-validated); trafilatura leaves less than boilerpy3, so that 1
# is safer.
EXTRACTED_LEAN = 1.0
# A text of so few lines is not emptied: it is a title, a caption or a sentence. A longer one may be a page of comments.
SHORT_TEXT = 3

_RULE = regex.compile(r"^[\W_]+$")
_TEASER = regex.compile(r"(?:\.\.|…|\?)\s*$")
_ITEM = regex.compile(r"^(?:[-–—•*·▪●]|\(?\d{1,2}[.)-])\s+\S")
_TEMPERATURE = regex.compile(r"^[+\-−]?\d+(?:[.,]\d+)?\s*°?\s*[CF]$")
_DATELINE = regex.compile(r"^\p{Lu}[\p{L} .'’-]{2,30}(?:\s*\([\p{L} ]+\))?\s*[—–-]\s+\p{Lu}")
_BYLINE = regex.compile(r"^(?:by|written by|بقلم|كتب|كتبت)[\s:]+\p{L}", regex.IGNORECASE)
_CAPTION = regex.compile(
    r"^(?:photo|image|picture|file photo|caption)\b|\((?:reuters|afp|ap|getty)[^)]*\)$", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: its number, its text, and what the evidence says."""

    number: int
    text: str
    score: float
    phrase: Phrase | None
    mark: str | None
    inside: bool
    before: bool
    in_row: bool
    item: bool

    @property
    def is_sentence(self) -> bool:
        return len(self.text) >= SENTENCE and ends_as_prose(self.text)


def label_lines(text: str, *, language: str | None = None, lean: float = 0.0) -> tuple[Block, ...]:
    """Label every line of `text`, in the coordinates of `text`: exactly one Block per `text.split("\\n")` line.

    Spans exclude the line feed. `score` is the probability that the line is content. Blank lines are `empty` and
    not kept. `language` is not needed; the lexicon holds en, ar, tr and fa. `lean` is added to the log-odds of every
    line: what is known of the text beforehand (`EXTRACTED_LEAN`). Never raises on any `str`; linear.
    """
    lines = text.split("\n")
    found = {line.number: line for line in _weighed(lines, lean)}
    headline, subhead = _headlines(list(found.values()))
    labels, below_text = {}, False
    brief = not any(line.inside and len(line.text) >= LONG and line.score >= THRESHOLD for line in found.values())
    for number, weighed in found.items():
        goes_on = below_text and weighed.is_sentence
        labels[number] = _labelled(weighed, headline, subhead, goes_on=goes_on, over_brief=brief)
        below_text = labels[number][1] and weighed.is_sentence and len(weighed.text) >= LONG
    if len(labels) <= SHORT_TEXT and not any(kept for _, kept, _ in labels.values()):
        labels = {number: _labelled_alone(found[number], label) for number, label in labels.items()}
    blocks, position, paragraph = [], 0, 0
    for number, line in enumerate(lines):
        end = position + len(line)
        known = found.get(number)
        if known is None:
            label, kept, score, reason = "empty", False, 0.0, "blank line"
            paragraph += 1
        else:
            label, kept, reason = labels[number]
            score = known.score
        blocks.append(
            Block(
                start=position,
                end=end,
                id=f"b{number}",
                label=label,
                kept=kept,
                score=round(score, 4),
                reason=reason,
                paragraph=paragraph,
            )
        )
        position = end + 1
    return tuple(blocks)


def _weighed(lines: Sequence[str], lean: float) -> list[_Line]:
    chosen = [(number, line) for number, line in enumerate(lines) if line.strip()]
    texts = [line for _, line in chosen]
    scores = line_model().scores(texts)
    if lean:
        scores = probability(log_odds(scores) + lean)
    phrases, marks = [find_phrase(line) for line in texts], [find_mark(line) for line in texts]
    plain = [phrase is None and mark is None for phrase, mark in zip(phrases, marks, strict=True)]
    long = {
        index for index, line in enumerate(texts) if len(line) >= LONG and ends_as_prose(line) and scores[index] >= 0.5
    }
    rows = _rows(texts, [good and score >= THRESHOLD_ROW for good, score in zip(plain, scores, strict=True)])
    text_rows = [row for row in rows if not long.isdisjoint(row)] if long else _brief(texts, rows)
    if text_rows and len(long) <= FEW:
        text_rows = _bridged(text_rows, rows, texts, plain)
    in_row = {index for row in text_rows for index in row}
    text = sorted(long | in_row)
    like = [_ITEM.match(line) is not None and good for line, good in zip(texts, plain, strict=True)]
    items = [like[at] and any(like[max(0, at - 1) : at] + like[at + 1 : at + 2]) for at in range(len(texts))]
    first, last = (text[0], text[-1]) if text else (len(texts), -1)
    return [
        _Line(
            number,
            line.strip(),
            float(scores[index]),
            phrases[index],
            marks[index],
            first <= index <= last,
            index < first,
            index in in_row,
            items[index],
        )
        for index, (number, line) in enumerate(chosen)
    ]


def _rows(texts: Sequence[str], plain: Sequence[bool]) -> list[range]:
    """Return the rows of lines one below the other that end as sentences do; `plain` says which may be in one."""
    rows: list[range] = []
    for index, line in enumerate(texts):
        sentence = len(line.strip()) >= SHORT_SENTENCE and ends_as_prose(line) and not _TEASER.search(line)
        item = _ITEM.match(line) is not None and bool(rows) and rows[-1].stop == index
        if plain[index] and (sentence or item):
            joins = rows and rows[-1].stop == index
            rows.append(range(rows.pop().start if joins else index, index + 1))
    return rows


def _brief(texts: Sequence[str], rows: Sequence[range]) -> list[range]:
    """Return the row of sentences that is the text of a page without long lines; none where they stand apart."""
    sizes = [sum(len(texts[index]) for index in row if len(texts[index]) >= SENTENCE) for row in rows]
    if not any(sizes) or max(sizes) < LEAST_BRIEF * sum(sizes):
        return []
    return [rows[sizes.index(max(sizes))]]


def _bridged(
    chosen: Sequence[range], rows: Sequence[range], texts: Sequence[str], plain: Sequence[bool]
) -> list[range]:
    """Return the chosen rows and those parted from them by few lines, none of a kind that is known as boilerplate."""
    out = list(chosen)
    for others in (rows, rows[::-1]):
        for row in others:
            low, high = min(each.start for each in out), max(each.stop for each in out)
            gap = range(high, row.start) if row.start >= high else range(row.stop, low)
            near = (row.start >= high or row.stop <= low) and len(gap) <= LONGEST_GAP
            if near and all(plain[index] for index in gap) and any(len(texts[index]) >= SENTENCE for index in row):
                out.append(row)
    return out


def _headlines(lines: Sequence[_Line]) -> tuple[int | None, int | None]:
    """Return the numbers of the lines that are most likely the headline and the line below it.

    The headline is, of the lines right before the text, the longest that shares words with the text (a line about
    another article does not), or the one between two rules of dashes: then the longest is the line below it.
    """
    running = (line for line in lines if line.inside and (len(line.text) >= LONG or line.in_row))
    prose = {stem for line in running for stem in stems(line.text)}
    if not prose:
        return None, None
    candidates = [
        line
        for line in [line for line in lines if line.before][-HEAD:]
        if line.phrase is None
        and line.mark is None
        and 4 <= len(line.text.split()) <= 30
        and not line.text.endswith((".", "…"))
        and not _BYLINE.match(line.text)
        and not is_date(line.text)
        and "@" not in line.text
        and (own := stems(line.text))
        and len(own & prose) >= LEAST_SHARED * len(own)
    ]
    if not candidates:
        return None, None
    longest = max(candidates, key=lambda line: (len(line.text), -line.number)).number
    rules = {line.number for line in lines if _RULE.match(line.text)}
    wrapped = [line.number for line in candidates if line.number - 1 in rules and line.number + 1 in rules]
    if wrapped and wrapped[0] < longest:
        return wrapped[0], longest
    return longest, None


def _labelled_alone(line: _Line, label: tuple[str, bool, str]) -> tuple[str, bool, str]:
    """Return the label of a line of a short text of which nothing would be kept: a title, a caption, a sentence alone.

    What such a text says stays, but for what the lexicon knows and for what holds no letter.
    """
    if line.phrase is not None or label[0] in ("weather", "separator"):
        return label
    return "body", True, f"a text of short lines: nothing else would be left, model {line.score:.2f}"


def _least_of_prose(line: _Line, phrase: Phrase) -> float:
    """Return the score from which a line that starts or ends as boilerplate does is a sentence all the same."""
    return PROSE_INSIDE if line.inside and phrase.label in _NO_SENTENCES else PROSE


def _labelled(
    line: _Line, headline: int | None, subhead: int | None, *, goes_on: bool, over_brief: bool
) -> tuple[str, bool, str]:
    """Return (label, kept, reason).

    `goes_on`: the line is a sentence right below one that is kept; `over_brief`: the text of the page is a brief.
    """
    text, said = line.text, f"model {line.score:.2f}"
    if (
        line.phrase is not None
        and (line.phrase.label == "disclaimer" or len(text) < LONG or not line.inside)
        and not (ends_as_prose(text) and "*" in line.phrase.text and line.score > _least_of_prose(line, line.phrase))
    ):
        return line.phrase.label, False, f"phrase {line.phrase.text!r} ({line.phrase.language})"
    if _TEMPERATURE.match(text):
        return "weather", False, "a temperature alone"
    if _RULE.match(text):
        return "separator", False, "no letter or digit"
    if line.mark is not None and line.score < THRESHOLD_MARKED and not (line.mark == "byline" and line.inside):
        return line.mark, False, f"reads as {line.mark}, {said} < {THRESHOLD_MARKED}"
    if line.number == headline:
        # The model was trained on pages in scripts with capitals: elsewhere it is too hard on headlines.
        if line.score < THRESHOLD_HEADLINE and text.lower() != text and not over_brief:
            return "headline", False, f"the headline, in the head of a page: {said} < {THRESHOLD_HEADLINE}"
        return "headline", True, f"the headline: the longest line before the text, {said}"
    if line.number == subhead:
        return "subhead", True, f"the line below the headline, {said}"
    if _BYLINE.match(text) and len(text) < LONG and not (line.inside and ends_as_prose(text)):
        return "byline", False, f"names an author, {said}"
    if goes_on and not line.in_row:
        if line.score < THRESHOLD_GOES_ON:
            return "other", False, f"{said} < {THRESHOLD_GOES_ON}, a sentence below the text"
    elif line.inside and not line.in_row:
        # The model was trained on pages in scripts with capitals: elsewhere it is too hard on short lines.
        least = THRESHOLD_ITEM if line.item else THRESHOLD_INSIDE if text.lower() != text else THRESHOLD_INSIDE_UNCASED
        if line.score < least:
            return "other", False, f"{said} < {least} inside the text"
    elif not line.in_row and line.score < (THRESHOLD_PROSE if len(text) >= LONG and ends_as_prose(text) else THRESHOLD):
        where = "before" if line.before else "after"
        return ("navigation" if len(text) < LONG else "other"), False, f"{said} < {THRESHOLD} {where} the text"
    if _CAPTION.search(text) and len(text) < LONG_LINE:
        return "caption", True, f"reads as a caption, {said}"
    if _DATELINE.match(text):
        return "dateline", True, f"starts with a place, {said}"
    if len(text) < LONG and line.inside and not text.endswith((".", "!", "?", "؟", "”", '"', "»", ":", "…")):
        return "subhead", True, f"a short line inside the text, {said}"
    return "body", True, said
