"""The filters there are, by name, and those that run by default."""

from __future__ import annotations

from typing import Any

import msgspec

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
    """Return the filter of that name with its configuration.

    Raises ConfigError for an unknown name or field, and for a value of the wrong type.
    """
    kind = FILTERS.get(name)
    if kind is None:
        raise ConfigError(f"there is no filter {name!r}", remedy=f"choose from {', '.join(FILTERS)}")
    try:
        made = kind(**configuration)
        msgspec.convert({key: _whole(value) for key, value in configuration.items()}, kind, strict=True)
    except TypeError as error:
        known = ", ".join(getattr(kind, "__dataclass_fields__", {}))
        raise ConfigError(f"the filter {name!r} takes {known}: {error}", remedy="correct the option") from error
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$.")
        raise ConfigError(
            f"the filter {name!r}: {place.rstrip('`')}: {message}", remedy="correct the option"
        ) from error
    return made


def _whole(value: Any) -> Any:
    """Return 3 for 3.0, which may stand for either kind of number; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
