"""What the table of word frequencies promises."""

from __future__ import annotations

from importlib.resources import files

import pytest

from corpus_tools.names.frequency import LEAST_LOG_FREQUENCY, log_frequencies
from corpus_tools.names.ranking import rank_names


@pytest.mark.parametrize(
    ("common", "seldom"), [("Klaus", "Klaws"), ("Gregory", "Greggory"), ("Mona", "Mennea"), ("Ömer", "Oemer")]
)
def test_a_common_name_is_used_more_than_one_that_sounds_alike(common: str, seldom: str) -> None:
    often, rarely = log_frequencies([common, seldom])
    assert often > rarely


def test_case_and_composition_do_not_matter_and_unknown_words_are_rare() -> None:
    assert len(set(log_frequencies(["Müller", "MÜLLER", "Mu\u0308ller"]))) == 1
    assert log_frequencies(["Qzxwv", ""]).tolist() == [LEAST_LOG_FREQUENCY] * 2


def test_of_spellings_alike_the_common_one_ranks_first() -> None:
    assert rank_names("كلاوس", ["Klaws", "Klaus", "Kallas"])[0].name == "Klaus"
    assert rank_names("غريغوري", ["Greggory", "Gregory"])[0].name == "Gregory"


def test_the_table_stays_below_300_kb() -> None:
    assert len(files("corpus_tools.names").joinpath("word_frequencies.tsv.gz").read_bytes()) < 300_000
