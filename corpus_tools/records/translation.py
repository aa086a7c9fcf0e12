"""A translated text and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The translation of one text, `''` for `''`.

    `origin`: `model` (one package), `pivot` (two, through English) or `copied` (nothing to translate, or text
    in no language). `model` names the package(s) with fingerprints, `score` is the mean log-probability per
    token (<= 0, None when copied). `flags` are the names of what looks wrong, empty when nothing does;
    `evidence` says for each flag, in the same order, what was seen. `segment` is the id of the sentence in a
    corpus, empty for a plain call.
    """

    text: str
    origin: Literal["model", "pivot", "copied"]
    model: str | None = None
    score: float | None = None
    flags: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    source_language: str = ""
    target_language: str = ""
    segment: str = ""
