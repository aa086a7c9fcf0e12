"""Build a corpus: run the plan pass by pass, resume what is there, write the outputs and the manifest."""

from __future__ import annotations

import dataclasses
import heapq
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus_tools.engines import engine
from corpus_tools.errors import ConfigError, FailureBudgetError
from corpus_tools.pipeline.cache import Cache, file_digest, key_of, write_atomically
from corpus_tools.pipeline.configuration import Pipeline
from corpus_tools.pipeline.execution import GatherWork, PassWork, ShardDone, ShardJob, is_set_aside
from corpus_tools.pipeline.manifest import Counts, make_manifest
from corpus_tools.pipeline.plan import Plan, check_plan, make_plan
from corpus_tools.records import Document
from corpus_tools.records.codec import decode, decode_document, encode
from corpus_tools.stages.stage import Workspace
from corpus_tools.writers import WriteOptions, open_writers


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step of a build, for whoever shows it: `kind` is plan, pass, shard, barrier, write or done."""

    kind: str
    title: str = ""
    done: int = 0
    total: int = 0
    cached: int = 0
    documents: int = 0
    sentences: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made. `tally` is what this run did (translations from model and memory): never in an output.

    `manifest` is what stands in the file `manifest_path`. `failures` are (document, stage, reason); `up_to_date` says
    that nothing had to be done.
    """

    directory: Path
    manifest_path: Path
    manifest: dict[str, Any]
    outputs: tuple[Path, ...]
    up_to_date: bool
    failures: tuple[tuple[str, str, str], ...] = ()
    tally: dict[str, int] = field(default_factory=dict)


