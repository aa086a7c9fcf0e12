"""Copies of an article: they do not hide its translation, and add nothing to the corpus, whatever runs first."""

import dataclasses
import itertools

import pytest

from corpus_tools.records import AlignedPair, Decision
from corpus_tools.records.codec import decode, encode
from corpus_tools.stages.comparable import Comparable
from corpus_tools.stages.near_duplicates import NearDuplicates
from corpus_tools.stages.parallel import Parallel

HARBOUR = [
    "The port of Izmir reopened on Tuesday after a strike of 19 days.",
    "Dock workers led by Murat Demir accepted a rise of 27 percent in their wages.",
    "More than 340 lorries had waited on the road to Manisa since the beginning of March.",
    "Exporters of figs and olive oil lost 62 million dollars, the chamber of commerce said.",
    "The transport minister promised to visit the harbour before the end of the month.",
]
HARBOUR_AR = [
    "أعيد فتح ميناء إزمير يوم الثلاثاء بعد إضراب دام 19 يوما.",
    "وقبل عمال الميناء بقيادة مراد دمير زيادة قدرها 27 في المئة في أجورهم.",
    "وكانت أكثر من 340 شاحنة تنتظر على الطريق إلى مانيسا منذ بداية شهر مارس.",
    "وقالت غرفة التجارة إن مصدري التين وزيت الزيتون خسروا 62 مليون دولار.",
    "ووعد وزير النقل بزيارة الميناء قبل نهاية الشهر.",
]
LIBRARY = [
    "A library in Basra that burned down in 2003 opened its doors again on Sunday.",
    "Its director Alia Salman saved 30,000 books with the help of her neighbours.",
    "The new building cost 4 million dollars and was paid for by donors from Kuwait.",
]
LIBRARY_AR = [
    "فتحت مكتبة في البصرة احترقت عام 2003 أبوابها من جديد يوم الأحد.",
    "وأنقذت مديرتها عالية سلمان 30,000 كتاب بمساعدة جيرانها.",
    "وكلف المبنى الجديد 4 ملايين دولار دفعها متبرعون من الكويت.",
]
SMALL_EDITS = {"reopened": "opened", "accepted": "took", "promised": "vowed"}


def edited(sentences):
    text = "\n".join(sentences)
    for one, other in SMALL_EDITS.items():
        assert one in text
        text = text.replace(one, other)
    return text.split("\n")


def staged(documents, *stages):
    for stage in stages:
        summaries = [stage.summarise(document) for document in documents]
        assert all(decode(encode(each), stage.summary_type) == each for each in summaries)
        table = stage.combine(summaries)
        assert stage.combine(reversed(summaries)) == table
        whole = [stage.apply(document, table) for document in documents]
        # A shard is built from its own part of the table.
        parts = [stage.part(table, [summary]) for summary in summaries]
        documents = [stage.apply(document, part) for document, part in zip(documents, parts, strict=True)]
        assert documents == whole
    return documents


def kept(documents):
    """Return the kept pairs between the two languages, as a corpus of those is written."""
    return sorted(
        (pair.kind, *pair.source_segments, *pair.target_segments)
        for document in documents
        if not document.dropped
        for pair in document.pairs
        if pair.kept and pair.source_language != pair.target_language
    )


def corpus(document, *, copy="z", text=HARBOUR, language="en"):
    return [
        document("h", HARBOUR),
        document("l", LIBRARY),
        document("ha", HARBOUR_AR, "ar"),
        document("la", LIBRARY_AR, "ar"),
        document(copy, text, language),
    ]


@pytest.mark.parametrize("copy", ["a", "z"])
@pytest.mark.parametrize(("text", "language"), [(HARBOUR, "en"), (edited(HARBOUR), "en"), (HARBOUR_AR, "ar")])
def test_a_copy_does_not_hide_the_translation_of_an_article(document, copy, text, language):
    done = staged(corpus(document, copy=copy, text=text, language=language), Parallel(), Comparable())
    pairs = kept(done)
    assert {kind for kind, *_ in pairs} == {"parallel"}
    assert len(pairs) == len(HARBOUR) + len(LIBRARY)


def test_a_copy_leaves_the_scores_of_all_pairs_as_they_are(document):
    alone, beside = (staged(each, Parallel()) for each in (corpus(document)[:4], corpus(document)))
    assert beside[:4] == alone


@pytest.mark.parametrize("copy", ["a", "z"])
@pytest.mark.parametrize("text", [HARBOUR, edited(HARBOUR), [*HARBOUR, "Trains to Aydin were late as well."]])
def test_the_order_of_stages_does_not_matter_for_what_is_kept(document, copy, text):
    documents = corpus(document, copy=copy, text=text)
    stages = (Parallel(), Comparable(), NearDuplicates())
    orders = [order for order in itertools.permutations(stages) if order.index(stages[0]) < order.index(stages[1])]
    assert len(orders) == 3
    found = [kept(staged(documents, *order)) for order in orders]
    assert len(found[0]) == len(HARBOUR) + len(LIBRARY)
    assert found[0] == found[1] == found[2]


