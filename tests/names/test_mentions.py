"""Mentions: what is a name and why, where it begins and ends, and what is none."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.names.mentions import find_document_mentions, find_names
from corpus_tools.records import Document, Provenance
from corpus_tools.text.repair import repair_text

_DATA = Path(__file__).parent / "data"
_KINDS = {"P": "person", "L": "place", "O": "organisation", "X": "other"}
# Precision and recall that the finder had on each sample; it may get better, not worse. Names of every kind count.
_SAMPLES = ("news_sample", "hard_news_sample", "fresh_news_sample", "later_news_sample")


def found(text: str, language: str | None = None) -> list[tuple[str, str]]:
    return [(mention.text, mention.kind) for mention in find_names(text, language=language)]


def sample(name: str = "news_sample.txt") -> list[tuple[str, str, set[tuple[int, int, str]]]]:
    rows = []
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, body = line.split("\t", 1)
        text, position, names = "", 0, set()
        for match in re.finditer(r"\[([PLOX]) ([^\]]+)\]", body):
            text += body[position : match.start()]
            names.add((len(text), len(text) + len(match[2]), _KINDS[match[1]]))
            text, position = text + match[2], match.end()
        rows.append((language, text + body[position:], names))
    return rows


@pytest.mark.parametrize(
    ("file", "language"),
    [*((file, language) for file in _SAMPLES for language in ("en", "tr", "ar")), ("persian_news_sample", "fa")],
)
def test_names_of_the_news_samples_are_found(file: str, language: str, floor) -> None:
    count: Counter[str] = Counter()
    for tag, text, names in sample(f"{file}.txt"):
        if tag == language:
            mine = {(mention.start, mention.end, str(mention.kind)) for mention in find_names(text, language=language)}
            count.update(right=len(mine & names), found=len(mine), there=len(names))
    assert count["right"] / count["found"] >= floor("mention_samples", f"{file} {language}", "precision")
    assert count["right"] / count["there"] >= floor("mention_samples", f"{file} {language}", "recall")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Foreign Minister Jorund Askvik met her counterpart.", [("Jorund Askvik", "person")]),
        ("the special envoy of Norlandic President Jorund Askvik arrived", [("Jorund Askvik", "person")]),
        ("The spokesperson, Vedra Pateli, confirmed it.", [("Vedra Pateli", "person")]),
        (
            "He met Assad's envoy Alexander Lavrentiev in Damascus.",
            [("Assad", "person"), ("Alexander Lavrentiev", "person"), ("Damascus", "place")],
        ),
        ("presidential envoy for Syria Alexander Lavrentiev", [("Syria", "place"), ("Alexander Lavrentiev", "person")]),
        ("The US and the UK agreed.", [("US", "place"), ("UK", "place")]),
        (
            "The Lake District Relief Agency (LDRA) closed.",
            [("Lake District Relief Agency", "organisation"), ("LDRA", "organisation")],
        ),
        ("Dışişleri Bakanı Cemre Uzunoğlu Ankara'ya gitti.", [("Cemre Uzunoğlu", "person"), ("Ankara", "place")]),
        (
            "Kievli Maryna Zelenka, Torham Sınır Kapısı'na geldi.",
            [("Maryna Zelenka", "person"), ("Torham Sınır Kapısı", "place")],
        ),
        ("Deney, bir yetişkinin öğrendiğini gösterdi.", []),
        ("Bölgede Kelinar Adası var.", [("Kelinar Adası", "place")]),
        ("Mehmet Tekinalp Almanya'da yaşıyor ve çalışıyor.", [("Mehmet Tekinalp", "person"), ("Almanya", "place")]),
        ("Vali Selim Arkan Şanlıurfa'ya gitti.", [("Selim Arkan", "person"), ("Şanlıurfa", "place")]),
        ("Jack London's novel sold well.", [("Jack London", "person")]),
        ('وقال: "نعمل مع شركائنا وجيراننا".', []),
        ("Yangın Kelinar ilçesinde çıktı.", [("Kelinar", "place")]),
        ("İnsan Hakları Derneği rapor yayımladı.", [("İnsan Hakları Derneği", "organisation")]),
        ("Listede Riyadlı bir kardiyolog var.", []),
        ("قال وزير الخارجية الروسي أنطون فاسيلييف إن موسكو مستعدة", [("أنطون فاسيلييف", "person"), ("موسكو", "place")]),
        ("وقال بوتين إن لافروف وصل", [("بوتين", "person"), ("لافروف", "person")]),
        (
            "وزیر دفاع آلمان کریستوف لیندنر از کابل دیدار کرد.",
            [("آلمان", "place"), ("کریستوف لیندنر", "person"), ("کابل", "place")],
        ),
        ("رئیس‌جمهور روسیه روز دوشنبه وارد پکن شد.", [("روسیه", "place"), ("پکن", "place")]),
        ("مدير مستشفى الأمل وائل الزعانين", [("مستشفى الأمل", "organisation"), ("وائل الزعانين", "person")]),
        (
            "The Northern Widget Authority (KZP) closed.",
            [("Northern Widget Authority", "organisation"), ("KZP", "organisation")],
        ),
        ("وبدمشق وفي العراق", [("دمشق", "place"), ("العراق", "place")]),
    ],
)
def test_names_are_found_by_their_cues(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The Turkish and Syrian delegations met on Monday in December.",
        "You might also like",
        "Must read",
        "Latest News",
        "Join us and tell us who was there.",
        "Turkish-Syrian talks",
        "she ate turkey with chips",
        "وقال إن العلاقات بين البلدين جيدة",
        "وقال اللاعب المخالف إن العالم كله يراقب",
        "رفض الفريق الطبي مغادرة المكان",
    ],
)
def test_what_is_no_name_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        # Platforms, firms and products after prepositions of place are no places.
        ("She asked for money on Patreon.", "en", [("Patreon", "organisation")]),
        ("The table was made in Excel.", "en", [("Excel", "other")]),
        ("The list was published on Qwibber.", "en", [("Qwibber", "other")]),
        ("نشر الحساب الصورة على تلغرام", "ar", [("تلغرام", "organisation")]),
        # What rules read as an everyday word the recogniser does not take for a place.
        ("Turkey farms grew, and the price of turkey fell.", "en", []),
        # A head says that a place follows; an adjective after it is none.
        ("وصلوا إلى بلدة سرمين وإلى قرية صغيرة", "ar", [("سرمين", "place")]),
        ("هبطت في مطار بن غوريون", "ar", [("بن غوريون", "place")]),
        ("قالت وزيرة البيئة والمياه سلوى الطحان إنها راضية", "ar", [("سلوى الطحان", "person")]),
        ("زعم مصدر في جنوب البلاد أن جيرانه رحلوا", "ar", []),
        # Nobody's name has an article, and after "in" the verb that follows makes no person.
        ("He said that the Quillish Barrier Reef will die.", "en", [("Quillish Barrier Reef", "other")]),
        ("None of their outposts in Makhmur had fallen.", "en", [("Makhmur", "place")]),
        # Plural nouns, pronouns, verbs and bare roles name nobody; bodies of everyday life are none.
        ("حذر المهندسون من انهيار السد", "ar", []),
        ("المبعوثة الأممية تعرض خارطة الطريق", "ar", []),
        ("أقالت الرئيسة سمية حسن وزير الطاقة", "ar", [("سمية حسن", "person")]),
        ("توقفت حركة المرور أمام مركز الاقتراع", "ar", []),
        ("زار تل أبيب، ثم رام الله.", "ar", [("تل أبيب", "place"), ("رام الله", "place")]),
        # Regions, and what was signed in a city.
        ("Birlikler Kuzey Irak'ta kaldı.", "tr", [("Kuzey Irak", "place")]),
        ("Kurul, İstanbul Sözleşmesi'ni görüştü.", "tr", [("İstanbul Sözleşmesi", "other")]),
        ("Teklif Meclis'te görüşüldü.", "tr", [("Meclis", "organisation")]),
        ("Kazı, Söğütlü'de sürüyor.", "tr", [("Söğütlü", "place")]),
        ("The House Committee on Water Resources met.", "en", [("House Committee on Water Resources", "organisation")]),
    ],
)  # fmt: skip
def test_names_are_told_by_what_stands_around_them(text: str, language: str, names: list[tuple[str, str]]) -> None:
    assert found(text, language) == names


def test_the_last_name_alone_of_a_person_whom_only_the_recogniser_found_is_a_person() -> None:
    names = find_names("Laila Haddad's novel won a prize; Haddad lives abroad.", language="en")
    assert [(name.text, name.kind) for name in names] == [("Laila Haddad", "person"), ("Haddad", "person")]


def test_a_longer_name_is_not_the_known_one_inside_it() -> None:
    (name,) = find_names("He joined the Quillish National European Parliament.")
    assert (name.text, name.gazetteer) == ("Quillish National European Parliament", None)


def test_a_byline_of_two_capitals_and_a_hyphen_is_no_place() -> None:
    assert all(kind != "place" for _, kind in found("Levant-Agencies"))


def test_the_surname_at_the_start_of_a_sentence_is_known_from_the_full_name() -> None:
    names = find_names("Minister Jorund Askvik spoke. Askvik left at noon.")
    assert [(name.text, name.kind) for name in names] == [("Jorund Askvik", "person"), ("Askvik", "person")]
    assert "Jorund Askvik" in names[1].reason


def test_every_mention_says_why() -> None:
    assert all(mention.reason and 0 < mention.score <= 1 for _, text, _ in sample() for mention in find_names(text))


def test_a_model_is_believed_where_rules_have_nothing() -> None:
    def recognise(text: str, language: str) -> list[tuple[int, int, str]]:
        return [(text.index("qorvath"), text.index("qorvath") + 7, "person")]

    names = find_names("then qorvath left Moscow", language="en", recognise=recognise)  # type: ignore[arg-type]
    assert [(name.text, name.kind) for name in names] == [("qorvath", "person"), ("Moscow", "place")]


@given(st.text(max_size=80))
def test_offsets_are_those_of_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for mention in find_names(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end


def test_mentions_of_a_document_are_in_raw_coordinates() -> None:
    raw = "It â€™s said that Foreign Minister Jorund Askvik met Recep Tayyip ErdoÄŸan in Ankara."
    text, edits = repair_text(raw)
    assert text != raw
    document = Document(id="d", raw=raw, provenance=Provenance(source="d"))
    document = dataclasses.replace(document, text=text, edits=edits)
    mentions = find_document_mentions(document)
    assert [raw[m.start : m.end] for m in mentions] == ["Jorund Askvik", "Recep Tayyip ErdoÄŸan", "Ankara"]
    assert [m.text for m in mentions][1] == "Recep Tayyip Erdoğan"
    assert [m.id for m in mentions] == ["d.m0", "d.m1", "d.m2"]


def test_a_name_after_a_proclitic_begins_with_a_letter_where_vowels_are_written() -> None:
    text = "زار وَبغداد، وقال وَمحمد الأحمدي إنه عاد."
    names = [mention.text for mention in find_names(text, language="ar")]
    assert "بغداد" in names and "محمد الأحمدي" in names
