"""Precision and recall of mentions: `python -m pipelines.train_mentions.evaluate --data DIR [--sample FILE]`.

A name counts as right where the same words have the same kind. Names of other things (works, laws, events) count
neither way, since the corpora differ in what they mark. An Arabic proclitic belongs to its word here.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from corpus_tools.names.mentions import find_names
from corpus_tools.names.words import find_words
from pipelines.train_mentions.labelled import LabelledText, corpus, sample

Spans = set[tuple[int, int, str]]


def words_of(text: str, language: str, names: Iterable[tuple[int, int, str]]) -> Spans:
    """Return names by the words that they cover: (first, end, kind); those that cover none are left out."""
    words = find_words(text, language)
    out: Spans = set()
    for start, end, kind in names:
        inside = [at for at, word in enumerate(words) if word.start < end and start < word.end]
        if inside:
            out.add((inside[0], inside[-1] + 1, kind))
    return out


def measure(labelled: Iterable[LabelledText], *, exact: bool = False, **options: object) -> Counter[str]:
    """Count names that are right, found and there; `exact` asks for the very characters."""
    count: Counter[str] = Counter()
    for each in labelled:
        whole = "\n".join(line.text for line in each.lines)
        found = find_names(whole, language=each.language, **options)  # type: ignore[arg-type]
        offset = 0
        for line in each.lines:
            end = offset + len(line.text)
            mine = [(m.start - offset, m.end - offset, str(m.kind)) for m in found if offset <= m.start < end]
            ours, gold = (
                (set(mine), set(line.names))
                if exact
                else (words_of(line.text, each.language, mine), words_of(line.text, each.language, line.names))
            )
            others = {(first, last) for first, last, kind in gold if kind == "other"}
            ours = {
                name for name in ours
                if name[2] != "other" and not any(name[0] < last and first < name[1] for first, last in others)
            }  # fmt: skip
            gold = {name for name in gold if name[2] != "other"}
            count.update(right=len(ours & gold), found=len(ours), there=len(gold))
            offset = end + 1
    return count


def describe(count: Counter[str]) -> str:
    """Return precision, recall and F in words."""
    precision = count["right"] / max(1, count["found"])
    recall = count["right"] / max(1, count["there"])
    harmonic = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f}  R {recall:.3f}  F {harmonic:.3f}  ({count['there']} names)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--sample", type=Path, action="append", default=[], help="news with its names marked")
    options = parser.parse_args()
    for name in ("uner.dev", "wnut.dev", "aqmar.dev"):
        print(f"{name:10} {describe(measure(corpus(options.data, name)))}", flush=True)
    for path in options.sample:
        texts = sample(path)
        for language in sorted({text.language for text in texts}):
            mine = [text for text in texts if text.language == language]
            print(f"{path.name} {language} {describe(measure(mine, exact=True))}", flush=True)


if __name__ == "__main__":
    main()
