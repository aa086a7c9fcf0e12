"""The jobs across documents: pairing translations, comparable coverage, near-duplicates and quotations."""

import random

from corpus_tools.alignment.comparable import apply_comparable, combine_comparable, summarise_comparable
from corpus_tools.alignment.documents import apply_documents, combine_documents, summarise_document
from corpus_tools.alignment.duplicates import apply_duplicates, combine_duplicates, summarise_duplicates
from corpus_tools.records.codec import decode, encode

DIPLOMACY = [
    "The Turkish foreign minister Hakan Fidan met his counterpart in Ankara on Monday.",
    "They discussed the return of refugees and the fight against terrorism.",
    "The two countries cut ties in 2012.",
    "Vladimir Putin called for a new meeting in Moscow.",
]
DIPLOMACY_AR = [
    "التقى وزير الخارجية التركي هاكان فيدان نظيره في أنقرة يوم الاثنين.",
    "وناقشا عودة اللاجئين ومكافحة الإرهاب.",
    "وقطع البلدان العلاقات في عام ٢٠١٢.",
    "ودعا فلاديمير بوتين إلى اجتماع جديد في موسكو.",
]
FOOTBALL = [
    "Liverpool beat Chelsea 3-1 in London on Saturday.",
    "Daniel Sturridge scored the second goal after 47 minutes.",
    "The coach praised his players after the match.",
]
FOOTBALL_AR = [
    "فاز ليفربول على تشيلسي 3-1 في لندن يوم السبت.",
    "وسجل دانيال ستوريدج الهدف الثاني بعد 47 دقيقة.",
    "وأشاد المدرب بلاعبيه بعد المباراة.",
]
WEATHER_AR = ["تساقطت الأمطار بغزارة على المناطق الجبلية.", "وحذر خبراء الأرصاد من سيول في الأودية."]
OTHER_OUTLET = [
    "The foreign minister of Turkey, Hakan Fidan, on Monday met his counterpart in Ankara.",
    "Inflation rose again last month, economists say.",
    "Ankara and Damascus cut their ties in 2012.",
]


def run(documents, summarise, combine, apply):
    summaries = [summarise(document) for document in documents]
    random.Random(1).shuffle(summaries)
    assert all(decode(encode(summary), type(summary)) == summary for summary in summaries)
    table = combine(summaries)
    assert combine(reversed(summaries)) == table
    assert decode(encode(table), type(table)) == table
    return [apply(document, table) for document in documents]


def paired(documents):
    return run(documents, summarise_document, combine_documents, apply_documents)


def test_translations_are_found_in_a_folder_and_the_rest_is_left(document):
    documents = [
        document("a", DIPLOMACY), document("b", FOOTBALL), document("c", FOOTBALL_AR, "ar"),
        document("d", DIPLOMACY_AR, "ar"), document("e", WEATHER_AR, "ar"),
    ]  # fmt: skip
    done = paired(documents)
    assert [pair.target for pair in done[0].pairs] == DIPLOMACY_AR
    assert [pair.target for pair in done[1].pairs] == FOOTBALL_AR
    assert all(not d.pairs for d in done[2:])
    assert {pair.kind for d in done for pair in d.pairs} == {"parallel"}


def test_pairs_name_their_sentences(document):
    first, _ = paired([document("a", DIPLOMACY), document("d", DIPLOMACY_AR, "ar")])
    assert first.pairs[2].source_segments == ("a.segment2",)
    assert first.pairs[2].target_segments == ("d.segment2",)
    assert first.pairs[2].id == "a.parallel2"


def test_articles_too_far_apart_in_time_are_no_translations(document):
    documents = [document("a", DIPLOMACY, date="2023-01-01"), document("d", DIPLOMACY_AR, "ar", date="2023-06-01")]
    assert not any(d.pairs for d in paired(documents))


def test_an_article_without_its_translation_stays_alone(document):
    assert not any(d.pairs for d in paired([document("b", FOOTBALL), document("d", DIPLOMACY_AR, "ar")]))


def comparable(documents):
    return run(documents, summarise_comparable, combine_comparable, apply_comparable)


