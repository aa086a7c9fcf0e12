"""Turn a checkpoint into CTranslate2 models and Argos packages, and prove that they say what PyTorch says.

    python -m pipelines.train_translation.export --config ar_en.toml --data WORK --checkpoint RUN/step_N.pt --out EXPORT

Writes EXPORT/model (int8; the start token in config.json gives the direction), EXPORT/checks.json and one
`translate-FROM_TO.argosmodel` per direction, or per one of the recipe's `packages` where it names some. `model.bin` is
the same file in all.
"""

import argparse
import json
import tempfile
import tomllib
import zipfile
from pathlib import Path

import ctranslate2
import numpy as np
import torch
from ctranslate2.specs import common_spec, transformer_spec
from torch import Tensor

from .batches import directions
from .evaluate import directed
from .model import Layer, Translator, positions
from .prepare import END, PAD, START, UNKNOWN, allowed_sources, load_tokeniser
from .sentence_ends import sentence_end_model

NAMES = {"en": "English", "ar": "Arabic", "tr": "Turkish", "fa": "Persian"}
EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time in the archive: the same weights give the same bytes
LICENCE = "CC-BY-SA-4.0"
MOST_POSITIONS = 1024

CARD = """# {origin} → {target}, starter model of corpus-tools

Date {date} · weights {licence}, attributions in NOTICE · recipe `pipelines/train_translation` at {commit}.
{parameters:.1f} million parameters, {layers} layers, width {width}; one model for all directions, int8.

## Scores (sacrebleu)

| set | BLEU | chrF | beam |
|---|---|---|---|
{scores}

## Meant for

A first, offline translation of news and similar prose, for finding and aligning parallel sentences. It was trained
from scratch on {words:.2g} million words of English and their translations ({pieces:.0f} million target pieces in all
its passes): it makes mistakes in sense, names and numbers, and worse ones the further a text is from news. Nothing it
writes should be published unread. Replace it with a larger model where one can be had.

## Data

Public-domain, CC0, CC BY, CC BY-SA, MIT, BSD, Apache, MPL and Unicode-licensed parallel text, and news sentences
written for corpus-tools by a language model; sources with their licences in NOTICE. Quotation marks become " and ',
vowel marks and tatweel go, Arabic-Indic digits become 0-9, on both sides.

## Learning curve (loss per piece on held-out text)

{curve}

## Checks of the export

{checks}
"""


# --- CTranslate2 ----------------------------------------------------------------------------------------------------


def load_average(checkpoint: Path) -> tuple[Translator, dict]:
    """Return the averaged weights of a checkpoint as a model in evaluation mode, and the run's configuration.

    Where the run computed with rounded products at its end, the weights are rounded.
    """
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    model = Translator(pieces=len(state["average"]["embedding"]), pad=PAD, **state["config"]["model"])
    model.load_state_dict(state["average"])
    if state["config"]["training"].get("rounding_from", 1.0) < 1:
        model.round_weights()
    return model.eval(), state["config"]


def array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().float().numpy().copy()  # CTranslate2 quantises in place


def fill_layer(spec, layer: Layer) -> None:
    attention = layer.self_attention
    spec.self_attention.layer_norm.gamma = array(layer.self_norm.gain)
    spec.self_attention.linear[0].weight = array(
        torch.cat([attention.query.weight, attention.key.weight, attention.value.weight])
    )
    spec.self_attention.linear[1].weight = array(attention.output.weight)
    if hasattr(layer, "cross_attention"):
        attention = layer.cross_attention
        spec.attention.layer_norm.gamma = array(layer.cross_norm.gain)
        spec.attention.linear[0].weight = array(attention.query.weight)
        spec.attention.linear[1].weight = array(torch.cat([attention.key.weight, attention.value.weight]))
        spec.attention.linear[2].weight = array(attention.output.weight)
    spec.ffn.layer_norm.gamma = array(layer.feed_norm.gain)
    spec.ffn.linear_0.weight = array(layer.widen.weight)
    spec.ffn.linear_1.weight = array(layer.narrow.weight)


