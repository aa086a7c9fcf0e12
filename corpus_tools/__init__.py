"""corpus-tools: from scraped, mixed-language news to aligned, cleaned corpora.

Everything here is loaded on first use, so that `import corpus_tools` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from corpus_tools.version import __version__

if TYPE_CHECKING:
    from corpus_tools.alignment.sentences import align_sentences
    from corpus_tools.errors import (
        ConfigError,
        CorpusToolsError,
        DocumentError,
        FailureBudgetError,
        InputError,
        InternalError,
        ModelError,
    )
    from corpus_tools.language.identification import identify
    from corpus_tools.language.segmentation import split_sentences
    from corpus_tools.language.spans import detect_spans, tile_spans
    from corpus_tools.names.comparison import NameComparison, compare_names
    from corpus_tools.names.entities import resolve_names
    from corpus_tools.names.mentions import find_names
    from corpus_tools.pipeline.build import BuildResult, build
    from corpus_tools.pipeline.configuration import Pipeline
    from corpus_tools.readers import read_documents
    from corpus_tools.records import (
        AlignedPair,
        Bead,
        Block,
        Decision,
        Document,
        Edit,
        Entity,
        LanguageGuess,
        LanguageSpan,
        NameMention,
        OffsetMap,
        Segment,
        Span,
        Translation,
    )
    from corpus_tools.text.cleaning import CleanedText, clean_text
    from corpus_tools.translation.translator import translate
    from corpus_tools.writers import write_documents

# name -> the module that holds it
_HOMES = {
    "align_sentences": "alignment.sentences",
    "ConfigError": "errors",
    "CorpusToolsError": "errors",
    "DocumentError": "errors",
    "FailureBudgetError": "errors",
    "InputError": "errors",
    "InternalError": "errors",
    "ModelError": "errors",
    "identify": "language.identification",
    "split_sentences": "language.segmentation",
    "detect_spans": "language.spans",
    "tile_spans": "language.spans",
    "NameComparison": "names.comparison",
    "compare_names": "names.comparison",
    "resolve_names": "names.entities",
    "find_names": "names.mentions",
    "BuildResult": "pipeline.build",
    "build": "pipeline.build",
    "Pipeline": "pipeline.configuration",
    "read_documents": "readers",
    "AlignedPair": "records",
    "Bead": "records",
    "Block": "records",
    "Decision": "records",
    "Document": "records",
    "Edit": "records",
    "Entity": "records",
    "LanguageGuess": "records",
    "LanguageSpan": "records",
    "NameMention": "records",
    "OffsetMap": "records",
    "Segment": "records",
    "Span": "records",
    "Translation": "records",
    "CleanedText": "text.cleaning",
    "clean_text": "text.cleaning",
    "translate": "translation.translator",
    "write_documents": "writers",
}

__all__ = [
    "AlignedPair",
    "Bead",
    "Block",
    "BuildResult",
    "CleanedText",
    "ConfigError",
    "CorpusToolsError",
    "Decision",
    "Document",
    "DocumentError",
    "Edit",
    "Entity",
    "FailureBudgetError",
    "InputError",
    "InternalError",
    "LanguageGuess",
    "LanguageSpan",
    "ModelError",
    "NameComparison",
    "NameMention",
    "OffsetMap",
    "Pipeline",
    "Segment",
    "Span",
    "Translation",
    "__version__",
    "align_sentences",
    "build",
    "clean_text",
    "compare_names",
    "detect_spans",
    "find_names",
    "identify",
    "read_documents",
    "resolve_names",
    "split_sentences",
    "tile_spans",
    "translate",
    "write_documents",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'corpus_tools' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"corpus_tools.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
