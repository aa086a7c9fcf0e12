"""What blocking promises: spellings of one name meet, and most others do not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from corpus_tools.names.blocking import blocking_keys
from corpus_tools.names.folding import fold_name

_SHEET = Path(__file__).parents[2] / "pipelines" / "train_names" / "newsmakers.tsv"


def keys(name: str) -> frozenset[str]:
    return blocking_keys(fold_name(name))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mahmoud Abbas", "محمود عباس"),
        ("Mahmoud Abbas", "Mahmut Abbas"),
        ("Mahmoud Abbas", "Махмуд Аббас"),
        ("Walid Jumblatt", "Velid Canbolat"),  # v is w
        ("Abdel Salam Aref", "Abdüsselam Arif"),  # the article becomes the next letter
        ("Reza Pahlavi", "رضا پهلوی"),  # ض is z
        ("Juri Uschakow", "Юрий Ушаков"),  # j is y, w is v
        ("James Mattis", "Jim Mattis"),
        ("Abbas Mahmoud", "Mahmoud Abbas"),
        ("Abdullah II", "عبد الله الثاني"),
    ],
)
def test_spellings_of_one_name_share_a_key(a: str, b: str) -> None:
    assert keys(a) & keys(b)


@pytest.mark.parametrize("name", ["Sergei Shoigu", "Hakan Fidan", "Mahmoud Darwish", "Ali Abbas"])
def test_other_names_share_no_key(name: str) -> None:
    assert not keys(name) & keys("Mahmoud Abbas")


def test_a_name_without_words_has_no_key() -> None:
    assert blocking_keys(()) == frozenset()
    assert blocking_keys(("",)) == frozenset()


def test_nearly_all_spellings_of_one_newsmaker_share_a_key(floor) -> None:
    met = all_pairs = 0
    for line in _SHEET.read_text(encoding="utf-8").splitlines():
        kind, _, spellings = line.partition("\t")
        if kind != "PER":
            continue
        names = [words for words in map(fold_name, spellings.split("|")) if len(words) > 1]
        for a, b in combinations(names, 2):
            all_pairs += 1
            met += bool(blocking_keys(a) & blocking_keys(b))
    assert all_pairs > 5000
    assert met / all_pairs >= floor("blocking", "newsmakers", "recall")
