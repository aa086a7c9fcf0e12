"""How well and how fast names are compared, against what else is installed.

Run `python benchmarks/names.py --pairs FILE --words FILE [--data DIR]`. Pairs: a TSV with name_a, name_b, same,
scripts. Words: a TSV with arabic, latin, same. DIR holds `ar_latin_words.tsv.gz`, whose words fill the candidates up
to 10,000.
Peers that are not installed are reported as such. For a peer the best threshold on the very same pairs is taken, for us
the verdict as it is. Speeds are ratios to ours in the same run; ours is measured with nothing remembered.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import random
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

from corpus_tools.names.authority import starter_authority
from corpus_tools.names.blocking import blocking_keys
from corpus_tools.names.comparison import compare_names
from corpus_tools.names.folding import fold_name
from corpus_tools.names.gazetteer import gazetteer
from corpus_tools.names.ranking import NameIndex

SHEET = Path(__file__).parents[1] / "pipelines" / "train_names" / "newsmakers.tsv"
Scorer = Callable[[str, str], float]


def read(path: Path) -> list[dict[str, str]]:
    """Read a TSV with a header."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def best_f1(scores: list[float], same: list[bool]) -> float:
    """Return the best F1 over all thresholds; equal scores fall on one side together."""
    order = sorted(zip(scores, same, strict=True), reverse=True)
    wanted, hits, best = sum(same), 0, 0.0
    for position, (score, true) in enumerate(order, start=1):
        hits += true
        if position == len(order) or order[position][0] != score:
            best = max(best, 2 * hits / (position + wanted))
    return best


def verdict_f1(verdicts: list[bool], same: list[bool]) -> float:
    """Return F1 of verdicts."""
    hits = sum(a and b for a, b in zip(verdicts, same, strict=True))
    return 2 * hits / max(1, sum(verdicts) + sum(same))


def peers() -> dict[str, Scorer | str]:
    """Return the peers' scorers, or why there is none."""
    out: dict[str, Scorer | str] = {}
    try:
        fuzz = importlib.import_module("rapidfuzz.fuzz")
        anyascii = importlib.import_module("anyascii").anyascii
        out["rapidfuzz + anyascii"] = lambda a, b: fuzz.token_sort_ratio(anyascii(a).lower(), anyascii(b).lower())
    except ImportError as error:
        out["rapidfuzz + anyascii"] = str(error)
    try:
        icu = importlib.import_module("icu")
        fuzz = importlib.import_module("rapidfuzz.fuzz")
        latin = icu.Transliterator.createInstance("Any-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower")
        out["PyICU + rapidfuzz"] = lambda a, b: fuzz.token_sort_ratio(latin.transliterate(a), latin.transliterate(b))
    except ImportError as error:
        out["PyICU + rapidfuzz"] = str(error)
    try:
        model = importlib.import_module("followthemoney").model
        logic = importlib.import_module("nomenklatura.matching").get_algorithm("logic-v2")
        config = importlib.import_module("nomenklatura.matching.types").ScoringConfig.defaults()

        def entity(name: str) -> Any:
            # It remembers what it has seen by id, so each name needs one of its own.
            return model.get_proxy({"id": name, "schema": "Person", "properties": {"name": [name]}})

        out["nomenklatura logic-v2"] = lambda a, b: logic.compare(entity(a), entity(b), config).score
    except ImportError as error:
        out["nomenklatura logic-v2"] = str(error)
    try:
        rigour = importlib.import_module("rigour.text.distance")
        ascii_text = importlib.import_module("normality").ascii_text
        out["rigour + normality"] = lambda a, b: rigour.levenshtein_similarity(
            (ascii_text(a) or "").lower(), (ascii_text(b) or "").lower(), max_percent=1.0
        )
    except ImportError as error:
        out["rigour + normality"] = str(error)
    return out


def retrieval(candidates: list[str], queries: list[tuple[str, str]]) -> str:
    """Rank `candidates` for each query; report how often its answer is first, and among ten, and how fast."""
    index = NameIndex(candidates)
    first = ten = 0
    started = time.perf_counter()
    for query, answer in queries:
        names = [ranked.name for ranked in index.rank(query)]
        first += names[:1] == [answer]
        ten += answer in names
    seconds = time.perf_counter() - started
    count = len(queries)
    speed = count * len(candidates) / seconds
    return f"rank 1 {first / count:.3f}, rank 10 {ten / count:.3f}, {speed:,.0f} comparisons/s with blocking"


