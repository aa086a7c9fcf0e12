"""The reviewed data files of this room: TOML beside the code."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def read_table(name: str) -> dict[str, Any]:
    """Return the tables of `{name}.toml`, read once; not to be changed."""
    return tomllib.loads(files("corpus_tools.names").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
