"""The most frequent function words of a language."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from corpus_tools.text.letters import fold_letters


@lru_cache(maxsize=1)
def function_words() -> dict[str, tuple[str, ...]]:
    """Return the function words of every language that has a list, most frequent first."""
    text = resources.files("corpus_tools.text").joinpath("function_words.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {language: tuple(words.split()) for language, words in rows}


@lru_cache(maxsize=32)
def folded_function_words(language: str) -> frozenset[str]:
    """Return the function words of a language (its bare tag) in the letters of matching; none where no list is known.

    >>> sorted(folded_function_words("en"))[:3], folded_function_words("xx")
    (['a', 'about', 'after'], frozenset())
    """
    return frozenset(fold_letters(word).text for word in function_words().get(language, ()))
