"""The list of everyday Persian words: what stands where the English names nothing, and is nobody's name."""

from __future__ import annotations

from corpus_tools.names.cues import everyday_words, given_names
from pipelines.train_names.everyday import persian_words, turkish_words


def test_a_word_of_sentences_that_name_nothing_is_an_everyday_word() -> None:
    pairs = [
        ("باران در تهران بارید", "Rain fell in Tehran"),
        ("باران بند آمد", "The rain has stopped"),
        ("باران خوب است", "We say the rain is good"),
        ("کلینار آمد", "Kelinar came"),
        ("کلینار رفت", "Then Kelinar left"),
        ("کلینار ماند", "Kelinar stayed"),
    ]
    found = persian_words([*pairs, ("ما رفتیم", "We left and then the others came")])
    assert found == ["باران"]


def test_a_turkish_word_that_is_written_small_is_an_everyday_word() -> None:
    texts = [
        "Bugün yağmur yağdı.",
        "Dün yağmur vardı.",
        "Hep yağmur olur, Kelinar.",
        "Bu Kelinar geldi, kelinar gitti.",
    ]
    assert turkish_words(texts) == ["yagmur"]


def test_the_shipped_lists_have_no_given_names() -> None:
    words = everyday_words("fa")
    assert len(words) > 5000 and not words & given_names(persian=True)
    assert {"باران", "فلفل"} <= words
    turkish = everyday_words("tr")
    assert len(turkish) > 8000 and not turkish & given_names()
    assert everyday_words("ar") == frozenset()
