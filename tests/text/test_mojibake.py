"""Mojibake: what is surely misread is mended whole and traced exactly; text of any language that is right stays."""

from __future__ import annotations

import pytest

from corpus_tools.records import OffsetMap, Span
from corpus_tools.text.repair import repair_text

ARABIC = "أعلنت الشركة أن الميناء سيغلق أبوابه يوم الخميس، فمن يدفع الثمن؟"
PERSIAN = "شهردار گفت که پل تازه تا پایان سال آماده می‌شود؛ مردم چه می‌گویند؟"
TURKISH = "Çiftçiler, yağışların gecikmesi yüzünden ürünlerini bu yıl sattıklarını şöyle anlattı"


def misread(text: str, encoding: str, reader: str) -> str:
    """Read a text in the wrong encoding; bytes that the reader does not know are controls, as browsers have it."""
    return "".join(bytes([byte]).decode(reader, "ignore") or chr(byte) for byte in text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding", "reader"),
    [
        *((text, "utf-8", reader) for text in (ARABIC, PERSIAN, TURKISH) for reader in ("cp1252", "latin-1", "cp1256")),
        (ARABIC, "cp1256", "cp1252"),
        (ARABIC, "cp1256", "latin-1"),
        ("وصل الوفد إلى عدن عام 2019، ثم غادر.", "cp1256", "cp1252"),
        (TURKISH, "iso-8859-9", "latin-1"),
        ("Bakan’ın sözü: “Işıklar sönmüştü, kimse kaçmadı.”", "cp1254", "cp1252"),
    ],
)
def test_a_text_that_was_misread_as_a_whole_is_mended(text: str, encoding: str, reader: str) -> None:
    assert repair_text(misread(text, encoding, reader))[0] == text


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("GÃ¼neÅŸ’in Ä±ÅŸÄ±ÄŸÄ±", "Güneş’in ışığı", "UTF-8 was read as Windows-1252"),
        ("Belediye’nin AÄŸrÄ± Åžubesi", "Belediye’nin Ağrı Şubesi", "UTF-8 was read as Windows-1252"),
        ("«Ø§Ù„Ù…Ø\u00adÙƒÙ…Ø©» قالت", "«المحكمة» قالت", "UTF-8 was read as Windows-1252"),
        ("“ÇáãÍßãÉ ÇáÚáíÇ” – BBC", "“المحكمة العليا” – BBC", "Windows-1256 was read as Windows-1252"),
        ("طھط¹ظ„ظٹظ‚ – BBC", "تعليق – BBC", "UTF-8 was read as Windows-1256"),
        ("Ýzmir’de akþam, kýþýn baþladý", "İzmir’de akşam, kışın başladı", "Latin-5 was read as Latin-1"),
    ],
)
def test_whole_words_are_mended_beside_what_is_right(before: str, after: str, reason: str) -> None:
    text, edits = repair_text(before)
    assert text == after
    assert {(edit.rule, edit.reason) for edit in edits} == {("encoding", reason)}


@pytest.mark.parametrize(
    ("before", "word", "raw"),
    [
        ("Dün AkÅŸam KÄ±ÅŸ geldi", "Akşam", "AkÅŸam"),
        ("Dün AkÅŸam KÄ±ÅŸ geldi", "Kış", "KÄ±ÅŸ"),
        ("ÞÇá ãÏíÑ ÇáãÑßÒ", "مدير", "ãÏíÑ"),
        ("ط§ظ„ظ…ط¯ظٹظ†ط© ط§ظ„ظƒط¨ظٹط±ط©", "الكبيرة", "ط§ظ„ظƒط¨ظٹط±ط©"),
        ("Kýþýn Eskiþehir'de", "Eskişehir", "Eskiþehir"),
    ],
)
def test_a_mended_word_leads_back_to_what_stood_there(before: str, word: str, raw: str) -> None:
    text, edits = repair_text(before)
    start = text.index(word)
    assert OffsetMap.from_edits(len(before), edits).to_raw(Span(start, start + len(word))).of(before) == raw


