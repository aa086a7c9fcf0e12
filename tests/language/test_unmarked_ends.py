"""Ends without a mark: headlines that were joined to their text are told from it; what looks like one stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools import split_sentences
from corpus_tools.language.segmentation import split_many
from corpus_tools.language.unmarked_ends import LANGUAGES, starter_unmarked_ends

_WORDS = st.sampled_from(
    ["The", "Minister", "said", "on", "12", "–", "“We", "go”", "U.S.", "…", "İzmir'de", "oldu", "\ud800"]
)


def sentences(text: str, language: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, language=language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Ministers agree on water talks", "The delegations will meet again in May.", "Nobody objected."]),
        ("en", ["It rained for two days.", "Flood alert lifted in northern valleys", "The river fell on Sunday."]),
        ("tr", ['"Bunu hiç unutmayacağız" dedi', "Ben de ona hak verdim.", "Sonra gittik."]),
    ],
)
def test_a_sentence_without_a_stop_ends_before_the_next(language, expected):
    assert sentences(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The former head of the Norwegian Refugee Council told The Guardian that it had no plans to leave.",
        "He was born in The Hague and raised in New South Wales by his aunt Mary.",
        "In a letter to the prime minister Jens Stoltenberg warned of delays.",
        "On Friday Turkish Airlines said that its flights to Erbil would go on as planned.",
        "The minister said: The talks will go on.",
    ],
)
def test_a_capital_inside_a_sentence_is_no_end(text):
    assert sentences(text + " It rained.", "en") == [text, "It rained."]


@pytest.mark.parametrize(
    "text", ["Ministers agree on water talks The delegations will meet", "Home News The World Sport"]
)
def test_a_line_without_any_mark_is_left_whole(text):
    assert sentences(text, "en") == [text]


def test_rules_alone_and_other_languages_do_not_look_for_them():
    text = "Ministers agree on water talks The delegations will meet again in May. Nobody objected."
    assert len(split_many([text], language="en", stanza=False)[0]) == 2
    assert len(sentences(text, "de")) == 2
    assert starter_unmarked_ends("ar") is None


@given(st.lists(_WORDS, max_size=40), st.sampled_from(LANGUAGES))
def test_ends_stand_between_words_and_leave_three_on_either_side(words, language):
    model = starter_unmarked_ends(language)
    assert model is not None
    text = " ".join(words)
    (ends,) = model.ends([text])
    parts = [text[start:end].split() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    assert ends == sorted(set(ends))
    assert [word for part in parts for word in part] == words
    assert not ends or min(map(len, parts)) >= 3
    assert model.ends(["It rained.", text]) == [[], ends]
