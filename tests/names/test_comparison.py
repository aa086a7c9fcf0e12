"""What the comparison of two names promises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus_tools import compare_names

NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(["Mahmoud", "Abbas", "Ali", "محمود", "عباس", "Махмуд", "al-", "bin", "II", "A.", "عبد"]),
        max_size=5,
    ).map(" ".join),
)


@given(NAMES, NAMES)
def test_comparing_is_symmetric_and_bounded(a: str, b: str) -> None:
    forth, back = compare_names(a, b), compare_names(b, a)
    assert forth.score == back.score
    assert forth.same == back.same
    assert 0.0 <= forth.score <= 1.0


@given(NAMES)
def test_a_name_is_itself(name: str) -> None:
    comparison = compare_names(name, name)
    assert comparison.score == 1.0
    assert comparison.same
