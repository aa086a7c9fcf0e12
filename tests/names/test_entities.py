"""Entities: what is one, what never is, and that the order of documents does not matter."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpus_tools.errors import ConfigError, InputError
from corpus_tools.names.authority import parse_authority, starter_authority
from corpus_tools.names.entities import (
    EntityTable,
    NameSummary,
    apply_entities,
    combine_names,
    part_entities,
    resolve_names,
    summarise_mentions,
    summarise_names,
)
from corpus_tools.names.gazetteer import gazetteer
from corpus_tools.names.mentions import find_document_mentions, find_names
from corpus_tools.names.review import format_review, parse_review, read_review, review_toml, uncertain_merges
from corpus_tools.records import Document, Entity, Provenance
from corpus_tools.records.codec import decode, encode

_SEEDS = Path(__file__).parents[2] / "seeds"


def seeds() -> list[tuple[str, str]]:
    return [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(_SEEDS.glob("*.txt"))]


def spellings(entities: tuple[Entity, ...]) -> list[set[str]]:
    return [{name.text for name in entity.names} for entity in entities]


def together(entities: tuple[Entity, ...], *names: str) -> bool:
    return any(set(names) <= each for each in spellings(entities))


def apart(entities: tuple[Entity, ...], a: str, b: str) -> bool:
    return not together(entities, a, b)


@pytest.fixture(scope="module")
def of_seeds() -> tuple[Entity, ...]:
    return resolve_names(seeds())


@pytest.mark.parametrize(
    "names",
    [
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"),
        ("Türkiye", "Turkey"),
        ("Bashar al-Assad", "Assad"),
        ("United Nations Security Council", "UN Security Council"),
        ("US", "United States"),
        ("ISIL", "Islamic State in Iraq and the Levant"),
        ("MIT", "Turkish National Intelligence Organization"),
        ("Lavrov", "Sergei Lavrov"),
        ("Lavrentiev", "Alexander Lavrentiev"),
    ],
)
def test_spellings_of_the_seeds_are_one(of_seeds: tuple[Entity, ...], names: tuple[str, ...]) -> None:
    assert together(of_seeds, *names)


def test_nothing_false_is_merged_in_the_seeds(of_seeds: tuple[Entity, ...]) -> None:
    distinct = [
        "Sergei Lavrov",
        "Alexander Lavrentiev",
        "Sergey Shoigu",
        "Ali Mahmoud Abbas",
        "Vladimir Putin",
        "Assad",
    ]
    distinct += ["Ned Price", "Vedant Patel", "Hakan Fidan", "Hulusi Akar", "United Nations", "UN Security Council"]
    for index, first in enumerate(distinct):
        for second in distinct[index + 1 :]:
            assert apart(of_seeds, first, second), (first, second)


def test_a_name_and_one_with_more_words_stay_two_and_are_for_a_person_to_judge() -> None:
    entities = resolve_names(["Minister Omar Tarek Zaydan spoke.", "Minister Tarek Zaydan left."])
    assert apart(entities, "Omar Tarek Zaydan", "Tarek Zaydan")
    assert all(entity.possible for entity in entities)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Minister Pavel Dvornik", "Minister Petra Dvornik"),
        ("King Hamdan II", "King Hamdan III"),
        ("Minister Ivan Lavrov", "Minister Ivan Lavrentiev"),
        ("the Ruritanian Foreign Ministry", "the Ruritanian Interior Ministry"),
    ],
)
def test_other_given_names_generations_and_words_are_others(first: str, second: str) -> None:
    assert len(resolve_names([f"We met {first}.", f"We met {second}."])) == 2


def test_a_spelling_is_recognised_across_documents_and_scripts() -> None:
    entities = resolve_names(
        ["Minister Tarık Şekeroğlu spoke.", "Minister Tarik Sekeroglu left.", "قال وزير الدفاع طارق شكر أوغلو اليوم"]
    )
    assert together(entities, "Tarık Şekeroğlu", "Tarik Sekeroglu")


def test_an_acronym_is_what_its_document_says() -> None:
    entities = resolve_names(["The Massachusetts Institute of Technology (MIT) opened. Later MIT closed."])
    assert together(entities, "Massachusetts Institute of Technology", "MIT")


def test_a_surname_of_two_persons_joins_neither() -> None:
    entities = resolve_names(["Minister Pavel Dvornik met Minister Petra Dvornik. Then Dvornik left."])
    assert {"Dvornik"} in spellings(entities)


def test_the_order_of_documents_does_not_matter() -> None:
    summaries = [summarise_mentions(name, find_names(text), text) for name, text in seeds()]
    expected = encode(combine_names(summaries))
    for seed in range(3):
        random.Random(seed).shuffle(summaries)
        assert encode(combine_names(summaries)) == expected


def test_summaries_and_tables_survive_encoding() -> None:
    summaries = [summarise_mentions(name, find_names(text), text) for name, text in seeds()]
    assert [decode(encode(each), NameSummary) for each in summaries] == summaries
    table = combine_names(summaries)
    assert decode(encode(table), EntityTable) == table


def document(name: str, text: str) -> Document:
    import dataclasses

    plain = Document(id=name, raw=text, text=text, provenance=Provenance(source=name))
    return dataclasses.replace(plain, mentions=find_document_mentions(plain), layers=("mentions",))


def test_applied_documents_know_their_entities_and_canonical_forms() -> None:
    first, second = document("a", "Mevlut Cavusoglu left."), document("b", "وقال مولود جاويش أوغلو ذلك")
    summaries = [summarise_names(first), summarise_names(second)]
    table = combine_names(summaries)
    for one, form in ((first, "Mevlüt Çavuşoğlu"), (second, "مولود تشاووش أوغلو")):
        applied = apply_entities(one, table)
        assert [mention.canonical for mention in applied.mentions] == [form]
        assert [entity.mentions for entity in applied.entities] == [(one.mentions[0].id,)]
        assert applied == apply_entities(one, part_entities(table, [summarise_names(one)]))


def test_the_part_of_a_document_does_not_change_with_mentions_elsewhere() -> None:
    own = summarise_mentions("a", find_names("Turkey agreed."))
    other = summarise_mentions("b", find_names("Turkey agreed."))
    table = combine_names([own, other])
    assert part_entities(table, [own]).entities[0].mentions == ("a.m0",)


def test_a_users_file_wins(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    own = 'person = [{ id = "me.1", en = ["Mevlut Çavusoglu-Demir", "Mevlut Cavusoglu"] }]'
    path.write_text(own, encoding="utf-8")
    entities = resolve_names(["Mevlut Cavusoglu left."], authority=path)
    assert [(entity.id, entity.form("en")) for entity in entities] == [("me.1", "Mevlut Çavusoglu-Demir")]
    assert entities[0].form("ar") == "مولود تشاووش أوغلو"


@pytest.mark.parametrize(
    "text", ["x = [", "persons = []", "person = 1", "person = [{en = 'a'}]", "person = [{id = 'a'}]"]
)
def test_a_wrong_authority_file_is_named(text: str) -> None:
    with pytest.raises(ConfigError, match=r"mine\.toml"):
        parse_authority(text, where="mine.toml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        resolve_names(["x"], authority=tmp_path / "none.toml")
    with pytest.raises(InputError):
        resolve_names(["x"], review=tmp_path / "none.toml")


def test_a_last_name_in_another_script_is_that_of_the_one_full_name_of_its_text() -> None:
    text = "Minister Jorund Askvik left.\nقال الرئيس أسكفيك إن الأمر انتهى."
    (entity,) = [each for each in resolve_names([text]) if each.kind == "person"]
    assert {name.text for name in entity.names} == {"Jorund Askvik", "أسكفيك"}
    two = "Minister Jorund Askvik and Marit Askvik left.\nقال الرئيس أسكفيك إن الأمر انتهى."
    assert len([each for each in resolve_names([two]) if each.kind == "person"]) == 3
    other = "Envoy Alexander Lavrentiev left.\nقال الرئيس لافروف إن الأمر انتهى."
    assert len([each for each in resolve_names([other]) if each.kind == "person"]) == 2


def test_the_starter_authority_is_whole() -> None:
    entries = starter_authority()
    assert len(entries) >= 300
    assert all({"en", "tr", "ar", "fa"} <= set(entry.canonical()) for entry in entries)
    seen: dict[tuple[str, str, str], str] = {}
    for entry in entries:
        for language, form in entry.forms:
            assert seen.setdefault((entry.kind, language, form), entry.id) == entry.id, form


@pytest.mark.parametrize(
    ("name", "language", "known"),
    [
        ("Turkey", "en", "place.TR"),
        ("Türkiye", "tr", "place.TR"),
        ("تركيا", "ar", "place.TR"),
        ("ترکیه", "fa", "place.TR"),
        ("مولود چاووش‌اوغلو", "fa", "person.mevlut-cavusoglu"),
        ("سازمان جهانی بهداشت", "fa", "org.who"),
        ("USA", "en", "place.US"),
        ("ABD", "tr", "place.US"),
        ("Moskova", "tr", "place.moscow"),
        ("UNHCR", "en", "org.unhcr"),
    ],
)
def test_known_names_are_known_in_each_language(name: str, language: str, known: str) -> None:
    match = gazetteer().look_up(name, language=language)
    assert match is not None
    assert match.id == known


def test_a_review_is_obeyed(tmp_path: Path) -> None:
    texts = ["Minister Omar Tarek Zaydan spoke.", "Minister Tarek Zaydan left."]
    asked = uncertain_merges(resolve_names(texts))
    assert len(asked) == 1
    assert parse_review(review_toml(resolve_names(texts))) == asked
    path = tmp_path / "review.toml"
    asks = review_toml(resolve_names(texts))
    path.write_text(asks.replace('decision = ""', 'decision = "same"'), encoding="utf-8")
    assert read_review(path)[0].decision == "same"
    assert together(resolve_names(texts, review=path), "Omar Tarek Zaydan", "Tarek Zaydan")
    path.write_text(asks.replace('decision = ""', 'decision = "different"'), encoding="utf-8")
    assert all(not entity.possible for entity in resolve_names(texts, review=path))


@pytest.mark.parametrize("text", ["[[merges]]", "[[merge]]\na='x'", "[[merge]]\na='x'\nb='y'\ndecision='maybe'", "[["])
def test_a_wrong_review_is_named(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_review(text, where="r.toml")


def test_an_empty_review_is_empty() -> None:
    assert parse_review(format_review([])) == ()
