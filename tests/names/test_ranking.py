"""What ranking promises."""

from __future__ import annotations

from corpus_tools.names.ranking import NameIndex, rank_names

CANDIDATES = (
    "Mahmoud Abbas",
    "Hassan Rouhani",
    "Sergey Lavrov",
    "Alexander Lavrentiev",
    "محمود عباس",
    "Bashar al-Assad",
)


def test_the_right_name_ranks_first_across_scripts() -> None:
    assert rank_names("سيرغي لافروف", CANDIDATES)[0].name == "Sergey Lavrov"
    assert rank_names("Махмуд Аббас", CANDIDATES[:4])[0].index == 0


def test_an_index_ranks_as_the_function_does() -> None:
    assert NameIndex(CANDIDATES).rank("Lavrov", limit=3) == rank_names("Lavrov", CANDIDATES, limit=3)


def test_nothing_is_ranked_where_nothing_is_alike() -> None:
    assert rank_names("", CANDIDATES) == ()
    assert rank_names("Abbas", ()) == ()
