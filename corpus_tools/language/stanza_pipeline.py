"""Open a Stanza pipeline on models that are there: nothing is fetched, and Stanza's log stays as it was."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from corpus_tools.errors import MissingModelError, ModelError


def check_folder(stanza_dir: Path) -> None:
    """Raise MissingModelError where a folder that was named holds no catalogue of Stanza's."""
    if not (stanza_dir / "resources.json").is_file():
        raise MissingModelError(
            "no Stanza models are there: it has no resources.json"
            if stanza_dir.is_dir()
            else "there is no such folder",
            where=str(stanza_dir),
            remedy="name the folder that Stanza keeps its models in, or none for those that are installed",
        )


def open_pipeline(language: str, folder: Path, *, model: str, remedy: str, **options: Any) -> Any:
    """Return the pipeline of `language` from a Stanza folder, on the CPU; `options` are those of `stanza.Pipeline`.

    Raises ModelError, which names the `model` and says the `remedy`, where it cannot be loaded.
    """
    import stanza

    level = logging.getLogger("stanza").level
    try:
        # What goes wrong is said once, by the error below.
        return stanza.Pipeline(
            language, dir=str(folder), download_method=None, use_gpu=False, logging_level="CRITICAL", **options
        )
    except Exception as error:
        raise ModelError(
            f"the {model} for {language!r} cannot be loaded ({_reason(error)})", where=str(folder), remedy=remedy
        ) from error
    finally:
        logging.getLogger("stanza").setLevel(level)


def _reason(error: Exception) -> str:
    """The first sentence of what a library says: torch goes on for a page."""
    said = " ".join(str(error).split())
    first = said.split(". ")[0].rstrip(".")
    return f"{type(error).__name__}: {first[:160]}" if first else type(error).__name__
