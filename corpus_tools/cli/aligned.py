"""Beads of two files as a corpus of pairs in any format."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus_tools.errors import ConfigError
from corpus_tools.records import AlignedPair, Bead, Document


def write_aligned(
    beads: Sequence[Bead],
    *,
    sentences: tuple[Sequence[str], Sequence[str]],
    languages: tuple[str, str],
    documents: tuple[Document, Document],
    format_name: str,
    output: str,
) -> None:
    """Write the pairs of `beads` in `format_name` to `output`, `-` for standard output (not for moses)."""
    from corpus_tools.writers import FORMATS, WriteOptions, write_documents

    if languages[0] == languages[1]:
        raise ConfigError(
            f"both texts are in {languages[0]}: {format_name} needs two languages",
            remedy="name them with --source-language and --target-language",
        )
    if output == "-" and format_name == "moses":
        raise ConfigError("moses is three files", remedy="name their stem with -o STEM")
    document = documents[0]
    ids = (document.id, documents[1].id)
    paired = dataclasses.replace(document, pairs=tuple(_pairs(beads, sentences, languages, ids)))
    options = WriteOptions(languages=languages, title=document.id)
    if output != "-":
        write_documents([paired], output, format=format_name, options=options)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"aligned{FORMATS[format_name][2]}"
        write_documents([paired], path, format=format_name, options=options)
        sys.stdout.buffer.write(path.read_bytes())


def _pairs(
    beads: Sequence[Bead],
    sentences: tuple[Sequence[str], Sequence[str]],
    languages: tuple[str, str],
    documents: tuple[str, str],
) -> list[AlignedPair]:
    matched = [bead for bead in beads if bead.source and bead.target]
    return [
        AlignedPair(
            id=f"{documents[0]}.p{number}",
            kind="parallel",
            source_language=languages[0],
            target_language=languages[1],
            source=" ".join(sentences[0][i] for i in bead.source),
            target=" ".join(sentences[1][j] for j in bead.target),
            source_segments=tuple(f"{documents[0]}.s{i}" for i in bead.source),
            target_segments=tuple(f"{documents[1]}.s{j}" for j in bead.target),
            score=bead.score,
        )
        for number, bead in enumerate(matched)
    ]
