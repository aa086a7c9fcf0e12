"""A dataset card: README.md with the YAML header that dataset hubs read, and how the corpus was built."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from corpus_tools.records import Document
from corpus_tools.writers.rows import rows
from corpus_tools.writers.writer import OutputFile, WriteOptions

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


class CardWriter:
    """Writes `STEM.README.md`: languages, sizes, licence, models with fingerprints, rules and counts."""

    def __init__(self, stem: Path, options: WriteOptions) -> None:
        self._options = options
        self._file = OutputFile(stem.with_name(stem.name + ".README.md"))
        self._documents = 0
        self._kinds: Counter[str] = Counter()
        self._models: Counter[str] = Counter()
        self._flags: Counter[str] = Counter()

    def write(self, document: Document) -> None:
        self._documents += 1
        for row in rows(document, self._options):
            self._kinds[row.pair.kind] += 1
            self._flags.update(row.pair.flags)
            if row.pair.model:
                self._models[row.pair.model] += 1

    def set_aside(self, document: Document) -> None:
        """A failed document is no part of the corpus."""

    def finish(self) -> list[OutputFile]:
        self._file.write(self._card().encode("utf-8"))
        return [self._file]

    def discard(self) -> None:
        self._file.discard()

    def _card(self) -> str:
        options, manifest = self._options, self._options.manifest or {}
        pairs = sum(self._kinds.values())
        size = next((name for limit, name in _SIZES if pairs < limit), "n>1M")
        header = [
            "---",
            f"pretty_name: {json.dumps(options.title, ensure_ascii=False)}",
            "language:",
            # YAML reads a bare `no` (Norwegian) as false.
            *[f'- "{language}"' if language == "no" else f"- {language}" for language in options.languages],
            "license: other",
            "task_categories:",
            "- translation",
            "size_categories:",
            f"- {size}",
            "configs:",
            "- config_name: default",
            f"  data_files: {json.dumps(self._file.path.name.removesuffix('.README.md') + '.parquet')}",
            "---",
        ]
        body = [
            f"# {options.title}",
            "",
            f"{pairs} pairs ({_listed(self._kinds)}) of {' and '.join(options.languages)} "
            f"from {self._documents} documents, dated {options.created}.",
            "",
            "`translated` pairs hold machine translation, `parallel` ones someone else's translation, `comparable` "
            "ones two outlets on the same event. The texts belong to their publishers: their licence is theirs.",
            "",
            "## Models",
            "",
            *([f"- `{model}`: {count} translations" for model, count in sorted(self._models.items())] or ["none"]),
            "",
            "## Flags on translations",
            "",
            _listed(self._flags) or "none",
            "",
        ]
        body += self._built(manifest) if manifest else []
        return "\n".join([*header, "", *body]) + "\n"

    def _built(self, manifest: dict[str, Any]) -> list[str]:
        stages = [f"`{stage['name']}` (version {stage['version']})" for stage in manifest["configuration"]["stages"]]
        owed = manifest.get("attributions", [])
        return [
            "## How it was built",
            "",
            f"corpus-tools {manifest['corpus_tools']}; stages: {', '.join(stages)}.",
            "",
            f"Set aside by rule: {_listed(Counter(manifest['counts']['decisions_by_rule'])) or 'nothing'}.",
            "",
            "## Attributions owed",
            "",
            *([f"- {line}" for line in owed] or ["none"]),
            "",
        ]


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
