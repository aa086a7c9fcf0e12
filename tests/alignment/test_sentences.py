"""Sentence alignment: what it promises for any two texts, and what it gets right in a few languages."""

import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools import align_sentences

ENGLISH = [
    "The foreign minister met his Turkish counterpart in Ankara on Monday.",
    "They discussed the return of refugees and the fight against terrorism.",
    "No statement was published after the talks.",
    "The two countries cut ties in 2012.",
    "Vladimir Putin called for a new meeting in Moscow.",
]
ARABIC = [
    "التقى وزير الخارجية نظيره التركي في أنقرة يوم الاثنين.",
    "وناقشا عودة اللاجئين ومكافحة الإرهاب.",
    "ولم يصدر أي بيان بعد المحادثات.",
    "وقطع البلدان العلاقات في عام ٢٠١٢.",
    "ودعا فلاديمير بوتين إلى اجتماع جديد في موسكو.",
]


def shapes(beads):
    return [(bead.source, bead.target) for bead in beads]


def aligned(source, target, **options):
    languages = {"source_language": "en", "target_language": "ar"} | options
    return align_sentences(source, target, **languages)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=9), st.lists(st.text(max_size=40), max_size=9), st.booleans())
def test_beads_cover_every_sentence_once_and_in_order(source, target, translated):
    beads = aligned(source, target, translations=source if translated else None)
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in beads for j in bead.target] == list(range(len(target)))
    assert all(0 <= bead.score <= 1 for bead in beads)
    assert all((len(bead.source) == 0 or len(bead.target) == 0) <= (bead.score == 0) for bead in beads)


def test_a_translation_is_paired_sentence_by_sentence():
    assert shapes(aligned(ENGLISH, ARABIC)) == [((i,), (i,)) for i in range(5)]


def test_the_direction_makes_no_difference():
    beads = aligned(ARABIC, ENGLISH, source_language="ar", target_language="en")
    assert shapes(beads) == [((i,), (i,)) for i in range(5)]


def test_merged_sentences_become_one_bead():
    target = [ARABIC[0], ARABIC[1] + " " + ARABIC[2], *ARABIC[3:]]
    assert ((1, 2), (1,)) in shapes(aligned(ENGLISH, target))


def test_sentences_without_counterpart_stay_alone():
    foreign = "وسجل اللاعب هدفين في الشوط الثاني من المباراة."
    beads = aligned(ENGLISH, [*ARABIC[:2], foreign, *ARABIC[3:]])
    assert ((2,), ()) in shapes(beads)


GAPS = [
    ("en", "ar", "Prices of bread rose in the winter.", "شاهد أيضا صورا من الاحتفال في العاصمة."),
    ("ar", "en", "حمل تطبيقنا على هاتفك في دقائق.", "The team won the cup in the spring."),
    ("tr", "en", "Okullar yazın kapalı olacak.", "The film will be shown in June."),
    ("en", "tr", "Read more about this story on our website.", "Bu haberi arkadaşlarınızla paylaşın."),
    ("fa", "en", "قطارها به خاطر باران دو روز متوقف شدند.", "Two men were arrested in the town."),
]
AROUND = {
    "en": ["The council approved the budget on Monday.", "The mayor thanked the doctors and nurses for their work."],
    "ar": ["وافق المجلس على الميزانية يوم الاثنين.", "وشكر رئيس البلدية الأطباء والممرضين على عملهم."],
    "tr": ["Meclis pazartesi günü bütçeyi onayladı.", "Belediye başkanı doktorlara ve hemşirelere teşekkür etti."],
    "fa": ["شورا روز دوشنبه بودجه را تصویب کرد.", "شهردار از کار پزشکان و پرستاران تشکر کرد."],
}


@pytest.mark.parametrize(("source_language", "target_language", "own", "foreign"), GAPS)
def test_two_sentences_in_one_gap_that_share_nothing_stay_alone(source_language, target_language, own, foreign):
    sides = [
        [AROUND[tag][0], text, AROUND[tag][1]] for tag, text in ((source_language, own), (target_language, foreign))
    ]
    beads = aligned(*sides, source_language=source_language, target_language=target_language)
    assert ((1,), (1,)) not in shapes(beads)
    assert {((0,), (0,)), ((2,), (2,))} <= set(shapes(beads))


