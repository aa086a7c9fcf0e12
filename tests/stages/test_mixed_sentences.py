"""Mixed sentences: foreign fragments are translated in place, both forms are kept, and reused on the target side."""

from __future__ import annotations

import dataclasses

import pytest

from corpus_tools.records import Document, Provenance
from corpus_tools.stages import stage_type
from corpus_tools.stages.stage import Workspace

STAGES = ("repair", "blocks", "languages", "sentences", "translation", "pairs")


def through(raw: str, *, until: str = "pairs", **options: object) -> Document:
    documents = [Document(id="d.txt", raw=raw, provenance=Provenance(source="d.txt"), layers=("raw",))]
    for name in STAGES[: STAGES.index(until) + 1]:
        with stage_type(name)(**(options if name == "translation" else {})).open(Workspace()) as work:
            documents = work(documents)
    (document,) = documents
    assert document.raw == raw
    return document


MIXED = (
    "The foreign minister told reporters in Damascus that the talks would go on for several more days in the capital. "
    "The banner behind him read العودة إلى الوطن in large letters, and the crowd answered with a long silence.\n"
)


def test_a_fragment_is_found_at_its_raw_offsets_and_translated_in_place() -> None:
    document = through("\ufeff" + MIXED, until="translation")
    first, second = document.segments
    assert not first.fragments and first.monolingual is None
    (fragment,) = second.fragments
    assert fragment.span.of(document.raw) == "العودة إلى الوطن" == fragment.text and fragment.language == "ar"
    assert fragment.translation and fragment.model
    assert second.monolingual == second.text.replace(fragment.text, fragment.translation)
    assert second.text == second.span.of(document.raw)


def test_a_fragment_in_the_target_language_is_reused_on_the_target_side() -> None:
    document = through(MIXED)
    pair = document.pairs[1]
    assert (pair.source_language, pair.target_language) == ("en", "ar")
    assert "العودة إلى الوطن" in pair.target and "العودة إلى الوطن" in pair.source


def test_an_arabic_line_of_an_english_article_is_translated_into_english() -> None:
    document = through(MIXED + "\nمقالات ذات صلة\n")
    last = document.segments[-1]
    assert last.language == "ar" and not last.kept
    (translation,) = [each for each in document.translations if each.segment == last.id]
    assert translation.target_language == "en" and translation.text.isascii() and translation.text
    assert document.pairs[-1].kept is False


def test_a_language_without_a_model_is_recorded_on_each_sentence_and_nothing_is_lost() -> None:
    said: dict[str, int] = {}
    raw = (
        "Министр иностранных дел во вторник прибыл в Дамаск и сказал, что останется там на два дня.\n"
        "Сообщается, что переговоры продолжатся, однако дата пока не названа.\n"
    )
    document = Document(id="d.txt", raw=raw, provenance=Provenance(source="d.txt"), layers=("raw",))
    for name in STAGES:
        with stage_type(name)().open(dataclasses.replace(Workspace(), tally=said.__setitem__)) as work:
            (document,) = work([document])
    assert len(document.segments) == 2 and not document.translations and not document.pairs
    assert [d.rule for d in document.decisions if d.rule == "no-model"] == ["no-model"] * 2
    assert said["no model ru→en"] == 2


@pytest.mark.parametrize("raw", ["", "\n\n", "123 456\n", "…\n\ud800"])
def test_texts_without_sentences_pass_through(raw: str) -> None:
    assert through(raw).raw == raw


def test_documents_pooled_or_alone_give_the_same() -> None:
    english = "The president arrived on Tuesday.\nHe left on Friday morning without a word."
    raws = [MIXED, english, "قال الوزير إن المحادثات ستستمر."]
    documents = [
        Document(id=f"d{number}.txt", raw=raw, provenance=Provenance(source="d"), layers=("raw",))
        for number, raw in enumerate(raws)
    ]
    alone = list(documents)
    pooled = list(documents)
    for name in STAGES:
        with stage_type(name)().open(Workspace()) as work:
            pooled = work(pooled)
            alone = [work([document])[0] for document in alone]
    assert pooled == alone
