"""What was set aside, as JSON Lines: each decision with the rule, the score, the reason and the text it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus_tools.records import Document
from corpus_tools.records.codec import encode
from corpus_tools.writers.writer import OutputFile, WriteOptions


class RejectsWriter:
    """Writes `STEM.rejects.jsonl`: dropped lines, sentences, pairs and documents, in document order."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._file = OutputFile(stem.with_name(stem.name + ".rejects.jsonl"))

    def write(self, document: Document) -> None:
        for block in document.blocks:
            if not block.kept and block.start < block.end:
                self._line(
                    document=document.id,
                    target=block.id,
                    rule=f"line:{block.label}",
                    score=block.score,
                    reason=block.reason,
                    text=document.raw[block.start : block.end],
                    start=block.start,
                    end=block.end,
                )
        pairs = {pair.id: pair for pair in document.pairs}
        segments = {segment.id: segment for segment in document.segments}
        for decision in document.decisions:
            if decision.action != "drop":
                continue
            row: dict[str, Any] = {"document": document.id, "target": decision.target, "rule": decision.rule}
            row |= {"score": decision.score, "reason": decision.reason, "stage": decision.stage}
            if pair := pairs.get(decision.target):
                row |= {"source": pair.source, "target_text": pair.target}
            elif segment := segments.get(decision.target):
                row |= {"text": segment.text, "start": segment.start, "end": segment.end}
            self._line(**row)

    def set_aside(self, document: Document) -> None:
        for decision in document.decisions:
            if decision.target == document.id and decision.action == "drop":
                self._line(
                    document=document.id,
                    target=document.id,
                    rule=decision.rule,
                    score=decision.score,
                    reason=decision.reason,
                    stage=decision.stage,
                    text=document.raw,
                )

    def _line(self, **row: Any) -> None:
        self._file.write(encode(row) + b"\n")

    def finish(self) -> list[OutputFile]:
        return [self._file]

    def discard(self) -> None:
        self._file.discard()
