"""Build the starter lexicons of `corpus_tools.alignment` from parallel text and word lists.

    python pipelines/lexicon/recipe.py --data DATA [--pair ar-en] [--out corpus_tools/alignment]

DATA holds `parallel/{pair}/*.tsv.gz` (foreign TAB English), `parallel/news/*.tsv.gz` (English TAB Arabic),
`parallel/lexicon/*.tsv.gz` and `names/ar_latin_words.tsv.gz`; `written/` lies in `pipelines/train_translation`. Which
files are read, with what weight, and under which licence is in `sources.toml`; nothing else is read. The result is the
same, byte for byte, on every run.
"""

from __future__ import annotations

import argparse
import gzip
import tomllib
from pathlib import Path

from corpus_tools.alignment.lexicon import Lexicon, learn_lexicon, write_lexicon
from corpus_tools.alignment.words import words_of

HERE = Path(__file__).parent
WRITTEN = HERE.parent / "train_translation"


def read_rows(path: Path) -> list[list[str]]:
    """Return the columns of the lines of a .tsv.gz."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def sentence_pairs(data: Path, sources: list[dict[str, object]]) -> tuple[list[tuple[str, str]], list[float]]:
    """Return (foreign, English) pairs and the weight of each, sampled evenly where a source has a `most`."""
    pairs: list[tuple[str, str]] = []
    weights: list[float] = []
    seen: set[tuple[str, str]] = set()
    for source in sources:
        file = str(source["file"])
        folder = WRITTEN if file.startswith("written/") else data
        foreign, english = source.get("columns", [0, 1])
        rows = [
            row
            for row in read_rows(folder / file)
            if len(row) > max(foreign, english) and row[foreign] and row[english]
        ]
        most = int(str(source.get("most", len(rows))))
        step = max(1, len(rows) // max(most, 1))
        for row in rows[::step][:most]:
            found = row[foreign], row[english]
            if found not in seen:
                seen.add(found)
                pairs.append(found)
                weights.append(float(str(source.get("weight", 1.0))))
    return pairs, weights


def name_entries(data: Path, file: str, least_count: int) -> Lexicon:
    """Return the name words of a table (arabic, latin, count …), strength by how clear-cut a rendering is."""
    found: dict[str, list[tuple[str, int]]] = {}
    for arabic, latin, count, *_ in read_rows(data / file):
        if count.isdigit() and int(count) >= least_count:
            a, b = words_of(arabic, "ar"), words_of(latin.capitalize(), "en")
            if len(a) == len(b) == 1 and len(a[0].folded) > 2:
                found.setdefault(a[0].stem, []).append((b[0].stem, int(count)))
    entries = {}
    for key, targets in found.items():
        best = sorted(targets, key=lambda pair: (-pair[1], pair[0]))[:4]
        entries[key] = tuple((target, 0.6) for target, _ in best)
    return Lexicon("ar", "en", entries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pair", action="append", help="ar-en, tr-en or fa-en (default: all)")
    parser.add_argument("--out", type=Path, default=HERE.parent.parent / "corpus_tools" / "alignment")
    options = parser.parse_args()
    table = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))
    for pair, settings in table.items():
        if options.pair and pair not in options.pair:
            continue
        foreign, english = pair.split("-")
        pairs, weights = sentence_pairs(options.data, settings["source"])
        lexicon = learn_lexicon(
            pairs,
            source_language=foreign,
            target_language=english,
            weights=weights,
            most=settings["most"],
            least=settings["least"],
            seen=settings["seen"],
        )
        learned = sum(map(len, lexicon.entries.values()))
        if "names" in settings:
            lexicon = lexicon.merged(name_entries(options.data, settings["names"]["file"], settings["names"]["count"]))
        data = write_lexicon(lexicon)
        (options.out / f"lexicon.{pair}.tsv.gz").write_bytes(data)
        entries = sum(map(len, lexicon.entries.values()))
        print(f"{pair}: {len(pairs)} pairs, {learned} learned entries, {entries} in all, {len(data)} bytes")


if __name__ == "__main__":
    main()
