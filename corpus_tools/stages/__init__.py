"""Thin adapters between the rooms and the pipeline: one file per stage, imported when a pipeline names it.

To add a stage: write its file here, a frozen dataclass as `stage.py` describes, and add its line below.
"""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from typing import Any

from corpus_tools.errors import ConfigError

# The name in a pipeline file -> module and class, in the order that a pipeline usually has them.
STAGES = {
    "repair": ("repair", "Repair"),
    "blocks": ("blocks", "Blocks"),
    "repeated-lines": ("repeated_lines", "RepeatedLines"),
    "languages": ("languages", "Languages"),
    "sentences": ("sentences", "Sentences"),
    "names": ("names", "Names"),
    "translation": ("translation", "Translate"),
    "entities": ("entities", "Entities"),
    "name-survival": ("name_survival", "NameSurvival"),
    "pairs": ("pairs", "Pairs"),
    "parallel": ("parallel", "Parallel"),
    "comparable": ("comparable", "Comparable"),
    "near-duplicates": ("near_duplicates", "NearDuplicates"),
    "filters": ("filters", "Filters"),
}


def stage_type(name: str) -> Any:
    """Return the class of the stage `name`. Raises ConfigError that names the nearest right one."""
    if name not in STAGES:
        near = get_close_matches(name, STAGES, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"the stages are: {', '.join(STAGES)}"
        raise ConfigError(f"there is no stage {name!r}", remedy=hint)
    module, kind = STAGES[name]
    return getattr(importlib.import_module(f"corpus_tools.stages.{module}"), kind)
