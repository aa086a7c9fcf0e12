"""What a build would do and why, found out without running a stage."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_tools.pipeline.build import TablePart, prepare
from corpus_tools.pipeline.configuration import Pipeline


@dataclass(frozen=True, slots=True, kw_only=True)
class PassPreview:
    """The shards of one pass: stored, pending, or unknown while a barrier before it is not through.

    `ungathered` ones are stored, but not what the barrier after it (`barrier`) must know of them.
    """

    title: str
    stored: int
    pending: int
    unknown: int
    ungathered: int = 0
    barrier: str = ""

    @property
    def is_done(self) -> bool:
        """Nothing is left to do in it."""
        return not (self.pending or self.unknown or self.ungathered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What `build` would do. `reasons` name what changed since the last build of this corpus.

    `outputs` say why the outputs would be written although no shard is pending: which is missing or was altered.
    """

    sources: int
    shards: int
    passes: tuple[PassPreview, ...]
    reasons: tuple[str, ...]
    outputs: tuple[str, ...] = ()

    @property
    def up_to_date(self) -> bool:
        """Nothing is pending, and nothing to be written."""
        return not self.outputs and all(trip.is_done for trip in self.passes)


def preview(
    pipeline: Pipeline | str | Path,
    *,
    input: str | Path | Sequence[str | Path] | None = None,
    output: str | Path | None = None,
    settings: Sequence[str] = (),
    models_dir: str | Path | None = None,
    stanza_dir: str | Path | None = None,
) -> Preview:
    """Say what `build` with the same arguments would do. Reads the bytes of inputs and outputs, headers of the rest."""
    run = prepare(pipeline, input=input, output=output, settings=settings, models_dir=models_dir, stanza_dir=stanza_dir)
    plan = run.plan
    trips: list[PassPreview] = []
    before: dict[int, str | None] = {shard.number: None for shard in plan.shards}
    parts: dict[int, TablePart] | None = {}
    for index, trip in enumerate(plan.passes):
        if parts is None:
            trips.append(PassPreview(title=trip.title, stored=0, pending=0, unknown=len(plan.shards)))
            continue
        keys: dict[int, str] = {}
        for shard in plan.shards:
            part = parts.get(shard.number)
            keys[shard.number] = run.shard_key(index, shard.key, before[shard.number], part.digest if part else "")
        stored = sum(map(run.is_stored, keys.values()))
        summaries = {number: found for number, key in keys.items() if (found := plan.summaries_key(index, key))}
        shown = PassPreview(
            title=trip.title,
            stored=stored,
            pending=len(keys) - stored,
            unknown=0,
            ungathered=sum(run.lacks_summaries(keys[number], found) for number, found in summaries.items()),
            barrier=trip.closing.name if trip.closing else "",
        )
        trips.append(shown)
        before = dict(keys)
        parts = run.table_parts(index, summaries) if shown.is_done and trip.closing is not None else None
    last = {number: key for number, key in before.items() if key is not None}
    through = all(trip.is_done for trip in trips)
    return Preview(
        sources=plan.sources,
        shards=len(plan.shards),
        passes=tuple(trips),
        reasons=_reasons(run.last_plan_path, plan.why()),
        outputs=run.outdated(run.done_key(last, plan.pipeline.output.formats, None), None) if through else (),
    )


def _reasons(last: Path, now: dict[str, Any]) -> tuple[str, ...]:
    try:
        then: dict[str, Any] = json.loads(last.read_bytes())
    except (OSError, ValueError):
        return ("this corpus has not been built here before",)
    reasons = []
    for name in sorted({*then, *now}):
        if name not in then:
            reasons.append(f"{name} is new")
        elif name not in now:
            reasons.append(f"{name} is gone")
        elif then[name] != now[name]:
            reasons.append(f"{name} changed")
    return tuple(reasons)
