"""Names across documents: which spellings are one, by blocking, comparison and average-link clustering.

Two names are never joined against a cannot-link, nor the groups that they are in: different known ids, kinds or
generations, another name by its letters, or one with words that the other lacks. The last two are `possible`, for a
person to judge, as is a merge that is `doubtful`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import JaroWinkler, Levenshtein

from corpus_tools.names.blocking import blocking_keys
from corpus_tools.names.comparison import STILL_APART, NameComparison, compare_many, compare_names
from corpus_tools.names.folding import name_lists
from corpus_tools.names.likeness import likeness, other_word
from corpus_tools.records import MergeEvidence
from corpus_tools.records.entity import NameKind
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

# Blocks with more names than this are those of words that half the world shares; pairs in them meet in smaller blocks.
_LARGEST_BLOCK = 60
_MERGE = 0.5
_ORGANISATION_WORD = 0.9
_POSSIBLE_EACH = 10
# The verdict (same, doubtful: same but to be reviewed, possible, apart: possible but never in one group, different), a
# score, the reason.
_Judgement = tuple[str, float, str]
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One name that documents agree on: written `text`, matched as `folds`; `known` is its id in a file."""

    key: str
    kind: NameKind
    text: str
    folds: tuple[str, ...]
    known: str | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """For each node (by its index) the number of its cluster; why; and which clusters may be one."""

    of: tuple[int, ...]
    evidence: tuple[tuple[int, MergeEvidence], ...]
    possible: tuple[tuple[int, int, MergeEvidence], ...]


