"""Reports of two outlets in two languages on one event, and on others like it: what is joined, and what must not be."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from corpus_tools.alignment.comparable import apply_comparable, combine_comparable, summarise_comparable
from corpus_tools.alignment.coverage import ComparableSettings, ComparableSummary
from corpus_tools.alignment.documents import apply_documents, combine_documents, summarise_document
from corpus_tools.records import AlignedPair, Translation
from corpus_tools.records.codec import decode, encode
from corpus_tools.stages.comparable import Comparable

# Invented articles: `event` says what an article reports, `comparable` which sentences (of the English article and of
# the other one on its event) say the same.
REPORTS = [json.loads(line) for line in (Path(__file__).parent / "data" / "two_outlets.jsonl").open(encoding="utf-8")]
GOLD = {(report["event"], i, j) for report in REPORTS for i, j in report["comparable"]}


@pytest.fixture
def reports(document):
    """Return the articles as documents."""
    return [
        document(each["id"], each["sentences"], each["language"], date=each["date"], host=each["outlet"])
        for each in REPORTS
    ]


def joined(documents, **settings):
    summaries = [summarise_comparable(each) for each in documents]
    assert all(decode(encode(summary), ComparableSummary) == summary for summary in summaries)
    random.Random(3).shuffle(summaries)
    table = combine_comparable(summaries, settings=ComparableSettings(**settings))
    assert combine_comparable(reversed(summaries), settings=ComparableSettings(**settings)) == table
    return [apply_comparable(each, table) for each in documents]


def pairs_of(documents):
    return [pair for each in documents for pair in each.pairs if pair.kind == "comparable"]


def paired(documents):
    table = combine_documents([summarise_document(each) for each in documents])
    assert table.pairs
    return [apply_documents(each, table) for each in documents]


def event(segment):
    return next(report["event"] for report in REPORTS if report["id"] == segment.rpartition(".")[0])


def test_sentences_that_say_the_same_are_joined_and_no_others(reports, floor):
    pairs = [p for p in pairs_of(joined(reports)) if p.source_language != p.target_language]
    assert all(event(p.source_segments[0]) == event(p.target_segments[0]) for p in pairs)
    number = {s.id: n for report in reports for n, s in enumerate(report.segments)}
    found = {(event(p.source_segments[0]), number[p.source_segments[0]], number[p.target_segments[0]]) for p in pairs}
    assert found <= GOLD
    assert len(found) / len(GOLD) >= floor("comparable", "two_outlets", "recall")


def test_other_events_in_the_same_words_are_not_joined_when_their_own_report_is_missing(reports):
    english = [each for each in reports if each.id.endswith("-en")]
    others = [each for each in reports if each.id in ("tunis-ar", "egypt-ar", "mali-ar", "lebanon-ar", "kanal-tr")]
    assert not [p for p in pairs_of(joined([*english, *others])) if p.source_language != p.target_language]


def test_pairs_between_languages_are_comparable_with_tier_and_evidence(reports):
    muscat = [each for each in reports if each.id.startswith("muscat")]
    first, second = joined(muscat)
    assert {(p.kind, p.source_language, p.target_language) for p in first.pairs} == {("comparable", "en", "ar")}
    assert not second.pairs
    assert all(p.tier in ("loose", "fair", "close", "copy") and p.evidence[0].startswith("event ") for p in first.pairs)
    talks = next(p for p in first.pairs if p.source_segments == ("muscat-en.segment1",))
    assert "shared: 2024" in talks.evidence
    committee = next(p for p in first.pairs if p.source_segments == ("muscat-en.segment2",))
    assert "shared: farouki = فاروقي" in committee.evidence


def test_the_stage_makes_the_first_language_of_the_corpus_the_source(reports):
    muscat = [each for each in reports if each.id.startswith("muscat")]
    stage = Comparable(languages=("ar", "en"))
    summaries = [stage.summarise(each) for each in muscat]
    table = stage.combine(summaries)
    assert stage.part(table, summaries[:1]).pairs == {}
    assert [len(stage.apply(each, table).pairs) > 0 for each in muscat] == [False, True]


def test_articles_that_are_translations_of_each_other_are_left_out(reports):
    english, arabic = (each for each in reports if each.id.startswith("muscat"))
    pair = AlignedPair(
        id="p",
        kind="parallel",
        source_language="en",
        target_language="ar",
        source="x",
        target="y",
        source_segments=(english.segments[0].id,),
        target_segments=(arabic.segments[0].id,),
    )
    assert pairs_of(joined([english, arabic]))
    assert not pairs_of(joined([replace(english, pairs=(pair,)), arabic]))


def test_reports_that_say_the_same_in_another_order_are_not_called_parallel(reports):
    # Those on the visit to Rabat and on the bridge keep one order, as a free translation does.
    others = [each for each in reports if not each.id.startswith(("rabat", "bridge"))]
    assert not [pair for each in paired(others) for pair in each.pairs]


def test_a_translation_with_a_sentence_left_out_is_still_parallel(document):
    english = [
        "The minister arrived in Rabat on Wednesday.",
        "He will sign a fisheries agreement worth 75 million euros.",
        "Fishermen in Agadir have staged protests against the agreement.",
        "The talks with his Moroccan counterpart last until Friday.",
        "Some 3,500 boats in 12 ports would be affected.",
        "The European Union has asked for an answer by 15 June.",
    ]
    arabic = [
        "وصل الوزير إلى الرباط يوم الأربعاء.",
        "وسيوقع اتفاقا للصيد البحري تبلغ قيمته 75 مليون يورو.",
        "ونظم صيادون في أغادير احتجاجات على الاتفاق.",
        "وسيتأثر نحو 3500 قارب في 12 ميناء.",
        "وطلب الاتحاد الأوروبي ردا بحلول 15 يونيو.",
    ]
    done = paired([document("a", english), document("b", arabic, "ar")])
    assert [pair.kind for pair in done[0].pairs] == ["parallel"] * 5


def test_one_outlet_in_two_languages_and_other_weeks_are_not_compared(reports):
    english, arabic = (each for each in reports if each.id.startswith("muscat"))
    same = replace(arabic, metadata=replace(arabic.metadata, host=english.metadata.host))
    later = replace(arabic, metadata=replace(arabic.metadata, date="2031-05-16"))
    assert not pairs_of(joined([english, same]))
    assert not pairs_of(joined([english, later]))
    assert pairs_of(joined([english, later], days=4))


GERMAN = [
    "Vor den Komoren ist am frühen Sonntag eine Fähre mit 86 Passagieren gekentert, mindestens 31 werden vermisst.",
    "Die Maria Stella war bei starkem Regen von Moroni nach Mutsamudu ausgelaufen.",
    "Verkehrsminister Ahmed Soilihi ordnete eine Untersuchung an und setzte alle nächtlichen Überfahrten aus.",
    "Die Regierung rief drei Tage Staatstrauer aus.",
]
TRANSLATED = [
    "Off the Comoros a ferry with 86 passengers capsized on early Sunday, at least 31 will be missed.",
    "The Maria Stella had left at strong rain from Moroni to Mutsamudu.",
    "Traffic minister Ahmed Soilihi ordered an investigation and suspended all night crossings off.",
    "The government called out three days of state mourning.",
]


def test_a_language_without_a_lexicon_is_joined_through_its_translation(reports, document):
    english = next(each for each in reports if each.id == "ferry-en")
    german = document("ferry-de", GERMAN, "de", date="2031-07-20", host="donau.example")
    made = tuple(
        Translation(text=text, origin="model", source_language="de", target_language="en", segment=segment.id)
        for text, segment in zip(TRANSLATED, german.segments, strict=True)
    )
    plain = pairs_of(joined([english, german]))
    pairs = pairs_of(joined([english, replace(german, translations=made)]))
    assert [(p.source, p.target) for p in pairs] == [
        (english.segments[0].text, GERMAN[0]),
        (english.segments[1].text, GERMAN[1]),
        (english.segments[3].text, GERMAN[2]),
    ]
    assert len(plain) < len(pairs)
    assert any(line.startswith("translation ") for line in pairs[0].evidence)


def test_every_sentence_is_in_one_comparable_pair_at_most_whatever_the_languages(reports):
    copies = [replace(each, id=f"copy-{each.id}", metadata=replace(each.metadata, host="third.example"), segments=tuple(
        replace(s, id=f"copy-{s.id}") for s in each.segments)) for each in reports[:8]]  # fmt: skip
    done = joined([*reports, *copies])
    used = [id for pair in pairs_of(done) for id in (*pair.source_segments, *pair.target_segments)]
    assert len(used) == len(set(used))
    assert {pair.source_language == pair.target_language for pair in pairs_of(done)} == {True, False}


def test_a_live_blog_is_compared_by_its_first_sentences_alone(document):
    blog = document("blog", [f"The minister announced measure {number} in Rabat." for number in range(700)])
    article = summarise_comparable(blog).article
    assert [sentence.id for sentence in article.sentences] == [segment.id for segment in blog.segments[:500]]
