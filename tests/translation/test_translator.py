"""Translation with the real starter models: order, independence of the batch, what must survive, routes, memory."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools import translate
from corpus_tools.errors import ConfigError, MissingModelError, ModelMismatchError
from corpus_tools.models import find_translation
from corpus_tools.translation.argos import ArgosDecoder, lay_out
from corpus_tools.translation.attempts import passes
from corpus_tools.translation.flags import lost_numbers
from corpus_tools.translation.translator import TranslationOptions, Translator, find_route, translation_models

SENTENCES = [
    "The minister said the talks would go on.",
    "Turkey",
    "Police in Ankara arrested 14 people on Monday after a protest outside the ministry turned violent, they said.",
    "He denied it.",
    "The bank raised interest rates to 8.5 percent in March 2023, its third increase in a year.",
    "The two leaders met in Istanbul to discuss the war in Gaza and the price of wheat, which has doubled.",
]


@pytest.fixture(autouse=True)
def only_starter_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CORPUS_TOOLS_MODELS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_one_translation_per_text_in_order_with_its_model_and_score() -> None:
    found = translate(["", *SENTENCES], source="en", target="ar")
    assert len(found) == 7 and found[0].text == "" and found[0].origin == "copied"
    for each in found[1:]:
        assert each.text and each.origin == "model" and each.score is not None and each.score <= 0
        assert each.model is not None and each.model.startswith("translate-en_ar@")
        assert (each.source_language, each.target_language) == ("en", "ar")
        assert len(each.flags) == len(each.evidence)


def test_a_translation_does_not_depend_on_its_batch() -> None:
    together = translate(SENTENCES, source="en", target="ar")
    assert translate(SENTENCES[::-1], source="en", target="ar")[::-1] == together
    assert [translate([text], source="en", target="ar")[0] for text in SENTENCES] == together
    # Some have a piece that the model does not know, and others a full-width batch to themselves.
    odd = [" ".join(["word"] * count) + tail for count in (3, 7, 8, 9) for tail in (".", " ꙮ here.")]
    assert translate([*odd, *SENTENCES], source="en", target="ar")[len(odd) :] == together
    assert translate(odd, source="en", target="ar") == [translate([each], source="en", target="ar")[0] for each in odd]
    assert [each.text for each in translate(SENTENCES, source="en", target="ar", batch_tokens=64)] == [
        each.text for each in together
    ]


def test_threads_get_the_same_translations() -> None:
    expected = translate(SENTENCES[:3], source="en", target="ar", retry=False)
    with ThreadPoolExecutor(3) as pool:
        runs = pool.map(lambda _: translate(SENTENCES[:3], source="en", target="ar", retry=False), range(3))
        assert list(runs) == [expected] * 3


def _in_child(queue: multiprocessing.Queue[list[str]]) -> None:
    queue.put([each.text for each in translate(SENTENCES[:2], source="en", target="ar")])


def test_a_forked_child_opens_its_own_models() -> None:
    expected = [each.text for each in translate(SENTENCES[:2], source="en", target="ar")]
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[list[str]] = context.Queue()
    child = context.Process(target=_in_child, args=(queue,))
    child.start()
    assert queue.get(timeout=60) == expected
    child.join(60)
    assert child.exitcode == 0


KEPT = [
    (
        "Read https://example.org/a_b?x=1 today, or write to desk@example.org.",
        ["https://example.org/a_b?x=1", "desk@example.org"],
    ),
    ("The file news_2023_final is here.", ["news_2023_final"]),
    ("People shared #Gaza and #ceasefire_now on Monday 😀", ["#Gaza", "#ceasefire_now", "😀"]),
    ("The company lost 1,250 workers and $3.7 million in 1998.", ["1998"]),
]


@pytest.mark.parametrize(("text", "kept"), KEPT)
def test_addresses_tags_emoji_and_numbers_survive(text: str, kept: list[str]) -> None:
    (found,) = translate([text], source="en", target="ar")
    assert [each for each in kept if each not in found.text] == []
    assert "numbers" not in found.flags


WORDS = {"en": ["the minister", "said", "people in", "and", "war"], "ar": ["قال الوزير", "الحرب", "في", "الناس", "ثم"]}
SIGNS = [
    "#Gaza_now",
    "#غزة",
    "😀",
    "🇹🇷",
    "https://example.org/a_b?c=1,2",
    "t.co/AbC",
    "desk_1@example.org",
    "@news_desk",
    "a_b",
    "_",
]
NUMBERS = ["1,250", "٣٫٥", "۱۴۰۲", "2.5", "و2014", "17:45", "$3.70", "50%", "7"]
GAPS = [" ", ", ", ". ", "\n", "\r\n  ", "; "]


@pytest.mark.parametrize(("source", "target"), [("en", "ar"), ("ar", "en")])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_signs_and_lines_survive_and_a_lost_number_is_flagged(source: str, target: str, data: st.DataObject) -> None:
    part = st.sampled_from([*WORDS[source], *SIGNS, *NUMBERS])
    text = "".join(
        part + gap for part, gap in data.draw(st.lists(st.tuples(part, st.sampled_from(GAPS)), min_size=1, max_size=9))
    )
    (found,) = translate([text], source=source, target=target, beam_size=1)
    assert found.text.count("\n") == text.count("\n") and found.text.count("\r") == text.count("\r")
    assert found.text.count("_") == text.count("_")
    assert [sign for sign in SIGNS if found.text.count(sign) < text.count(sign)] == []
    assert "numbers" in found.flags or lost_numbers(text, found.text, target_language=target) == ()


def test_stops_and_marks_beside_what_is_kept_survive() -> None:
    (found,) = translate(["Use the_option=a_b_c, then _emphasis_ works."], source="en", target="ar")
    assert "the_option=a_b_c, " in found.text and found.text.endswith(".")


def test_line_ends_and_white_space_survive() -> None:
    (found,) = translate(["  Turkey\n\n\tHe denied it.\r\n "], source="en", target="ar")
    assert found.text.startswith("  ") and found.text.endswith("\r\n ") and "\n\n\t" in found.text


@pytest.mark.parametrize("text", ["123 — 4!", "😀", "https://example.org", " \n ", "مرحبا"])
def test_text_with_nothing_to_translate_is_copied(text: str) -> None:
    (found,) = translate([text], source="en", target="ar")
    assert (found.text, found.origin, found.model, found.score, found.flags) == (text, "copied", None, None, ())


def test_a_very_long_text_is_split_and_not_cut() -> None:
    text = "The minister said the talks would go on, and he left the city; " * 40
    (found,) = translate([text], source="en", target="ar", beam_size=1)
    assert "truncated" not in found.flags and "length" not in found.flags
    assert len(found.text) > len(text) / 4


def test_no_way_from_source_to_target_is_a_missing_model() -> None:
    with pytest.raises(MissingModelError, match="models fetch argos:en_xx"):
        translate(["a"], source="en", target="xx")


def test_unknown_options_name_the_nearest_right_one() -> None:
    with pytest.raises(ConfigError, match="beam_size"):
        translate(["a"], source="en", target="ar", beam_sise=3)
    with pytest.raises(ConfigError, match="float32"):
        translate(["a"], source="en", target="ar", compute_type="float23")
    with pytest.raises(ConfigError, match="repetition_penalty: must be a number, not below 1"):
        translate(["a"], source="en", target="ar", repetition_penalty=0.9)


def test_each_try_after_the_first_costs_repeating_no_less() -> None:
    first, trigrams, looking, greedy = passes(TranslationOptions(repetition_penalty=1.3, patience=0.25))
    assert [each.repetition_penalty for each in (first, trigrams, greedy)] == [1.3, 1.3, 1.3]
    assert (trigrams.no_repeat_ngram_size, looking.no_repeat_ngram_size) == (3, 4)
    assert looking.patience == 0.25
    assert passes(TranslationOptions(retry=False)) == passes(TranslationOptions())[:1]


def test_no_word_is_written_in_the_sources_script() -> None:
    source = "قال الوزير إن شركة فولكس فاغن ستفتتح مصنعا في كفركلا وتشوكوروفا."
    (found,) = translate([source], source="ar", target="en")
    assert not any("\u0600" <= a <= "\u06ff" and "\u0600" <= b <= "\u06ff" for a, b in pairwise(found.text))


def test_regions_and_equal_languages() -> None:
    assert (
        translate(["Turkey"], source="en-GB", target="ar")[0].text
        == translate(["Turkey"], source="en", target="ar")[0].text
    )
    assert translate(["Colour"], source="en-GB", target="en-US")[0].origin == "copied"


def install_under(store: Path, source: str, target: str, like: tuple[str, str]) -> None:
    """Install the starter model of `like` as if it translated `source` into `target`."""
    model = find_translation(*like)
    assert model is not None
    folder = lay_out(model, store / "argos" / f"translate-{source}_{target}-1_0")
    metadata = json.loads((folder / "metadata.json").read_bytes())
    (folder / "metadata.json").unlink()
    (folder / "metadata.json").write_text(json.dumps({**metadata, "from_code": source, "to_code": target}))


def test_other_languages_go_through_english(tmp_path: Path) -> None:
    (found,) = translate(["وزیر خارجه به قاهره رفت"], source="fa", target="ar", models_dir=tmp_path)
    # Persian and Arabic share a script: nothing is copied.
    assert found.origin == "pivot" and found.model is not None and found.model.count("@") == 2
    route = find_route("fa", "ar", models_dir=tmp_path)
    assert route is not None and [model.name for model in route] == ["translate-fa_en", "translate-en_ar"]
    assert any(name.startswith("translate-fa_en@") for name in translation_models([("en", "ar")], models_dir=tmp_path))


def test_the_memory_is_asked_first_and_changes_nothing(tmp_path: Path) -> None:
    tally: Counter[str] = Counter()

    def count(what: str, number: int) -> None:
        tally[what] += number

    def run(options: TranslationOptions) -> list[str]:
        with Translator(memory=tmp_path / "memory.sqlite", options=options, tally=count) as translator:
            return [each.text for each in translator.translate_batch(SENTENCES[:3], source="en", target="ar")]

    first = run(TranslationOptions())
    assert run(TranslationOptions()) == first
    assert tally == {"from model": 3, "from memory": 3}
    run(TranslationOptions(beam_size=1))
    assert tally["from model"] == 6


def test_a_damaged_model_is_a_mismatch_that_names_it(tmp_path: Path) -> None:
    install_under(tmp_path, "en", "ar", like=("en", "ar"))
    weights = next(tmp_path.glob("argos/*/model/model.bin"))
    weights.unlink()
    weights.write_bytes(b"nothing of the kind")
    with pytest.raises(ModelMismatchError, match="translate-en_ar"):
        translate(["a word"], source="en", target="ar", models_dir=tmp_path)
    shutil.rmtree(tmp_path / "argos")


def test_the_argos_engine_keeps_its_splitter_to_the_threads_asked_for() -> None:
    pytest.importorskip("argostranslate")
    model = find_translation("en", "ar")
    assert model is not None
    with ArgosDecoder(model, TranslationOptions(intra_threads=1)) as decoder:
        options = decoder._translation.sentencizer.detector.session.get_session_options()
    assert options.intra_op_num_threads == 1


def test_the_argos_engine_runs_argostranslates_own_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("argostranslate")
    found = translate([*SENTENCES[:1], ""], source="en", target="ar", engine="argos")
    ours = translate(SENTENCES[:1], source="en", target="ar", retry=False)
    assert found[0].text == ours[0].text and found[0].model is not None and found[0].model.endswith("+argos")
    assert found[1].text == ""
