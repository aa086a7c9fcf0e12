"""Names in translations: looked up on the other side, repaired where that is certain, else flagged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from corpus_tools.alignment.lexicon import starter_lexicon
from corpus_tools.alignment.words import words_of
from corpus_tools.names.meanings import Renders
from corpus_tools.names.survival import check_names, mentions_inside, target_forms
from corpus_tools.records import Decision, Document, Translation
from corpus_tools.stages.stage import Work, Workspace

FLAG = "name-lost"
# Weaker pairs of the starter lexicons are mostly chance.
_LEAST_STRENGTH = 0.05


@lru_cache(maxsize=8)
def renderings(language: str, target: str) -> Renders | None:
    """Return what says whether a word of `language` is rendered by one of `target`; None where no lexicon ships."""
    lexicon = starter_lexicon(language, target)
    if lexicon is None:
        return None

    def renders(word: str, other: str) -> bool:
        stems = {each.stem for each in words_of(other, target)}
        entries = (lexicon.entries.get(each.stem, ()) for each in words_of(word, language))
        return any(stem in stems and strength >= _LEAST_STRENGTH for pairs in entries for stem, strength in pairs)

    return renders


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSurvival:
    """Checks that every name of a sentence is in its translation.

    Repairs are recorded as decisions (`name-repaired`, kept); what is missing flags the translation `name-lost`. Names
    made of words that mean something are there where the starter lexicons say that their words are.
    """

    name: ClassVar[str] = "name-survival"
    version: ClassVar[int] = 7
    needs: ClassVar[tuple[str, ...]] = ("translations", "entities")
    adds: ClassVar[tuple[str, ...]] = ()

    def models(self, workspace: Workspace) -> tuple[str, ...]:
        return ()

    @contextmanager
    def open(self, workspace: Workspace) -> Iterator[Work]:
        yield self._work

    def _work(self, documents: Sequence[Document]) -> list[Document]:
        return [self._checked(document) for document in documents]

    def _checked(self, document: Document) -> Document:
        forms = target_forms(document.entities)
        segments = {segment.id: segment for segment in document.segments}
        translations: list[Translation] = []
        decisions = list(document.decisions)
        for translation in document.translations:
            segment = segments.get(translation.segment)
            if segment is None or translation.origin == "copied" or not translation.text:
                translations.append(translation)
                continue
            survival = check_names(
                segment.text,
                mentions_inside(document, segment),
                translation.text,
                language=translation.target_language,
                forms=forms,
                renders=renderings(segment.language, translation.target_language),
            )
            for outcome in survival.outcomes:
                if outcome.status == "repaired":
                    reason = f"{outcome.name}: '{outcome.found}' became '{outcome.written}': {outcome.how}"
                    decisions.append(
                        Decision(target=segment.id, action="keep", rule="name-repaired", reason=reason, stage=self.name)
                    )
            flags, evidence = translation.flags, translation.evidence
            if survival.lost and FLAG not in flags:
                flags = (*flags, FLAG)
                evidence = (*evidence, f"not in the translation: {', '.join(survival.lost)}")
            translations.append(dataclasses.replace(translation, text=survival.text, flags=flags, evidence=evidence))
        return dataclasses.replace(document, translations=tuple(translations), decisions=tuple(decisions))
