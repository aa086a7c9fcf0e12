"""What the sentence rules know of each language: abbreviations, sentence starters, verbs of saying.

One reviewed TOML file per language beside this module; `common.toml` serves the languages without one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import msgspec

from corpus_tools.language.verdict import Verdict


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    never_ending: list[str] = []
    may_end: list[str] = []
    mostly_ending: list[str] = []
    before_number: list[str] = []
    starters: list[str] = []
    saying: list[str] = []
    name_particles: list[str] = []
    speaker_pronouns: list[str] = []
    continuations: list[str] = []
    after_quotation: list[str] = []
    letter_names: list[str] = []
    complementisers: list[str] = []
    cased: bool = True
    ordinal_dot: bool = False
    ellipsis: Verdict = Verdict.UNLIKELY
    dash_continues: bool = True
    pronoun_i: bool = False
    dateline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRules:
    """The tables of one language. Abbreviations are in the case they are written in, without their last dot."""

    never_ending: frozenset[str]
    may_end: frozenset[str]
    mostly_ending: frozenset[str]
    before_number: frozenset[str]
    starters: frozenset[str]
    saying: frozenset[str]
    name_particles: frozenset[str]
    speaker_pronouns: frozenset[str]
    continuations: frozenset[str]
    after_quotation: frozenset[str]
    letter_names: frozenset[str]
    complementisers: frozenset[str]
    cased: bool
    ordinal_dot: bool
    ellipsis: Verdict
    dash_continues: bool
    pronoun_i: bool
    dateline: bool

    def is_abbreviation(self, word: str) -> bool:
        """Return whether a stop after `word` may mark an abbreviation."""
        return word in self.never_ending or word in self.may_end or word in self.letter_names

    def ellipsis_verdict(self, *, cased: bool) -> Verdict:
        """Return the verdict on three dots before a word that starts with a capital (`cased`) or not."""
        return Verdict.UNLIKELY if self.cased and not cased else self.ellipsis


@lru_cache(maxsize=64)
def rules_for(language: str) -> LanguageRules:
    """Return the tables for a language code (BCP 47, its first subtag), those of `common` where it has none."""
    code = language.split("-")[0].split("_")[0].casefold()
    folder = resources.files(__package__)
    file = folder / f"{code}.toml"
    if not code.isalpha() or not code.isascii() or not file.is_file():
        file = folder / "common.toml"
    table = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _Table)
    return LanguageRules(
        never_ending=frozenset(table.never_ending),
        may_end=frozenset(table.may_end),
        mostly_ending=frozenset(table.mostly_ending),
        before_number=frozenset(table.before_number),
        starters=frozenset(table.starters),
        saying=frozenset(table.saying),
        name_particles=frozenset(table.name_particles),
        speaker_pronouns=frozenset(table.speaker_pronouns),
        continuations=frozenset(table.continuations),
        after_quotation=frozenset(table.after_quotation),
        letter_names=frozenset(table.letter_names),
        complementisers=frozenset(table.complementisers),
        cased=table.cased,
        ordinal_dot=table.ordinal_dot,
        ellipsis=table.ellipsis,
        dash_continues=table.dash_continues,
        pronoun_i=table.pronoun_i,
        dateline=table.dateline,
    )
