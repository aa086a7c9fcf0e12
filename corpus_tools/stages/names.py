"""Names in the text: persons, places, organisations, each with the reason why it was found."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.language.stanza_names import StanzaNames, ner_models
from corpus_tools.names.mentions import Recognise, find_document_mentions
from corpus_tools.records import Document
from corpus_tools.stages.stage import Work, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Finds mentions of names by titles and roles, capitals, the gazetteer and the starter recogniser.

    Where a Stanza NER model is installed for a language (`stanza`), its names are taken where these found none.
    """

    name: ClassVar[str] = "names"
    version: ClassVar[int] = 6
    needs: ClassVar[tuple[str, ...]] = ("text", "blocks")
    adds: ClassVar[tuple[str, ...]] = ("mentions",)

    stanza: bool = True

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        """Return language and fingerprint of each Stanza NER model that is there."""
        if not self.stanza:
            return ()
        models = ner_models(stanza_dir=workspace.stanza_dir, models_dir=workspace.models_dir)
        return tuple(f"stanza-ner-{language}@{digest}" for language, (_, digest) in models.items())

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        recognise: Recognise | None = None
        if self.stanza:
            found = StanzaNames(stanza_dir=workspace.stanza_dir, models_dir=workspace.models_dir)
            recognise = found if found else None

        def work(documents: Sequence[Document]) -> list[Document]:
            return [
                dataclasses.replace(document, mentions=find_document_mentions(document, recognise=recognise))
                for document in documents
            ]

        yield work
