"""The manifest: what a corpus holds and what made it. Times, hosts, workers and cache hits are no part of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus_tools.pipeline.execution import FAILED, is_set_aside
from corpus_tools.records import Document
from corpus_tools.stages.stage import Workspace
from corpus_tools.version import __version__
from corpus_tools.writers import Written

if TYPE_CHECKING:
    from corpus_tools.pipeline.plan import Plan

MANIFEST_SCHEMA = 1


@dataclass(slots=True)
class Counts:
    """What is in a corpus, counted while it is written."""

    plain: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    entities: set[str] = field(default_factory=set)
    failures: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, document: Document) -> None:
        """Count one document."""
        self.plain["documents"] += 1
        if is_set_aside(document):
            self.plain["documents_failed"] += 1
            self.failures.extend((document.id, d.stage, d.reason) for d in document.decisions if d.rule == FAILED)
            return
        for block in document.blocks:
            self.plain["lines"] += 1
            self.plain["lines_kept"] += block.kept
            if not block.kept:
                self.labels[block.label] += 1
        self.plain["edits"] += len(document.edits)
        self.plain["language_spans"] += len(document.language_spans)
        self.languages.update(span.language for span in document.language_spans)
        self.plain["sentences"] += len(document.segments)
        self.plain["sentences_mixed"] += sum(bool(segment.fragments) for segment in document.segments)
        self.plain["translations"] += len(document.translations)
        self.origins.update(translation.origin for translation in document.translations)
        self.flags.update(flag for translation in document.translations for flag in translation.flags)
        self.plain["mentions"] += len(document.mentions)
        self.entities.update(mention.entity for mention in document.mentions if mention.entity)
        for pair in document.pairs:
            self.plain["pairs"] += 1
            self.plain["pairs_kept"] += pair.kept
            self.kinds[pair.kind] += 1
        self.rules.update(decision.rule for decision in document.decisions if decision.action == "drop")

    def plain_values(self) -> dict[str, Any]:
        """Return the counts as plain values."""
        return {
            **self.plain,
            "entities": len(self.entities),
            "spans_by_language": dict(self.languages),
            "lines_set_aside_by_label": dict(self.labels),
            "decisions_by_rule": dict(self.rules),
            "translations_by_origin": dict(self.origins),
            "translations_flagged": dict(self.flags),
            "pairs_by_kind": dict(self.kinds),
        }


def make_manifest(plan: Plan, workspace: Workspace, counts: Counts, written: Sequence[Written]) -> dict[str, Any]:
    """Return the manifest of a finished build as plain values."""
    return {
        "schema": MANIFEST_SCHEMA,
        "corpus_tools": __version__,
        "configuration": plan.pipeline.configuration(),
        "models": {part[0]["name"]: list(part[1]) for parts in plan.pass_parts for part in parts if part[1]},
        "attributions": attributions(workspace),
        "inputs": {
            source.name: digest
            for shard in plan.shards
            for source, digest in zip(shard.sources, shard.digests, strict=True)
        },
        "counts": counts.plain_values(),
        "failures": [list(failure) for failure in counts.failures],
        "outputs": {
            each.path.name: {"sha256": each.sha256, "size_bytes": each.size_bytes, "lines": each.lines}
            for each in written
        },
    }


def attributions(workspace: Workspace) -> list[str]:
    """Return the attributions that the installed models owe, as their licences ask."""
    from corpus_tools.models.attributions import attributions_owed

    return list(attributions_owed(models_dir=workspace.models_dir))
