"""corpus-tools align: the sentences of a text and of its translation by someone else."""

from __future__ import annotations

from pathlib import Path

import click

from corpus_tools.cli.streams import json_lines, models_options, output_option, read_one, sentences_of, write_output


@click.command("align")
@click.argument("source")
@click.argument("target")
@output_option
@click.option("--source-language", metavar="CODE", default=None, help="Found out when not given.")
@click.option("--target-language", metavar="CODE", default=None, help="Found out when not given.")
@click.option(
    "--format", "format_", type=click.Choice(["jsonl", "tsv", "tmx", "moses"]), default="jsonl", show_default=True
)
@click.option("--with-model", is_flag=True, help="Translate the source first: better where a good model is installed.")
@models_options
def command(
    source: str,
    target: str,
    output: str,
    source_language: str | None,
    target_language: str | None,
    format_: str,
    with_model: bool,
    models_dir: Path | None,
    stanza_dir: Path | None,
) -> None:
    """Align the sentences of SOURCE with those of TARGET, its translation.

    JSONL (the default) also shows the sentences that have no counterpart; the other formats hold the pairs alone.
    Moses writes OUTPUT.<source language>, OUTPUT.<target language> and OUTPUT.ids.

    \b
    Example:
      corpus-tools align article.en.txt article.ar.txt -o article.tmx --format tmx
    """
    from corpus_tools import align_sentences, identify, translate
    from corpus_tools.cli.aligned import write_aligned

    documents = read_one(source), read_one(target)
    texts = [document.raw for document in documents]
    codes = [
        given or identify(text).language for given, text in zip((source_language, target_language), texts, strict=True)
    ]
    spans = [
        sentences_of(text, code, models_dir=models_dir, stanza_dir=stanza_dir)
        for text, code in zip(texts, codes, strict=True)
    ]
    sentences = [[span.of(text) for span in each] for each, text in zip(spans, texts, strict=True)]
    translations = None
    if with_model:
        found = translate(sentences[0], source=codes[0], target=codes[1], models_dir=models_dir)
        translations = [each.text for each in found]
    beads = align_sentences(
        sentences[0], sentences[1], source_language=codes[0], target_language=codes[1], translations=translations
    )
    if format_ == "jsonl":
        rows = (
            {
                "source": bead.source,
                "target": bead.target,
                "score": round(bead.score, 4),
                "source_text": " ".join(sentences[0][i] for i in bead.source),
                "target_text": " ".join(sentences[1][j] for j in bead.target),
            }
            for bead in beads
        )
        write_output(output, json_lines(rows))
        return
    write_aligned(
        beads,
        sentences=(sentences[0], sentences[1]),
        languages=(codes[0], codes[1]),
        documents=documents,
        format_name=format_,
        output=output,
    )
