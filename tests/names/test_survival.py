"""Survival of names in translation: kept, repaired where certain, else said to be lost."""

from __future__ import annotations

import pytest

from corpus_tools.names.entities import resolve_names
from corpus_tools.names.mentions import find_names
from corpus_tools.names.survival import Survival, check_names, target_forms
from corpus_tools.records import NameMention
from corpus_tools.stages.name_survival import renderings


def person(name: str, language: str) -> NameMention:
    return NameMention(id="n0", start=0, end=len(name), text=name, kind="person", language=language, reason="")


def check(source: str, translation: str, language: str) -> Survival:
    return check_names(
        source, find_names(source), translation, language=language, forms=target_forms(resolve_names([source]))
    )


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        ("Mevlut Cavusoglu left Moscow.", "غادر مولود جاويش أوغلو موسكو", "ar"),
        ("Mevlut Cavusoglu left for Iraq.", "غادر جاويش أوغلو للعراق", "ar"),
        ("وصل بشار الأسد إلى دمشق", "Assad has arrived in Damascus", "en"),
        ("Foreign Minister Rashid Benhadj left.", "غادر وزير الخارجية رشيد بن حاج", "ar"),
    ],
)
def test_names_that_are_there_are_kept(source: str, translation: str, language: str) -> None:
    result = check(source, translation, language)
    assert result.text == translation
    assert [outcome.status for outcome in result.outcomes] == ["kept"] * len(result.outcomes) and result.outcomes


@pytest.mark.parametrize(
    ("name", "source", "translation", "language"),
    [
        ("Kaya", "Kaya's lawyer met the judge.", "التقى محامي كايا القاضي.", "ar"),
        ("Khoy", "The road to Khoy is closed.", "الطريق إلى خوي مغلق.", "ar"),
        ("Oya", "Oya has moved house.", "انتقلت أويا إلى بيت آخر.", "ar"),
        ("رؤى", "عادت رؤى من الجامعة.", "Roua is back from the university.", "en"),
    ],
)
def test_short_names_that_are_there_are_kept(name: str, source: str, translation: str, language: str) -> None:
    mention = person(name, "ar" if language == "en" else "en")
    result = check_names(source, [mention], translation, language=language)
    assert ([outcome.status for outcome in result.outcomes], result.text) == (["kept"], translation)


@pytest.mark.parametrize(
    ("name", "source", "translation"),
    [
        ("Ali", "Ali flew home.", "سافر إلى بلده على متن طائرة."),
        ("Kaya", "Kaya left the hall.", "غادر القاعة كما هي."),
        ("Ida", "Ida asked whether it was open.", "سألت إذا كان مفتوحا."),
        ("Lee", "Lee told me so.", "قال لي ذلك."),
    ],
)
def test_short_names_are_not_found_in_everyday_words(name: str, source: str, translation: str) -> None:
    assert check_names(source, [person(name, "en")], translation, language="ar").lost == (name,)


def test_a_short_name_in_a_spelling_of_its_own_is_not_written_anew() -> None:
    result = check_names(
        "الطريق إلى خوي مغلق.", [person("خوي", "ar")], "The road to Khuy is closed.", language="en",
        forms=lambda *_: ("Khoy",),
    )  # fmt: skip
    assert ([outcome.status for outcome in result.outcomes], result.outcomes[0].found) == (["kept"], "Khuy")


def test_a_mangled_name_is_repaired_where_it_is_certain() -> None:
    result = check("Mevlut Cavusoglu left.", "غادر مولود كافوسوغلو", "ar")
    assert result.text == "غادر مولود تشاووش أوغلو"
    assert result.outcomes[0].found == "مولود كافوسوغلو"


def test_letters_of_the_source_left_in_another_script_are_repaired() -> None:
    assert check("Mevlut Cavusoglu left.", "غادر Mevlut Cavusoglu", "ar").text == "غادر مولود تشاووش أوغلو"


def test_what_is_missing_is_lost_and_nothing_is_invented() -> None:
    result = check("Vladimir Putin left Moscow.", "غادر الرئيس العاصمة", "ar")
    assert result.lost == ("Vladimir Putin", "Moscow")
    assert result.text == "غادر الرئيس العاصمة"


def test_another_persons_name_is_not_rewritten() -> None:
    result = check("Sergei Lavrov left.", "غادر ألكسندر لافرنتيف", "ar")
    assert result.text == "غادر ألكسندر لافرنتيف"


