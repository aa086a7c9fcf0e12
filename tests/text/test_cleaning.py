"""clean_text: one entry per line, nothing lost, everything traceable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus_tools import clean_text
from corpus_tools.records import Span

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

any_text = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from("\n\n\r \u00a0.aم\u2028\x0b\u200b")), max_size=80
)


@settings(max_examples=300, deadline=None)
@given(any_text)
@example("")
@example("\n\n")
@example("Related\nText of an article.\n\nMore text here.\n\n\nShare\n")
def test_one_entry_per_line_and_no_other_character_ends_a_line(raw: str) -> None:
    cleaned = clean_text(raw)
    assert [line.span.of(raw) for line in cleaned.lines] == raw.split("\n")
    assert cleaned.raw == raw
    assert all(0 <= line.score <= 1 and line.label and line.reason for line in cleaned.lines)


@settings(max_examples=300, deadline=None)
@given(any_text)
@example("Related\nText of an article.\n\nMore text here.\n\n\nShare\n")
def test_every_kept_character_traces_back_to_raw(raw: str) -> None:
    cleaned = clean_text(raw)
    assert cleaned.offsets.length == len(cleaned.text)
    changed = {i for edit in cleaned.edits for i in range(edit.start, edit.end)}
    for i, character in enumerate(cleaned.text):
        back = cleaned.to_raw(Span(i, i + 1))
        if len(back) == 1 and back.start not in changed:
            assert back.of(raw) == character


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_no_long_line_of_the_seeds_is_lost(path: Path) -> None:
    raw = path.read_text("utf-8")
    cleaned = clean_text(raw)
    lost = [line for line in cleaned.lines if not line.kept and len(line.span) >= 150]
    assert all(line.label == "disclaimer" for line in lost)


@pytest.mark.parametrize(
    ("seed", "phrases"),
    [
        ("000", ["In English", "مقالات ذات صلة", "زر الذهاب إلى الأعلى"]),
        ("001", ["You might also like"]),
        ("002", ["1.6 C", "Frankfurt am Main", "Must read", "Become a patron at Patreon!", "More News", "Latest News"]),
        ("003", ["Source: Asharq Al-Awsat"]),
        ("004", ["You May Also Like", "Popular Posts", "Caricature", "opinion", "Report", "ads", "Newsletter"]),
    ],
)
def test_boilerplate_of_the_seeds_is_marked(seed: str, phrases: list[str]) -> None:
    (path,) = [path for path in SEEDS if path.name.startswith(seed)]
    cleaned = clean_text(path.read_text("utf-8"))
    for phrase in phrases:
        (line,) = [line for line in cleaned.lines if line.span.of(cleaned.raw).strip() == phrase]
        assert not line.kept and line.reason, phrase


def test_headlines_are_kept_and_labelled() -> None:
    for path in SEEDS:
        lines = clean_text(path.read_text("utf-8")).lines
        assert [line.kept for line in lines if line.label == "headline"] == [True], path


PROSE = "The {0} of the two countries met in the capital on Monday and agreed that the talks would go on in the spring."


def kept(*lines: str) -> list[bool]:
    return [line.kept for line in clean_text("\n".join(lines)).lines]


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضًا: الوزراء يلتقون في العاصمة",
        "شاهد أيضا",
        "İlgili haberler",
        "مطالب مرتبط",
        "Read more: The talks go on",
        "Share on Facebook",
        "© 2024 The Herald. All rights reserved.",
        "تاريخ النشر: 5 مارس 2024",
    ],
)
def test_the_lines_of_a_page_after_the_text_are_left_out(line: str) -> None:
    text = [PROSE.format(who) for who in ("ministers", "presidents", "envoys", "generals")]
    assert kept(*text, line) == [True, True, True, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "“We will share what we know with the families of the victims,” the minister told reporters.",
        "Subscribers of the two networks were cut off for most of the day, the operator said on Tuesday.",
        "وقال الوزير إن الأخبار التي نشرت عن الاجتماع غير صحيحة، وإن المحادثات ستستمر خلال الأسبوع المقبل.",
        "Related charges against the two men were dropped in March, the court in the capital said on Monday.",
    ],
)
def test_sentences_with_the_words_of_boilerplate_stay(line: str) -> None:
    text = [PROSE.format(who) for who in ("ministers", "presidents", "envoys", "generals")]
    assert kept(*text[:2], line, *text[2:]) == [True] * 5


def test_a_headline_of_another_article_is_not_the_headline() -> None:
    lines = ["Skaters on thin ice after the thaw", "Countries agreed that talks go on"]
    labelled = clean_text("\n".join([*lines, *(PROSE.format(who) for who in ("ministers", "presidents", "envoys"))]))
    assert [line.label for line in labelled.lines][:2] != ["headline", "body"] and labelled.lines[1].label == "headline"


def test_the_model_is_asked_once_for_a_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus_tools.text import boilerplate

    calls: list[int] = []
    model = boilerplate.line_model()

    class Counting:
        def scores(self, lines: list[str]) -> object:
            calls.append(len(lines))
            return model.scores(lines)

    monkeypatch.setattr(boilerplate, "line_model", Counting)
    clean_text("\n".join([PROSE.format("ministers")] * 300))
    assert calls == [300]


@pytest.mark.parametrize("text", ["Hello world", "عنوان قصير", "Hello.\n", "Share\nA title alone"])
def test_a_text_of_short_lines_is_not_emptied(text: str) -> None:
    assert clean_text(text).text.strip() == text.strip().split("\n")[-1]


def test_a_text_of_boilerplate_alone_is_emptied() -> None:
    assert clean_text("Share\nRelated\n").text == ""


def test_headlines_stay_in_scripts_without_capitals() -> None:
    lines = [
        "الوزراء يتفقون على مواصلة المحادثات",
        "اجتمع وزراء خارجية البلدين يوم الاثنين في العاصمة واتفقوا على مواصلة المحادثات بين البلدين خلال فصل الربيع.",
        "وقال المبعوثون إن المحادثات كانت مفيدة وإنهم سيجتمعون مرة أخرى خلال الشهر المقبل في المدينة نفسها.",
        "اقرأ أيضا",
    ]
    assert kept(*lines) == [True, True, True, False]


@pytest.mark.parametrize("unit", ["a", "<", "@", "a@", "A", "a.", "1", "ا", "Aa "])
def test_a_line_without_end_takes_linear_time(unit: str) -> None:
    raw = unit * (200_000 // len(unit))  # a picture written into the page; quadratic time would take minutes
    assert clean_text(raw).raw == raw


@pytest.mark.parametrize("mark", ["-", "=", "…", ")(", "»"])
def test_a_run_of_marks_inside_a_line_takes_linear_time(mark: str) -> None:
    raw = f"a{mark * (200_000 // len(mark))}b"
    assert clean_text(raw).raw == raw