def write_ctranslate2(
    model: Translator, vocabulary: list[str], target: str, folder: Path, quantization: str | None
) -> None:
    """Write the model in CTranslate2's format; its decoder starts with <2`target`>."""
    heads, width = model.encoder[0].self_attention.heads, model.embedding.shape[1]
    options = {"pre_norm": True, "activation": common_spec.Activation.RELU, "rms_norm": True}
    spec = transformer_spec.TransformerSpec(
        transformer_spec.TransformerEncoderSpec(len(model.encoder), heads, **options),
        transformer_spec.TransformerDecoderSpec(len(model.decoder), heads, **options),
    )
    embedding = array(model.embedding)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = spec.decoder.projection.weight = embedding
    for part, layers, norm in (
        (spec.encoder, model.encoder, model.encoder_norm),
        (spec.decoder, model.decoder, model.decoder_norm),
    ):
        part.position_encodings.encodings = array(positions(MOST_POSITIONS, width))
        part.layer_norm.gamma = array(norm.gain)
        for layer_spec, layer in zip(part.layer, layers, strict=True):
            fill_layer(layer_spec, layer)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = f"<2{target}>"
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = (vocabulary[i] for i in (UNKNOWN, START, END))
    spec.config.layer_norm_epsilon = 1e-6
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def greedy_torch(model: Translator, rows: list[list[int]], start: int) -> list[list[int]]:
    """Return PyTorch's greedy translations in fp32, rows of like length together."""
    results: list[list[int]] = [[] for _ in rows]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    for first in range(0, len(order), 50):
        chosen = order[first : first + 50]
        longest = max(len(rows[i]) for i in chosen) + 1
        block = torch.full((len(chosen), longest), PAD)
        for n, i in enumerate(chosen):
            block[n, : len(rows[i]) + 1] = torch.tensor([*rows[i], END])
        for i, row in zip(chosen, model.greedy(block, start, END), strict=True):
            results[i] = row
    return results


def greedy_ctranslate2(translator: ctranslate2.Translator, sentences: list[list[str]]) -> list[list[str]]:
    results = translator.translate_batch(sentences, beam_size=1, max_decoding_length=128, max_batch_size=50)
    return [result.hypotheses[0] for result in results]


def same_next_token(translator: ctranslate2.Translator, sentences: list[list[str]], outputs: list[list[str]]) -> float:
    """Return how often the model's next token, after each prefix of `outputs`, is the one in `outputs`.

    Do not expect .99 of a small model in int8: CTranslate2 rounds the input of every product to 127 steps of its
    largest value, and such a model is often in two minds. With the weights rounded alike on both sides (width 256, 60
    held-out sentences, en → ar and ar → en, emulated site by site): .983 and .981 with all sites rounded; .985 and
    .984 with the inputs of the narrowing products exact, the most that splitting outlying hidden units could give;
    .988 and .986 with those of the output product exact too. Rounding these alone leaves .993 and .991, and their
    largest value is four times the root mean square, about what noise has: there is no outlier left to split.
    """
    sources, prefixes, wanted = [], [], []
    for sentence, output in zip(sentences, outputs, strict=True):
        for place, token in enumerate(output):
            sources.append(sentence)
            prefixes.append(output[:place])
            wanted.append(token)
    agreed = 0
    for first in range(0, len(wanted), 512):
        part = slice(first, first + 512)
        prefix = prefixes[part]
        lengths = {"max_decoding_length": max(map(len, prefix)) + 1, "min_decoding_length": 1}
        results = translator.translate_batch(
            sources[part], target_prefix=prefix, beam_size=1, max_batch_size=128, **lengths
        )
        for result, before, token in zip(results, prefix, wanted[part], strict=True):
            agreed += result.hypotheses[0][len(before) : len(before) + 1] == [token]
    return agreed / max(1, len(wanted))


def check(
    model: Translator, processor, target: str, sentences: list[str], folder: Path, vocabulary: list[str]
) -> dict[str, float]:
    """Compare PyTorch, CTranslate2 in float32 and CTranslate2 in int8 on `sentences`."""
    rows = processor.encode(sentences)
    pieces = [[vocabulary[piece] for piece in row] for row in rows]
    reference = [
        [vocabulary[piece] for piece in row] for row in greedy_torch(model, rows, processor.piece_to_id(f"<2{target}>"))
    ]
    with tempfile.TemporaryDirectory() as scratch:
        write_ctranslate2(model, vocabulary, target, Path(scratch), None)
        exact = ctranslate2.Translator(scratch, compute_type="float32")
        outputs = greedy_ctranslate2(exact, pieces)
    small = directed(folder, target, compute_type="int8", threads=1)
    return {
        "sentences": len(sentences),
        "float32_equals_torch": sum(a == b for a, b in zip(outputs, reference, strict=True)) / len(sentences),
        "int8_equals_float32_sentences": sum(
            a == b for a, b in zip(greedy_ctranslate2(small, pieces), outputs, strict=True)
        )
        / len(sentences),
        "int8_equals_float32_tokens": same_next_token(small, pieces, outputs),
    }


# --- packages -------------------------------------------------------------------------------------------------------


def notice(sources: list[dict], title: str) -> str:
    """Return the attributions that the licences of the training text ask for."""
    lines = [f"{title}: weights under {LICENCE}.", "Trained on text from:", ""]
    by_credit: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        by_credit.setdefault((source["licence"], source["credit"]), []).append(
            source["file"].split("/")[-1].split(".")[0]
        )
    lines += [f"- {credit}: {', '.join(files)} ({licence})" for (licence, credit), files in sorted(by_credit.items())]
    return "\n".join(lines) + "\n"


