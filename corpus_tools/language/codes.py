"""Codes of languages: which ones may name the two sides of a corpus."""

from __future__ import annotations

from collections.abc import Sequence

from corpus_tools.errors import ConfigError
from corpus_tools.language.paths import supported_languages

# Packages of argostranslate have codes of their own for Brazilian Portuguese and traditional Chinese.
_ARGOS = ("pb", "zt")


def check_sides(languages: Sequence[str]) -> None:
    """Hold the two sides of a corpus (BCP 47) to what can be found and translated.

    Raises ConfigError where they are one language, where one is no language, and where no text is ever told to be in
    it: neither of the two can be detected, or the code is more than what is detected (`en-GB` for `en`).
    """
    known = supported_languages()
    if len(set(languages)) < len(languages):
        raise ConfigError("must be two different languages", remedy="name the other side of the corpus")
    for code in languages:
        base = code.replace("_", "-").split("-")[0].lower()
        if base in known:
            if code not in known:
                raise ConfigError(f"no text is told to be in {code!r}", remedy=f"did you mean {base!r}?")
        elif not _is_language(code.split("-")[0]):
            near = base if _is_language(base) else _short(base)
            hint = f"did you mean {near!r}?" if near else f"write codes of BCP 47; detected are: {', '.join(known)}"
            raise ConfigError(f"there is no language {code!r}", remedy=hint)
    if not set(languages) & set(known):
        raise ConfigError(
            f"neither {' nor '.join(map(repr, languages))} can be detected",
            remedy=f"one of the two must be: {', '.join(known)}",
        )


def _is_language(code: str) -> bool:
    """Say whether CLDR, or argostranslate, knows a code."""
    from babel import Locale

    return code in _ARGOS or code in Locale.parse("en").languages


def _short(code: str) -> str:
    """Return the code that stands for an older or longer one (`eng`: `en`) or for an English name, '' for none."""
    from babel import Locale
    from babel.core import get_global

    names = {name.casefold(): found for found, name in Locale.parse("en").languages.items() if "_" not in found}
    return str(get_global("language_aliases").get(code) or names.get(code, ""))
