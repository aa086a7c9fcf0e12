"""How well and how fast sentences are aligned, beside other aligners, in one run.

    python benchmarks/alignment.py --data DIR [--levels easy,news,hard]

DIR holds `*.{level}.jsonl`, one document a line: `src`, `tgt` (sentences), `src_lang`, `tgt_lang`, `gold` (beads as
pairs of lists of indices). No translation model is used. Peers: length alone (Gale and Church 1993, our own
implementation), and hunalign where its program is on the path; what is not installed is said to be so. We are measured
with the starter lexicons, and without (names, numbers, spelling and length alone: what a language without a lexicon
gets; cases in other scripts gain by a translation). Speeds are ratios to the first peer's.

strict: exact beads; lax: beads that share a link with a gold one; both F1 over beads that pair two sides. null: share
of the sentences without counterpart that are left alone.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus_tools import align_sentences

Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]
Aligner = Callable[[dict[str, Any]], Beads]


def ours(document: dict[str, Any]) -> Beads:
    """Align with `align_sentences`, lexicon and names only."""
    beads = align_sentences(
        document["src"],
        document["tgt"],
        source_language=document.get("src_lang", "en"),
        target_language=document.get("tgt_lang", "ar"),
    )
    return [(bead.source, bead.target) for bead in beads]


def ours_without_lexicon(document: dict[str, Any]) -> Beads:
    """Align without a starter lexicon, as any two languages without one: private-use tags have none."""
    return ours({**document, "src_lang": "qaa", "tgt_lang": "qab"})


# Beads and their priors, from Gale and Church 1993, table 5.
_PRIORS = {(1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}


def gale_church(document: dict[str, Any]) -> Beads:
    """Align by lengths in characters: the expected ratio is the document's own, the variance theirs (6.8)."""
    source, target = [len(s) for s in document["src"]], [len(t) for t in document["tgt"]]
    ratio = sum(target) / max(1, sum(source))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(source) + 1):
        for j in range(len(target) + 1):
            for (a, b), prior in _PRIORS.items():
                if (i - a, j - b) in best and (i, j) != (0, 0) and i >= a and j >= b:
                    x, y = sum(source[i - a : i]), sum(target[j - b : j])
                    deviation = abs(y - x * ratio) / math.sqrt(6.8 * max(1.0, (x + y / ratio) / 2))
                    tail = max(1e-12, math.erfc(deviation / math.sqrt(2)))
                    cost = best[i - a, j - b][0] - math.log(prior) - math.log(tail)
                    if (i, j) not in best or cost < best[i, j][0]:
                        best[i, j] = (cost, (a, b))
    beads: Beads = []
    i, j = len(source), len(target)
    while i or j:
        a, b = best[i, j][1]
        beads.append((tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return beads[::-1]


def hunalign(document: dict[str, Any]) -> Beads:
    """Align with the hunalign program (Varga et al. 2005), without a dictionary, realigning."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("empty.dic", "source", "target")]
        for path, lines in zip(paths, ([], document["src"], document["tgt"]), strict=True):
            path.write_text("".join(" ".join(line.split()) + "\n" for line in lines), encoding="utf-8")
        command = ["hunalign", "-realign", *map(str, paths)]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    steps = [(int(row.split("\t")[0]), int(row.split("\t")[1])) for row in output.splitlines()]
    return [(tuple(range(i, k)), tuple(range(j, m))) for (i, j), (k, m) in itertools.pairwise(steps)]


def f1(hits: float, predicted: float, hits_gold: float, gold: float) -> float:
    """Return F1 in percent of precision hits/predicted and recall hits_gold/gold."""
    precision, recall = hits / max(1, predicted), hits_gold / max(1, gold)
    return 200 * precision * recall / max(1e-9, precision + recall)


def measure(documents: Sequence[dict[str, Any]], aligner: Aligner) -> tuple[float, float, float, float]:
    """Return strict F, lax F, null recall (percent) and source sentences a second."""
    strict = predicted = gold_count = lax_hits = lax_found = nulls = alone = 0
    seconds = 0.0
    for document in documents:
        start = time.perf_counter()
        found = aligner(document)
        seconds += time.perf_counter() - start
        gold = [(tuple(s), tuple(t)) for s, t in document["gold"]]
        paired, wanted = [b for b in found if b[0] and b[1]], [b for b in gold if b[0] and b[1]]
        strict += len(set(paired) & set(wanted))
        predicted += len(paired)
        gold_count += len(wanted)
        links, gold_links = links_of(paired), links_of(wanted)
        lax_hits += sum(bool(links_of([bead]) & gold_links) for bead in paired)
        lax_found += sum(bool(links_of([bead]) & links) for bead in wanted)
        used = ({i for s, _ in paired for i in s}, {j for _, t in paired for j in t})
        for s, t in gold:
            if not s or not t:
                nulls += len(s) + len(t)
                alone += sum(i not in used[0] for i in s) + sum(j not in used[1] for j in t)
    speed = sum(len(d["src"]) for d in documents) / max(1e-9, seconds)
    return (
        f1(strict, predicted, strict, gold_count),
        f1(lax_hits, predicted, lax_found, gold_count),
        100 * alone / max(1, nulls),
        speed,
    )


def links_of(beads: Beads) -> set[tuple[int, int]]:
    """Return the pairs of sentences that the beads join."""
    return {(i, j) for s, t in beads for i in s for j in t}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--levels", default="easy,news,hard")
    options = parser.parse_args()
    aligners: dict[str, Aligner] = {"length alone (Gale-Church)": gale_church}
    if shutil.which("hunalign"):
        aligners["hunalign"] = hunalign
    else:
        print("hunalign: not installed")
    print("not measured: bertalign and lingtrain-aligner need an embedding model that they fetch from the network,")
    print("vecalign and bleualign are not on the package index and need embeddings or translations besides")
    aligners["corpus-tools"] = ours
    aligners["corpus-tools, no lexicon"] = ours_without_lexicon
    ours({"src": ["warm"], "tgt": ["up"]})
    for level in options.levels.split(","):
        files = sorted(options.data.glob(f"*.{level}.jsonl"))
        documents = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"\n{level}: {len(documents)} documents, {sum(len(d['src']) for d in documents)} source sentences")
        first = 0.0
        for name, aligner in aligners.items():
            strict, lax, null, speed = measure(documents, aligner)
            first = first or speed
            print(f"  {name:28} strict {strict:5.1f}  lax {lax:5.1f}  null {null:5.1f}  speed × {speed / first:.2f}")


if __name__ == "__main__":
    main()
