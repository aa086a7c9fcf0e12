"""Write how common words in Latin script are: `python frequencies.py --data DIR --out FILE`.

DIR holds `wordfreq/`, the unpacked wordfreq wheel (Robyn Speer and its sources, CC BY-SA 4.0), as for
`pipelines/language_profiles`. Writes `word_frequencies.tsv.gz`, to be put into `corpus_tools/names/`: the words that
most of the languages have, which are names for the greater part, for inflected words seldom travel. Half a minute.
"""

from __future__ import annotations

import argparse
import gzip
import io
from collections import Counter, defaultdict
from pathlib import Path

import msgspec

LANGUAGES = ("ca", "cs", "de", "en", "es", "fi", "fr", "id", "it", "nb", "nl", "pl", "pt", "sv", "tr")
# With the words of 5 lists ranking is no better on words of the `dev` split, and the table has 420 KB instead of 260.
LEAST_LANGUAGES = 8
LONGEST_WORD = 13
# Logarithms of frequencies (base 10). Beyond the upper a word is an everyday one, which says nothing of names.
LEAST, MOST = -8.0, -4.0


def read_frequencies(folder: Path, language: str) -> dict[str, float]:
    """Return the log10 frequency of each word of a list: its larger edition where there is one.

    A list has, after a header, the words of each hundredth of a power of ten.
    """
    path = next(path for size in ("large", "small") if (path := folder / f"{size}_{language}.msgpack.gz").exists())
    bins = msgspec.msgpack.decode(gzip.decompress(path.read_bytes()))[1:]
    return {word: -number / 100 for number, words in enumerate(bins) for word in words}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with wordfreq/")
    parser.add_argument("--out", type=Path, required=True, help="where to write word_frequencies.tsv.gz")
    options = parser.parse_args()
    most: dict[str, float] = {}
    lists: Counter[str] = Counter()
    for language in LANGUAGES:
        for word, value in read_frequencies(options.data / "wordfreq" / "data", language).items():
            if word.isalpha() and 2 < len(word) <= LONGEST_WORD:
                most[word] = max(value, most.get(word, LEAST))
                lists[word] += 1
    classes: dict[float, list[str]] = defaultdict(list)
    for word, value in most.items():
        if lists[word] >= LEAST_LANGUAGES and value > LEAST:
            classes[min(round(2 * value) / 2, MOST)].append(word)
    lines = [f"{value:.1f}\t{' '.join(sorted(classes[value]))}\n" for value in sorted(classes) if value > LEAST]
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as packed:
        packed.write("".join(lines).encode("utf-8"))
    options.out.write_bytes(buffer.getvalue())
    print(f"{sum(map(len, classes.values())):,} words, {len(buffer.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
