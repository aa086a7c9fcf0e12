"""Names in text of Latin script: known names, runs of capitals, titles and roles, heads of organisations.

Case is the evidence, and where it says little (the start of a sentence, a headline) something else must speak for a
name: that the gazetteer knows it, a role or a given name before it, or that the same text has it inside a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus_tools.names.cues import everyday_words
from corpus_tools.names.gazetteer import Gazetteer
from corpus_tools.names.latin_bodies import with_acronyms, with_dependents
from corpus_tools.names.latin_line import (
    PARTICLES,
    FoundName,
    LatinLine,
    LatinLists,
    TextEvidence,
    is_headline,
    latin_lists,
)
from corpus_tools.names.latin_runs import RunReader
from corpus_tools.names.latin_units import runs
from corpus_tools.names.words import find_words


def find_latin_names(
    lines: Sequence[tuple[int, str]], language: str, known: Gazetteer | None = None
) -> list[FoundName]:
    """Return the names in the Latin `lines`, (offset, text) pairs, of one text, in order."""
    lists = latin_lists(language, known)
    evidence = TextEvidence(small=set(everyday_words(language)))
    read: list[LatinLine] = []
    for offset, text in lines:
        words = find_words(text, language)
        line = LatinLine(offset, text, language, words, is_headline(words))
        evidence.read(line)
        read.append(line)
    found = [name for line in read for name in _line(line, lists, evidence)]
    evidence.learn_persons(found)
    covered = {position for name in found for position in range(name.start, name.end)}
    found = [_surname(name, evidence) for name in found]
    for line in read:
        found.extend(_repeated(line, lists, evidence, covered))
    return sorted(found, key=lambda name: (name.start, name.end))


def _line(line: LatinLine, lists: LatinLists, evidence: TextEvidence) -> list[FoundName]:
    if not any(word.script == "Latn" for word in line.words):
        return []
    reader = RunReader(line, lists, evidence)
    out = [name for run in runs(line, lists, evidence) for name in reader.names(run)]
    if not line.headline:
        out = with_dependents(line, lists, out)
    return with_acronyms(line, lists, out)


def _surname(name: FoundName, evidence: TextEvidence) -> FoundName:
    """What stood there with little to say for its kind is a person where the same text has the full name."""
    whole = evidence.persons.get(name.folds[-1]) if name.folds else None
    if whole is None or name.gazetteer is not None or name.score > 0.6 or len(name.folds) > 2:
        return name
    if len(name.folds) == 2 and name.folds[0] not in PARTICLES:
        return name
    return replace(name, kind="person", reason=f"part of {whole} in the same text", score=0.8)


def _repeated(line: LatinLine, lists: LatinLists, evidence: TextEvidence, covered: set[int]) -> list[FoundName]:
    """Parts of full names found elsewhere in the text, where case alone was not enough."""
    out: list[FoundName] = []
    for at, word in enumerate(line.words):
        whole = evidence.persons.get(word.fold)
        if whole is None or not word.capital or line.offset + word.start in covered:
            continue
        if word.fold in evidence.small or word.fold in lists.given or word.fold in lists.no_names:
            continue
        if word.fold in lists.homographs.given:
            continue
        before = line.words[at - 1] if at else None
        first = before if before is not None and before.fold in ("al", "el") and before.joins else word
        out.append(line.name(first, word, "person", f"part of {whole} in the same text", 0.8))
    return out
