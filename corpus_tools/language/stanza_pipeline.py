"""Open a Stanza pipeline on models that are there: nothing is fetched, and Stanza's log stays as it was."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from corpus_tools.errors import ModelError


def open_pipeline(language: str, folder: Path, *, model: str, remedy: str, **options: Any) -> Any:
    """Return the pipeline of `language` from a Stanza folder, on the CPU; `options` are those of `stanza.Pipeline`.

    Raises ModelError, which names the `model` and says the `remedy`, where it cannot be loaded.
    """
    import stanza

    level = logging.getLogger("stanza").level
    try:
        return stanza.Pipeline(
            language, dir=str(folder), download_method=None, use_gpu=False, logging_level="ERROR", **options
        )
    except Exception as error:
        raise ModelError(
            f"the {model} for {language!r} cannot be loaded: {error}", where=str(folder), remedy=remedy
        ) from error
    finally:
        logging.getLogger("stanza").setLevel(level)