def test_two_outlets_on_one_event_give_comparable_pairs_with_evidence(document):
    documents = [document("a", DIPLOMACY, host="one.example"), document("b", OTHER_OUTLET, host="two.example")]
    first, second = comparable([*documents, document("c", FOOTBALL, host="two.example")])[:2]
    assert not second.pairs
    assert (first.pairs[0].source, first.pairs[0].target) == (DIPLOMACY[0], OTHER_OUTLET[0])
    assert {pair.kind for pair in first.pairs} == {"comparable"}
    assert all(pair.tier in ("loose", "fair", "close", "copy") and pair.evidence for pair in first.pairs)
    assert OTHER_OUTLET[1] not in [pair.target for pair in first.pairs]


def test_one_outlet_is_not_compared_with_itself_nor_with_last_year(document):
    same = [document("a", DIPLOMACY, host="one.example"), document("b", OTHER_OUTLET, host="one.example")]
    old = [document("a", DIPLOMACY, date="2023-01-01"), document("b", OTHER_OUTLET, date="2022-01-01")]
    assert not any(d.pairs for d in (*comparable(same), *comparable(old)))


def test_every_sentence_is_in_one_comparable_pair_at_most(document):
    documents = [document(f"d{n}", OTHER_OUTLET + DIPLOMACY[n:], host=f"{n}.example") for n in range(4)]
    used = [s for d in comparable(documents) for p in d.pairs for s in (*p.source_segments, *p.target_segments)]
    assert used
    assert len(used) == len(set(used))


def repeated(documents):
    return run(documents, summarise_duplicates, combine_duplicates, apply_duplicates)


def test_a_near_copy_of_an_earlier_article_is_decided_against(document):
    text = DIPLOMACY + OTHER_OUTLET + FOOTBALL
    first, second, third = repeated(
        [document("z", text, date="2023-01-01"), document("a", [*text, "More soon."], date="2023-01-02"),
         document("m", FOOTBALL_AR, "ar")]
    )  # fmt: skip
    assert not first.decisions
    assert not third.decisions
    decision = second.decisions[0]
    assert (decision.target, decision.action, decision.rule) == ("a", "drop", "duplicate.document")
    assert "z" in decision.reason


def test_a_quoted_sentence_is_labelled_and_kept(document):
    first, second = repeated(
        [document("a", DIPLOMACY, date="2023-01-01"), document("b", [*FOOTBALL, DIPLOMACY[0]], date="2023-01-02")]
    )
    assert not first.decisions
    assert [(d.target, d.action, d.rule) for d in second.decisions] == [("b.segment3", "keep", "duplicate.quoted")]


def test_documents_without_sentences_are_returned_as_they_are(document):
    empty = [document("a", []), document("b", [])]
    for job in (paired, comparable, repeated):
        assert job(empty) == empty


def test_wire_copy_in_arabic_is_found_whatever_the_marks(document):
    text = [*DIPLOMACY_AR, *FOOTBALL_AR, *WEATHER_AR]
    marked = [sentence.replace("الخارجية", "الخارجيّة").replace("ة ", "ةِ ") for sentence in text]
    first, second = repeated(
        [document("a", text, "ar", date="2023-01-01"), document("b", [*marked, "(رويترز)"], "ar", date="2023-01-02")]
    )
    assert not first.decisions
    assert [d.rule for d in second.decisions if d.action == "drop"] == ["duplicate.document"]
    assert {d.rule for d in second.decisions if d.action == "keep"} == {"duplicate.quoted"}


def test_a_sentence_taken_over_word_for_word_is_a_comparable_copy(document):
    taken = [OTHER_OUTLET[1], DIPLOMACY[0], "Vladimir Putin and Hakan Fidan will meet in Moscow in the spring of 2013."]
    documents = [document("a", DIPLOMACY, host="one.example"), document("b", taken, host="two.example")]
    (pair,) = [p for p in comparable(documents)[0].pairs if p.source == DIPLOMACY[0]]
    assert (pair.tier, pair.target, pair.kind) == ("copy", DIPLOMACY[0], "comparable")
