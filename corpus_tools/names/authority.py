"""Authority files: who newsmakers are, and how each language writes them.

The one that ships is `authority.toml`; a user's own file has the same form and wins. One line for each:

    person = [
      { id = "mevlut-cavusoglu", en = ["Mevlüt Çavuşoğlu"], ar = ["مولود تشاووش أوغلو", "مولود جاويش أوغلو"] },
    ]

The tables are `person`, `place`, `organisation` and `other`; the first form of a language is canonical in it, `also`
holds forms of no particular language.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from corpus_tools.errors import ConfigError, InputError
from corpus_tools.records.entity import NameKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityEntry:
    """One person, place or organisation: `forms` are (language, spelling) pairs, canonical ones first."""

    id: str
    kind: NameKind
    forms: tuple[tuple[str, str], ...]

    def canonical(self) -> dict[str, str]:
        """Return the canonical form of each language that has one."""
        first: dict[str, str] = {}
        for language, form in self.forms:
            if language:
                first.setdefault(language, form)
        return first


def parse_authority(text: str, *, where: str) -> tuple[AuthorityEntry, ...]:
    """Read an authority file. Raises ConfigError where it is not TOML, or says something that cannot be meant."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not a TOML file: {error}", where=where, remedy="correct the line") from error
    entries: dict[str, AuthorityEntry] = {}
    for kind, rows in data.items():
        if kind not in get_args(NameKind):
            raise ConfigError(
                f"unknown table '{kind}'", where=where, remedy=f"use one of {', '.join(get_args(NameKind))}"
            )
        if not isinstance(rows, list):
            raise ConfigError(f"'{kind}' must be a list of tables", where=where, remedy=f"write [[{kind}]]")
        for row in rows:
            entry = _entry(kind, row, where)
            if entry.id in entries:
                raise ConfigError(f"'{entry.id}' stands there twice", where=where, remedy="keep one of them")
            entries[entry.id] = entry
    return tuple(entries.values())


def _entry(kind: Any, row: Any, where: str) -> AuthorityEntry:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
        raise ConfigError(f"a {kind} without an id: {row!r}", where=where, remedy='give it an id = "…"')
    forms: list[tuple[str, str]] = []
    for language, value in row.items():
        if language == "id":
            continue
        spellings = [value] if isinstance(value, str) else value
        if not isinstance(spellings, list) or not all(isinstance(each, str) and each.strip() for each in spellings):
            raise ConfigError(
                f"'{language}' of '{row['id']}' is not a spelling or a list of spellings",
                where=where,
                remedy='write en = ["…"]',
            )
        forms.extend(("" if language == "also" else language, spelling) for spelling in spellings)
    if not forms:
        raise ConfigError(f"'{row['id']}' has no spelling", where=where, remedy='add en = ["…"]')
    return AuthorityEntry(id=row["id"], kind=kind, forms=tuple(forms))


def read_authority(path: Path) -> tuple[AuthorityEntry, ...]:
    """Read a user's own authority file. Raises InputError where it cannot be read, ConfigError where it is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot read the authority file: {error}", where=str(path), remedy="check the path"
        ) from error
    return parse_authority(text, where=str(path))


@lru_cache(maxsize=1)
def starter_authority() -> tuple[AuthorityEntry, ...]:
    """Return the entries of the authority file that ships."""
    text = files("corpus_tools.names").joinpath("authority.toml").read_text(encoding="utf-8")
    return parse_authority(text, where="authority.toml")