def cluster(
    nodes: Sequence[Node], *, same: Sequence[tuple[int, int]] = (), different: Sequence[tuple[int, int]] = ()
) -> Clusters:
    """Cluster `nodes`, which must be sorted by key. `same` and `different` are a person's decisions, pairs of indices.

    Deterministic. About O(nodes) with blocks of bounded size.
    """
    parent = list(range(len(nodes)))
    members: dict[int, list[int]] = {index: [index] for index in range(len(nodes))}
    evidence: list[tuple[int, MergeEvidence]] = []
    forbidden = {(min(a, b), max(a, b)) for a, b in different}

    def find(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(a: int, b: int) -> None:
        a, b = sorted((find(a), find(b)))
        parent[b] = a
        members[a].extend(members.pop(b))

    for a, b in same:
        if find(a) != find(b):
            join(a, b)
            evidence.append((a, _evidence(nodes, a, b, "review", 1.0, "a person decided that they are one")))
    scored: list[tuple[float, int, int, str, str]] = []
    maybe: list[tuple[int, int, MergeEvidence]] = []
    pairs = [pair for pair in _candidates(nodes) if pair not in forbidden and find(pair[0]) != find(pair[1])]
    for (a, b), (verdict, score, reason) in zip(pairs, judge_many(nodes, pairs), strict=True):
        if verdict in ("same", "doubtful"):
            scored.append((score, a, b, "spelling" if verdict == "same" else "doubtful", reason))
        elif verdict in ("possible", "apart"):
            maybe.append((a, b, _evidence(nodes, a, b, "possible", score, reason)))
    table = {(a, b): score for score, a, b, _, _ in scored}
    for score, a, b, rule, reason in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        first, second = find(a), find(b)
        if first == second:
            continue
        if _may_join(nodes, members[first], members[second], table, forbidden):
            join(first, second)
            evidence.append((a, _evidence(nodes, a, b, rule, score, reason)))
        else:
            maybe.append(
                (
                    a,
                    b,
                    _evidence(
                        nodes, a, b, "possible", score, f"alike ({reason}), but others of the two groups are not"
                    ),
                )
            )
    maybe.extend(_surnames(nodes))
    of = tuple(find(index) for index in range(len(nodes)))
    possible: dict[tuple[int, int], tuple[int, int, MergeEvidence]] = {}
    count: dict[int, int] = {}
    for a, b, why in sorted(maybe, key=lambda item: (-item[2].score, item[0], item[1])):
        pair = (min(of[a], of[b]), max(of[a], of[b]))
        if pair[0] == pair[1] or pair in possible or (min(a, b), max(a, b)) in forbidden:
            continue
        if max(count.get(pair[0], 0), count.get(pair[1], 0)) >= _POSSIBLE_EACH:
            continue
        for each in pair:
            count[each] = count.get(each, 0) + 1
        possible[pair] = (*pair, why)
    return Clusters(of=of, evidence=tuple(evidence), possible=tuple(possible[pair] for pair in sorted(possible)))


def _evidence(nodes: Sequence[Node], a: int, b: int, rule: str, score: float, reason: str) -> MergeEvidence:
    return MergeEvidence(a=nodes[a].text, b=nodes[b].text, rule=rule, score=score, reason=reason)


def _may_join(
    nodes: Sequence[Node],
    first: list[int],
    second: list[int],
    table: Mapping[tuple[int, int], float],
    forbidden: set[tuple[int, int]],
) -> bool:
    """Average link under cannot-links: the mean of all pairs must still say that they are one."""
    known = {nodes[index].known for index in (*first, *second)} - {None}
    if len(known) > 1:
        return False
    pairs = [(min(a, b), max(a, b)) for a in first for b in second]
    if any(pair in forbidden for pair in pairs):
        return False
    total = 0.0
    for a, b in pairs:
        score = table.get((a, b))
        if score is None:
            verdict, score, _ = judge(nodes[a], nodes[b])
            if verdict == "apart":
                return False
            if verdict == "different":
                score = 0.0
        total += score
    return total / len(pairs) >= _MERGE


def _candidates(nodes: Sequence[Node]) -> list[tuple[int, int]]:
    """Pairs of names of several words worth comparing: they share a block."""
    blocks: dict[tuple[str, str], list[int]] = {}
    for index, node in enumerate(nodes):
        if len(node.folds) > 1:
            kind = "person" if node.kind == "person" else "body"
            for key in blocking_keys(node.folds):
                blocks.setdefault((kind, key), []).append(index)
    pairs: set[tuple[int, int]] = set()
    for indices in blocks.values():
        if 1 < len(indices) <= _LARGEST_BLOCK:
            pairs.update(combinations(indices, 2))
        elif len(indices) > _LARGEST_BLOCK:
            # A block of everybody: only neighbours in the order of their letters.
            ordered = sorted(indices, key=lambda index: (nodes[index].folds, index))
            for position, index in enumerate(ordered):
                pairs.update((min(index, other), max(index, other)) for other in ordered[position + 1 : position + 6])
    return sorted(pairs)


def judge_many(nodes: Sequence[Node], pairs: Sequence[tuple[int, int]]) -> list[_Judgement]:
    """Judge pairs of `nodes` as `judge` does, much faster than one by one."""
    out = [_judge_at_sight(nodes[a], nodes[b]) for a, b in pairs]
    open_pairs = [place for place, judgement in enumerate(out) if judgement is None]
    comparisons = compare_many([(nodes[pairs[place][0]].text, nodes[pairs[place][1]].text) for place in open_pairs])
    judged: list[_Judgement] = [judgement or ("different", 0.0, "") for judgement in out]
    for place, comparison in zip(open_pairs, comparisons, strict=True):
        judged[place] = _judge_comparison(nodes[pairs[place][0]], nodes[pairs[place][1]], comparison)
    return judged


def judge(a: Node, b: Node) -> _Judgement:
    """Judge two names of several words: same, doubtful, possible, apart or different; a score; the reason."""
    return _judge_at_sight(a, b) or _judge_comparison(a, b, compare_names(a.text, b.text))


def _judge_at_sight(a: Node, b: Node) -> _Judgement | None:
    """Judge without comparing in full; None where only that can tell."""
    if a.kind != b.kind and "other" not in (a.kind, b.kind):
        return "different", 0.0, "of different kinds"
    if a.known is not None and b.known is not None and a.known != b.known:
        return "different", 0.0, "two known names"
    if "person" not in (a.kind, b.kind):
        return _judge_bodies(a, b)
    if _generation(a.folds) != _generation(b.folds):
        return "different", 0.0, "of different generations"
    if set(a.folds) < set(b.folds) or set(b.folds) < set(a.folds):
        return "possible", 0.5, "one has all words of the other and more"
    alike = likeness(a.folds, b.folds)
    if alike == "far":
        return "different", 0.0, "other words"
    return ("same", 0.95, "usual spellings of the same words") if alike == "spelling" else None


def _judge_comparison(a: Node, b: Node, comparison: NameComparison) -> _Judgement:
    reason = "; ".join(comparison.evidence)
    if comparison.apart:
        return "apart", comparison.score, reason
    if not comparison.same:
        return "different", comparison.score, reason
    other = other_word(a.folds, b.folds)
    if other:
        return "apart", min(comparison.score, STILL_APART), f"{other}: {reason}"
    whole = Levenshtein.normalized_similarity(
        consonant_skeleton("".join(a.folds)), consonant_skeleton("".join(b.folds))
    )
    if len(a.folds) != len(b.folds) and whole < 0.9:
        return "possible", comparison.score, f"one has more words: {reason}"
    return "doubtful" if comparison.doubtful else "same", comparison.score, reason


def _generation(folds: Sequence[str]) -> int:
    generations = name_lists().generations
    return next((generations[word] for word in folds[1:] if word in generations), 0)


def _judge_bodies(a: Node, b: Node) -> tuple[str, float, str]:
    """Names of bodies and places are translated, not transliterated: only spellings of the same words are one."""
    if len(a.folds) != len(b.folds) or script_of(a.folds[0]) != script_of(b.folds[0]):
        return "different", 0.0, "other words"
    score = 1.0
    for first, second in zip(a.folds, b.folds, strict=True):
        if first == second:
            continue
        similar = JaroWinkler.similarity(first, second)
        digits = _DIGITS.findall(first) != _DIGITS.findall(second)
        short = min(len(first), len(second)) < 6
        if digits or short or similar < _ORGANISATION_WORD or consonant_skeleton(first) != consonant_skeleton(second):
            return "different", 0.0, f"{first} is not {second}"
        score = min(score, similar)
    return "same", score, "spellings of the same words"


def _surnames(nodes: Sequence[Node]) -> list[tuple[int, int, MergeEvidence]]:
    """A surname that stood alone in its document may be anybody's who has it."""
    full: dict[str, list[int]] = {}
    for index, node in enumerate(nodes):
        if node.kind == "person" and len(node.folds) > 1:
            full.setdefault(node.folds[-1], []).append(index)
    found: list[tuple[int, int, MergeEvidence]] = []
    for index, node in enumerate(nodes):
        if len(node.folds) == 1 and node.kind in ("person", "other") and node.known is None:
            for other in full.get(node.folds[0], ())[:_POSSIBLE_EACH]:
                why = _evidence(
                    nodes, index, other, "possible", 0.4, "a last name alone, without the full name in its document"
                )
                found.append((index, other, why))
    return found
