"""What clustering promises of names that differ in one word."""

from __future__ import annotations

import pytest

from corpus_tools.names.clustering import Clusters, Node, cluster
from corpus_tools.names.entities import resolve_names
from corpus_tools.names.folding import fold_name


def clustered(*names: str) -> Clusters:
    return cluster([Node(key=name, kind="person", text=name, folds=fold_name(name)) for name in sorted(names)])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("John Kerry", "John Kirby"),
        ("James Baker", "James Barker"),
        ("Michael Flynn", "Michael Fein"),
        ("John Bolton", "John Burton"),
        ("Ivan Ivanov", "Ivan Ivankov"),
        ("Ali Karimi", "Ali Kazemi"),
        ("Mehmet Yılmaz", "Mehmet Yıldız"),
        ("جون كيري", "جون كيربي"),
        ("جون كيربي", "John Kerry"),
    ],
)
def test_a_surname_with_another_consonant_is_for_a_person_to_judge(a: str, b: str) -> None:
    clusters = clustered(a, b)
    assert clusters.of == (0, 1)
    assert [why.rule for _, _, why in clusters.possible] == ["possible"]
    assert "has other consonants than" in clusters.possible[0][2].reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Muammar Gaddafi", "Moammar Kadhafi"),
        ("Muammar Qaddafi", "Muammar Khadafy"),
        ("Viktor Yanukovich", "Viktor Janukowitsch"),
        ("Boris Yeltsin", "Boris Jelzin"),
        ("Walid Jumblatt", "Velid Canbolat"),
        ("Mikhail Gorbachev", "Michail Gorbatschow"),
        ("Hassan Rouhani", "Hasan Ruhani"),
        ("Maria Zakharova", "Maria Zaharova"),
        ("جون كيري", "John Kerry"),
    ],
)
def test_usual_spellings_of_a_surname_are_one(a: str, b: str) -> None:
    assert clustered(a, b).of == (0, 0)


def test_one_document_can_name_two_with_one_given_name_and_surnames_alike() -> None:
    text = "Foreign Minister Peter Barker met the press. Later, spokesman Peter Baker answered questions."
    names = [{name.text for name in entity.names} for entity in resolve_names([text])]
    assert {"Peter Barker"} in names
    assert {"Peter Baker"} in names
