"""Sentence splitting beside its peers: quality and speed on the same text in one run.

    python benchmarks/sentences.py en:EN_FILE ar:AR_FILE …

A file is CoNLL-U (plain or .gz; the `# text` lines are read), or text with one sentence a line. Eight sentences at a
time are joined with a space, and the exact slices compared: F1 over sentences. Speed is a ratio to `corpus-tools`.
Peers that are not installed are reported as such: pysbd, sentencex, spaCy (its rule-based sentencizer).
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus_tools.language.segmentation import split_by_rules, split_many

Pieces = list[tuple[int, int]]
Splitter = Callable[[list[str]], list[Pieces]]


def main() -> None:
    """Measure every splitter on every file."""
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    for argument in sys.argv[1:]:
        language, _, name = argument.partition(":")
        texts, gold = _joined(_sentences(Path(name)))
        sys.stdout.write(f"\n{language} {Path(name).name}: {sum(map(len, gold))} sentences in {len(texts)} texts\n")
        base = None
        for label, make in _SPLITTERS.items():
            try:
                split = make(language)
                split(texts)  # loads what it needs
            except (ImportError, ValueError, KeyError, OSError) as error:
                sys.stdout.write(f"  {label:22} not available ({type(error).__name__})\n")
                continue
            start = time.perf_counter()
            found = split(texts)
            seconds = time.perf_counter() - start
            base = base or seconds
            line = f"  {label:22} F1 {_f1(gold, found):.4f}   time {seconds / base:6.2f} x\n"
            sys.stdout.write(line)


def _sentences(path: Path) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        lines = [line.rstrip("\n") for line in stream]
    if ".conllu" in path.name:
        lines = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    return [line.strip() for line in lines if line.strip()]


def _joined(sentences: list[str]) -> tuple[list[str], list[Pieces]]:
    texts, gold = [], []
    for start in range(0, len(sentences), 8):
        pieces: Pieces = []
        position = 0
        for sentence in sentences[start : start + 8]:
            pieces.append((position, position + len(sentence)))
            position += len(sentence) + 1
        texts.append(" ".join(sentences[start : start + 8]))
        gold.append(pieces)
    return texts, gold


def _f1(gold: list[Pieces], found: list[Pieces]) -> float:
    right = sum(len(set(a) & set(b)) for a, b in zip(gold, found, strict=True))
    return 2 * right / (sum(map(len, gold)) + sum(map(len, found)))


def _located(text: str, parts: Iterator[str]) -> Pieces:
    """The slices of pieces that a peer returns as strings."""
    pieces: Pieces = []
    position = 0
    for part in parts:
        stripped = part.strip()
        start = text.find(stripped, position)
        if stripped and start >= 0:
            position = start + len(stripped)
            pieces.append((start, position))
    return pieces


def _ours(language: str) -> Splitter:
    return lambda texts: [[(s.start, s.end) for s in spans] for spans in split_many(texts, language=language)]


def _rules(language: str) -> Splitter:
    return lambda texts: [[(s.start, s.end) for s in split_by_rules(text, language=language)] for text in texts]


def _pysbd(language: str) -> Splitter:
    import pysbd

    segmenter = pysbd.Segmenter(language=language, clean=False)
    return lambda texts: [_located(text, iter(segmenter.segment(text))) for text in texts]


def _sentencex(language: str) -> Splitter:
    from sentencex import segment

    return lambda texts: [_located(text, iter(segment(language, text))) for text in texts]


def _spacy(language: str) -> Splitter:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    return lambda texts: [_located(text, (s.text for s in pipeline(text).sents)) for text in texts]


_SPLITTERS: dict[str, Callable[[str], Splitter]] = {
    "corpus-tools": _ours,
    "corpus-tools, rules": _rules,
    "pysbd": _pysbd,
    "sentencex": _sentencex,
    "spaCy sentencizer": _spacy,
}

if __name__ == "__main__":
    main()
