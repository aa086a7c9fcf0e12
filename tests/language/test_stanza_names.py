"""Names by an installed Stanza NER model: a tiny real one, trained here with Stanza's own trainer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from stanza.models import ner_tagger
from stanza.models.common.doc import Document as StanzaDocument
from stanza.models.common.pretrain import Pretrain
from stanza.models.ner.data import DataLoader
from stanza.models.ner.trainer import Trainer

from corpus_tools.errors import ModelError
from corpus_tools.language.stanza_names import StanzaNames, ner_models
from corpus_tools.records import Block, Document, Provenance
from corpus_tools.stages.names import Names
from corpus_tools.stages.stage import Workspace

PEOPLE = ("orvath", "quillan", "tessek", "morvane")
PLACES = ("zumir", "kalvor", "bresk", "ontal")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    root = tmp_path_factory.mktemp("stanza")
    (root / "en" / "ner").mkdir(parents=True)
    (root / "en" / "pretrain").mkdir()
    words = [*PEOPLE, *PLACES, "met", "in", "."]
    vectors = root / "vectors.txt"
    rows = [f"{word} {int(word in PEOPLE)} {int(word in PLACES)} {int(word == '.')} 1" for word in words]
    vectors.write_text("\n".join([f"{len(words)} 4", *rows]) + "\n", encoding="utf-8")
    pretrain = Pretrain(str(root / "en" / "pretrain" / "tiny.pt"), str(vectors))
    pretrain.load()
    options = ["--shorthand", "en_tiny", "--hidden_dim", "16", "--char_hidden_dim", "8", "--char_emb_dim", "8"]
    args = ner_tagger.parse_args(
        [*options, "--word_emb_dim", "4", "--batch_size", "16", "--lr", "1.0", "--dropout", "0", "--cpu"]
    )
    sentences = [
        [(first, "S-PER"), ("met", "O"), (second, "S-PER"), ("in", "O"), (place, "S-LOC"), (".", "O")]
        for first in PEOPLE
        for second in PEOPLE
        for place in PLACES
    ]
    rows_of = [
        [{"id": (at,), "text": word, "ner": label, "multi_ner": (label,)} for at, (word, label) in enumerate(each, 1)]
        for each in sentences
    ]
    batches = DataLoader(StanzaDocument(rows_of), 16, args, pretrain, evaluation=False)
    trainer = Trainer(args=args, vocab=batches.vocab, pretrain=pretrain, device="cpu")
    for _ in range(300):  # rounding differs between processors, and with it how many rounds are needed
        if sum(trainer.update(batch) for batch in batches) < 0.05:
            break
    else:
        pytest.fail("the tiny model did not learn its sentences in 300 rounds")
    trainer.save(str(root / "en" / "ner" / "tiny.pt"))
    needs = {"dependencies": [{"model": "pretrain", "package": "tiny"}]}
    english = {"packages": {"default": {"ner": "tiny"}}, "ner": {"tiny": needs}, "pretrain": {"tiny": {}}}
    (root / "resources.json").write_text(json.dumps({"en": {"lang_name": "English", **english}}), encoding="utf-8")
    return root


def test_the_names_of_a_model_have_their_places_in_the_line(folder: Path) -> None:
    line = "  tessek met quillan in  bresk."
    found = StanzaNames(stanza_dir=folder)(line, "en")
    assert [(line[start:end], kind) for start, end, kind in found] == [
        ("tessek", "person"), ("quillan", "person"), ("bresk", "place"),
    ]  # fmt: skip


def test_a_language_without_a_model_has_none(folder: Path) -> None:
    assert StanzaNames(stanza_dir=folder)("tessek met quillan", "tr") == []


def test_the_stage_takes_what_the_rules_did_not_find(folder: Path, tmp_path: Path) -> None:
    raw = "tessek met quillan in bresk."
    block = Block(start=0, end=len(raw), id="d.b0", label="body", kept=True, score=1.0, reason="")
    document = Document(id="d", raw=raw, text=raw, provenance=Provenance(source="d"), blocks=(block,))
    workspace = Workspace(stanza_dir=folder, models_dir=tmp_path)
    with Names().open(workspace) as work:
        (read,) = work([document])
    assert [(m.text, m.kind, m.reason) for m in read.mentions] == [
        ("tessek", "person", "a model recognised it"),
        ("quillan", "person", "a model recognised it"),
        ("bresk", "place", "a model recognised it"),
    ]
    with Names(stanza=False).open(workspace) as work:
        assert work([document])[0].mentions == ()


def test_the_cache_key_names_the_model_by_its_bytes(folder: Path, tmp_path: Path) -> None:
    workspace = Workspace(stanza_dir=folder, models_dir=tmp_path)
    (name,) = Names().models(workspace)
    assert name == f"stanza-ner-en@{ner_models(stanza_dir=folder)['en'][1]}"
    assert Names(stanza=False).models(workspace) == ()


def test_a_broken_model_is_an_error_that_says_so(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "en" / "ner").mkdir(parents=True)
    (tmp_path / "en" / "ner" / "tiny.pt").write_bytes(b"no weights")
    (tmp_path / "resources.json").write_bytes((folder / "resources.json").read_bytes())
    with pytest.raises(ModelError, match="cannot be loaded"):
        StanzaNames(stanza_dir=tmp_path)("tessek met quillan", "en")
