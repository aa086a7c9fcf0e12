"""What the chunk transducer promises."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.names.transducer import word_log_odds

ARABIC = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويأإىةء", min_size=1, max_size=12)
LATIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyzşçğıöü", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("arabic", "right", "wrong"),
    [
        ("لافروف", "lavrov", "lavrentiev"),
        ("غوتيريش", "guterres", "gutierrez"),
        ("دوغان", "doğan", "duncan"),
        ("بيرغ", "berg", "bari"),
    ],
)
def test_the_right_spelling_outscores_a_look_alike(arabic: str, right: str, wrong: str) -> None:
    good, bad = word_log_odds([(arabic, right), (arabic, wrong)], "Arab", "Latn")
    assert good > bad


@settings(deadline=None)
@given(st.lists(st.tuples(ARABIC, LATIN), min_size=1, max_size=5))
def test_a_pair_scores_alike_alone_and_among_others(pairs: list[tuple[str, str]]) -> None:
    together = word_log_odds(pairs, "Arab", "Latn")
    for pair, score in zip(pairs, together, strict=True):
        assert word_log_odds([pair], "Arab", "Latn")[0] == pytest.approx(score, abs=1e-6)


@settings(deadline=None)
@given(LATIN, LATIN)
def test_words_of_one_script_score_alike_both_ways(a: str, b: str) -> None:
    assert word_log_odds([(a, b)], "Latn", "Latn")[0] == pytest.approx(word_log_odds([(b, a)], "Latn", "Latn")[0])


def test_the_weights_stay_below_300_kb() -> None:
    assert len(files("corpus_tools.names").joinpath("chunk_weights.tsv.gz").read_bytes()) < 300_000