def test_a_line_with_little_evidence_follows_the_text_it_stands_in() -> None:
    text = misread(f"Doğan konuştu\n\n{TURKISH}\nErdoğan Urfa’da", "cp1254", "cp1252")
    assert repair_text(text)[0].split("\n")[0] == "Doğan konuştu"
    assert repair_text(text)[0].split("\n")[3] == "Erdoğan Urfa’da"
    assert repair_text("Erdoðan Urfa’da") == ("Erdoðan Urfa’da", ())


@pytest.mark.parametrize(
    "text",
    [
        "Það er þýðingarmikið að boðið sé upp á nýja þjónustu við Ýmis",  # Icelandic
        "Sum ýtur maður við eystur, tað bleiv ýmiskt",  # Faroese
        "Starý mladý hlavný krásny vývoj výrobny",  # Slovak letters, no others beside them
        "Nový starý malý bohatý výskum trvalý zdravý",  # Czech
        "Aýdym-saz baýramçylygy ýurtda geçirilýär, raýatlar",  # Turkmen
        "þæt wæs god cyning, wiþ oþ baþ",  # Old English
        "L’été à Besançon : «Où êtes-vous ?» demanda-t-elle, déçue, À L’ÉCOLE",  # French
        "NÃO É SÓ A AVÓ: “À noite”, disse a irmã; pães, ações, três",  # Portuguese
        "¿Qué año? ¡ESPAÑA! El niño comió “piñón” en Ávila, 1.º y 2.ª",  # Spanish
        "„MENÜ“, „Ä“, ÖSTERREICH: Größe, Maß, Übung – für Äpfel",  # German
        "Zażółć gęślą jaźń – „Łódź”, Ćma",  # Polish
        "Árvíztűrő tükörfúrógép, ŐSZ, „Ó”",  # Hungarian
        "”PÅ ÅSEN” i Ö, på ön åäö – ÄÖÅ: smörgåsbord",  # Swedish
        "Blåbærgrød på Ærø, ÆØÅ, «Øl»",  # Danish
        "Öö ja äö: õun, jäääär, »Üks«, ÄÄ",  # Estonian
        "Își și țară, „În România”, Ângela",  # Romanian
        "Việt Nam: “Đà Nẵng”, Ðồng Tháp, ý nghĩa, Ý kiến",  # Vietnamese
        "Göçmen kuşlar “DAĞ”a döndü; ĞÜŞİÖÇ ığdır",  # Turkish
        "الضغط، والحفظ، ط، ظ، ع، غ؛ وأخيراً «نصٌّ»؟",  # Arabic
        "می‌خواهم «گل» بخرم؛ چرا؟ کتابِ پدر",  # Persian
        "מה „שלום”? כן, ×2",  # Hebrew
        "Съёмка в «Мосфильме» – №5, РГСГ, ГУВД",  # Russian
        "Ελλάδα: «Βία» και ΒΓΞΟ, “Αθήνα”",  # Greek
        "Gwŷr y tŷ, Ŵyl, ýchen",  # Welsh
        "À Ý Þ Ð ý þ ð é – 25 °C × 2, ½ ¼, §3, £5, ©2024",
    ],
)
def test_text_that_is_right_stays_in_any_language(text: str) -> None:
    assert repair_text(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Министры встретились в столице, переговоры продолжатся", "koi8-r"),
        ("Министры встретились в столице, переговоры продолжатся", "cp1251"),
        ("Οι υπουργοί συναντήθηκαν στην πρωτεύουσα", "cp1253"),
        ("השרים נפגשו אתמול בבירה והשיחות יימשכו", "cp1255"),
    ],
)
def test_other_scripts_that_were_misread_do_not_become_arabic(text: str, encoding: str) -> None:
    mended, _ = repair_text(misread(text, encoding, "cp1252"))
    assert not any("\u0600" <= character <= "\u06ff" for character in mended)
