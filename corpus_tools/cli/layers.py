"""One document through the stages of a single-file command, without a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus_tools.errors import CorpusToolsError
from corpus_tools.records import Document
from corpus_tools.stages import stage_type
from corpus_tools.stages.stage import Workspace


def with_stages(
    documents: Sequence[Document],
    names: Sequence[str],
    *,
    options: dict[str, dict[str, Any]] | None = None,
    models_dir: Path | None = None,
    stanza_dir: Path | None = None,
) -> list[Document]:
    """Run the stages `names` over `documents`, global ones included, with `options` by stage name."""
    workspace = Workspace(models_dir=models_dir, stanza_dir=stanza_dir)
    current = [replace(document, layers=("raw",)) for document in documents]
    for name in names:
        stage = stage_type(name)(**(options or {}).get(name, {}))
        if hasattr(stage, "combine"):
            table = stage.combine([stage.summarise(document) for document in current])
            current = [stage.apply(document, table) for document in current]
        else:
            with stage.open(workspace) as work:
                current = work(current)
        if len(current) != len(documents):
            raise CorpusToolsError(f"the stage {name!r} lost a document", remedy="please report it")
    return current