@pytest.mark.parametrize(
    ("source", "translation", "language", "repaired"),
    [
        ("The road to Tartus is closed.", "أغلق الطريق إلى طاروسوس.", "ar", "أغلق الطريق إلى طرطوس."),
        ("He flew to Cairo and Nouakchott.", "طار إلى القاهرة ونوكوشو", "ar", "طار إلى القاهرة ونواكشوط"),
        ("Dmitry Peskov said no.", "قال دميت ديكوف لا", "ar", "قال دميتري بيسكوف لا"),
        ("وصل الوفد إلى بودروم أمس", "The delegation arrived in Badros yesterday", "en", "Bodrum"),
    ],
)
def test_a_stretch_that_nothing_else_explains_is_the_name(
    source: str, translation: str, language: str, repaired: str
) -> None:
    result = check(source, translation, language)
    assert repaired in result.text
    reasons = [outcome.how for outcome in result.outcomes if outcome.status == "repaired"]
    assert len(reasons) == 1 and reasons[0].endswith("nothing else explains it")


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        # Either of two stretches could be it.
        ("The road to Tartus is closed.", "أغلق الطريق من طاروسوس إلى طارطسو", "ar"),
        # Another word of the source explains the stretch.
        ("Mr Tarosos has left Tartus.", "غادر السيد طاروسوس المدينة", "ar"),
        # An everyday word that is about as alike as a short name would be.
        ("He wrote from Aden.", "كتب من عند أخيه", "ar"),
        ("The delegation spoke of Belgrade.", "علم الوفد بإلغاء تأشيراته", "ar"),
        # The translation names another known place.
        ("وصل الوفد إلى السويداء", "The delegation arrived in Sweden", "en"),
        # At the other end of a long sentence.
        (
            "Tartus was calm when the long report of the committee on the harbours was read out.",
            "كان الهدوء سائدا عندما تليت مطولة تقارير اللجنة عن موانئ البلاد كلها في طاروسوس",
            "ar",
        ),
    ],
)
def test_what_may_be_something_else_stays_lost(source: str, translation: str, language: str) -> None:
    result = check(source, translation, language)
    assert result.text == translation
    assert result.lost


def test_a_singular_is_not_written_as_the_plural() -> None:
    result = check("أعلن الحوثيين موقفهم", "The Houthi position was announced", "en")
    assert result.text == "The Houthi position was announced"
    assert [outcome.status for outcome in result.outcomes] == ["kept"]


_LEXICON = {
    ("Ministry", "وزارة"),
    ("Water", "المياه"),
    ("Resources", "الموارد"),
    ("Horn", "قرن"),
    ("Africa", "أفريقيا"),
}


def meant(source: str, translation: str) -> list[tuple[str, str]]:
    """What became of the names where translated words count."""
    mentions = find_names(source, language="en")
    result = check_names(
        source,
        mentions,
        translation,
        language="ar",
        forms=target_forms(resolve_names([source])),
        renders=lambda word, other: (word, other) in _LEXICON,
    )
    assert result.text == translation
    return [(outcome.name, outcome.status) for outcome in result.outcomes]


def test_a_name_of_words_is_kept_where_its_words_are_translated() -> None:
    name = "Ministry of Water Resources"
    assert meant(f"The {name} has closed.", "أغلقت وزارة الموارد المياه") == [(name, "kept")]
    assert meant(f"The {name} has closed.", "أغلقت وزارة المياه") == [(name, "lost")]
    apart = "وزارة كبيرة جدا في بلد بعيد عن كل ما يعرف الناس من المياه ومن كل الموارد"
    assert meant(f"The {name} has closed.", apart) == [(name, "lost")]


def test_a_known_place_is_not_found_by_the_meaning_of_its_words() -> None:
    assert meant("Drought spread in the Horn of Africa.", "امتد الجفاف في أفريقيا منذ قرن") == [
        ("Horn of Africa", "lost")
    ]


