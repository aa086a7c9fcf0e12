"""How many names of a text survive its translation, before repairs and after, and how right the repairs are.

    python benchmarks/name_survival.py --source FILE --reference FILE --from en --to ar [--limit N]

The two files hold one sentence a line; the reference is a human translation. Prints the shares of names that are kept,
repaired and lost in machine translations; of the repairs, how many are written as the human translation has the last
word of the name (a lower bound: it may spell it otherwise); and, as a control, every name that would be rewritten in
the human translations themselves. Each line is resolved by itself, as a document of its own.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from corpus_tools import translate
from corpus_tools.names.entities import resolve_names
from corpus_tools.names.mentions import find_names
from corpus_tools.names.survival import NameOutcome, check_names, target_forms
from corpus_tools.stages.name_survival import renderings


def outcomes(source: str, translation: str, languages: tuple[str, str]) -> tuple[NameOutcome, ...]:
    """Return what became of each name of a sentence."""
    mentions = find_names(source, language=languages[0])
    forms = target_forms(resolve_names([source])) if mentions else None
    checked = check_names(
        source, mentions, translation, language=languages[1], forms=forms, renders=renderings(*languages)
    )
    return checked.outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--from", dest="origin", default="en")
    parser.add_argument("--to", dest="target", default="ar")
    parser.add_argument("--limit", type=int, default=300)
    options = parser.parse_args()
    languages = (options.origin, options.target)
    lines = options.source.read_text("utf-8").splitlines()[: options.limit]
    references = options.reference.read_text("utf-8").splitlines()[: options.limit]
    made = [each.text for each in translate(lines, source=options.origin, target=options.target)]

    count: Counter[str] = Counter()
    for source, machine, human in zip(lines, made, references, strict=True):
        for outcome in outcomes(source, machine, languages):
            count[outcome.status] += 1
            if outcome.status == "repaired":
                count["right"] += outcome.written.split()[-1].removeprefix("ال") in human
        for outcome in outcomes(source, human, languages):
            count["control"] += 1
            if outcome.status == "repaired":
                count["rewritten"] += 1
                print(f"control: {outcome.name}: {outcome.found} → {outcome.written} ({outcome.how})")
    names = max(1, count["kept"] + count["repaired"] + count["lost"])
    shares = ", ".join(f"{status} {count[status] / names:.3f}" for status in ("kept", "repaired", "lost"))
    print(f"{names} names in {len(lines)} sentences: {shares}")
    print(f"repairs as in the human translation: {count['right']} of {count['repaired']}")
    print(f"rewritten in human translations: {count['rewritten']} of {count['control']}")


if __name__ == "__main__":
    main()
