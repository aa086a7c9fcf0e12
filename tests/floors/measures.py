"""What each room gets right on the sets of `data/`: a figure for each metric, of each language or of all.

The sets are of our own invention; F1 is over exact spans, beads or pairs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from sacrebleu import corpus_chrf

from corpus_tools import align_sentences, clean_text, compare_names, detect_spans, find_names, translate
from corpus_tools.language.segmentation import split_many
from corpus_tools.translation.flags import find_flags

Figures = dict[str, dict[str, float]]

_DATA = Path(__file__).parent / "data"
_KINDS = {"P": "person", "L": "place", "O": "organisation", "X": "other"}
_NAME = re.compile(r"\[([PLOX]) ([^\]]+)\]")
_FOREIGN = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")


def sentences() -> Figures:
    """F1 of sentences: passages as they are, and four at a time."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for language, body in _sections("sentences.txt"):
        passages = [each.split("\n") for each in body.split("\n\n")]
        fours = [list(chain(*passages[at : at + 4])) for at in range(0, len(passages), 4)]
        texts = [" ".join(each) for each in [*passages, *fours]]
        for gold, text, spans in zip(
            [*passages, *fours], texts, split_many(texts, language=language.strip()), strict=True
        ):
            _count(count[language], gold, [span.of(text) for span in spans])
    return {language: {"f1": _f1(each)} for language, each in count.items()}


def language_spans() -> Figures:
    """Share of letters in the right language, and F1 of the foreign spans, over all articles."""
    letters: Counter[bool] = Counter()
    spans: Counter[str] = Counter()
    for main, marked in _sections("languages.txt"):
        text, gold = _unmarked(marked)
        found = detect_spans(text)
        expected, given = [main] * len(text), ["und"] * len(text)
        for start, end, language in gold:
            expected[start:end] = [language] * (end - start)
        for span in found:
            given[span.start : span.end] = [span.language] * (span.end - span.start)
        letters.update(a == b for a, b, letter in zip(expected, given, text, strict=True) if letter.isalpha())
        _count(spans, gold, [(span.start, span.end, span.language) for span in found if span.language != main])
    return {"all": {"letters": letters[True] / letters.total(), "f1": _f1(spans)}}


def boilerplate() -> Figures:
    """F1 of the lines set aside, and the share of the characters of articles that is kept."""
    lines: Counter[str] = Counter()
    kept: Counter[bool] = Counter()
    for _, body in _sections("pages.txt"):
        marked = body.split("\n")
        cleaned = clean_text("\n".join(line[2:] for line in marked)).lines
        gold = [number for number, line in enumerate(marked) if line.startswith("-")]
        _count(lines, gold, [number for number, line in enumerate(cleaned) if not line.kept])
        for line, mine in zip(marked, cleaned, strict=True):
            if line.startswith("+"):
                kept[mine.kept] += len(line) - 2
    return {"all": {"f1": _f1(lines), "content": kept[True] / kept.total()}}


def alignment() -> Figures:
    """F1 of the beads that join two sides."""
    count: Counter[str] = Counter()
    for languages, body in _sections("beads.txt"):
        source_language, target_language = languages.split()
        sides: tuple[list[str], list[str]] = ([], [])
        gold = []
        for line in body.split("\n"):
            bead = []
            for side, part in zip(sides, line.split("|"), strict=True):
                added = [each.strip() for each in part.split(" / ") if each.strip()]
                bead.append(tuple(range(len(side), len(side) + len(added))))
                side.extend(added)
            gold.append(tuple(bead))
        beads = align_sentences(*sides, source_language=source_language, target_language=target_language)
        found = [(bead.source, bead.target) for bead in beads]
        _count(count, [b for b in gold if all(b)], [b for b in found if all(b)])
    return {"all": {"f1": _f1(count)}}


def name_pairs() -> Figures:
    """Precision and recall of the verdict that two names are one."""
    count: Counter[str] = Counter()
    for number, (a, b, same) in enumerate(_rows("name_pairs.tsv")):
        _count(count, [number] * (same == "yes"), [number] * compare_names(a, b).same)
    return {"all": _precision_and_recall(count)}


def mentions() -> Figures:
    """Precision and recall of names: place and kind must be right."""
    count: Counter[str] = Counter()
    for language, marked in _rows("mentions.txt"):
        text, position, gold = "", 0, []
        for match in _NAME.finditer(marked):
            text += marked[position : match.start()]
            gold.append((len(text), len(text) + len(match[2]), _KINDS[match[1]]))
            text, position = text + match[2], match.end()
        found = [
            (each.start, each.end, str(each.kind)) for each in find_names(text + marked[position:], language=language)
        ]
        _count(count, gold, found)
    return {"all": _precision_and_recall(count)}


def translation_flags() -> Figures:
    """Precision and recall of the flags: those that must be raised, and none where the translation is good."""
    count: Counter[str] = Counter()
    for source_language, target_language, names, source, target in _rows("flags.tsv"):
        found = find_flags(source, target, source_language=source_language, target_language=target_language)
        _count(count, [] if names == "-" else names.split(","), [flag.name for flag in found])
    return {"all": _precision_and_recall(count)}


def translation() -> Figures:
    """chrF of the starter models, as a share of one."""
    english, arabic = zip(*_rows("translation.tsv"), strict=True)
    turkish, persian, in_english = zip(*_rows("translation_tr_fa.tsv"), strict=True)
    figures = {}
    for origin, target, texts, references in (
        ("en", "ar", english, arabic),
        ("ar", "en", arabic, english),
        ("tr", "en", turkish, in_english),
        ("fa", "en", persian, in_english),
    ):
        outputs = [each.text for each in translate(texts, source=origin, target=target)]
        figures[f"{origin}_{target}"] = {"chrf": corpus_chrf(outputs, [references]).score / 100}
    return figures


MEASURES = {
    each.__name__: each
    for each in (
        sentences,
        language_spans,
        boilerplate,
        alignment,
        name_pairs,
        mentions,
        translation,
        translation_flags,
    )
}


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _sections(name: str) -> Iterator[tuple[str, str]]:
    """Yield the heading and the text of each `== heading` section."""
    for section in (_DATA / name).read_text("utf-8").split("\n== ")[1:]:
        heading, _, body = section.partition("\n")
        yield heading.strip(), body.strip("\n")


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, position, spans = "", 0, []
    for match in _FOREIGN.finditer(marked):
        text += marked[position : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text, position = text + match[2], match.end()
    return text + marked[position:], spans


def _count(count: Counter[str], gold: Sequence[Hashable], found: Sequence[Hashable]) -> None:
    count.update(right=(Counter(gold) & Counter(found)).total(), there=len(gold), found=len(found))


def _f1(count: Counter[str]) -> float:
    return 2 * count["right"] / (count["there"] + count["found"])


def _precision_and_recall(count: Counter[str]) -> dict[str, float]:
    return {"precision": count["right"] / count["found"], "recall": count["right"] / count["there"]}