def test_the_copy_that_stays_is_the_one_that_is_paired(document):
    documents = corpus(document, copy="z", text=[*HARBOUR, "Trains to Aydin were late as well."])
    done = staged(documents, Parallel(), NearDuplicates())
    assert done[0].dropped
    assert not done[0].pairs
    assert [pair.target for pair in done[4].pairs] == HARBOUR_AR


def test_an_article_printed_again_is_paired_with_a_translation_of_that_day(document):
    documents = [
        document("h", HARBOUR, date="2021-03-02"),
        document("ha", HARBOUR_AR, "ar", date="2021-06-11"),
        document("z", HARBOUR, date="2021-06-10"),
    ]
    assert not kept(staged(documents[:2], Parallel()))
    assert [source for _, source, _ in kept(staged(documents, Parallel()))] == [f"h.segment{n}" for n in range(5)]


def test_two_versions_are_no_copies_but_still_versions_of_one_text(document):
    text = edited([*HARBOUR[:3], "Schools stayed open on both days of the long strike.", HARBOUR[4]])
    done = staged(corpus(document, text=text), NearDuplicates(), Parallel(), Comparable())
    assert not any(each.dropped for each in done)
    assert [pair.target for pair in done[0].pairs if pair.kind == "parallel"] == HARBOUR_AR
    assert not [pair for pair in done[4].pairs if pair.target_language == "ar"]


def test_an_article_and_another_of_its_kind_keep_their_own_translations(document):
    def rate(bank, country, number):
        return [
            f"The central bank of {country} left its main rate at {number} percent on Thursday.",
            f"Its governor {bank} said that inflation was falling more slowly than expected.",
            "Analysts had expected a cut after two months of falling food prices.",
        ]

    def rate_ar(bank, country, number):
        return [
            f"أبقى البنك المركزي في {country} سعر الفائدة الرئيسي عند {number} في المئة يوم الخميس.",
            f"وقال محافظه {bank} إن التضخم يتراجع ببطء أكثر من المتوقع.",
            "وكان محللون يتوقعون خفضا بعد شهرين من تراجع أسعار الغذاء.",
        ]

    documents = [
        document("a", rate("Karim Nasser", "Tunisia", "13.75")),
        document("b", rate("Stefan Popov", "Bulgaria", "21.25")),
        document("c", rate_ar("ستيفان بوبوف", "بلغاريا", "21.25"), "ar"),
        document("d", rate_ar("كريم ناصر", "تونس", "13.75"), "ar"),
    ]
    done = staged(documents, Parallel())
    assert {pair.target_segments[0][0] for pair in done[0].pairs} == {"d"}
    assert {pair.target_segments[0][0] for pair in done[1].pairs} == {"c"}


def pair(name, source, target, kind="comparable"):
    return AlignedPair(
        id=name,
        kind=kind,
        source_language="ar",
        target_language="en",
        source="x",
        target="y",
        source_segments=(source,),
        target_segments=(target,) if target else (),
    )


def test_pairs_with_a_document_that_is_set_aside_are_set_aside_and_say_why(document):
    arabic = dataclasses.replace(
        document("k", HARBOUR_AR, "ar"),
        pairs=(pair("k.1", "k.segment0", "z.segment0"), pair("k.2", "k.segment1", "h.segment1")),
    )
    copy = dataclasses.replace(document("z", HARBOUR), pairs=(pair("z.1", "z.segment0", "", "translated"),))
    _, arabic, copy = staged([document("h", HARBOUR), arabic, copy], NearDuplicates())
    assert [each.kept for each in arabic.pairs] == [False, True]
    (decision,) = arabic.decisions
    assert (decision.target, decision.action, decision.rule) == ("k.1", "drop", "duplicate.document")
    assert "z" in decision.reason
    assert [each.kept for each in copy.pairs] == [False]
    assert [decision.target for decision in copy.decisions if decision.action == "drop"] == ["z"]


def test_a_document_that_was_set_aside_before_is_not_paired(document):
    dropped = Decision(target="h", action="drop", rule="by-hand", reason="withdrawn")
    documents = [
        dataclasses.replace(document("h", HARBOUR), decisions=(dropped,)),
        document("ha", HARBOUR_AR, "ar"),
    ]
    assert not kept(staged(documents, Parallel(), Comparable()))
    assert not any(each.pairs for each in staged(documents, Parallel(), Comparable()))