def test_proper_names_inside_a_translated_name_are_found_by_their_forms_and_sound() -> None:
    lexicon = {("University", "جامعة")}
    for place, arabic in (("Tripoli", "طرابلس"), ("Bandirov", "بانديروف")):
        source = f"The University of {place} closed."
        mentions = find_names(source, language="en")
        result = check_names(
            source,
            mentions,
            f"أغلقت جامعة {arabic}",
            language="ar",
            renders=lambda word, other: (word, other) in lexicon,
        )
        assert [(each.name, each.status) for each in result.outcomes] == [(f"University of {place}", "kept")]


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        # Long vowels and the article are free in Arabic: a variant is no mistake.
        ("He flew to Hong Kong.", "طار إلى هنغ كونغ"),
        ("He flew to Pakistan.", "طار إلى الباكستان"),
        ("He flew to Hong Kong.", "طار إلى هونج كونج"),
        ("He flew to Antakya.", "طار إلى أنطاكية"),
        ("وصل إلى برلين أمس", "He met Berliners yesterday"),
        # "The capital" is no part of a mangled name.
        ("Apia is the capital of Samoa.", "أبيا هي عاصمة ساوا"),
    ],
)
def test_what_reads_as_the_name_or_is_another_word_is_not_rewritten(source: str, translation: str) -> None:
    assert check(source, translation, "en" if translation.isascii() else "ar").text == translation


def test_the_stage_takes_what_renders_what_from_the_starter_lexicons() -> None:
    renders = renderings("en", "ar")
    assert renders is not None and renders("Ministry", "وزارة") and not renders("Ministry", "بحر")
    assert renderings("en", "xx") is None


def after_role(source: str, translation: str, language: str = "ar") -> Survival:
    """What became of the names where the starter lexicons say which roles are the same."""
    origin = "ar" if language == "en" else "en"
    mentions = find_names(source, language=origin)
    forms = target_forms(resolve_names([source]))
    renders = renderings(origin, language)
    return check_names(source, mentions, translation, language=language, forms=forms, renders=renders)


@pytest.mark.parametrize(
    ("source", "translation", "repaired"),
    [
        (
            "Turkish Foreign Minister Mevlüt Çavuşoğlu spoke on Thursday.",
            "تحدث وزير الخارجية التركي ميلفيتشوفاوفو يوم الخميس",
            "تحدث وزير الخارجية التركي مولود تشاووش أوغلو يوم الخميس",
        ),
        # All the words that nothing explains are the name, and the word that renders "visit" is not.
        (
            "Russian President Vladimir Putin began a visit on Friday.",
            "بدأ الرئيس الروسي فللادي بتينو زيارة يوم الجمعة",
            "بدأ الرئيس الروسي فلاديمير بوتين زيارة يوم الجمعة",
        ),
    ],
)
def test_what_stands_after_the_same_role_is_the_person(source: str, translation: str, repaired: str) -> None:
    result = after_role(source, translation)
    assert result.text == repaired
    assert any("same role" in outcome.how for outcome in result.outcomes)


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        # Another country's minister.
        ("Turkish Foreign Minister Mevlüt Çavuşoğlu spoke.", "تحدث وزير الخارجية الروسي ميلفيتشوفاوفو"),
        # Two of the same role and country: which of them it is nobody knows.
        (
            "Turkish Foreign Minister Mevlüt Çavuşoğlu spoke.",
            "تحدث وزير الخارجية التركي ميلفيتشوفاوفو مع وزير الخارجية التركي ملفوتشا",
        ),
        # What follows the role is like the name in nothing.
        ("Turkish Foreign Minister Mevlüt Çavuşoğlu spoke.", "تحدث وزير الخارجية التركي هندريك"),
        # No role in the source.
        ("Mevlüt Çavuşoğlu spoke.", "تحدث وزير الخارجية التركي ميلفيتشوفاوفو"),
    ],
)
def test_another_role_or_another_man_in_it_is_left_alone(source: str, translation: str) -> None:
    result = after_role(source, translation)
    assert result.text == translation and "Mevlüt Çavuşoğlu" in result.lost


def test_mangled_given_names_before_a_right_last_name_are_repaired() -> None:
    source = "Turkish President Recep Tayyip Erdoğan confirmed it."
    result = after_role(source, "أكد الرئيس التركي ريب تايبي أردوغان ذلك")
    assert result.text == "أكد الرئيس التركي رجب طيب أردوغان ذلك"
    assert any("its last name is right" in outcome.how for outcome in result.outcomes)


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        # Fewer of his names, a word that renders another, and one that is unlike his.
        ("Turkish President Recep Tayyip Erdoğan confirmed it.", "أكد الرئيس التركي رجب أردوغان ذلك"),
        ("The regime of Bashar al-Assad fell.", "سقط نظام الأسد"),
        ("Bashar al-Assad left after years.", "انتهى عهد الأسد"),
        # His wife.
        ("Asma al-Assad and Bashar al-Assad left.", "غادرت أسماء الأسد البلاد"),
    ],
)
def test_other_words_before_a_last_name_are_left_alone(source: str, translation: str) -> None:
    assert after_role(source, translation).text == translation
