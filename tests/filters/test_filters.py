"""Each filter: what it refuses, and what it must let through."""

from pathlib import Path

import pytest

from corpus_tools import ConfigError
from corpus_tools.filters.apply import apply_filters
from corpus_tools.filters.registry import FILTERS, default_filters, make_filter

PAGE_ORDER = [
    "length", "length_ratio", "long_word", "script", "copy", "similarity", "numbers", "terminal_punctuation",
    "repetition", "markup", "translation_flags", "alignment_score", "title", "glued_words", "language", "duplicate",
]  # fmt: skip


def accepts(name, pair, **configuration):
    chosen = make_filter(name, **configuration)
    return chosen.accept(chosen.score(pair))


def test_final_marks_count_where_they_end_a_word_and_in_full_width_anywhere(pair):
    score = make_filter("terminal_punctuation").score
    assert score(pair("See example.org/a?id=3!x for it.", "انظر الموقع.")) == (0.0,)
    three = "\u4ed6\u6765\u4e86\u3002\u4e3a\u4ec0\u4e48\uff1f\u8d70\uff01"
    assert score(pair("He came. Why? Go!", three)) == score(pair("He came. Why? Go!", "جاء. لماذا؟ اذهب!"))
    assert score(pair("He came.", three)) < score(pair("He came.", "جاء."))


def test_the_registry_is_pinned():
    assert list(FILTERS) == PAGE_ORDER


def test_rules_that_drop_headlines_are_off_by_default():
    assert {f.name for f in default_filters()} == set(PAGE_ORDER) - {"title", "glued_words"}


def test_the_defaults_are_those_of_the_documentation():
    length, ratio = make_filter("length"), make_filter("length_ratio")
    assert length.bounds() == (3, 120)
    assert ratio.bounds() == (0.5, 2.0)
    assert make_filter("long_word").most == 40
    assert make_filter("script").least == 0.6
    assert make_filter("copy").most == 0.75
    assert make_filter("numbers").least == 0.5
    assert make_filter("terminal_punctuation").least == -2
    assert make_filter("repetition").most == 2
    assert make_filter("markup").most == make_filter("translation_flags").most == 0
    assert make_filter("alignment_score").least == 0.1
    assert make_filter("language").least == 0.3
    assert make_filter("similarity").most == 0.9
    assert (make_filter("duplicate").similarity, make_filter("duplicate").ngram) == (0.8, 5)


def test_an_unknown_filter_or_option_is_named():
    with pytest.raises(ConfigError, match="lenght"):
        make_filter("lenght")
    with pytest.raises(ConfigError, match="least_words"):
        make_filter("length", shortest=4)


@pytest.mark.parametrize("name", [n for n in PAGE_ORDER if n not in ("duplicate", "language", "title", "glued_words")])
def test_an_ordinary_pair_passes(name, pair):
    assert accepts(name, pair())


@pytest.mark.parametrize(
    ("name", "source", "target"),
    [
        ("length", "Two words", "كلمتان فقط هنا"),
        ("length", "word " * 121, "كلمة وكلمة وكلمة"),
        ("length_ratio", "A short one here.", "جملة أطول من الأولى بكثير فلا يمكن أن تكون ترجمة لها على الإطلاق."),
        ("length_ratio", "Something", " "),
        ("long_word", "See " + "x" * 41, "انظر هنا الآن"),
        ("script", "He said so.", "This was never translated at all."),
        ("script", "قال ذلك أمس", "قال ذلك أمس"),
        ("copy", "Reuters, AFP", "Reuters AFP"),
        ("copy", "He has never been to Ankara before", "He has never been to أنقرة"),
        ("similarity", "Kızılay Ankara haberleri", "Kizilay Ankara haberleri"),
        ("numbers", "In 2011 it cost 350 dollars.", "في عام ٢٠١٢ كلف ٤٠٠ دولار."),
        ("numbers", "The year was 2011.", "كان ذلك في تلك السنة."),
        ("numbers", "It cost 1.5 million dollars.", "كلف ذلك 1.5 مليار دولار في 2011."),
        ("numbers", "It cost 350,000 dollars.", "كلف ذلك 450 ألف دولار."),
        ("numbers", "In 1980 and in 2003.", "في الثمانينيات فقط."),
        ("terminal_punctuation", "No.", "لا... من؟ أين؟ متى؟ كيف؟"),
        ("repetition", "It was good.", "كان كان كان كان كان جيدا"),
        ("markup", "See <b>here</b> now.", "انظر هنا الآن."),
        ("markup", "Oil &amp; gas fell.", "هبط النفط والغاز."),
    ],
)
def test_refuses(name, source, target, pair):
    assert not accepts(name, pair(source, target))


