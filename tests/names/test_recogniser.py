"""The starter recogniser: what it finds where rules are blind, what it may not overrule; that it is deterministic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import pytest

from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.recogniser import LABELS, Recogniser, feature_key, starter_recogniser
from corpus_tools.names.weighing import weighed
from corpus_tools.names.word_features import line_features, rule_tags
from corpus_tools.names.words import Word, find_words

_LINES = (
    "Talks in the harbour of Velmora were broken off, said Ingrid Solvang of the Nordic Fisheries Board.",
    "It rained.",
    "The two sides will meet again on Friday, in Oslo or in Velmora, he said.",
)


def tagged(lines: Sequence[str]) -> list[tuple[list[Word], list[str]]]:
    return [(words, [""] * len(words)) for words in (find_words(line, "en") for line in lines)]


def test_what_it_makes_of_a_line_does_not_depend_on_the_lines_beside_it() -> None:
    recogniser = starter_recogniser("Latn")
    together = recogniser.read(tagged(_LINES), "en")
    assert [recogniser.read(tagged([line]), "en")[0].names for line in _LINES] == [each.names for each in together]
    assert [len(each.inside) for each in together] == [len(find_words(line, "en")) for line in _LINES]


@pytest.mark.parametrize("script", ["Latn", "Arab"])
def test_no_name_goes_on_that_has_not_begun(script: str) -> None:
    moves = starter_recogniser(script)._transitions
    for origin, label in enumerate(LABELS):
        for to, following in enumerate(LABELS):
            if following.startswith("I-") and label[2:] != following[2:]:
                assert moves[origin, to] < -1000


def name(text: str, surface: str, kind: str, score: float) -> FoundName:
    start = text.index(surface)
    return FoundName(start, start + len(surface), surface, kind, "a rule", score, None, ())  # type: ignore[arg-type]


def certain_of(words: dict[str, str]) -> Recogniser:
    """A recogniser that knows each of `words` to have a label."""
    keys = [feature_key(f"0w={word}") for word in words]
    weights = numpy.zeros((len(keys) + 1, len(LABELS)), dtype=numpy.float32)
    for row, label in enumerate(words.values()):
        weights[row, LABELS.index(label)] = 12.0
    transitions = numpy.zeros((len(LABELS) + 1, len(LABELS)), dtype=numpy.float32)
    return Recogniser(numpy.array(keys), weights, transitions)


def test_long_lines_are_read_in_pieces() -> None:
    recogniser = certain_of({"velmora": "B-place", "then": ""})
    (reading,) = recogniser.read(tagged(["then Velmora " * 400]), "en")
    assert [name.first for name in reading.names] == list(range(1, 800, 2))
    assert len(reading.inside) == 800


def test_a_sure_rule_is_believed_and_a_weak_one_is_not() -> None:
    text = "then Velmora and Solvang met Nobody"
    recogniser = certain_of(
        {"velmora": "B-place", "solvang": "B-person", "nobody": "", "then": "", "and": "", "met": ""}
    )
    rules = [name(text, "Velmora", "organisation", 0.95), name(text, "Solvang", "other", 0.4)]
    rules.append(name(text, "Nobody", "other", 0.4))
    found = weighed([(0, text)], rules, "en", recogniser=recogniser)
    assert [(each.text, each.kind) for each in found] == [("Velmora", "organisation"), ("Solvang", "person")]
    assert found[1].reason == "recogniser, .99"


def test_arabic_proclitics_stay_outside_where_they_are_known_to_be_some() -> None:
    text = "مع والقاهرة وسمير"
    recogniser = certain_of({"والقاهره": "B-place", "وسمير": "B-person", "مع": ""})
    assert [each.text for each in weighed([(0, text)], [], "ar", recogniser=recogniser)] == ["القاهرة", "سمير"]


def test_languages_without_a_recogniser_keep_what_rules_found() -> None:
    rules = [name("Karadeniz", "Karadeniz", "place", 0.4)]
    assert weighed([(0, "Karadeniz")], rules, "tr") == rules


def test_the_features_of_a_line_are_these() -> None:
    words = find_words("Ingrid left.", "en")
    rows = line_features(words, rule_tags(words, [(0, 6, "person", 0.6)]), "en")
    assert "r=B-person.60" in rows[0] and "w-=ingrid&w=left" in rows[1] and "g+=end" in rows[1]


def test_the_head_of_a_body_names_nothing_by_itself() -> None:
    text = "then the Department met Velmora"
    recogniser = certain_of({"department": "B-organisation", "velmora": "B-place", "then": "", "the": "", "met": ""})
    assert [each.text for each in weighed([(0, text)], [], "en", recogniser=recogniser)] == ["Velmora"]


def test_a_person_is_not_cut_into_a_place_and_a_person() -> None:
    text = "then Velmora Solvang met them"
    recogniser = certain_of({"velmora": "B-place", "solvang": "B-person", "then": "", "met": "", "them": ""})
    (found,) = weighed([(0, text)], [], "en", recogniser=recogniser)
    assert (found.text, found.kind) == ("Velmora Solvang", "person")
