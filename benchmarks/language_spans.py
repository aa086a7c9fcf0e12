"""Measure the language spans and the identification of segments, beside the libraries that are installed, in one run.

    python benchmarks/language_spans.py --lid DIR [--peers lingua,langdetect,pycld2] [--most 400]

`DIR` holds `mixed_documents.dev.jsonl`, `segments.dev.jsonl` and their `score.py`. Prints span F1, fragment F1, exact
documents and character accuracy; accuracy by length of segment; calibration error; characters a second, as a ratio to
ours; and for us the time and memory of loading. Not installed peers are reported as such.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Spans = list[tuple[int, int, str]]

LOADING = """
import resource, time
import numpy, regex
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
from corpus_tools import detect_spans
detect_spans("hello عالم привет")
seconds = time.perf_counter() - start
print(f"{seconds:.3f} s, {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.1f} MB")
"""


def ours(backend: str) -> tuple[Callable[[str], Spans], Callable[[str], str]]:
    from corpus_tools import detect_spans, identify

    def spans(text: str) -> Spans:
        return [(span.start, span.end, span.language) for span in detect_spans(text, backend=backend)]

    return spans, lambda text: identify(text, backend=backend).language


def lingua_peer() -> tuple[Callable[[str], Spans], Callable[[str], str]]:
    lingua = importlib.import_module("lingua")
    codes = [
        getattr(lingua.IsoCode639_1, code)
        for code in ["EN", "FR", "DE", "ES", "TR", "RU", "UK", "AR", "FA", "UR", "HE"]
    ]
    detector = lingua.LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()

    def code_of(language: Any) -> str:
        return language.iso_code_639_1.name.lower() if language else "und"

    def spans(text: str) -> Spans:
        found = detector.detect_multiple_languages_of(text)
        return [(result.start_index, result.end_index, code_of(result.language)) for result in found]

    return spans, lambda text: code_of(detector.detect_language_of(text))


def langdetect_peer() -> tuple[Callable[[str], Spans], Callable[[str], str]]:
    module = importlib.import_module("langdetect")
    module.DetectorFactory.seed = 0

    def one(text: str) -> str:
        try:
            return str(module.detect(text))
        except module.LangDetectException:
            return "und"

    def spans(text: str) -> Spans:
        found, at = [], 0
        for line in text.splitlines(keepends=True):
            found.append((at, at + len(line), one(line)))
            at += len(line)
        return found

    return spans, one


def pycld2_peer() -> tuple[Callable[[str], Spans], Callable[[str], str]]:
    module = importlib.import_module("pycld2")

    def vectors(text: str) -> Spans:
        data = "".join(c if c.isprintable() or c == "\n" else " " for c in text).encode("utf-8", "replace")
        places: list[int] = []
        for i, c in enumerate(data.decode("utf-8")):
            places.extend([i] * len(c.encode("utf-8")))
        places.append(len(text))
        found = module.detect(data, returnVectors=True)[3]
        return [(places[at], places[at + size], code.replace("iw", "he")) for at, size, _, code in found]

    def one(text: str) -> str:
        return str(module.detect(text.encode("utf-8"), bestEffort=True)[2][0][1]).replace("iw", "he")

    return vectors, one


PEERS = {"lingua": lingua_peer, "langdetect": langdetect_peer, "pycld2": pycld2_peer}


def calibration(segments: list[dict[str, Any]]) -> float:
    """Expected calibration error in ten equal bins."""
    from corpus_tools import identify

    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for segment in segments:
        guess = identify(segment["text"])
        bins[min(9, int(guess.confidence * 10))].append((guess.confidence, guess.language == segment["lang"]))
    return sum(abs(sum(c for c, _ in b) - sum(right for _, right in b)) for b in bins) / len(segments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lid", type=Path, required=True)
    parser.add_argument("--peers", default="lingua,langdetect,pycld2")
    parser.add_argument("--backends", default="profiles")
    parser.add_argument("--most", type=int, default=None, help="only the first so many documents and segments")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.lid))
    score = importlib.import_module("score")

    def read(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (arguments.lid / name).open(encoding="utf-8")][: arguments.most]

    documents, segments = read("mixed_documents.dev.jsonl"), read("segments.dev.jsonl")
    size = sum(len(document["text"]) for document in documents)
    systems: dict[str, Callable[[], tuple[Callable[[str], Spans], Callable[[str], str]]]] = {}
    for backend in arguments.backends.split(","):
        systems[f"ours ({backend})"] = lambda backend=backend: ours(backend)  # type: ignore[misc]
    systems |= {name: PEERS[name] for name in arguments.peers.split(",") if name}
    print("loading:", subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True).stdout.strip())
    first = 0.0
    for name, make in systems.items():
        try:
            spans, one = make()
        except ImportError as error:
            print(f"{name}: not installed ({error.name})")
            continue
        spans(documents[0]["text"])
        start = time.process_time()
        predictions = [spans(document["text"]) for document in documents]
        seconds = time.process_time() - start
        first = first or size / seconds
        print(f"{name}: {size / seconds:,.0f} characters/s, {size / seconds / first:.3f} of ours")
        result = score.score_spans(documents, predictions)
        print("  spans   ", {key: round(value, 4) for key, value in result.items() if key != "by kind"})
        if name.startswith("ours"):
            print("  by kind ", result["by kind"])
        print("  segments", score.score_segments(segments, [one(segment["text"]) for segment in segments]))
        if name == "ours (profiles)":
            print(f"  calibration error {calibration(segments):.4f}")


if __name__ == "__main__":
    main()
