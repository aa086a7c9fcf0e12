"""Duplicates among pairs: which stays, and that the order of the corpus does not matter."""

import random
from dataclasses import replace

from corpus_tools.filters.apply import apply_filters
from corpus_tools.filters.duplicates import DuplicateFilter, combine_pairs, summarise_pairs

LONG = "ذكرت وكالة الأنباء أن وزير الخارجية التركي وصل إلى دمشق يوم الأحد لإجراء محادثات بشأن الحدود والمياه والتجارة"


def dropped(pairs, **configuration):
    _, decisions = apply_filters(pairs, [DuplicateFilter(**configuration)])
    return {(d.target, d.rule) for d in decisions}


def test_case_marks_and_spaces_do_not_hide_a_copy(pair):
    pairs = [pair("He said so  today.", "قالَ ذلك اليوم.", id="a"), pair("HE SAID SO TODAY", "قال ذلك اليوم", id="b")]
    assert dropped(pairs) == {("b", "duplicate.exact")}


def test_of_one_source_with_several_targets_the_best_score_stays(pair):
    pairs = [
        pair(target="وصل الوزير إلى أنقرة يوم الاثنين.", id="a", score=0.4),
        pair(target="جاء إلى العاصمة وزيرها بداية الأسبوع.", id="b", score=0.9),
    ]
    assert dropped(pairs) == {("a", "duplicate.one_to_many")}
    assert dropped(pairs, one_to_many=False) == set()


def test_a_pair_without_a_score_goes_before_none_that_has_one(pair):
    # Scores of translations are log-probabilities, all below zero.
    pairs = [pair(target="هدف أول", id="a", score=None), pair(target="هدف ثان", id="b", score=-0.7)]
    assert dropped(pairs) == {("a", "duplicate.one_to_many")}


def test_near_copies_are_found_in_arabic(pair):
    english = (
        "The agency said that the Turkish foreign minister reached Damascus on Sunday for talks on borders and trade"
    )
    pairs = [pair(english, LONG, id="a"), pair(english + " too", LONG + " معا", id="b")]
    assert dropped(pairs) == {("b", "duplicate.near")}
    assert dropped(pairs, similarity=None) == set()


def test_different_sentences_on_one_subject_are_no_duplicates(pair):
    pairs = [pair(f"He spoke about {w} in Ankara.", f"تحدث عن {v} في أنقرة.", id=w) for w, v in
             (("water", "المياه"), ("trade", "التجارة"), ("refugees", "اللاجئين"))]  # fmt: skip
    assert dropped(pairs) == set()


def test_pairs_of_other_kinds_or_languages_are_not_compared(pair):
    pairs = [pair(id="a"), pair(id="b", kind="comparable"), pair(id="c", target_language="fa")]
    assert dropped(pairs) == set()


def test_the_order_of_the_corpus_makes_no_difference(pair):
    chance = random.Random(3)
    pairs = []
    for i in range(60):
        words = LONG.split()
        words[chance.randrange(len(words))] = chance.choice(["أمس", "غدا"])
        pairs.append(pair(" ".join(words), LONG, id=f"p{i:02}", score=chance.choice([0.1, 0.5, None])))
    table = combine_pairs(summarise_pairs(pairs))
    chance.shuffle(pairs)
    assert combine_pairs(summarise_pairs(pairs)) == table
    assert table.duplicates


def test_pairs_set_aside_before_neither_count_nor_win(pair):
    first = replace(pair(id="a", score=1.0), kept=False)
    assert dropped([first, pair(id="b")]) == set()
