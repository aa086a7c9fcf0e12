"""The rule-based splitter: its laws on any string, and what it knows of each language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.language.segmentation import split_by_rules

_LANGUAGES = ("en", "ar", "tr", "fa", "de", "ur", "zh", "xx", "", "../en")
_NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(".!?؟۔…。\"'“”«»()[]\n\r\t \u00a0\u200c\u2028aAbB1٣دمابIİıi-–—:;,،\ud800\U0001f600")),
        st.characters(),
    ),
    max_size=120,
)


def sentences(text: str, language: str) -> list[str]:
    return [span.of(text) for span in split_by_rules(text, language=language)]


@given(_NASTY, st.sampled_from(_LANGUAGES))
def test_sentences_cover_all_but_white_space_in_order(text, language):
    position = 0
    for span in split_by_rules(text, language=language):
        assert text[position : span.start].strip() == ""
        slice_ = span.of(text)
        assert slice_ and slice_ == slice_.strip() and "\n" not in slice_
        position = span.end
    assert text[position:].strip() == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Mr. Smith met Dr. J. Brown in St. Louis.", "They talked."]),
        ("en", ["It cost 3.5 million.", "He left at 5 p.m. on Friday.", "She stayed."]),
        ("en", ["The rain reached the U.S.", "As the storm moved on, it rained."]),
        ("en", ["Police in B.C. said so.", "No. 10 was closed."]),
        ("en", ["“Run!” Hammel added.", "They ran."]),
        ("en", ['"Run!" they shouted.', "They ran."]),
        ("en", ['"We are done."', "He left."]),
        ("en", ['He said: "It is late.', 'We are leaving."', "They left."]),
        ("en", ["Where does it come from?", "Or that voice?"]),
        ("en", ["Yahoo! shares rose.", "Others fell."]),
        ("en", ["It was dismissed.[12]", "It was appealed.[3]"]),
        ("ar", ["قال د. محمد إنه مسافر.", "ثم سافر."]),
        ("ar", ['قال: "نحن نسير.', 'هذا صحيح".', "ثم مضى."]),
        ("ar", ['سأل: "هل لاحظتم هذا؟".', "لم يجب أحد."]),
        ("ar", ["هل جاء؟", "نعم!", "جاء أمس."]),
        ("ar", ["«أين المال؟» سأل القاضي.", "لم يجب أحد."]),
        ("ar", ["«أين المال؟»", "قال الوزير إنه لا يعرف."]),
        ("ar", ["«لا!»", "وقال الوزير: «نعم»."]),
        ("ar", ["نقلت أ.ف.ب. عن مصدر أن جون إف. كينيدي زار جيه. كيه. رولينغ هنا.", "هذا من بي بي سي.", "ثم مضى."]),
        ("fa", ["«پول کجاست؟» قاضی پرسید.", "جرج دبلیو. بوش آمد.", "رفت."]),
        ("en", ["See art. 5 of it.", "J.-P. Durand and Jean-P. Roy left.", "It rained."]),
        ("ar", ["عمل بين عامي 2009 و2014.", "وجد علماء أن ذلك صحيح."]),
        ("en", ["They met in the G20.", "Nothing came of it."]),
        ("fa", ["این جنگ در سال 1917 م. و پس از آن بود.", "پایان یافت."]),
        ("ur", ["یہ پہلا جملہ ہے۔", "یہ دوسرا ہے۔"]),
        ("tr", ["Bu 19. yüzyıl sonunda oldu.", "Prof. Dr. Ali geldi."]),
        ("tr", ['"Çok anlayışlı olman gerekiyor." dedi.', "Gitti."]),
        ("fa", ["تهران - ایرنا:", "وی گفت: این خبر درست است."]),
        ("fa", ["او گفت: «من می‌روم.", "تو بمان.» و رفت.", "آمد؟"]),
        ("fa", ["این درست است.", ") ص ۱۳۲ ( و پایان یافت."]),
        ("ar", ["إنهم صغار... لا يهدفون إلى الإيذاء.", "انتهى."]),
        ("tr", ["M.Ö. 512 yılında oldu.", "Av. Ayşe geldi mi?", "Evet!"]),
        ("en", ["It wasn't.", "But it did in the 80's.", "Well, etc.", "(That was it.)", "“Yes.”", "“No.”"]),
        ("tr", ["Ay Yapı San. Tic. Ltd. Şti. dün kapandı.", "ÖZ GIDA LTD. ŞTİ. ödedi.", "Kaya Tic. A.Ş. sustu."]),
        ("en", ["They asked the U.S. Dept. of Labor.", "Nothing came."]),
        ("zh", ["这是第一句。", "这是第二句！", "好。"]),
        ("de", ["Am 3. Oktober kam z.B. Herr Meier.", "Er ging."]),
    ],
)
def test_rules_know_abbreviations_and_quotations(language, expected):
    text = ("" if language == "zh" else " ").join(expected)
    assert sentences(text, language) == expected


def test_a_missing_space_does_not_hide_an_end():
    assert sentences("انتهى الاجتماع.وأضاف الوزير", "ar") == ["انتهى الاجتماع.", "وأضاف الوزير"]
    assert sentences("The session ended.The minister left", "en") == ["The session ended.", "The minister left"]
    for whole in ("www.example.com/The.html", "version 3.14b.The", "Node.js", "وكالة ا.ف.ب للأنباء", "بی.بی.سی"):
        assert len(sentences(whole, "en")) == len(sentences(whole, "ar")) == 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", ["غادر الوفد .", "وأعلنت الوزارة (الخارجية الأردنية).", "ثم صمت الجميع."]),
        ("ar", ['ردد الجمهور "عاشت البلاد".', "وأفاد مراسلنا بأن عددهم بلغ 4500.", "وبقيت نسبة 30%.", "وأكد ذلك شاهد"]),
        ("ar", ["سأل: «من هنا؟».", "وصل وفد Oxfam.", "وقالت الوزارة إنه باق في المدينة عام 1440هـ.", "وكان مريضا"]),
        ("fa", ["باران قطع شد.", "نماینده مجلس آمد.", "او نماند.", "در شیراز است"]),
        ("en", ["It opened in 2019.", "The mayor left (for good).", "They cheered .", "But nobody came"]),
    ],
)
def test_a_missing_space_is_seen_after_brackets_quotes_numbers_and_short_words(language, expected):
    assert sentences("".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("ar", "مجلة أ.د.محمود"), ("ar", "جورج دبليو.بوش"), ("ar", "د .سعاد"), ("ar", "1.تمهيد عام"),
        ("ar", "كتب »نص قصير.«وأضاف"),
        ("fa", "بانک جی.پی.مورگان"), ("fa", "سال ۳.۵میلیون"), ("en", "a .NET service"), ("en", 'e.g."The"'),
    ],
)  # fmt: skip
def test_a_stop_inside_a_word_or_a_list_is_no_end(language, whole):
    assert sentences(whole, language) == [whole]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Nobody answered.", "“It was dark,” Adams wrote.", "“We ran.”", "He paused."]),
        ("en", ["Nobody answered!", '"It was dark," Adams wrote.', '"We ran."', "He paused."]),
        ("en", ["Nobody answered.", "‘It was dark,’ Adams wrote."]),
        ("ar", ["غادرت باريس.", "“سنعود غدا” كما وعد الوفد."]),
        ("ar", ["غادرت باريس.", '"سنعود غدا" كما وعد الوفد.']),
        ("ar", ["غادرت باريس؟", "«سنعود غدا» كما وعد الوفد.", "وأضاف «لن ننسى»"]),
        ("ar", ["”لن ننسى.“", "وأضاف الوفد ذلك."]),
        ("tr", ["Kimse konuşmadı.", "“Karanlıktı” diye yazdı.", '"Koştuk" dedi.', "«Yeter» dedi."]),
        ("zh", ["没有人说话。", "“我们跑了。”", "他走了。"]),
    ],
)
def test_a_quotation_that_opens_without_a_space_belongs_to_what_follows(language, expected):
    assert sentences("".join(expected), language) == expected


def test_a_quotation_that_closes_a_line_begun_inside_it_stays_with_what_stands_before():
    for rest in ("وأضاف الوزير ذلك", 'وأضاف "نعم" بهدوء'):
        assert sentences(f'وبقي الجميع."{rest}', "ar") == ['وبقي الجميع."', rest]


def test_line_ends_always_end_a_sentence():
    assert sentences("Head line\nand the text\r\nof it\u2028here", "en") == [
        "Head line",
        "and the text",
        "of it",
        "here",
    ]


def test_marks_without_letters_stay_with_the_sentence_before():
    assert sentences('He said "no. " Then he left. ***', "en") == ['He said "no. "', "Then he left. ***"]
    assert sentences("She left. ... !!", "en") == ["She left. ... !!"]


def test_long_runs_take_linear_time():
    for text in (
        "." * 300_000,
        "a" * 300_000,
        "a. " * 100_000,
        '." ' * 100_000,
        "(" * 300_000,
        "\u00a0" * 300_000,
        '" .' * 100_000,
        '."a' * 100_000,
        "ما .«" * 100_000,
    ):
        split_by_rules(text, language="en")