@pytest.mark.parametrize(
    ("own", "foreign"),
    [
        ("Karim Haddad coached Sunderland United.", "ودرب كريم حداد نادي سندرلاند."),
        ("Turnout reached 61.4 percent, observers reckoned.", "وبلغ الإقبال 61.4 في المئة."),
        ("He did not.", "لكنه لم يفعل ذلك."),
    ],
)
def test_a_shared_name_or_number_is_enough_and_short_sentences_need_none(own, foreign):
    beads = aligned([AROUND["en"][0], own, AROUND["en"][1]], [AROUND["ar"][0], foreign, AROUND["ar"][1]])
    assert shapes(beads) == [((i,), (i,)) for i in range(3)]


def test_one_side_empty_leaves_all_alone():
    assert shapes(aligned(ENGLISH[:2], [])) == [((0,), ()), ((1,), ())]
    assert shapes(aligned([], ARABIC[:1])) == [((), (0,))]
    assert aligned([], []) == ()


def test_translations_must_be_one_per_sentence():
    with pytest.raises(ValueError, match="as many translations"):
        aligned(ENGLISH, ARABIC, translations=["one"])


def test_long_texts_are_aligned_in_a_band():
    chance = random.Random(5)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdfgklmnprst"]
    source = [" ".join(chance.choices(words, k=12)) + "." for _ in range(1500)]
    target, gold = [], []
    for i, sentence in enumerate(source):
        if chance.random() < 0.03:
            continue
        if chance.random() < 0.03:
            target.append(" ".join(chance.choices(words, k=12)) + ".")
        gold.append(((i,), (len(target),)))
        target.append(sentence)
    found = set(shapes(align_sentences(source, target, source_language="xx", target_language="yy")))
    assert len(found & set(gold)) / len(gold) > 0.97


TURKISH = [
    "Dışişleri bakanı pazartesi günü Ankara'da Türk mevkidaşıyla görüştü.",
    "Mültecilerin dönüşünü ve terörle mücadeleyi ele aldılar.",
    "Görüşmelerin ardından açıklama yapılmadı.",
    "İki ülke 2012'de ilişkilerini kesti.",
    "Vladimir Putin Moskova'da yeni bir toplantı çağrısında bulundu.",
]
GERMAN = [
    "Der Außenminister traf am Montag in Ankara seinen türkischen Amtskollegen.",
    "Sie sprachen über die Rückkehr der Flüchtlinge und den Kampf gegen den Terrorismus.",
    "Nach den Gesprächen wurde keine Erklärung veröffentlicht.",
    "Die beiden Länder brachen 2012 ihre Beziehungen ab.",
    "Wladimir Putin rief zu einem neuen Treffen in Moskau auf.",
]
FRENCH = [
    "Le ministre des Affaires étrangères a rencontré lundi à Ankara son homologue turc.",
    "Ils ont évoqué le retour des réfugiés et la lutte contre le terrorisme.",
    "Aucune déclaration n'a été publiée après les entretiens.",
    "Les deux pays ont rompu leurs relations en 2012.",
    "Vladimir Poutine a appelé à une nouvelle réunion à Moscou.",
]


def mediocre(sentences, *, lost=0.35, swapped=0.2, seed=7):
    """Return the sentences as a mediocre machine would translate into them: words lost, wrong and out of order."""
    chance = random.Random(seed)
    words = " ".join(sentences).split()
    out = []
    for sentence in sentences:
        kept = [chance.choice(words) if chance.random() < swapped else w for w in sentence.split()]
        kept = [word for word in kept if chance.random() >= lost]
        for place in range(1, len(kept), 3):
            kept[place - 1], kept[place] = kept[place], kept[place - 1]
        out.append(" ".join(kept))
    return out


@pytest.mark.parametrize(
    ("source", "target", "source_language", "target_language"),
    [(ENGLISH, TURKISH, "en", "tr"), (TURKISH, ARABIC, "tr", "ar"), (GERMAN, FRENCH, "de", "fr")],
)
def test_other_languages_are_aligned_without_a_model(source, target, source_language, target_language):
    beads = align_sentences(source, target, source_language=source_language, target_language=target_language)
    pairs = [bead for bead in shapes(beads) if all(bead)]
    assert len(pairs) >= 3
    assert all(s == t for s, t in pairs)


