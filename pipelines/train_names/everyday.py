"""Write the everyday words of Persian and Turkish: `python -m pipelines.train_names.everyday --out FOLDER`.

FOLDER is `corpus_tools/names`; the text is the written sentences of `pipelines/train_translation`. Persian has no
capitals, but the English of a translated sentence has: a word that also stands in sentences whose English names nobody
and nothing is no name. A Turkish one is none where it is mostly written small. Known names and given names are left
out: those that are everyday words as well are listed by hand (`homographs.toml`). Half a minute.
"""

from __future__ import annotations

import argparse
import gzip
import io
import re
from collections import Counter
from pathlib import Path

from corpus_tools.names.cues import given_names
from corpus_tools.names.gazetteer import gazetteer, known_surnames
from corpus_tools.names.words import find_words

TEXT = Path(__file__).parents[1] / "train_translation" / "written" / "tr_fa_en.tsv.gz"
LEAST_TIMES = 3
# A third of all sentences name nothing; so few of a word's may be slips.
LEAST_SHARE = 0.15
ENGLISH = re.compile(r"[A-Za-z][\w'’-]*")


def persian_words(pairs: list[tuple[str, str]]) -> list[str]:
    """Return the folded everyday words of (Persian, English) pairs, sorted."""
    read = [(persian, ENGLISH.findall(english)) for persian, english in pairs]
    small = {word for _, words in read for word in words if word[0].islower()}
    times, nameless = Counter[str](), Counter[str]()
    for persian, words in read:
        names = any(word[0].isupper() and (at or word.lower() not in small) for at, word in enumerate(words))
        found = {word.fold for word in find_words(persian, "fa") if word.script == "Arab"}
        times.update(found)
        nameless.update(() if names else found)
    return sorted(
        word
        for word, count in times.items()
        if count >= LEAST_TIMES and nameless[word] >= LEAST_SHARE * count and not is_name(word, "fa")
    )


def turkish_words(texts: list[str]) -> list[str]:
    """Return the folded everyday words of Turkish texts, sorted."""
    small, capital = Counter[str](), Counter[str]()
    for text in texts:
        words = [word for word in find_words(text, "tr") if word.script == "Latn" and len(word.fold) > 1]
        small.update(word.fold for word in words if not word.capital)
        capital.update(word.fold for word in words if word.capital and not word.opens)
    return sorted(
        word
        for word, count in small.items()
        if count >= LEAST_TIMES and capital[word] <= count and not is_name(word, "tr")
    )


def is_name(word: str, language: str) -> bool:
    given = given_names(persian=language == "fa")
    return word in given | known_surnames() or any(name.language == language for name in gazetteer().one_word(word))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, default=TEXT, help="gzipped: Turkish, Persian and English, by tabs")
    parser.add_argument("--out", type=Path, required=True, help="where to write everyday_words_{fa,tr}.txt.gz")
    options = parser.parse_args()
    with gzip.open(options.text, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    lists = {
        "fa": persian_words([(persian, english) for _, persian, english in rows]),
        "tr": turkish_words([turkish for turkish, _, _ in rows]),
    }
    for language, words in lists.items():
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as packed:
            packed.write("".join(f"{word}\n" for word in words).encode("utf-8"))
        (options.out / f"everyday_words_{language}.txt.gz").write_bytes(buffer.getvalue())
        print(f"{language}: {len(words):,} words, {len(buffer.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
