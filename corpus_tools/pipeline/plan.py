"""What a build will do: the passes between barriers, the shards, and the keys of their results."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from corpus_tools.errors import InputError
from corpus_tools.pipeline.cache import file_digest, key_of
from corpus_tools.pipeline.configuration import Pipeline, stage_configuration
from corpus_tools.readers import READER_VERSION, SourceFile, discover
from corpus_tools.stages.stage import GlobalStage, Stage, Workspace
from corpus_tools.version import __version__

_CHECK_INPUT = "check `input.paths` of the pipeline, or --input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One trip over a shard: the table of the barrier before it, the streaming stages, the summaries for the next."""

    opening: GlobalStage | None
    stages: tuple[Stage, ...]
    closing: GlobalStage | None

    @property
    def title(self) -> str:
        """The names of the stages, for people."""
        names = [self.opening.name] if self.opening else ["read"]
        return " · ".join([*names, *(stage.name for stage in self.stages)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The sources that are built together, with the SHA-256 of each, in the order of their names."""

    number: int
    sources: tuple[SourceFile, ...]
    digests: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of what is read: names, bytes, and the version of the reader."""
        names = [source.name for source in self.sources]
        return key_of("read", READER_VERSION, names, self.digests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The passes and shards of one build, and what each pass's documents depend on beside those that come in.

    That is its opening barrier and its stages. The barrier that closes it changes no document: what is gathered for it
    is stored under a key of its own.
    """

    pipeline: Pipeline
    passes: tuple[Pass, ...]
    shards: tuple[Shard, ...]
    pass_parts: tuple[tuple[Any, ...], ...]

    @property
    def sources(self) -> int:
        """How many files go in."""
        return sum(len(shard.sources) for shard in self.shards)

    def pass_key(self, index: int) -> str:
        """The key of a pass's barrier and stages: names, versions, configurations, fingerprints, and the release."""
        return key_of(__version__, self.pass_parts[index])

    def summaries_key(self, index: int, documents_key: str) -> str | None:
        """The key of what is gathered of a shard's documents after a pass; None where no barrier follows it.

        It names the barrier's version and those of its options that gathering depends on, not the others.
        """
        closing = self.passes[index].closing
        if closing is None:
            return None
        configuration = stage_configuration(closing)
        parts = {name: configuration[name] for name in ("name", "version", *closing.summary_options)}
        return key_of("summaries", documents_key, parts)

    def barrier_part(self, index: int) -> Any:
        """The part of the keys that is the barrier after a pass: it opens the next one."""
        return self.pass_parts[index + 1][0]

    def why(self) -> dict[str, Any]:
        """Return the parts of the keys by name, to be compared with those of an earlier build."""
        parts = {f"stage {part[0]['name']}": key_of(part) for parts in self.pass_parts for part in parts}
        inputs = {
            f"input {source.name}": digest
            for shard in self.shards
            for source, digest in zip(shard.sources, shard.digests, strict=True)
        }
        return {**parts, **inputs, "reader": READER_VERSION, "shards": self.pipeline.limits.shards}


def make_plan(pipeline: Pipeline, workspace: Workspace) -> Plan:
    """Find the sources, deal them to shards and cut the stages at the barriers. Reads every source's bytes once.

    Raises InputError where the input paths lead to no file or a stage's file cannot be read, ConfigError where such a
    file is wrong, ModelError where a stage's model cannot be found.
    """
    sources = find_sources(pipeline)
    passes = passes_of(pipeline.stages)
    return Plan(
        pipeline=pipeline,
        passes=passes,
        shards=deal(sources, pipeline.limits.shards),
        pass_parts=tuple(_parts(each, workspace) for each in passes),
    )


def check_plan(pipeline: Pipeline, workspace: Workspace) -> None:
    """Raise what `make_plan` raises, without reading the bytes of the sources."""
    find_sources(pipeline)
    for each in passes_of(pipeline.stages):
        _parts(each, workspace)


def find_sources(pipeline: Pipeline) -> list[SourceFile]:
    """Return the files that the input paths lead to. Raises InputError where there is none."""
    try:
        sources = discover([pipeline.base / path for path in pipeline.input.paths])
    except InputError as error:
        raise InputError(error.message, where=error.where, remedy=_CHECK_INPUT) from error
    if not sources:
        raise InputError(
            "there is no file to read", where=", ".join(map(str, pipeline.input.paths)), remedy=_CHECK_INPUT
        )
    return sources


def passes_of(stages: Sequence[Stage | GlobalStage]) -> tuple[Pass, ...]:
    """Fuse the streaming stages between two barriers into one pass."""
    passes: list[Pass] = []
    opening: GlobalStage | None = None
    streaming: list[Stage] = []
    for stage in stages:
        if _is_global(stage):
            passes.append(Pass(opening=opening, stages=tuple(streaming), closing=stage))
            opening, streaming = stage, []
        else:
            streaming.append(stage)  # type: ignore[arg-type]
    return (*passes, Pass(opening=opening, stages=tuple(streaming), closing=None))


def deal(sources: Sequence[SourceFile], shards: int) -> tuple[Shard, ...]:
    """Deal sources to shards by a hash of their names, so that a new file moves no other. Empty shards are left out."""
    hands: dict[int, list[SourceFile]] = {}
    for source in sorted(sources, key=lambda source: source.name):
        number = int.from_bytes(hashlib.sha256(source.name.encode("utf-8", "surrogatepass")).digest()[:8]) % shards
        hands.setdefault(number, []).append(source)
    return tuple(
        Shard(number=number, sources=tuple(hand), digests=tuple(file_digest(source.path) for source in hand))
        for number, hand in sorted(hands.items())
    )


def _parts(each: Pass, workspace: Workspace) -> tuple[Any, ...]:
    stages = [stage for stage in (each.opening, *each.stages) if stage is not None]
    return tuple((stage_configuration(stage), stage.models(workspace)) for stage in stages)


def _is_global(stage: Stage | GlobalStage) -> TypeGuard[GlobalStage]:
    return hasattr(stage, "combine")
