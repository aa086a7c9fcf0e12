"""Words that are names and everyday words as well: each reading is told by what stands around the word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus_tools.names.gazetteer import gazetteer
from corpus_tools.names.homographs import contradicts, homographs
from corpus_tools.names.mentions import find_names

_MARK = re.compile(r"\[([PLOX]) ([^\]]+)\]|\{([^}]+)\}")
_KINDS = {"P": "person", "L": "place", "O": "organisation", "X": "other"}
# How many of the marked words may be read wrongly: (as no name or another, as a name). It may get better, not worse.
_WRONG = {"ar": (2, 5), "en": (3, 0), "tr": (0, 1), "fa": (0, 0)}


def sentences() -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    """Each sentence with its language and its marked words: (start, end, kind), '' for an everyday word."""
    for line in (Path(__file__).parent / "data" / "homographs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, body = line.split("\t", 1)
        text, position, marks = "", 0, []
        for match in _MARK.finditer(body):
            text += body[position : match.start()]
            word = match[2] or match[3]
            marks.append((len(text), len(text) + len(word), _KINDS.get(match[1] or "", "")))
            text, position = text + word, match.end()
        yield language, text + body[position:], marks


def test_both_readings_are_told_apart() -> None:
    wrong: Counter[tuple[str, bool]] = Counter()
    seen: Counter[str] = Counter()
    for language, text, marks in sentences():
        names = find_names(text, language=language)
        for start, end, kind in marks:
            here = [name for name in names if name.start < end and start < name.end]
            right = any((n.start, n.end, n.kind) == (start, end, kind) for n in here) if kind else not here
            wrong[language, bool(kind)] += not right
            seen[language] += 1
    assert set(seen) == set(_WRONG) and sum(seen.values()) > 280
    for language, (lost, invented) in _WRONG.items():
        assert (wrong[language, True] <= lost, wrong[language, False] <= invented) == (True, True), (language, wrong)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("وصل الملك إلى عَمَّان", "place.amman"),
        ("وصل الملك إلى عمّان", "place.amman"),
        ("وصل الملك إلى عُمان", "place.OM"),
        ("وصل الوزير الأردني إلى عمان", "place.amman"),
        ("وصل الوزير العماني إلى عمان قادما من صحار", "place.OM"),
        ("اجتمعا في سلطنة عمان", "place.OM"),
        ("وقعت جورجيا الاتفاق", "place.GE"),
        ("وصل رئيس جورجيا إلى فيينا", "place.GE"),
        ("نقلت الشحنة من جورجيا", "place.GE"),
        ("عاد الفريق من صوفيا", "place.sofia"),
    ],
)
def test_names_that_are_written_alike_are_told_by_vowels_and_by_what_the_text_speaks_of(text: str, place: str) -> None:
    assert place in [name.gazetteer for name in find_names(text, language="ar")]


def test_a_rare_reading_needs_its_territory_or_a_cue() -> None:
    assert not [n for n in find_names("وضع البندقية في السيارة", language="ar") if n.text == "البندقية"]
    assert [n.text for n in find_names("قصف الطيران مدينة سرت", language="ar")] == ["سرت"]
    spoken = find_names("قالت الحكومة الإيطالية إن المياه غمرت ساحات في البندقية", language="ar")
    assert [n.gazetteer for n in spoken if n.text == "البندقية"] == ["place.venice"]


@pytest.mark.parametrize(
    ("written", "voiced", "wrong"),
    [
        ("عُمان", "عَمَّان", True),
        ("عمّان", "عُمَان", True),
        ("عمان", "عُمَان", False),
        ("مُصرّ", "مِصْر", True),
        ("مصرَ", "مِصْر", False),
        ("مصر", "قَطَر", False),
    ],
)
def test_written_vowels_contradict_other_ones(written: str, voiced: str, wrong: bool) -> None:
    assert contradicts(written, voiced) is wrong


@pytest.mark.parametrize("language", ["ar", "en", "tr"])
def test_no_word_is_on_lists_that_contradict_each_other(language: str) -> None:
    lists = homographs(language)
    assert not set(lists.rare_places) & lists.half_places
    # A word on these lists that nothing knows would only be kept from the recogniser.
    assert all(gazetteer().longest([fold], 0) for fold in {*lists.rare_places, *lists.half_places, *lists.beside})
    assert not lists.places_as_given & set(lists.rare_places)
