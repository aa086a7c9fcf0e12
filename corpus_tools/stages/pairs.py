"""A row of the corpus for each translated sentence: the sentence and its translation."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from corpus_tools.records import AlignedPair, Decision, Document
from corpus_tools.stages.stage import Work, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Makes a pair of kind `translated` of every sentence between the two `languages`.

    Sentences of lines that are not kept, or of a document that is set aside, get a pair that is not kept. `drop_flags`
    names translation flags that set a pair aside; none by default.
    """

    name: ClassVar[str] = "pairs"
    version: ClassVar[int] = 2
    needs: ClassVar[tuple[str, ...]] = ("segments", "translations")
    adds: ClassVar[tuple[str, ...]] = ("pairs",)

    languages: tuple[str, str] = ("en", "ar")
    drop_flags: tuple[str, ...] = ()

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        yield self._work

    def _work(self, documents: Sequence[Document]) -> list[Document]:
        return [self._with_pairs(document) for document in documents]

    def _with_pairs(self, document: Document) -> Document:
        segments = {segment.id: segment for segment in document.segments}
        pairs, decisions = list(document.pairs), list(document.decisions)
        for translation in document.translations:
            segment = segments[translation.segment]
            if {translation.source_language, translation.target_language} != set(self.languages):
                continue
            pair_id = f"{document.id}.p{len(pairs)}"
            flagged = [flag for flag in translation.flags if flag in self.drop_flags]
            if not segment.kept:
                decisions.append(self._drop(pair_id, "boilerplate", f"the line {segment.block} is not kept"))
            elif flagged:
                decisions.append(self._drop(pair_id, "translation-flag", f"flagged: {', '.join(flagged)}"))
            pairs.append(
                AlignedPair(
                    id=pair_id,
                    kind="translated",
                    source_language=translation.source_language,
                    target_language=translation.target_language,
                    source=segment.text,
                    target=translation.text,
                    source_segments=(segment.id,),
                    score=translation.score,
                    model=translation.model,
                    origin=translation.origin,
                    flags=translation.flags,
                    kept=segment.kept and not flagged and not document.dropped,
                )
            )
        return dataclasses.replace(document, pairs=tuple(pairs), decisions=tuple(decisions))

    def _drop(self, target: str, rule: str, reason: str) -> Decision:
        return Decision(target=target, action="drop", rule=rule, reason=reason, stage=self.name)
