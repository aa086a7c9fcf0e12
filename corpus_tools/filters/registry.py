"""The filters there are, by name, and those that run by default."""

from __future__ import annotations

from typing import Any

from corpus_tools.errors import ConfigError
from corpus_tools.filters.base import PairFilter
from corpus_tools.filters.copies import CopyFilter, SimilarityFilter
from corpus_tools.filters.duplicates import DuplicateFilter
from corpus_tools.filters.headlines import GluedWordsFilter, TitleFilter
from corpus_tools.filters.language import LanguageFilter
from corpus_tools.filters.length import LengthFilter, LengthRatioFilter, LongWordFilter
from corpus_tools.filters.marks import MarkupFilter, RepetitionFilter, TerminalPunctuationFilter
from corpus_tools.filters.numbers import NumbersFilter
from corpus_tools.filters.script import ScriptFilter
from corpus_tools.filters.trust import AlignmentScoreFilter, TranslationFlagsFilter

# In the order in which they run: cheap ones first, the duplicates after all others.
FILTERS: dict[str, type[PairFilter] | type[DuplicateFilter]] = {
    kind.name: kind
    for kind in (
        LengthFilter,
        LengthRatioFilter,
        LongWordFilter,
        ScriptFilter,
        CopyFilter,
        SimilarityFilter,
        NumbersFilter,
        TerminalPunctuationFilter,
        RepetitionFilter,
        MarkupFilter,
        TranslationFlagsFilter,
        AlignmentScoreFilter,
        TitleFilter,
        GluedWordsFilter,
        LanguageFilter,
        DuplicateFilter,
    )
}


def default_filters() -> tuple[PairFilter | DuplicateFilter, ...]:
    """Return the filters that run unless a pipeline says otherwise, with their default configuration."""
    return tuple(kind() for kind in FILTERS.values() if kind.default)


def make_filter(name: str, **configuration: Any) -> PairFilter | DuplicateFilter:
    """Return the filter of that name with its configuration. Raises ConfigError for an unknown name or field."""
    kind = FILTERS.get(name)
    if kind is None:
        raise ConfigError(f"there is no filter {name!r}", remedy=f"choose from {', '.join(FILTERS)}")
    try:
        return kind(**configuration)
    except TypeError as error:
        known = ", ".join(getattr(kind, "__dataclass_fields__", {}))
        raise ConfigError(f"the filter {name!r} takes {known}: {error}", remedy="correct the option") from error
