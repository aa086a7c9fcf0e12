"""Score an exported model with sacrebleu (BLEU and chrF) in both directions, or in one.

    python -m pipelines.train_translation.evaluate --model EXPORT/model --tokeniser WORK/sentencepiece.model \\
        --languages en ar --set flores=DIR/flores101-devtest --set held-out-news=WORK/held_news --out scores.json

A set is a path without its language suffix: PATH.en and PATH.ar hold one sentence a line.
"""

import argparse
import io
import json
import time
from pathlib import Path

import ctranslate2
import sacrebleu
import sentencepiece


def directed(folder: Path, target: str, *, compute_type: str, threads: int) -> ctranslate2.Translator:
    """Open the model with <2`target`> as the decoder's start token, whatever its config.json says."""
    files = {path.name: io.BytesIO(path.read_bytes()) for path in folder.iterdir()}
    config = json.loads((folder / "config.json").read_text()) | {"decoder_start_token": f"<2{target}>"}
    files["config.json"] = io.BytesIO(json.dumps(config).encode())
    return ctranslate2.Translator(str(folder), files=files, compute_type=compute_type, intra_threads=threads)


def translate(translator: ctranslate2.Translator, processor, lines: list[str], beam: int) -> list[str]:
    """Return the translations of `lines`."""
    pieces = processor.encode(lines, out_type=str)
    options = {
        "beam_size": beam,
        "max_batch_size": 2048,
        "batch_type": "tokens",
        "replace_unknowns": True,
        "max_decoding_length": 200,
    }
    return [processor.decode(result.hypotheses[0]) for result in translator.translate_batch(pieces, **options)]


def score(outputs: list[str], references: list[str]) -> dict[str, float]:
    return {
        "bleu": sacrebleu.corpus_bleu(outputs, [references]).score,
        "chrf": sacrebleu.corpus_chrf(outputs, [references]).score,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--model",
        type=Path,
        required=True,
        help="CTranslate2 folder; the start token in its config.json is replaced per direction",
    )
    parser.add_argument("--tokeniser", type=Path, required=True)
    parser.add_argument("--languages", nargs=2, required=True)
    parser.add_argument("--one-way", action="store_true", help="from the first language into the second alone")
    parser.add_argument("--set", action="append", required=True, metavar="NAME=PATH")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--compute-type", default="int8")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sentences", type=int, help="only the first so many")
    parser.add_argument("--out", type=Path, help="scores as JSON; the translations go beside it")
    arguments = parser.parse_args()
    processor = sentencepiece.SentencePieceProcessor(model_file=str(arguments.tokeniser))
    rows = []
    first, second = arguments.languages
    for origin, target in [(first, second)] if arguments.one_way else [(first, second), (second, first)]:
        translator = directed(arguments.model, target, compute_type=arguments.compute_type, threads=arguments.threads)
        for item in arguments.set:
            name, path = item.split("=", 1)
            lines, references = (
                Path(f"{path}.{side}").read_text(encoding="utf-8").splitlines()[: arguments.sentences]
                for side in (origin, target)
            )
            began_s = time.perf_counter()
            outputs = translate(translator, processor, lines, arguments.beam)
            speed = len(lines) / (time.perf_counter() - began_s)
            row = {"direction": f"{origin}_{target}", "set": name, "beam": arguments.beam, **score(outputs, references)}
            rows.append(row)
            print(
                f"{row['direction']} {name}: BLEU {row['bleu']:.2f} chrF {row['chrf']:.2f} ({speed:.0f} sentences/s)",
                flush=True,
            )
            if arguments.out:
                (arguments.out.parent / f"{name}.{origin}_{target}.txt").write_text(
                    "\n".join(outputs) + "\n", encoding="utf-8"
                )
    if arguments.out:
        arguments.out.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
