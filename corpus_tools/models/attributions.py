"""The attributions that models owe, as their licences ask: a corpus made with them carries these on."""

from __future__ import annotations

from pathlib import Path

from corpus_tools.models.store import installed


def attributions_owed(*, models_dir: str | Path | None = None) -> tuple[str, ...]:
    """Return the lines of attribution that the installed models owe, sorted, each once."""
    return tuple(sorted({model.attribution for model in installed(models_dir) if model.attribution}))