@pytest.mark.parametrize(
    ("source", "target", "source_language", "target_language"),
    [(ENGLISH, TURKISH, "en", "tr"), (GERMAN, FRENCH, "de", "fr"), (ENGLISH, ARABIC, "en", "ar")],
)
@pytest.mark.parametrize("seed", range(4))
def test_a_mediocre_translation_is_enough(source, target, source_language, target_language, seed):
    made = mediocre(target, seed=seed)
    languages = {"source_language": source_language, "target_language": target_language}
    merged = [target[0] + " " + target[1], *target[2:4]]
    beads = align_sentences(source, merged, translations=made, **languages)
    assert shapes(beads) == [((0, 1), (0,)), ((2,), (1,)), ((3,), (2,)), ((4,), ())]


def test_a_worthless_translation_does_no_harm():
    chance = random.Random(2)
    words = ["البيت", "شجرة", "قديمة", "سيارة", "يمشي", "كثيرا", "أزرق", "مدينة", "كتاب", "نهر", "طويل"]
    made = [" ".join(chance.choices(words, k=9)) for _ in ENGLISH]
    assert shapes(aligned(ENGLISH, ARABIC, translations=made)) == [((i,), (i,)) for i in range(5)]


def test_a_long_text_teaches_its_own_lexicon():
    chance = random.Random(11)
    words = {f"{a}{b}{c}o": f"q{c}{b}{a}u" for a in "bdfgklm" for b in "aei" for c in "nprst"}
    source = [" ".join(chance.choices(sorted(words), k=9)) for _ in range(220)]
    target = [" ".join(words[word] for word in sentence.split()) for sentence in source]
    gold = {((i,), (i - (i > 100),)) for i in range(220) if i != 100}
    del target[100]
    found = shapes(align_sentences(source, target, source_language="xx", target_language="yy"))
    assert ((100,), ()) in found
    assert len(gold & set(found)) > 215


def test_texts_of_one_or_two_sentences_are_paired():
    assert shapes(aligned(ENGLISH[:1], ARABIC[:1])) == [((0,), (0,))]
    assert shapes(aligned(ENGLISH[:2], ARABIC[:2])) == [((0,), (0,)), ((1,), (1,))]


@pytest.mark.parametrize(("source", "target"), [([""] * 700, [""] * 600), (["1"] * 600, ["١"] * 600)])
def test_long_texts_that_say_nothing_are_still_covered(source, target):
    beads = aligned(source, target)
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in beads for j in bead.target] == list(range(len(target)))


@pytest.mark.parametrize("missing", [{1}, {0, 2}, {1, 2, 3, 4}])
def test_sentences_without_a_translation_are_judged_by_their_words(missing):
    made = ["" if i in missing else text for i, text in enumerate(ARABIC)]
    assert shapes(aligned(ENGLISH, ARABIC, translations=made)) == [((i,), (i,)) for i in range(5)]


def test_translations_that_are_all_missing_count_for_nothing():
    assert aligned(ENGLISH, ARABIC[1:], translations=["", " "] + [""] * 3) == aligned(ENGLISH, ARABIC[1:])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (ENGLISH[:1], ARABIC * 30),
        (ENGLISH * 30, ARABIC[:1]),
        (ENGLISH[:1] * 70, ARABIC[:1] * 90),
        ([" ".join(ENGLISH) * 20] * 20, ["نعم"] * 20),
        (["1", "22", "333"] * 20, ["٣٣٣", "1"] * 25),
        ([" ".join(ENGLISH * 400)], [" ".join(ARABIC * 300), "لا"]),
        (["...", "\ud800", "\x00"], ["؟", "😀" * 50]),
    ],
    ids=["one-many", "many-one", "all alike", "lengths 1:500", "numbers", "very long", "no words"],
)
@pytest.mark.parametrize("translated", [False, True])
def test_texts_that_hardly_correspond_are_still_covered(source, target, translated):
    beads = aligned(source, target, translations=source if translated else None)
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in beads for j in bead.target] == list(range(len(target)))
    assert all(0 <= bead.score <= 1 for bead in beads)


def test_glued_and_encoded_words_take_no_more_memory_than_others():
    chance = random.Random(4)
    latin, arabic = ("".join(chance.choices(letters, k=12_000)) for letters in ("bcdfgklmnprst", "بتجدرزسفكلمن"))
    tracemalloc.start()
    beads = aligned([latin.capitalize()], [arabic])
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()
    assert len(beads) >= 1
