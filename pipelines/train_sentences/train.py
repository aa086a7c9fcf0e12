"""Train the sentence models that corpus-tools ships, with Stanza's own trainer: a Stanza folder comes out.

    python -m pipelines.train_sentences.train --data DIR --out DIR [--languages en ar tr fa] [--steps 3000]

`--data` holds `treebanks/` and `parallel/news/` (and `ner/AQMAR` for Arabic) as `training_text.SOURCES` names them.
`--out` becomes a Stanza `dir`: `resources.json` and `<language>/tokenize/starter.pt`, the weights in half precision
(about 320 KB). One language takes some minutes on one core. Same data, seed and versions give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from pipelines.train_sentences.training_text import SOURCES, read_source, write_training

_NAMES = {"en": "English", "ar": "Arabic", "tr": "Turkish", "fa": "Persian"}
_PACKAGE = "starter"


def train(language: str, *, data: Path, out: Path, steps: int, seed: int) -> Path:
    """Train the tokenizer of one language and write it below `out`."""
    import torch
    from stanza.models import tokenizer

    torch.set_num_threads(1)
    training, development = [], []
    for source in SOURCES[language]:
        paragraphs = read_source(data, source)
        (development if source.development else training).extend(paragraphs * source.repeat)
    target = out / language / "tokenize" / f"{_PACKAGE}.pt"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = [
            write_training(paragraphs, folder / f"{part}.txt", folder / f"{part}.labels", seed=seed)
            for part, paragraphs in (("train", training), ("dev", development))
        ]
        print(f"{language}: {counts[0]} sentences to train on, {counts[1]} to develop on", flush=True)
        tokenizer.main([
            "--txt_file", str(folder / "train.txt"), "--label_file", str(folder / "train.labels"),
            "--dev_txt_file", str(folder / "dev.txt"), "--dev_label_file", str(folder / "dev.labels"),
            "--lang", language, "--shorthand", f"{language}_{_PACKAGE}", "--mode", "train", "--no_use_mwt", "--cpu",
            "--max_seqlen", "300", "--batch_size", "32", "--steps", str(steps), "--eval_steps", "500",
            "--report_steps", "250", "--anneal_after", "1000", "--max_steps_before_stop", str(steps),
            "--seed", str(seed), "--sent_drop_prob", "0.3", "--unit_dropout", "0.2", "--last_char_drop_prob", "0.1",
            "--save_dir", str(folder), "--save_name", "model.pt",
        ])  # fmt: skip
        _shrink(folder / "model.pt", target)
    return target


def _shrink(model: Path, target: Path) -> None:
    """Write the model in half precision, without the paths of the machine it was trained on."""
    import torch

    checkpoint: dict[str, Any] = torch.load(model, map_location="cpu", weights_only=True)
    weights = {k: v.half() if v.is_floating_point() else v for k, v in checkpoint["model"].items()}
    paths = {k: None for k in checkpoint["config"] if k.endswith(("_file", "_gold")) or k in ("save_dir", "save_name")}
    torch.save(
        {**checkpoint, "model": weights, "config": {**checkpoint["config"], **paths}},
        target,
        _use_new_zipfile_serialization=False,
    )


def write_resources(out: Path) -> None:
    """Write the catalogue that Stanza looks its models up in, for every language that has one below `out`."""
    resources = {}
    for language, name in sorted(_NAMES.items()):
        model = out / language / "tokenize" / f"{_PACKAGE}.pt"
        if model.is_file():
            digest = hashlib.md5(model.read_bytes(), usedforsecurity=False).hexdigest()
            resources[language] = {
                "lang_name": name,
                "packages": {"default": {"tokenize": _PACKAGE}},
                "tokenize": {_PACKAGE: {"md5": digest}},
            }
    (out / "resources.json").write_text(json.dumps(resources, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Train what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--languages", nargs="+", choices=sorted(SOURCES), default=sorted(SOURCES))
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    for language in options.languages:
        model = train(language, data=options.data, out=options.out, steps=options.steps, seed=options.seed)
        print(f"{language}: {model} ({model.stat().st_size} bytes)", flush=True)
    write_resources(options.out)


if __name__ == "__main__":
    main()
