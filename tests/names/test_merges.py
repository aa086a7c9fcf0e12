"""One person, many spellings, two scripts, no false merge: pairs that are one, and that look it and are not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from corpus_tools import compare_names
from corpus_tools.names.clustering import Node, cluster
from corpus_tools.names.distinct import distinct_words
from corpus_tools.names.entities import resolve_names
from corpus_tools.names.folding import fold_name
from corpus_tools.names.mentions import find_names
from corpus_tools.names.resolution import resolve_mentions
from corpus_tools.names.review import format_review, uncertain_merges
from corpus_tools.records import NameMention

_LINES = (Path(__file__).parent / "data" / "merges.txt").read_text(encoding="utf-8").splitlines()
_PAIRS = [(a, b, same == "yes") for a, b, same in (line.split("\t") for line in _LINES if not line.startswith("#"))]


def persons(*names: str) -> list[NameMention]:
    return [
        NameMention(
            id=f"m{at}", start=100 * at, end=100 * at + len(name), text=name, kind="person", language="", reason=""
        )
        for at, name in enumerate(names)
    ]


@pytest.mark.parametrize(("a", "b", "same"), _PAIRS)
def test_a_pair_is_judged_as_a_reader_would(a: str, b: str, same: bool) -> None:
    assert compare_names(a, b).same == same
    nodes = [Node(key=name, kind="person", text=name, folds=fold_name(name)) for name in sorted((a, b))]
    one, other = cluster(nodes).of
    assert (one == other) == same


@pytest.mark.parametrize(("a", "b"), [(a, b) for a, b, same in _PAIRS if not same])
def test_two_persons_of_one_document_stay_two(a: str, b: str) -> None:
    assert len(resolve_mentions("d", persons(a, b))) == 2


def test_what_is_held_apart_says_why() -> None:
    held = [found for a, b, _ in _PAIRS if (found := compare_names(a, b)).apart]
    assert len(held) > 30
    assert all(found.evidence[-1] == found.apart and found.verdict == "possible" for found in held)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("mohamed", "muhammad"), ("bouthaina", "buthaina"), ("slimane", "soulaimane"), ("mueller", "muller"),
        ("haniya", "haniyeh"), ("serguei", "sergei"), ("nasrallah", "nasrullah"), ("robert", "bob"), ("iyad", "ayad"),
        ("كلينتون", "كلنتون"), ("بوتين", "بوتن"), ("هارون", "هرون"), ("ياشار", "يشار"), ("كريم", "karam"), ("", ""),
        ("جوزف", "جوزيف"), ("سيرجي", "سيرغي"), ("julia", "yulia"), ("fatima", "fatime"), ("mark", "marc"),
    ],
)  # fmt: skip
def test_habits_of_spelling_make_no_two_words(a: str, b: str) -> None:
    assert distinct_words(a, b) == distinct_words(b, a) == ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("julia", "julio"), ("erik", "erika"), ("gamal", "gamila"), ("tarik", "tariki"), ("petros", "petrosyan"),
        ("بدير", "بدر"), ("فايز", "فواز"), ("مسعود", "سعيد"), ("حمدان", "حامد"), ("شكري", "شاكر"), ("وليد", "والد"),
        ("عبيدالله", "عبدالله"), ("محسن", "حسن"), ("اكرم", "كريم"), ("حسام", "هشام"), ("ليث", "ليز"), ("جون", "جين"),
        ("diana", "diane"), ("collin", "celine"), ("john", "jean"),
    ],
)  # fmt: skip
def test_gender_pattern_and_further_letters_make_two_words(a: str, b: str) -> None:
    assert distinct_words(a, b) == distinct_words(b, a) != ""


def test_a_spelling_in_another_script_does_not_bridge_two_names() -> None:
    names = sorted(["Hassan Murad", "حسن مراد", "حسان مراد"])
    clusters = cluster([Node(key=name, kind="person", text=name, folds=fold_name(name)) for name in names])
    of = dict(zip(names, clusters.of, strict=True))
    assert of["Hassan Murad"] == of["حسن مراد"] != of["حسان مراد"]
    assert clusters.possible


def test_a_vague_spelling_does_not_bridge_two_names_of_a_document() -> None:
    local = resolve_mentions("d", persons("Bashir Saab", "Basher Saab", "Bashar Saab"))
    assert len(local) == 2


def test_a_canonical_form_is_never_that_of_a_namesake() -> None:
    entities = resolve_names(["قال محسن شاهين، وزير المالية، إن الأمر انتهى. وقال حسن شاهين، وزير الصحة، إنه لم يبدأ."])
    assert sorted(entity.form("ar") or "" for entity in entities) == ["حسن شاهين", "محسن شاهين"]


def test_a_doubtful_merge_is_offered_for_review_and_can_be_undone(tmp_path: Path) -> None:
    texts = ["Minister Hatice Cengizhan left.", "قالت الوزيرة خديجة جنكيزهان إن الأمر انتهى."]
    merged = resolve_names(texts)
    (entity,) = [each for each in merged if each.kind == "person"]
    assert {name.text for name in entity.names} == {"Hatice Cengizhan", "خديجة جنكيزهان"}
    (asked,) = uncertain_merges(merged)
    assert {asked.a, asked.b} == {"Hatice Cengizhan", "خديجة جنكيزهان"}
    assert "unlike" in asked.reason
    path = tmp_path / "review.toml"
    for decision, count in (("same", 1), ("different", 2)):
        path.write_text(format_review([dataclasses.replace(asked, decision=decision)]), encoding="utf-8")
        judged = resolve_names(texts, review=path)
        assert len([each for each in judged if each.kind == "person"]) == count
        assert uncertain_merges(judged) == ()


def test_a_doubtful_merge_inside_one_document_is_offered_for_review_as_well(tmp_path: Path) -> None:
    text = "Minister Tarek Gadhafi left. Later, Minister Tarek Khaddafi came."
    (entity,) = resolve_names([text])
    assert len(entity.names) == 2
    (asked,) = uncertain_merges([entity])
    path = tmp_path / "review.toml"
    path.write_text(format_review([dataclasses.replace(asked, decision="different")]), encoding="utf-8")
    assert len(resolve_names([text], review=path)) == 2


def test_sure_merges_are_not_offered_for_review() -> None:
    assert uncertain_merges(resolve_names(["Minister Tarık Şekeroğlu spoke.", "Minister Tarik Sekeroglu left."])) == ()


@pytest.mark.parametrize(("a", "b"), [("Austria", "Australia"), ("Slovakia", "Slovenia"), ("Tessin", "Tessera")])
def test_one_word_with_other_consonants_is_not_the_same(a: str, b: str) -> None:
    assert not compare_names(a, b).same


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Yesterday the dentist Angela Merkel Hoffmann opened her practice.", "Angela Merkel Hoffmann"),
        ("Later Hassan Rouhani Saberi, a teacher, answered the questions.", "Hassan Rouhani Saberi"),
        ("The shop belongs to Omar Mahmoud Abbas, who sells shoes.", "Omar Mahmoud Abbas"),
        ("Mahkemede tanık Mevlüt Çavuşoğlu Demir'in ifadesi dinlendi.", "Mevlüt Çavuşoğlu Demir"),
        ("ووصل المعلم حسن روحاني سليم إلى المدرسة أمس", "حسن روحاني سليم"),
    ],
)
def test_a_longer_name_than_a_newsmakers_is_one_mention_and_somebody_elses(text: str, name: str) -> None:
    (mention,) = [mention for mention in find_names(text) if mention.kind == "person"]
    assert (mention.text, mention.gazetteer) == (name, None)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("We met Vladimir Putin Tuesday in the palace.", ["person.vladimir-putin"]),
        ("The Angela Merkel Foundation said that Angela Merkel Europe tours had ended.", ["person.angela-merkel"]),
        ("Dün Mevlüt Çavuşoğlu Moskova'ya gitti.", ["person.mevlut-cavusoglu"]),
        ("استقبل حسن روحاني محمود عباس في القصر", ["person.hassan-rouhani", "person.mahmoud-abbas"]),
        ("استقبل محمود عباس سليم حداد في القصر", ["person.mahmoud-abbas", None]),
        ("قال محمود عباس أمس إن الأمر انتهى", ["person.mahmoud-abbas"]),
    ],
)
def test_what_follows_a_newsmaker_and_is_no_part_of_the_name_leaves_it_alone(text: str, known: list[str]) -> None:
    found = [mention for mention in find_names(text) if mention.kind == "person"]
    assert [mention.gazetteer for mention in found] == known


@pytest.mark.parametrize(("a", "b"), [("حمد الخطيب", "حميد الخطيب"), ("Salah Amini", "Saleh Amini")])
def test_known_given_names_that_are_two_hold_apart_what_the_rest_joins(a: str, b: str) -> None:
    assert not compare_names(a, b).same
