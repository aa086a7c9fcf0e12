"""What a stage over all documents gathers depends on those of its options that it says, and on no other."""

from __future__ import annotations

import dataclasses
import inspect
from types import FunctionType, MethodType
from typing import Any

import pytest

from corpus_tools.records import AlignedPair, Document, Provenance, Segment
from corpus_tools.stages import STAGES, stage_type

RAW = "The ministers met on Monday in the capital."
PAIRS = tuple(
    AlignedPair(
        id=f"a.p{number}",
        kind=kind,
        source_language="en",
        target_language="ar",
        source=RAW,
        target="اجتمع الوزراء يوم الاثنين في العاصمة.",
        source_segments=("a.s0",),
    )
    for number, kind in enumerate(("translated", "parallel", "comparable"))
)
DOCUMENT = Document(
    id="a",
    raw=RAW,
    text=RAW,
    provenance=Provenance(source="a"),
    segments=(Segment(start=0, end=len(RAW), id="a.s0", text=RAW, language="en", block="a.b0"),),
    pairs=PAIRS,
)


class Watched:
    """A stage that notes which of its options are looked at."""

    def __init__(self, stage: Any) -> None:
        self._stage = stage
        self._options = {field.name for field in dataclasses.fields(stage)}
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name in self._options:
            self.seen.add(name)
        else:
            method = inspect.getattr_static(type(self._stage), name, None)
            if isinstance(method, FunctionType):
                return MethodType(method, self)
        return getattr(self._stage, name)


@pytest.mark.parametrize("name", [name for name in STAGES if hasattr(stage_type(name), "combine")])
def test_a_stage_names_the_options_that_its_summaries_depend_on(name: str) -> None:
    watched = Watched(stage_type(name)())
    watched.summarise(DOCUMENT)
    assert watched.seen == set(watched.summary_options)
