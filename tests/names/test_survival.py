"""Survival of names in translation: kept, repaired where certain, else said to be lost."""

from __future__ import annotations

import pytest

from corpus_tools.names.entities import resolve_names
from corpus_tools.names.mentions import find_names
from corpus_tools.names.survival import Survival, check_names, target_forms


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
