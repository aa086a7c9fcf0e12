"""Small stages of our own, at the engine's edge: fast, so that the laws of the build can be tested often."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from corpus_tools.errors import DocumentError
from corpus_tools.pipeline.configuration import Input, Limits, Output, Pipeline
from corpus_tools.records import AlignedPair, Document, Segment
from corpus_tools.stages.stage import Work, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A segment per word. `poison` is a word that makes a document fail; `log` a file that hears of each document;
    `kill_at` a word that kills the process, once."""

    name: ClassVar[str] = "words"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("raw",)
    adds: ClassVar[tuple[str, ...]] = ("segments",)

    poison: str = "POISON"
    suffix: str = ""

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        yield self._work

    def _work(self, documents: Sequence[Document]) -> list[Document]:
        return [self._one(document) for document in documents]

    def _one(self, document: Document) -> Document:
        if log := os.environ.get("TOY_LOG"):
            with Path(log).open("a") as stream:
                stream.write(f"{document.id}\n")
        kill = os.environ.get("TOY_KILL")
        if kill and kill in document.raw and not Path(os.environ["TOY_KILLED"]).exists():
            Path(os.environ["TOY_KILLED"]).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.poison in document.raw:
            raise DocumentError("poisoned", where=document.id, remedy="leave it out")
        segments, position = [], 0
        for number, word in enumerate(document.raw.split()):
            start = document.raw.index(word, position)
            position = start + len(word)
            segments.append(
                Segment(
                    start=start,
                    end=position,
                    id=f"{document.id}.s{number}",
                    text=word + self.suffix,
                    language="en",
                    block=f"{document.id}.b0",
                )
            )
        return dataclasses.replace(document, text=document.raw, segments=tuple(segments))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCount:
    """What one document says of its words."""

    document: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """How often each word stands in the corpus."""

    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequent:
    """A barrier: pairs every word with its frequency in all documents.

    0 stands for what is rarer than `least`, and for words that do not end in `ending`, which are not counted.
    """

    name: ClassVar[str] = "frequent"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("segments",)
    adds: ClassVar[tuple[str, ...]] = ("pairs",)
    summary_type: ClassVar[Any] = WordCount
    table_type: ClassVar[Any] = Frequency
    summary_options: ClassVar[tuple[str, ...]] = ("ending",)

    least: int = 1
    ending: str = ""

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    def summarise(self, document: Document) -> WordCount:
        words = (segment.text for segment in document.segments)
        return WordCount(document=document.id, words=tuple(word for word in words if word.endswith(self.ending)))

    def combine(self, summaries: Iterable[WordCount]) -> Frequency:
        counts: dict[str, int] = {}
        for summary in summaries:
            for word in summary.words:
                counts[word] = counts.get(word, 0) + 1
        return Frequency(counts=tuple(sorted(entry for entry in counts.items() if entry[1] >= self.least)))

    def part(self, table: Frequency, summaries: Sequence[WordCount]) -> Frequency:
        words = {word for summary in summaries for word in summary.words}
        return Frequency(counts=tuple(entry for entry in table.counts if entry[0] in words))

    def apply(self, document: Document, table: Frequency) -> Document:
        counts = dict(table.counts)
        pairs = tuple(
            AlignedPair(
                id=f"{document.id}.p{number}",
                kind="translated",
                source_language="en",
                target_language="ar",
                source=segment.text,
                target=str(counts.get(segment.text, 0)),
                source_segments=(segment.id,),
            )
            for number, segment in enumerate(document.segments)
        )
        return dataclasses.replace(document, pairs=pairs)


def toy(
    source: Path,
    *,
    shards: int = 4,
    formats: tuple[str, ...] = ("jsonl", "moses"),
    barrier: Frequent = Frequent(),
    **options: Any,
) -> Pipeline:
    """A pipeline of a streaming stage, a barrier, and nothing after it."""
    return Pipeline(
        name="toy",
        languages=("en", "ar"),
        input=Input(paths=(str(source),)),
        output=Output(directory="build/toy", formats=formats),
        limits=Limits(shards=shards),
        stages=(Words(**options), barrier),
        base=source.parent,
    )
