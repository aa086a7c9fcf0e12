"""What was decided about a document, a line, a sentence or a pair, by which rule, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Keep or drop `target` (the id of a document, block, segment or pair). Only writers obey it."""

    target: str
    action: Literal["keep", "drop"]
    rule: str
    reason: str
    score: float | None = None
    stage: str = ""
