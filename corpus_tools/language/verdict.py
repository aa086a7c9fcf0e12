"""What the sentence rules may say of a place where a sentence may end."""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    """What the rules say of a candidate: certain (`SPLIT`, `JOIN`), or leaning one way."""

    SPLIT = "split"
    LIKELY = "likely"
    UNLIKELY = "unlikely"
    JOIN = "join"
