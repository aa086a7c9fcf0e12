"""What the spelling model promises."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.names.spelling import arabic_log_probabilities, spelling_letters


@pytest.mark.parametrize(
    ("arabic", "right", "wrong"),
    [
        ("كلاوس", "Klaus", "Klaws"),
        ("ووترز", "Waters", "Watts"),
        ("أردوغان", "Erdoğan", "Ardekani"),
        ("شيراك", "Chirac", "Sharak"),
        ("لافروف", "Lavrov", "Lavrentiev"),
    ],
)
def test_the_right_spelling_is_likelier_than_a_look_alike(arabic: str, right: str, wrong: str) -> None:
    good, bad = arabic_log_probabilities(arabic, [right, wrong])
    assert good > bad


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=12), st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_has_a_probability_that_does_not_depend_on_its_neighbours(arabic: str, latin: list[str]) -> None:
    together = arabic_log_probabilities(arabic, latin)
    assert together.shape == (len(latin),)
    assert np.isfinite(together).all()
    for word, value in zip(latin, together, strict=True):
        assert arabic_log_probabilities(arabic, [word])[0] == pytest.approx(value, abs=2e-4)


def test_spellings_of_one_short_name_share_out_its_probability() -> None:
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإىةء"
    words = [first + second for first in letters for second in letters]
    total = sum(float(np.exp(arabic_log_probabilities(word, ["Li"])[0])) for word in words)
    assert 0.2 < total < 1.0
    assert max(words, key=lambda word: arabic_log_probabilities(word, ["Li"])[0]) == "لي"


def test_case_composition_and_persian_letters_do_not_matter() -> None:
    a, b, c = arabic_log_probabilities("كريمي", ["Karimi", "KARIMI", "kari\u200dmi"])
    assert a == b == c
    assert arabic_log_probabilities("کریمی", ["Karimi"])[0] == a
    assert spelling_letters("Č") == spelling_letters("C\u030c")


def test_nothing_asked_is_nothing_answered() -> None:
    assert arabic_log_probabilities("علي", []).shape == (0,)


def test_the_model_stays_below_half_a_megabyte() -> None:
    assert len(files("corpus_tools.names").joinpath("spelling_model.npz").read_bytes()) < 500_000
