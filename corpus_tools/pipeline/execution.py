"""One pass over one shard, as it runs in a worker: read or load, apply the table, run the stages, summarise, store."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus_tools.errors import ConfigError, CorpusToolsError, DocumentError, InputError, InternalError, ModelError
from corpus_tools.pipeline.cache import Cache
from corpus_tools.pipeline.plan import Pass, Shard
from corpus_tools.readers import SourceFile, read_source
from corpus_tools.records import Decision, Document, Provenance
from corpus_tools.records.codec import decode, decode_document, encode, encode_document
from corpus_tools.stages.stage import Workspace

FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardJob:
    """One shard in one pass: the keys of what comes out, its documents and what is gathered of them for a barrier.

    `before` is the key of its documents after the pass before, None in the first.
    """

    shard: Shard
    key: str
    summaries: str | None
    before: str | None
    table: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardDone:
    """What the terminal is told of a finished shard."""

    key: str
    documents: int
    sentences: int
    tally: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassWork:
    """The work of one pass, sent to each worker once."""

    trip: Pass
    workspace: Workspace
    cache_directory: Path

    @contextmanager
    def open(self) -> Iterator[Callable[[ShardJob], ShardDone]]:
        """Open every stage of the pass and yield the function of one shard."""
        tally: Counter[str] = Counter()
        workspace = dataclasses.replace(self.workspace, tally=lambda what, count: tally.update({what: count}))
        cache = Cache(self.cache_directory)
        with ExitStack() as stack:
            works = [(stage, stack.enter_context(stage.open(workspace))) for stage in self.trip.stages]
            tables: dict[str, Any] = {}

            def run(job: ShardJob) -> ShardDone:
                tally.clear()
                documents = _load(cache, job)
                opening = self.trip.opening
                if opening is not None:
                    table = _table(cache, self.trip, job, tables)
                    documents = _each(opening, partial(opening.apply, table=table), documents)
                for stage, work in works:
                    documents = _run_stage(stage, work, documents)
                _gather(cache, self.trip, job, documents)
                cache.write(job.key, "documents", [encode_document(document) for document in documents])
                return _done(job, documents, tally)

            yield run


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherWork:
    """The work of gathering for the barrier after a pass, of documents that are stored already."""

    trip: Pass
    cache_directory: Path

    @contextmanager
    def open(self) -> Iterator[Callable[[ShardJob], ShardDone]]:
        """Yield the function of one shard. No stage is opened."""
        cache = Cache(self.cache_directory)

        def run(job: ShardJob) -> ShardDone:
            documents = [decode_document(line) for line in cache.read(job.key, "documents")]
            _gather(cache, self.trip, job, documents)
            return _done(job, documents, {})

        yield run


def is_set_aside(document: Document) -> bool:
    """Say whether a document failed in some stage; later stages pass it through untouched."""
    return any(decision.rule == FAILED and decision.target == document.id for decision in document.decisions)


def _load(cache: Cache, job: ShardJob) -> list[Document]:
    if job.before is not None:
        return [decode_document(line) for line in cache.read(job.before, "documents")]
    documents = [
        document
        for source, digest in zip(job.shard.sources, job.shard.digests, strict=True)
        for document in _read(source, digest)
    ]
    return sorted(_distinct(documents), key=lambda document: document.id)


def _distinct(documents: Sequence[Document]) -> Iterator[Document]:
    """Set aside every document whose id another one before it has."""
    seen: set[str] = set()
    for number, document in enumerate(documents):
        if document.id in seen:
            error = InputError("another document has this id", where=document.id, remedy="give each line its own id")
            again = dataclasses.replace(document, id=f"{document.id} (again, document {number + 1})")
            document = _set_aside(again, "read", error)
        seen.add(document.id)
        yield document


def _read(source: SourceFile, digest: str) -> list[Document]:
    """Read a source. What cannot be read becomes an empty document that is set aside with the reason."""
    documents = []
    for found in read_source(source):
        if isinstance(found, Document):
            documents.append(dataclasses.replace(found, layers=("raw",)))
            continue
        provenance = Provenance(source=source.name, digest=digest)
        empty = Document(id=found.where, raw="", provenance=provenance, digest=digest, layers=("raw",))
        documents.append(_set_aside(empty, "read", found))
    return documents


def _table(cache: Cache, trip: Pass, job: ShardJob, tables: dict[str, Any]) -> Any:
    if job.table is None or trip.opening is None:
        raise InternalError("a pass after a barrier got no table")
    if job.table not in tables:
        tables.clear()
        (line,) = cache.read(job.table, "table")
        tables[job.table] = decode(line, trip.opening.table_type)
    return tables[job.table]


def _gather(cache: Cache, trip: Pass, job: ShardJob, documents: Sequence[Document]) -> None:
    """Store what the barrier after a pass must know of each document."""
    if trip.closing is None or job.summaries is None:
        return
    summaries = [encode(trip.closing.summarise(document)) for document in documents if not is_set_aside(document)]
    cache.write(job.summaries, "summaries", summaries)


def _done(job: ShardJob, documents: Sequence[Document], tally: Mapping[str, int]) -> ShardDone:
    return ShardDone(
        key=job.key,
        documents=len(documents),
        sentences=sum(len(document.segments) for document in documents),
        tally=dict(tally),
    )


def _run_stage(
    stage: Any, work: Callable[[Sequence[Document]], list[Document]], documents: list[Document]
) -> list[Document]:
    """Run a stage on all documents that have not failed; where it raises, on one after another."""
    active = [document for document in documents if not is_set_aside(document)]
    try:
        results = work(active)
    except (ModelError, ConfigError):
        raise
    except Exception:
        return _each(stage, lambda document: work([document])[0], documents)
    changed = {document.id: _checked(stage, document, result) for document, result in zip(active, results, strict=True)}
    return [changed.get(document.id, document) for document in documents]


def _each(stage: Any, function: Callable[[Document], Document], documents: Sequence[Document]) -> list[Document]:
    results = []
    for document in documents:
        if not is_set_aside(document):
            try:
                document = _checked(stage, document, function(document))
            except (ModelError, ConfigError, InternalError):
                raise
            except Exception as error:
                document = _set_aside(document, stage.name, error)
        results.append(document)
    return results


def _checked(stage: Any, before: Document, after: Document) -> Document:
    """Hold a stage to the laws: the same document, its raw text untouched; and note the layers it added."""
    if after.id != before.id or after.raw != before.raw:
        raise InternalError(f"the stage {stage.name!r} changed the id or the raw text of {before.id!r}")
    layers = (*before.layers, *(layer for layer in stage.adds if layer not in before.layers))
    return dataclasses.replace(after, layers=layers)


def _set_aside(document: Document, stage: str, error: Exception) -> Document:
    reason = str(error) if isinstance(error, CorpusToolsError) else f"{type(error).__name__}: {error}"
    if not isinstance(error, DocumentError | InputError):
        reason += " (an error of the program: please report it)"
    decision = Decision(target=document.id, action="drop", rule=FAILED, reason=reason, stage=stage)
    return dataclasses.replace(document, decisions=(*document.decisions, decision))
