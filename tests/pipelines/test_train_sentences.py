"""The sentence recipe, run for real on a miniature: files for Stanza's trainer, a model that Stanza itself loads."""

import gzip
import sys
from pathlib import Path

import numpy
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # recipes are run from the checkout, not installed

pytest.importorskip("torch")

from corpus_tools.language.unmarked_ends import UnmarkedEnds  # noqa: E402
from pipelines.train_sentences import train, training_text, unmarked  # noqa: E402
from pipelines.train_sentences.training_text import Source, read_source, write_training  # noqa: E402

CONLLU = """# newpar
# text = Don't go.
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\t_\t_\t_\t_\t_\t_\t_\t_
2\tn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
4\t.\t_\t_\t_\t_\t_\t_\t_\t_

# text = “Why?”
1\t“\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tWhy\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\t?\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
4\t”\t_\t_\t_\t_\t_\t_\t_\t_

"""


def test_a_treebank_becomes_text_and_labels(tmp_path):
    with gzip.open(tmp_path / "small.conllu.gz", "wt", encoding="utf-8") as file:
        file.write(CONLLU)
    paragraphs = read_source(tmp_path, Source(path="small.conllu.gz"))
    assert paragraphs == [[("Don't go.", (5, 8, 9)), ('"Why?"', (1, 4, 5, 6))]]
    assert write_training(paragraphs, tmp_path / "text", tmp_path / "labels", seed=1) == 2
    assert (tmp_path / "text").read_text() == 'Don\'t go. "Why?"\n\n'
    assert (tmp_path / "labels").read_text() == "0000100120100112\n\n"


def test_rows_with_two_sentences_are_left_out(tmp_path):
    with gzip.open(tmp_path / "news.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("He left.\tغادر.\nHe left. She stayed.\tغادر وبقيت.\n")
    assert read_source(tmp_path, Source(path="news.tsv.gz", column=0)) == [[("He left.", (2, 7, 8))]]
    assert len(read_source(tmp_path, Source(path="news.tsv.gz", column=1))) == 2


def test_the_recipe_makes_a_folder_that_stanza_opens(tmp_path, monkeypatch):
    import stanza

    with gzip.open(tmp_path / "small.conllu.gz", "wt", encoding="utf-8") as file:
        file.write(CONLLU * 40)
    monkeypatch.setitem(
        training_text.SOURCES,
        "en",
        [Source(path="small.conllu.gz"), Source(path="small.conllu.gz", development=True)],
    )
    model = train.train("en", data=tmp_path, out=tmp_path / "out", steps=2, seed=1)
    train.write_resources(tmp_path / "out")
    assert str(tmp_path).encode() not in model.read_bytes()
    pipeline = stanza.Pipeline(
        "en",
        dir=str(tmp_path / "out"),
        processors="tokenize",
        download_method=None,
        use_gpu=False,
        logging_level="ERROR",
    )
    assert pipeline("Go.").sentences


def test_ends_without_a_mark_are_learned_and_written(tmp_path, monkeypatch, capsys):
    subjects = ("Minister", "Officer", "Teacher", "Farmer", "Driver", "Doctor")
    with gzip.open(tmp_path / "news.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(
            f"The {a} met the {b} in town{'' if i % 3 else '.'}\tx\n" for i, a in enumerate(subjects) for b in subjects
        )
    source = Source(path="news.tsv.gz", column=0, repeat=8)
    monkeypatch.setitem(training_text.SOURCES, "en", [source, Source(path="news.tsv.gz", column=0, development=True)])
    monkeypatch.setattr(sys, "argv", ["unmarked", "--data", str(tmp_path), "--out", str(tmp_path), "--languages", "en"])
    unmarked.main()
    with numpy.load(tmp_path / "unmarked_ends_en.npz") as table:
        model = UnmarkedEnds(table["weights"], float(table["scale"]), float(table["bias"]), least=0.0)
    text = "The Farmer met the Driver in town The Doctor met the Teacher in town."
    assert model.ends([text]) == [[text.index(" The Doctor")]]
    unmarked.measure("en", model, data=tmp_path)
    assert "news" in capsys.readouterr().out