def block_recall(pairs: list[tuple[str, str]]) -> str:
    """Say how many pairs of spellings of one name, of several words each, share a blocking key."""
    words = [(fold_name(a), fold_name(b)) for a, b in pairs]
    met = [bool(blocking_keys(a) & blocking_keys(b)) for a, b in words if len(a) > 1 and len(b) > 1]
    return f"{sum(met) / max(1, len(met)):.4f} of {len(met):,} pairs"


def block_recall_with_ids(pairs: list[tuple[str, str]]) -> str:
    """Say how many pairs meet as they do across documents: by their id in the gazetteer, or by a blocking key.

    `combine_names` makes one group of what has one id, before any blocks; names of one word meet in no other way.
    """
    met = 0
    for a, b in pairs:
        one, two = gazetteer().look_up(a), gazetteer().look_up(b)
        if one is not None and two is not None:
            met += one.id == two.id
        else:
            words = [fold_name(a), fold_name(b)]
            met += min(map(len, words)) > 1 and bool(blocking_keys(words[0]) & blocking_keys(words[1]))
    return f"{met / max(1, len(pairs)):.4f} of {len(pairs):,} pairs"


def forms_of_entities(kind: str) -> list[tuple[str, str]]:
    """Return the pairs of forms that the authority file has for one entity of `kind`, aliases included."""
    entries = [entry for entry in starter_authority() if entry.kind == kind]
    return [pair for entry in entries for pair in combinations(sorted({form for _, form in entry.forms}), 2)]


def spellings_of_persons(sheet: Path) -> list[tuple[str, str]]:
    """Return the pairs of spellings that the sheet of newsmakers has for one person."""
    lines = (line.partition("\t") for line in sheet.read_text(encoding="utf-8").splitlines())
    return [pair for kind, _, names in lines if kind == "PER" for pair in combinations(names.split(" | "), 2)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--queries", type=int, default=1000)
    options = parser.parse_args()

    table = read(options.pairs)
    same = [row["same"] == "1" for row in table]
    kinds = sorted({row["scripts"] for row in table if row["same"] == "1"})
    print("pairs: F1 for " + ", ".join(kinds))
    speeds: dict[str, float] = {}
    everyone: dict[str, Scorer | str] = {"ours": lambda a, b: compare_names(a, b).score, **peers()}
    for name, scorer in everyone.items():
        if isinstance(scorer, str):
            print(f"  {name}: not installed ({scorer})")
            continue
        started = time.perf_counter()
        scores = [scorer(row["name_a"], row["name_b"]) for row in table]
        speeds[name] = len(table) / (time.perf_counter() - started)
        values = []
        for kind in kinds:
            rows = [i for i, row in enumerate(table) if row["scripts"] == kind]
            chosen = [scores[i] for i in rows]
            labels = [same[i] for i in rows]
            values.append(verdict_f1([v >= 0.5 for v in chosen], labels) if name == "ours" else best_f1(chosen, labels))
        print(
            f"  {name}: "
            + " ".join(f"{v:.3f}" for v in values)
            + f"; one by one {speeds[name] / speeds['ours']:,.1f} times our speed"
        )
    true_pairs = [(row["name_a"], row["name_b"]) for row in table if row["same"] == "1"]
    print(f"blocks: {block_recall(true_pairs)} of these share one")
    print(f"blocks: {block_recall(spellings_of_persons(SHEET))} of spellings of persons on the training sheet")
    print(f"blocks: {block_recall(forms_of_entities('person'))} of forms of persons in the authority file")
    print(f"blocks and gazetteer ids: {block_recall_with_ids(forms_of_entities('person'))} of those, all lengths, meet")
    words = read(options.words)
    labels = [row["same"] == "1" for row in words]
    for name, scorer in everyone.items():
        if not isinstance(scorer, str):
            print(f"words, {name}: F1 {best_f1([scorer(row['arabic'], row['latin']) for row in words], labels):.3f}")

    generator = random.Random(7)
    true = sorted({(row["arabic"], row["latin"]) for row in words if row["same"] == "1"})
    others = sorted({latin for _, latin in true})
    if options.data:
        with gzip.open(options.data / "ar_latin_words.tsv.gz", "rt", encoding="utf-8") as lines:
            more = sorted({line.split("\t")[1] for line in lines} - set(others))
        generator.shuffle(more)
        others += more[: 10_000 - len(others)]
    generator.shuffle(true)
    print(f"words among {len(others):,}: " + retrieval(others, true[: options.queries]))
    full = [tuple(zip(*generator.sample(true, 2), strict=True)) for _ in range(10_000)]
    names = [(" ".join(arabic), " ".join(latin)) for arabic, latin in full]
    print(f"full names among {len(names):,}: " + retrieval([latin for _, latin in names], names[: options.queries]))


if __name__ == "__main__":
    main()