def build(
    pipeline: Pipeline | str | Path,
    *,
    input: str | Path | Sequence[str | Path] | None = None,
    output: str | Path | None = None,
    workers: int = 1,
    until: str | None = None,
    fresh: bool = False,
    settings: Sequence[str] = (),
    max_failures: int | None = None,
    models_dir: str | Path | None = None,
    stanza_dir: str | Path | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> BuildResult:
    """Build the corpus that `pipeline` (a Pipeline, or a pipeline file's path) describes, or bring it up to date.

    `input` and `output` replace the pipeline's own, relative to the current folder. `workers` processes share
    the shards. `until` stops after a stage and writes `until-STAGE.jsonl` alone. `fresh` computes everything anew.
    `settings` are `key.path=value` overrides for a pipeline file. Killed at any moment and run again, it gives
    the same bytes as an undisturbed run.

    Raises ConfigError, InputError, ModelError; FailureBudgetError after the outputs are written where more
    documents failed than `max_failures` (default: the pipeline's) allows.
    """
    if workers < 1:
        raise ConfigError(f"workers must be at least 1, not {workers}")
    run = prepare(
        pipeline,
        input=input,
        output=output,
        until=until,
        settings=settings,
        models_dir=models_dir,
        stanza_dir=stanza_dir,
    )
    with _locked(run.cache.directory, run.directory.name):
        return run.go(
            workers=workers,
            fresh=fresh,
            until=until,
            budget=run.plan.pipeline.limits.max_failures if max_failures is None else max_failures,
            on_progress=on_progress,
        )


def prepare(
    pipeline: Pipeline | str | Path,
    *,
    input: str | Path | Sequence[str | Path] | None = None,
    output: str | Path | None = None,
    until: str | None = None,
    settings: Sequence[str] = (),
    models_dir: str | Path | None = None,
    stanza_dir: str | Path | None = None,
) -> Run:
    """Read the pipeline, find the inputs and make the plan. The arguments are those of `build`."""
    pipeline, directory = _placed(_loaded(pipeline, settings), input, output)
    if until is not None:
        pipeline = pipeline.until(until)
    cache = Cache(directory.parent / ".cache")
    workspace = Workspace(
        models_dir=Path(models_dir) if models_dir else None,
        stanza_dir=Path(stanza_dir) if stanza_dir else None,
        memory=cache.directory / "translations.sqlite",
    )
    return Run(plan=make_plan(pipeline, workspace), cache=cache, workspace=workspace, directory=directory)


def check(
    pipeline: Pipeline | str | Path,
    *,
    input: str | Path | Sequence[str | Path] | None = None,
    settings: Sequence[str] = (),
    models_dir: str | Path | None = None,
    stanza_dir: str | Path | None = None,
) -> Pipeline:
    """Return the pipeline where `build` with the same arguments would begin, else raise what that would raise."""
    pipeline, _ = _placed(_loaded(pipeline, settings), input, None)
    workspace = Workspace(
        models_dir=Path(models_dir) if models_dir else None, stanza_dir=Path(stanza_dir) if stanza_dir else None
    )
    check_plan(pipeline, workspace)
    return pipeline


def _loaded(pipeline: Pipeline | str | Path, settings: Sequence[str]) -> Pipeline:
    if not isinstance(pipeline, Pipeline):
        return Pipeline.load(pipeline, overrides=settings)
    if settings:
        raise ConfigError("settings go with a pipeline file, not with a Pipeline")
    return pipeline


def _placed(
    pipeline: Pipeline, input: str | Path | Sequence[str | Path] | None, output: str | Path | None
) -> tuple[Pipeline, Path]:
    """Apply `input` and `output`, which are relative to the current folder, and say where the outputs go."""
    if input is not None:
        paths = [input] if isinstance(input, str | Path) else list(input)
        absolute = tuple(str(Path(path).absolute()) for path in paths)
        pipeline = pipeline.replace(input=dataclasses.replace(pipeline.input, paths=absolute))
    directory = Path(output) if output is not None else pipeline.base / pipeline.output.directory
    return pipeline, directory.absolute().resolve()


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """A shard's part of a barrier's table: the key it is stored under, and the digest of what it says."""

    key: str
    digest: str


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of a plan. What it keeps while it goes: keys of documents per shard, and the tally."""

    plan: Plan
    cache: Cache
    workspace: Workspace
    directory: Path
    tally: Counter[str] = field(default_factory=Counter)

    def go(
        self,
        *,
        workers: int,
        fresh: bool,
        until: str | None,
        budget: int,
        on_progress: Callable[[Progress], None],
    ) -> BuildResult:
        on_progress = self._logged(on_progress, workers)
        on_progress(Progress(kind="plan", total=self.plan.sources))
        if fresh and self.workspace.memory is not None:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.workspace.memory}{suffix}").unlink(missing_ok=True)
        keys = self._passes(workers, fresh, on_progress)
        self._remember_plan()
        formats = ("jsonl",) if until else self.plan.pipeline.output.formats
        done_key = self.done_key(keys, formats, until)
        manifest = None if fresh or self.outdated(done_key, until) else self._manifest(until)
        up_to_date = manifest is not None and not self.tally
        if manifest is None:
            on_progress(Progress(kind="write", title=", ".join(formats)))
            manifest = self._write(keys, formats, until, done_key)
        failures = tuple(tuple(failure) for failure in manifest["failures"])
        result = BuildResult(
            directory=self.directory,
            manifest_path=self._manifest_path(until),
            manifest=manifest,
            outputs=tuple(self.directory / name for name in manifest["outputs"]),
            up_to_date=up_to_date,
            failures=failures,
            tally=dict(self.tally),
        )
        on_progress(Progress(kind="done"))
        if len(failures) > budget:
            first = failures[0]
            raise FailureBudgetError(
                f"{len(failures)} documents failed, {budget} may (first: {first[0]} in {first[1]}: {first[2]})",
                where=str(self.directory),
                remedy=f"see `failures` in {result.manifest_path.name}; --max-failures N lets a build end well",
            )
        return result

    def _logged(self, on_progress: Callable[[Progress], None], workers: int) -> Callable[[Progress], None]:
        """Write every step with its time to `run.log` beside the outputs too: nothing else may hold times."""
        from datetime import datetime

        self.directory.mkdir(parents=True, exist_ok=True)
        path = self.directory / "run.log"

        def log(step: Progress) -> None:
            with path.open("a", encoding="utf-8") as stream:
                said = " ".join(f"{key}={value}" for key, value in dataclasses.asdict(step).items() if value)
                stream.write(
                    f"{datetime.now().astimezone().isoformat(timespec='milliseconds')} {said} workers={workers}\n"
                )
            on_progress(step)

        return log

    def _passes(self, workers: int, fresh: bool, on_progress: Callable[[Progress], None]) -> dict[int, str]:
        """Run every pass on every shard that is not done, and return the key of each shard's documents."""
        before: dict[int, str | None] = {shard.number: None for shard in self.plan.shards}
        parts: dict[int, TablePart] = {}
        for index, trip in enumerate(self.plan.passes):
            jobs = []
            for shard in self.plan.shards:
                part = parts.get(shard.number)
                key = self.shard_key(index, shard.key, before[shard.number], part.digest if part else "")
                jobs.append(
                    ShardJob(
                        shard=shard,
                        key=key,
                        summaries=self.plan.summaries_key(index, key),
                        before=before[shard.number],
                        table=part.key if part else None,
                    )
                )
            pending = [job for job in jobs if fresh or not self.is_stored(job.key)]
            ungathered = [] if fresh else [job for job in jobs if self.lacks_summaries(job.key, job.summaries)]
            done = len(jobs) - len(pending) - len(ungathered)
            on_progress(Progress(kind="pass", title=trip.title, total=len(jobs), cached=done))
            work = PassWork(trip=trip, workspace=self.workspace, cache_directory=self.cache.directory)
            gather = GatherWork(trip=trip, cache_directory=self.cache.directory)
            outcomes = itertools.chain(engine(workers).map(work, pending), engine(workers).map(gather, ungathered))
            for _, outcome in outcomes:
                done += 1
                self._count(outcome)
                on_progress(
                    Progress(
                        kind="shard",
                        title=trip.title,
                        done=done,
                        total=len(jobs),
                        documents=outcome.documents,
                        sentences=outcome.sentences,
                    )
                )
            before = {job.shard.number: job.key for job in jobs}
            if trip.closing is not None:
                on_progress(Progress(kind="barrier", title=trip.closing.name))
                parts = self._combine(index, {job.shard.number: job.summaries for job in jobs if job.summaries})
        return {number: key for number, key in before.items() if key is not None}

    def shard_key(self, index: int, shard_key: str, before: str | None, table_digest: str) -> str:
        """The key of a shard's documents after a pass: what came in, the table, and what the stages are."""
        header = self.cache.header(before, "documents") if before else None
        came_in = header.digest if header else shard_key
        return key_of("documents", came_in, table_digest, self.plan.pass_key(index))

    def is_stored(self, key: str) -> bool:
        """Say whether a shard's documents after a pass are there."""
        return self.cache.header(key, "documents") is not None

    def lacks_summaries(self, key: str, summaries: str | None) -> bool:
        """Say whether a shard's documents are there, and what a barrier must know of them is not."""
        return summaries is not None and self.is_stored(key) and self.cache.header(summaries, "summaries") is None

    def _count(self, outcome: ShardDone) -> None:
        self.tally.update(outcome.tally)
        self.tally["shards"] += 1

    def _combine(self, index: int, keys: dict[int, str]) -> dict[int, TablePart]:
        """Combine the summaries of all shards (by their keys) into the barrier's table; return each shard's part."""
        barrier = self.plan.passes[index].closing
        assert barrier is not None
        known = self.table_parts(index, keys)
        if known is not None:
            return known
        parts: dict[int, TablePart] = {}
        summaries = {
            number: [decode(line, barrier.summary_type) for line in self.cache.read(key, "summaries")]
            for number, key in keys.items()
        }
        table = barrier.combine(summary for each in summaries.values() for summary in each)
        for number, key in self._part_keys(index, keys).items():
            header = self.cache.write(key, "table", [encode(barrier.part(table, summaries[number]))])
            parts[number] = TablePart(key=key, digest=header.digest)
        return parts

    def table_parts(self, index: int, keys: dict[int, str]) -> dict[int, TablePart] | None:
        """Return the stored parts of a barrier's table, None where it must be combined (again)."""
        parts: dict[int, TablePart] = {}
        for number, key in self._part_keys(index, keys).items():
            header = self.cache.header(key, "table")
            if header is None:
                return None
            parts[number] = TablePart(key=key, digest=header.digest)
        return parts

    def _part_keys(self, index: int, keys: dict[int, str]) -> dict[int, str]:
        """The keys of the parts: the barrier, all summaries, and whose part it is."""
        digests = {
            number: header.digest for number, key in keys.items() if (header := self.cache.header(key, "summaries"))
        }
        table = key_of("table", self.plan.barrier_part(index), sorted(digests.values()))
        return {number: key_of("part", table, digests.get(number, "")) for number in keys}

    def documents(self, keys: dict[int, str]) -> Iterator[Document]:
        """Yield all documents in the order of their ids, one shard's line at a time."""
        streams = [map(decode_document, self.cache.read(key, "documents")) for key in keys.values()]
        return heapq.merge(*streams, key=lambda document: document.id)

    def _write(self, keys: dict[int, str], formats: Sequence[str], until: str | None, done_key: str) -> dict[str, Any]:
        pipeline = self.plan.pipeline
        options = WriteOptions(
            languages=pipeline.languages, created=pipeline.created, names=pipeline.output.names, title=pipeline.name
        )
        stem = self.directory / (f"until-{until}" if until else "corpus")
        counts = Counts()
        with open_writers((*formats, "rejects") if not until else formats, stem, options) as writers:
            for document in self.documents(keys):
                counts.add(document)
                if not is_set_aside(document):
                    writers.write(document)
                else:
                    writers.set_aside(document)
        manifest = make_manifest(self.plan, self.workspace, counts, writers.written)
        path = self._manifest_path(until)
        write_atomically(path, _pretty(manifest))
        record = {"key": done_key, "manifest": file_digest(path)}
        write_atomically(self._done_path(until), encode(record))
        return manifest

    def _manifest_path(self, until: str | None) -> Path:
        return self.directory / (f"until-{until}.manifest.json" if until else "manifest.json")

    def _done_path(self, until: str | None) -> Path:
        return self.cache.directory / f"done-{self.directory.name}{f'-{until}' if until else ''}.json"

    def _manifest(self, until: str | None) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads(self._manifest_path(until).read_bytes())
        return manifest

    def done_key(self, keys: dict[int, str], formats: Sequence[str], until: str | None) -> str:
        """The key of the outputs: all documents, by the keys of their shards, and how they are written."""
        return key_of("outputs", sorted(keys.values()), self.plan.pipeline.configuration(), formats, until)

    def outdated(self, done_key: str, until: str | None) -> tuple[str, ...]:
        """Say why the outputs on disk are not just what this plan would write, nothing where they are."""
        path = self._manifest_path(until)
        try:
            record = json.loads(self._done_path(until).read_bytes())
            known = record["key"] == done_key, str(record["manifest"])
        except (OSError, ValueError, KeyError, TypeError):
            return ("the outputs have not been written",)
        if not known[0]:
            return ("the outputs were written of other documents or settings",)
        if wrong := _changed(path, known[1]):
            return (wrong,)
        outputs = self._manifest(until)["outputs"]
        found = (_changed(self.directory / name, output["sha256"]) for name, output in outputs.items())
        return tuple(wrong for wrong in found if wrong)

    def _remember_plan(self) -> None:
        write_atomically(self.last_plan_path, encode(self.plan.why()))

    @property
    def last_plan_path(self) -> Path:
        """Where the parts of the last build's keys are kept, for `plan` to compare with."""
        return self.cache.directory / f"plan-{self.directory.name}.json"


def _changed(path: Path, digest: str) -> str:
    """Say what became of a file that was written with this digest, '' where it is as it was."""
    try:
        return "" if file_digest(path) == digest else f"{path.name} was altered"
    except FileNotFoundError:
        return f"{path.name} is missing"
    except OSError as error:
        return f"{path.name} cannot be read ({error.strerror})"


def _pretty(manifest: dict[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8", "surrogatepass")


@contextmanager
def _locked(cache_directory: Path, name: str) -> Iterator[None]:
    """Let one build of a corpus run at a time: a second waits until the first is through."""
    import fcntl

    cache_directory.mkdir(parents=True, exist_ok=True)
    with (cache_directory / f"lock-{name}").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
