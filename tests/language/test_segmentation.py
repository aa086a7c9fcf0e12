"""Sentences with the real Stanza models: what they decide, and that they never decide more than they are asked."""

import concurrent.futures
import multiprocessing
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools import ModelError, split_sentences
from corpus_tools.language.segmentation import segmentation_models, split_by_rules, split_many
from corpus_tools.language.stanza_sentences import model_folder, open_model

_TEXT = (
    "It grew to 3.5 million, etc. The court of the U.S. Congress met at 5 p.m. However, I don't know why I came ... "
    "In Rome it rained."
)
_LANGUAGES = ("en", "ar", "tr", "fa")


def sentences(text, language):
    return [span.of(text) for span in split_sentences(text, language=language)]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_model_ships_for_each_language(language):
    folder = model_folder(language)
    assert folder is not None
    assert any(name.startswith(f"stanza-{language}:") for name in segmentation_models())


def test_the_model_sees_what_rules_cannot():
    text = "هذه قصة… وتلك قصة أخرى."
    assert split_sentences(text, language="ar")
    model = open_model("en")
    assert model is not None
    told = "They met in the Middle Bronze Age, ca. 1600 B.C.E. The city was rebuilt later."
    going_on = "They met at noon, etc. and went home. The city was rebuilt later."
    end, inside = told.index(" The"), going_on.index(" and")
    scores = model.end_scores([(told, end - 1, end), (going_on, inside - 1, inside)])
    assert scores[0] > max(0, scores[1] + 1)  # the lower case that follows is for the rules


def test_a_score_does_not_depend_on_its_batch():
    model = open_model("en")
    assert model is not None
    places = [(_TEXT[:cut], _TEXT.index("etc") + 3, _TEXT.index("etc") + 4) for cut in range(40, len(_TEXT), 7)]
    together = model.end_scores(places)
    for place, score in zip(places, together, strict=True):
        assert model.end_scores([place])[0] == pytest.approx(score, abs=1e-4)


def test_texts_together_are_split_as_one_by_one():
    texts = [_TEXT, "", " \n", _TEXT[20:], "A. B. C.", "no end", "“Quoted… Text,” he said…\u00a0Then – left."]
    for language in _LANGUAGES:
        together = split_many(texts, language=language)
        assert together == [split_sentences(text, language=language) for text in texts]


def test_sentences_cover_all_but_white_space_with_a_model():
    nasty = 'x\u2029He saw… \ud800 The 😀 etc. The\tend.\u200f ... \u00a0\u00a0U.S. The «a. B.» "c... D" \x00 e. F'
    for language in _LANGUAGES:
        position = 0
        for span in split_sentences(nasty, language=language):
            assert not nasty[position : span.start].strip()
            assert span.of(nasty).strip() == span.of(nasty) != ""
            position = span.end
        assert not nasty[position:].strip()


_PIECES = st.one_of(
    st.sampled_from(
        [
            ". ",
            "… ",
            "? ",
            "! ",
            "؟ ",
            "۔ ",
            "etc. ",
            "U.S. ",
            "3. ",
            "د. ",
            "\n",
            "\r\n",
            "\u2028",
            "\u00a0",
            "“",
            "”",
            '"',
        ]
    ),
    st.sampled_from(
        [
            "The ",
            "They went to ",
            "rally ",
            "İzmir ",
            "dedi ",
            "قال ",
            "است ",
            "\u200c",
            "(",
            ")",
            "\ud800",
            "😀",
            "x" * 300,
        ]
    ),
    st.text(st.characters(exclude_categories=()), max_size=4),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join), st.sampled_from(_LANGUAGES))
def test_any_text_is_cut_in_order_and_nothing_but_white_space_is_left_out(text, language):
    position = 0
    for span in split_sentences(text, language=language):
        assert span.start >= position and not text[position : span.start].strip()
        sentence = span.of(text)
        assert sentence == sentence.strip() != "" and not set("\n\r\u2028\u2029") & set(sentence)
        position = span.end
    assert not text[position:].strip()


def test_without_stanza_the_rules_decide():
    for language in _LANGUAGES:
        assert split_many([_TEXT], language=language, stanza=False) == [split_by_rules(_TEXT, language=language)]


def test_a_language_without_a_model_is_split_by_rule():
    assert model_folder("de") is None
    assert sentences("Er kam am 3. Mai. Sie ging.", "de") == ["Er kam am 3. Mai.", "Sie ging."]
    assert sentences("Nothing. Known.", "../../etc") == ["Nothing.", "Known."]


def test_a_users_folder_wins_and_changes_the_fingerprint(tmp_path):
    folder = model_folder("en")
    assert folder is not None
    shutil.copytree(folder, tmp_path / "own")
    (tmp_path / "own" / "resources.json").write_text((folder / "resources.json").read_text() + "\n")
    own = tmp_path / "own"
    assert model_folder("en", stanza_dir=own) == own
    assert segmentation_models(stanza_dir=own) != segmentation_models()


def test_a_broken_model_is_a_model_error(tmp_path):
    folder = model_folder("en")
    assert folder is not None
    shutil.copytree(folder, tmp_path / "broken")
    for weights in (tmp_path / "broken").glob("en/tokenize/*.pt"):
        weights.chmod(0o644)
        weights.write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"cannot be loaded \(UnpicklingError: .{10,160}\)") as caught:
        split_many([_TEXT], language="en", stanza_dir=Path(tmp_path / "broken"))
    assert "\n" not in str(caught.value)


def test_a_folder_that_holds_no_stanza_models_is_a_model_error_and_one_without_the_language_is_none(tmp_path):
    for folder, said in ((tmp_path, "no resources.json"), (tmp_path / "missing", "no such folder")):
        for ask in (lambda at: split_many(["Nothing."], language="en", stanza_dir=at), _named):
            with pytest.raises(ModelError, match=said):
                ask(folder)
    (tmp_path / "resources.json").write_text("{}")
    assert split_many([_TEXT], language="en", stanza_dir=tmp_path) == split_many([_TEXT], language="en")


def _named(folder):
    return segmentation_models(stanza_dir=folder)


def test_threads_share_one_model():
    expected = split_sentences(_TEXT, language="en")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert all(r == expected for r in pool.map(lambda _: split_sentences(_TEXT, language="en"), range(8)))


def _in_child(queue):
    queue.put(split_sentences(_TEXT, language="en"))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_splits_as_its_parent():
    expected = split_sentences(_TEXT, language="en")
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=_in_child, args=(queue,))
    child.start()
    assert queue.get() == expected
    child.join()