def model_card(origin: str, target: str, details: dict) -> str:
    """Return the README of a package."""
    scores = details["scores"]
    rows = {
        "scores": "\n".join(
            f"| {row['set']} | {row['bleu']:.1f} | {row['chrf']:.1f} | {row['beam']} |" for row in scores
        ),
        "checks": "\n".join(f"- {name}: {value:.4g}" for name, value in details["checks"].items()),
        "curve": "\n".join("| " + " | ".join(row) + " |" for row in details["curve"]),
    }
    return CARD.format(origin=NAMES[origin], target=NAMES[target], licence=LICENCE, **details | rows)


def write_package(path: Path, name: str, files: dict[str, bytes]) -> None:
    """Write an Argos package whose bytes depend on nothing but `files`."""
    with zipfile.ZipFile(path, "w") as archive:
        for inner in sorted(files):
            entry = zipfile.ZipInfo(f"{name}/{inner}", EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, files[inner], compresslevel=9)


def package_files(
    origin: str, target: str, folder: Path, tokeniser: Path, *, card: str, credits: str, version: str
) -> dict[str, bytes]:
    """Return the files of a package, by their path in it."""
    metadata = {"package_version": version, "argos_version": "1.9.0", "type": "translate"}
    metadata |= {"from_code": origin, "from_name": NAMES[origin], "to_code": target, "to_name": NAMES[target]}
    config = json.loads((folder / "config.json").read_text()) | {"decoder_start_token": f"<2{target}>"}
    return {
        "metadata.json": (json.dumps(metadata, indent=1) + "\n").encode(),
        "README.md": card.encode(),
        "NOTICE": credits.encode(),
        "model/config.json": (json.dumps(config, indent=1, sort_keys=True) + "\n").encode(),
        "model/model.bin": (folder / "model.bin").read_bytes(),
        "model/shared_vocabulary.json": (folder / "shared_vocabulary.json").read_bytes(),
        "sentencepiece.model": tokeniser.read_bytes(),
        f"minisbd/{origin}.onnx": sentence_end_model(origin),
    }


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="what prepare.py wrote")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scores", type=Path, help="what evaluate.py wrote, for the model card")
    parser.add_argument("--curve", type=Path, help="curve.tsv of the run, for the model card")
    parser.add_argument("--date", default="undated")
    parser.add_argument("--commit", default="unknown", help="commit of the recipe")
    parser.add_argument("--package-version", default="1.0")
    parser.add_argument(
        "--pieces-before", type=int, default=0, help="pieces seen by the model that the run started from"
    )
    parser.add_argument("--check-sentences", type=int, default=200)
    arguments = parser.parse_args(words)

    config = tomllib.loads(arguments.config.read_text())
    ways = [(origin, target) for origin, target in config.get("packages", directions(config))]
    sources = allowed_sources(tomllib.loads((arguments.config.parent / config["text"]["sources"]).read_text()))
    model, trained = load_average(arguments.checkpoint)
    processor, tokeniser = load_tokeniser(arguments.data), arguments.data / "sentencepiece.model"
    vocabulary = [processor.id_to_piece(i) for i in range(processor.vocab_size())]
    folder = arguments.out / "model"
    write_ctranslate2(model, vocabulary, ways[0][1], folder, "int8")
    place = torch.load(arguments.checkpoint, weights_only=True, map_location="cpu")["place"]
    scores = json.loads(arguments.scores.read_text()) if arguments.scores else []
    curve = [line.split("\t") for line in arguments.curve.read_text().splitlines()] if arguments.curve else []
    curve = [curve[0], ["---"] * len(curve[0]), *curve[1:]] if curve else []
    counts = json.loads((arguments.data / "counts.json").read_text())
    english_words = sum(
        counts[source["file"]]["words_en"] for source in sources if source["group"] not in ("templates", "names")
    )
    all_checks = {}
    for origin, target in ways:
        held = min(arguments.data.glob(f"held_*.{origin}"))  # the news, where it is held out in this language
        sentences = held.read_text(encoding="utf-8").splitlines()[: arguments.check_sentences]
        checks = all_checks[f"{origin}_{target}"] = check(model, processor, target, sentences, folder, vocabulary)
        print(f"{origin} → {target}: {checks}", flush=True)
        details = {
            "date": arguments.date,
            "commit": arguments.commit,
            "parameters": sum(p.numel() for p in model.parameters()) / 1e6,
            "layers": f"{len(model.encoder)} + {len(model.decoder)}",
            "width": trained["model"]["width"],
            "words": english_words / 1e6,
            "pieces": (place[1] + arguments.pieces_before) / 1e6,
            "scores": [row for row in scores if row["direction"] == f"{origin}_{target}"],
            "checks": checks,
            "curve": curve,
        }
        name = f"translate-{origin}_{target}"
        card, credits = (
            model_card(origin, target, details),
            notice(sources, f"{NAMES[origin]} → {NAMES[target]}, starter model of corpus-tools"),
        )
        files = package_files(
            origin, target, folder, tokeniser, card=card, credits=credits, version=arguments.package_version
        )
        write_package(arguments.out / f"{name}.argosmodel", name, files)
    (arguments.out / "checks.json").write_text(json.dumps(all_checks, indent=1) + "\n")


if __name__ == "__main__":
    main()
