"""Language spans: laws over any text, and the languages of texts written for these tests."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools import ConfigError, detect_spans, identify, tile_spans
from corpus_tools.language.tokens import SCRIPT_LANGUAGES

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PIECES = st.sampled_from(
    ["hello world", "مرحبا بالعالم", "این کتاب است", "یہ کتاب ہے", "привет", "привіт", "שלום", "γειά", "merhaba dünya",
     " ", "\n", "\r\n", "\u202b", "“", "”", "«", "(", ")", ".", "،", "12:30", "۱۴۰۲", "👍🏽", "https://a.b/c", "@x",
     "<b>",
     "3endi", "\ud800", "\x00", "ـ", "\u064b", "漢字", "かな", "한국어", "l’homme", "\u00a0", "`x`", "\u200c"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))
LETTER = regex.compile(r"\p{L}")


def found(text: str, **options: object) -> list[tuple[str, str]]:
    return [(span.language, text[span.start : span.end]) for span in detect_spans(text, **options)]  # type: ignore[arg-type]


@given(TEXTS)
@settings(deadline=None)
def test_every_letter_is_in_exactly_one_span(text: str) -> None:
    spans = detect_spans(text)
    covered = [i for span in spans for i in range(span.start, span.end)]
    assert len(covered) == len(set(covered))
    assert {match.start() for match in LETTER.finditer(text)} <= set(covered)


@given(TEXTS)
@settings(deadline=None)
def test_spans_are_in_order_trimmed_to_letters_and_differ_from_their_neighbours(text: str) -> None:
    spans = detect_spans(text)
    assert all(a.end <= b.start and a.language != b.language for a, b in itertools.pairwise(spans))
    for span in spans:
        assert regex.fullmatch(r"[\p{L}\p{M}](?:.*[\p{L}\p{M}])?", text[span.start : span.end], regex.S)
        assert 0 <= span.confidence <= 1


@given(TEXTS)
@settings(deadline=None)
def test_tiles_joined_are_the_text(text: str) -> None:
    tiles = tile_spans(text)
    assert "".join(text[tile.start : tile.end] for tile in tiles) == text
    assert all(a.end == b.start for a, b in itertools.pairwise(tiles))


@given(TEXTS, st.sets(st.sampled_from([code for codes in SCRIPT_LANGUAGES.values() for code in codes]), min_size=1))
@settings(deadline=None)
def test_only_the_languages_asked_for_are_found(text: str, languages: set[str]) -> None:
    assert {span.language for span in detect_spans(text, languages=sorted(languages))} <= languages | {"und"}


def test_a_quoted_arabic_fragment_is_found_inside_english() -> None:
    text = "The minister said “إن الوضع صعب للغاية” before he left the room."
    assert found(text) == [
        ("en", "The minister said"), ("ar", "إن الوضع صعب للغاية"), ("en", "before he left the room")
    ]  # fmt: skip


def test_a_turkish_quotation_is_found_inside_english() -> None:
    text = "He repeated the slogan “herkes için adalet istiyoruz” while the crowd was waiting outside."
    assert [language for language, _ in found(text)] == ["en", "tr", "en"]
    assert found(text)[1][1] == "herkes için adalet istiyoruz"


def test_persian_urdu_pashto_and_sorani_lines_are_told_from_arabic() -> None:
    text = (
        "قالت الحكومة إنها ستدرس الطلب غدا\nدولت گفت که این درخواست را بررسی می‌کند\n"
        "حکومت نے کہا کہ وہ اس درخواست پر غور کرے گی\nحکومت وویل چې دا غوښتنه به وڅېړي\n"
        "حکومەت گوتی کە داواکارییەکە تاوتوێ دەکات"
    )
    assert [language for language, _ in found(text)] == ["ar", "fa", "ur", "ps", "ckb"]


@pytest.mark.parametrize(
    "text",
    [
        "Galatasaray lost to Trabzonspor in a match that Özdemir had called easy",
        "Gülşen and Çağatay left for Beyoğlu",
        "Officials said that Yıldırım told Akşener about the road to Şırnak",
        "Kuşadası, Çeşme and Muğla are full of tourists this summer",
        "Kaczyński and Wałęsa met the mayor of Łódź",
    ],
)
def test_names_do_not_outweigh_the_words_beside_them(text: str) -> None:
    assert found(text) == [("en", text)]


def test_words_after_a_foreign_quotation_are_in_their_own_language() -> None:
    assert found('"Her şey çok güzel olacak" at the rally') == [
        ("tr", "Her şey çok güzel olacak"),
        ("en", "at the rally"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Cumhurbaşkanı Yıldız Ankara'da Konuştu",
        "Bakan Özdemir Açıkladı: Yeni Köprü Açılıyor",
        "Kâzım Bey'in hâlâ millî maçtan haberi yok",
        "Le maître d'hôtel naïf a goûté la crème brûlée",
        "Über den Fluß führt eine schöne Brücke",
        "El niño pequeño tenía vergüenza ayer",
        "The naïve protégé ate a soufflé at the café",
        "Подъезд закрыт, объявили жильцам дома",
    ],
)
def test_titles_and_loanwords_stay_in_their_language(text: str) -> None:
    (span,) = detect_spans(text)
    assert span.language == identify(text).language != "und"
    assert span.confidence > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "Bakıda keçirilən görüşdə iki ölkənin nazirləri iştirak edib",
        "Serokê partiyê got ku ew ê sibê biçin Amedê",
        "Türkmenistanyň paýtagtynda täze köpri açyldy",
        "Minister powiedział, że umowa będzie gotowa za tydzień",
        "Guvernul a hotărât să amâne ședința până săptămâna viitoare",
        "Вчера кметът съобщи, че пътят към града ще бъде затворен",
        "Министар је рекао да ће одлука бити донета сутра",
        "Президент кеше жаңа үкімет құрамын бекітті",
    ],
)
def test_a_language_that_is_not_known_is_undetermined(text: str) -> None:
    (span,) = detect_spans(text)
    assert (span.language, span.start, span.end) == ("und", 0, len(text))
    assert identify(text).language == "und"
    assert identify(text).confidence == span.confidence > 0.5


def test_a_line_that_is_not_known_leaves_its_neighbours_alone() -> None:
    lines = ["The ministers met in Baku on Monday.", "Nazirlər bazar ertəsi günü görüşüblər.", "They will meet again."]
    assert [language for language, _ in found("\n".join(lines))] == ["en", "und", "en"]


def test_letters_in_their_glyphs_are_weighed_as_letters() -> None:
    text = "ﺍﻟﻮﺯﻳﺮ ﻗﺎﻝ ﺇﻥ ﺍﻟﻮﺿﻊ ﻣﺴﺘﻘﺮ"
    assert found(text) == [("ar", text)]
    assert found("ﺍﻳﻦ ﮐﺘﺎﺏ ﺧﻮﺏ ﺍﺳﺖ")[0][0] == "fa"
    assert found("Görüşme dün akşam bitti".replace("ş", "s\u0327"))[0][0] == "tr"
    assert [language for language, _ in found("ہمارے نبی ﷺ نے فرمایا کہ علم حاصل کرو")] == ["ur"]


def test_chinese_characters_beside_kana_are_japanese() -> None:
    (span,) = detect_spans("大臣は昨日大阪を訪問した。")
    assert (span.language, span.start, span.end) == ("ja", 0, 12)
    assert span.confidence > 0.9
    assert identify("大臣は昨日大阪を訪問した。") == identify("これはペンです。")
    assert identify("大臣昨日访问了大阪。").language == "zh"


def test_arabizi_is_a_language_of_its_own() -> None:
    assert found("We talked for an hour.\nshu 3am ta3mel habibi\nThen we went home.")[1][0] == "ar-Latn"


def test_ukrainian_is_told_from_russian() -> None:
    text = "Он сказал, что вернётся завтра.\nВона відповіла, що чекатиме біля річки."
    assert [language for language, _ in found(text)] == ["ru", "uk"]


@pytest.mark.parametrize(
    "neutral", ["12:30", "١٤٤٥", "۱۴۰۲", "👍🏽", "\u00a0", "\u202b", "\u2067", "3.5%", "https://a.org/b"]
)
def test_neutrals_never_cut_a_span(neutral: str) -> None:
    text = f"the first half of the story {neutral} and the second half of it"
    assert found(text) == [("en", text)]


@pytest.mark.parametrize("text", ["", " ", "12345 67.8", "!!!", "\x00\x00", "\ud800\udfff", "👍🏽", "٣٤"])
def test_a_text_without_letters_has_no_span(text: str) -> None:
    assert detect_spans(text) == ()
    assert [(tile.start, tile.end, tile.language) for tile in tile_spans(text)] == (
        [(0, len(text), "und")] if text else []
    )


@pytest.mark.parametrize(
    "text",
    [" " * 1_000_000, "a" * 1_000_000, "ا" * 300_000, "a'" * 20_000, "<" * 50_000, "a@" * 20_000, "\n" * 100_000],
)
def test_hard_texts_are_answered(text: str) -> None:
    assert len(detect_spans(text)) <= 1


def test_closing_punctuation_goes_left_and_quotes_and_space_to_neither() -> None:
    text = "He said: “مرحبا بكم!” Then he left."
    assert [(tile.language, text[tile.start : tile.end]) for tile in tile_spans(text)] == [
        ("en", "He said:"), ("und", " “"), ("ar", "مرحبا بكم!"), ("und", "” "), ("en", "Then he left."),
    ]  # fmt: skip


def test_a_lone_foreign_name_is_not_taken_for_arabizi() -> None:
    assert found("قال المتحدث باسم شركة (Hebron Mabani) إن العمل مستمر")[1][0] != "ar-Latn"


def test_an_unknown_language_or_backend_is_refused_with_what_there_is() -> None:
    with pytest.raises(ConfigError, match="ckb"):
        detect_spans("hello", languages=["xx"])
    with pytest.raises(ConfigError, match="langdetect"):
        detect_spans("hello", backend="oracle")


def test_the_first_seed_is_english_with_one_arabic_line() -> None:
    text = SEEDS[0].read_bytes().decode("utf-8")
    assert [(span.start, span.end, span.language) for span in detect_spans(text)] == [
        (0, 2056, "en"),
        (2059, 2095, "ar"),
    ]


@pytest.mark.parametrize("path", SEEDS[1:], ids=lambda path: path.name[:3])
def test_the_other_seeds_are_english(path: Path) -> None:
    assert {span.language for span in detect_spans(path.read_bytes().decode("utf-8"))} == {"en"}


def test_answers_do_not_depend_on_threads_or_order() -> None:
    texts = [path.read_bytes().decode("utf-8") for path in SEEDS] + [
        "bonjour à tous",
        "günaydın herkese",
        "سلام به همه",
    ]
    alone = [detect_spans(text) for text in texts]
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(detect_spans, texts * 8)) == alone * 8
    assert [detect_spans(text) for text in reversed(texts)] == alone[::-1]


@pytest.mark.parametrize("backend", ["profiles", "langdetect"])
def test_answers_do_not_depend_on_the_hash_seed(backend: str) -> None:
    code = (
        "from corpus_tools import detect_spans\n"
        f"print(detect_spans('the cat “herkes için adalet” gestern war es kalt\\nسلام دوستان', backend={backend!r}))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "7")
    }
    assert len(answers) == 1
