"""The sheet of newsmakers: entities with their spellings, the words they give, and labelled pairs of names."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from corpus_tools.names.folding import fold_name, name_lists, name_words
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton


@dataclass(frozen=True)
class Newsmaker:
    """One entity of the sheet: kind PER, LOC or ORG."""

    kind: str
    spellings: tuple[str, ...]


def read_newsmakers(path: Path) -> list[Newsmaker]:
    """Read `newsmakers.tsv`."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, spellings = line.split("\t")
            out.append(Newsmaker(kind, tuple(dict.fromkeys(part.strip() for part in spellings.split("|")))))
    return out


def newsmaker_words(newsmakers: list[Newsmaker]) -> dict[str, list[tuple[str, str]]]:
    """Pair the words of spellings that have as many words, place by place, where their skeletons agree somewhat."""
    out: dict[str, set[tuple[str, str]]] = {"arab-latn": set(), "latn-latn": set(), "arab-arab": set()}
    for entity in newsmakers:
        for a, b in combinations(entity.spellings, 2):
            left = [word for word in name_words(a) if word.role == "name"]
            right = [word for word in name_words(b) if word.role == "name"]
            if len(left) != len(right):
                continue
            for first, second in zip(left, right, strict=True):
                if JaroWinkler.similarity(consonant_skeleton(first.text), consonant_skeleton(second.text)) < 0.55:
                    continue
                scripts = [script_of(first.text), script_of(second.text)]
                words = [first.sound, second.sound]
                if not words[0] or not words[1] or "Zyyy" in scripts:
                    continue
                if scripts == ["Latn", "Arab"]:
                    scripts.reverse()
                    words.reverse()
                name = "-".join(scripts).lower()
                out[name].add((words[0], words[1]))
                if scripts[0] == scripts[1]:
                    out[name].add((words[1], words[0]))
    return {name: sorted(pairs) for name, pairs in out.items()}


def labelled_pairs(newsmakers: list[Newsmaker], seed: int, negatives: float) -> list[tuple[str, str, bool, int, int]]:
    """Return pairs of names (a, b, same, entity of a, entity of b): all true ones, and false ones that look alike.

    `negatives` false ones for each true one: most share a word or a skeleton, the others are drawn at random.
    """
    generator = random.Random(seed)
    out: list[tuple[str, str, bool, int, int]] = []
    for number, entity in enumerate(newsmakers):
        couples = list(combinations(entity.spellings, 2))
        for a, b in couples if len(couples) <= 36 else generator.sample(couples, 36):
            out.append((a, b, True, number, number))
    wanted = int(negatives * len(out))
    by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
    everyone: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, entity in enumerate(newsmakers):
        for spelling in entity.spellings:
            everyone[entity.kind].append((number, spelling))
            for word in fold_name(spelling):
                skeleton = consonant_skeleton(word)
                if len(skeleton) > 1:
                    by_key[entity.kind + skeleton].append((number, spelling))
                    by_key[entity.kind + skeleton[:2]].append((number, spelling))
    keys = sorted(key for key, members in by_key.items() if len({number for number, _ in members}) > 1)
    seen: set[tuple[str, str]] = set()
    while len(seen) < wanted:
        if generator.random() < 0.7:
            members = by_key[generator.choice(keys)]
        else:
            members = everyone[generator.choice(["PER", "PER", "PER", "LOC", "ORG"])]
        (one, a), (two, b) = generator.sample(members, 2) if len(members) > 1 else (members[0], members[0])
        if one != two and (a, b) not in seen and (b, a) not in seen:
            seen.add((a, b))
            out.append((a, b, False, one, two))
    return out


def children(newsmakers: list[Newsmaker], seed: int) -> list[tuple[str, str, bool, int, int]]:
    """Return false pairs of a person and one named like a child of theirs: a given name before the whole name."""
    generator = random.Random(seed)
    given = sorted(name_lists().given_names)
    by_script = {script: [name for name in given if script_of(name) == script] for script in ("Arab", "Latn")}
    out: list[tuple[str, str, bool, int, int]] = []
    for number, entity in enumerate(newsmakers):
        if entity.kind != "PER" or not any(fold_name(name)[0] in given for name in entity.spellings):
            continue
        for _ in range(2):
            one, two = generator.choice(entity.spellings), generator.choice(entity.spellings)
            if script_of(one) in by_script and len(fold_name(one)) > 1 and len(fold_name(two)) > 1:
                child = generator.choice(by_script[script_of(one)])
                if child not in fold_name(one):
                    out.append((f"{child} {one}", two, False, number, number))
    return out


def near_misses(
    newsmakers: list[Newsmaker], draw: Callable[[str], str | None], seed: int
) -> list[tuple[str, str, bool, int, int]]:
    """Return false pairs of a person and one whose name differs in one word: `draw` gives another word like one."""
    generator = random.Random(seed)
    out: list[tuple[str, str, bool, int, int]] = []
    for number, entity in enumerate(newsmakers):
        if entity.kind != "PER":
            continue
        for _ in range(4):
            one, two = generator.choice(entity.spellings), generator.choice(entity.spellings)
            words = [word for word in name_words(one) if word.role == "name" and " " not in word.raw]
            if len(words) < 2:
                continue
            word = generator.choice(words)
            other = draw(word.text)
            if other is not None:
                out.append((one[: word.start] + other + one[word.end :], two, False, number, number))
    return out
