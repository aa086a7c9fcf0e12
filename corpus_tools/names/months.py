"""Names of months, from Unicode CLDR: capitalised words that name nobody."""

from __future__ import annotations

from functools import lru_cache

from corpus_tools.names.words import fold_word

_LEVANTINE = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول", "جانفي", "فيفري", "جويلية", "أوت",
)  # fmt: skip


@lru_cache(maxsize=1)
def month_names() -> frozenset[str]:
    """Return the folded names of the months in English, Turkish, Arabic and Persian, of one word each."""
    from babel import Locale

    found = {fold_word(name) for name in _LEVANTINE if " " not in name}
    for language in ("en", "tr", "ar", "fa"):
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide",):
                found.update(fold_word(name) for name in months[context][width].values())
    return frozenset(name for name in found if len(name) > 2)
