"""The recipe of the name recogniser, run for real on a miniature: corpora are read, weights come out and are used."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # recipes are run from the checkout, not installed

pytest.importorskip("torch")

from corpus_tools.names.recogniser import load_recogniser  # noqa: E402
from corpus_tools.names.words import find_words  # noqa: E402
from pipelines.train_mentions.evaluate import describe, measure, words_of  # noqa: E402
from pipelines.train_mentions.labelled import Labelled, joined, read_tokens, sample, texts  # noqa: E402
from pipelines.train_mentions.train import learn, packed, sentences  # noqa: E402

TOKENS = [("Al", "B-ORG"), ("-", "I-ORG"), ("Zaman", "E-ORG"), (":", "O"), ("Omar", "S-PER"), ("left", "O"), (".", "O")]


def test_tokens_become_a_line_with_spans() -> None:
    assert joined(TOKENS) == Labelled("Al-Zaman: Omar left.", ((0, 8, "organisation"), (10, 14, "person")))


def test_a_corpus_of_a_token_a_line_is_read(tmp_path: Path) -> None:
    file = tmp_path / "corpus.tsv"
    rows = ["# text = x", *(f"{at}\t{word}\t{label}\t-" for at, (word, label) in enumerate(TOKENS)), "", ""]
    file.write_text("\n".join(rows), encoding="utf-8")
    assert list(read_tokens(file, column=2, number=1)) == [joined(TOKENS)]


def test_marked_news_is_read(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text("# a note\nen\t[P Omar] left [L Oslo].\n", encoding="utf-8")
    (text,) = sample(file)
    assert text.lines == (Labelled("Omar left Oslo.", ((0, 4, "person"), (10, 14, "place"))),)


def test_names_count_by_their_words_and_kinds() -> None:
    line = Labelled("He met Ingrid in Oslo.", ((17, 21, "place"),))
    assert words_of(line.text, "en", line.names) == {(4, 5, "place")}
    count = measure(texts([line], "en"))
    assert (count["there"], count["right"]) == (1, 1)
    assert describe(count).startswith(f"P {1 / count['found']:.3f}  R 1.000")


def test_what_is_learned_is_found_again() -> None:
    lines = [Labelled(f"the old {name} met them", ((8, 8 + len(name), "person"),)) for name in ("qorvath", "velmor")]
    data = sentences(texts(lines * 40, "en"))
    keys, weights, transitions = learn(data, least=2, epochs=6, decay=0.0, keep=1.0, log=lambda message: None)
    arrays = packed("Latn", keys, weights, transitions, smallest=0.0, log=lambda message: None)
    assert arrays["Latn_weights"].dtype == numpy.int8
    words = find_words("the old qorvath met them", "en")
    (reading,) = load_recogniser(arrays, "Latn").read([(words, [""] * len(words))], "en")
    assert [(name.first, name.last, name.kind) for name in reading.names] == [(2, 3, "person")]