@pytest.mark.parametrize(
    ("name", "source", "target"),
    [
        ("script", "He works for Reuters and Agence France-Presse.", "يعمل لدى Reuters وكذلك Agence France-Presse."),
        ("script", "Nothing but 2011", "٢٠١١"),
        ("copy", "Reuters and Anadolu reported it first yesterday.", "Reuters وAnadolu أوردتا الخبر أولا أمس."),
        ("numbers", "In 2011 it cost 1,350 dollars.", "في عام ٢٠١١ كلف ١٬٣٥٠ دولارا."),
        ("numbers", "In 2011 it cost 3.5 dollars.", "در سال ۲۰۱۱ قیمت آن ۳٫۵ دلار بود."),
        ("numbers", "Two people came.", "جاء 2 منهم."),
        ("numbers", "More than 25,000 people fled.", "فر أكثر من 25 ألف شخص."),
        ("numbers", "It cost 1.5 million dollars.", "كلف ذلك 1500000 دولار."),
        ("numbers", "It cost 3 billion lira.", "3 milyar lira tuttu."),
        ("numbers", "Some 40,000 people came.", "حدود ۴۰ هزار نفر آمدند."),
        ("numbers", "It cost 2.5 million dollars.", "Se cusese 2.5 milijuna dolara."),
        ("numbers", "He collected 4,000 signatures.", "جمع أربعة آلاف توقيع."),
        ("numbers", "In the 1980s, in the 19th century.", "في ثمانينيات القرن الماضي، في القرن التاسع عشر."),
        ("numbers", "Code 123456789012345678901234567890 here", "الرمز 123456789012345678901234567890 هنا"),
        ("repetition", "He said so.", "قال قال ذلك"),
        ("repetition", "-- -- -- -- -- he said", "قال ذلك أمس"),
        ("markup", "Prices rose by < 3 % & fell > 2 %.", "ارتفعت الأسعار < 3 % & هبطت > 2 %."),
        ("terminal_punctuation", "Who came?", "من جاء؟"),
        ("terminal_punctuation", "The U.S. and U.K. envoys met the U.N. chief.", "التقى المبعوثان الأمين العام."),
        ("terminal_punctuation", "CBS had 3.1, NBC 2.94, MSNBC 2.89, CNN 2.52, Fox 2.1.", "كانت خمس قنوات."),
        ("terminal_punctuation", "I do not know... maybe tomorrow...", "لا أعرف... ربما غدا..."),
        ("terminal_punctuation", "See www.a.example.com and b.c.example.org", "وہ کل شام گھر آیا۔"),
    ],
)
def test_lets_through(name, source, target, pair):
    assert accepts(name, pair(source, target))


def test_persian_years_agree_with_the_common_era(pair):
    persian = {"source_language": "fa", "target_language": "en"}
    assert accepts("numbers", pair("این در سال ۱۴۰۲ بود.", "That was in 2023.", **persian))
    assert not accepts("numbers", pair("این در سال ۱۴۰۲ بود.", "That was in 2001.", **persian))


def test_a_low_alignment_score_is_refused_in_parallel_pairs_only(pair):
    assert not accepts("alignment_score", pair(score=0.05))
    assert accepts("alignment_score", pair(score=0.05, kind="comparable"))
    assert accepts("alignment_score", pair(score=None))


def test_flags_of_the_translation_are_refused_unless_allowed(pair):
    assert not accepts("translation_flags", pair(flags=("repetition",)))
    assert accepts("translation_flags", pair(flags=("repetition",)), allowed=("repetition",))


def test_titles_and_glued_words_work_when_asked_for(pair):
    assert not accepts("title", pair("US Declares It Will Not Normalize"))
    assert not accepts("glued_words", pair("The minister saidMonday it was over."))


def test_scores_are_kept_and_bounds_can_change_without_measuring_again(pair):
    score = make_filter("length").score(pair("Two words", "كلمتان فقط"))
    assert score == (2.0, 2.0)
    assert make_filter("length", least_words=2).accept(score)


def test_a_long_run_of_one_letter_is_measured_at_once(pair):
    assert not accepts("repetition", pair("a" * 20000, "b"))


def test_refusals_are_decisions_and_nothing_is_thrown_away(pair):
    bad = pair("Two words", "كلمتان <b>هنا</b>", id="bad")
    gone = pair(id="gone", kept=False)
    pairs, decisions = apply_filters([pair(), bad, gone], default_filters_without_models())
    assert [p.id for p in pairs] == ["p1", "bad", "gone"]
    assert [p.kept for p in pairs] == [True, False, False]
    assert {(d.target, d.rule) for d in decisions} == {("bad", "length"), ("bad", "markup")}
    assert all(d.action == "drop" and d.reason for d in decisions)


def test_a_side_in_another_language_is_refused(pair):
    turkish = "Bakan pazartesi günü görüşmeler için Ankara'ya geldi."
    assert accepts("language", pair())
    assert not accepts("language", pair(source=turkish))
    assert accepts("language", pair(source=turkish, source_language="tr"))
    assert accepts("language", pair(source="Ankara, Reuters"))
    azerbaijani = "Nazir bazar ertəsi danışıqlar üçün Ankaraya gəlib."
    assert not accepts("language", pair(source=azerbaijani))
    assert accepts("language", pair(source=azerbaijani, source_language="az"))


def test_names_in_latin_letters_do_not_make_an_arabic_sentence_english(pair):
    english = "Reuters and Bloomberg cited Goldman Sachs and Morgan Stanley analysts."
    arabic = "نقلت Reuters و Bloomberg عن محللي Goldman Sachs و Morgan Stanley."
    assert accepts("language", pair(english, arabic)) and accepts("script", pair(english, arabic))
    untranslated = "Reuters reported on Monday that the talks had been broken off without any result."
    assert not accepts("language", pair(untranslated, untranslated))


def default_filters_without_models():
    return [f for f in default_filters() if f.name != "language"]


def test_every_filter_has_its_section_with_default_and_source_in_the_documentation():
    page = (Path(__file__).parents[2] / "docs" / "filters.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    assert list(sections) == list(FILTERS)
    assert all(
        "Source:" in part and ("Default" in part or "default" in part or "rules" in part) for part in sections.values()
    )
