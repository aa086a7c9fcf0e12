"""The attributions that models owe, as their licences ask: a corpus made with them carries these on."""

from __future__ import annotations

from pathlib import Path


def attributions_owed(*, models_dir: Path | None = None) -> tuple[str, ...]:
    """Return the lines of attribution that the models in use owe, sorted, each once."""
    return ()
