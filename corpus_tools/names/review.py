"""Uncertain merges for a person to judge: a TOML file that `review-names` writes, a person edits and a build obeys.

[[merge]]
a = "Ali Mahmoud Abbas"
b = "Mahmoud Abbas"
decision = "different"   # same | different | "" (leave it to the rules)
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from corpus_tools.errors import ConfigError, InputError
from corpus_tools.records import Entity

Judgement = Literal["same", "different", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedMerge:
    """What a person decided of two names; `reason` says why it was asked."""

    a: str
    b: str
    decision: Judgement = ""
    reason: str = ""


def uncertain_merges(entities: Sequence[Entity]) -> tuple[ReviewedMerge, ...]:
    """Return the pairs of `entities` that may be one, each once, in the order of their ids; then the doubtful merges.

    Those are the pairs of names that were taken for one with little certainty: a person may part them.
    """
    by_id = {entity.id: entity for entity in entities}
    found: dict[tuple[str, str], ReviewedMerge] = {}
    for entity in sorted(entities, key=lambda entity: entity.id):
        for other in entity.possible:
            if other not in by_id or (min(entity.id, other), max(entity.id, other)) in found:
                continue
            a, b = entity.names[0].text, by_id[other].names[0].text
            spellings = ({name.text for name in entity.names}, {name.text for name in by_id[other].names})
            reason, a, b = next(
                (
                    (each.reason, each.a, each.b)
                    for each in (*entity.evidence, *by_id[other].evidence)
                    if each.rule == "possible"
                    and (
                        (each.a in spellings[0] and each.b in spellings[1])
                        or (each.b in spellings[0] and each.a in spellings[1])
                    )
                ),
                ("", a, b),
            )
            found[min(entity.id, other), max(entity.id, other)] = ReviewedMerge(a=a, b=b, reason=reason)
    doubtful = {
        (each.a, each.b): ReviewedMerge(a=each.a, b=each.b, reason=f"merged, and doubtful: {each.reason}")
        for entity in sorted(entities, key=lambda entity: entity.id)
        for each in entity.evidence
        if each.rule == "doubtful"
    }
    return (*found.values(), *doubtful.values())


def format_review(merges: Iterable[ReviewedMerge]) -> str:
    """Return the TOML of `merges`; `read_review` reads it back as it was."""
    lines = ['# Are these one? Write decision = "same" or "different"; an empty one leaves it to the rules.', ""]
    for merge in merges:
        lines.append("[[merge]]")
        if merge.reason:
            lines.append(f"reason = {_quoted(merge.reason)}")
        lines += [f"a = {_quoted(merge.a)}", f"b = {_quoted(merge.b)}", f"decision = {_quoted(merge.decision)}", ""]
    return "\n".join(lines)


def review_toml(entities: Sequence[Entity]) -> str:
    """Return the review file of what is uncertain among `entities`: edit it, and hand it to the next build."""
    return format_review(uncertain_merges(entities))


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for the code points TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def parse_review(text: str, *, where: str = "") -> tuple[ReviewedMerge, ...]:
    """Read a review file. Raises ConfigError where it is not one."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not a TOML file: {error}", where=where, remedy="correct the line") from error
    for key in data:
        if key != "merge":
            raise ConfigError(f"unknown table '{key}'", where=where, remedy="write [[merge]]")
    merges: list[ReviewedMerge] = []
    for row in data.get("merge", []):
        unknown = set(row) - {"a", "b", "decision", "reason"}
        if unknown or not isinstance(row.get("a"), str) or not isinstance(row.get("b"), str):
            raise ConfigError(
                f"a merge needs a and b, and may have decision and reason: {row!r}", where=where, remedy="correct it"
            )
        if row.get("decision", "") not in get_args(Judgement):
            raise ConfigError(
                f"decision = {row['decision']!r} of '{row['a']}' and '{row['b']}'",
                where=where,
                remedy='write "same", "different" or ""',
            )
        merges.append(
            ReviewedMerge(a=row["a"], b=row["b"], decision=row.get("decision", ""), reason=str(row.get("reason", "")))
        )
    return tuple(merges)


def read_review(path: Path) -> tuple[ReviewedMerge, ...]:
    """Read a review file from `path`. Raises InputError where it cannot be read, ConfigError where it is not one."""
    try:
        return parse_review(path.read_text(encoding="utf-8"), where=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the review file: {error}", where=str(path), remedy="check the path") from error
