"""A file of the lines that a site puts around its articles: learned from its documents, edited by people.

    ["example.org"]
    drop = ["more from our newsroom", "…"]   # lines that are no part of an article, as `normalised` writes them
    keep = ["opinion"]                       # lines that stay, whatever else says of them

`"*"` stands for every site. What a person wrote decides over what the model says.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus_tools.errors import ConfigError
from corpus_tools.records import Decision, Document
from corpus_tools.text.phrases import normalised
from corpus_tools.text.repeated_lines import LineTable, host_of

_EVERY_SITE = "*"
_KEYS = ("drop", "keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLines:
    """The lines of one site, normalised: those to leave out and those to keep."""

    host: str
    drop: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


def parse_site_lines(text: str, *, where: str = "") -> tuple[SiteLines, ...]:
    """Read a file of site lines (TOML). Raises ConfigError, which names the site and key, for anything else."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML: {error}", where=where, remedy="mend the file") from error
    sites = []
    for host, entry in table.items():
        if not isinstance(entry, dict):
            raise ConfigError(f"{host!r} is no table", where=where, remedy='write ["host"], then drop = ["…"]')
        for key, lines in entry.items():
            if key not in _KEYS:
                raise ConfigError(f"unknown key {key!r} of {host!r}", where=where, remedy="use drop or keep")
            if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
                raise ConfigError(f"{key!r} of {host!r} is no list of lines", where=where, remedy='write ["…", "…"]')
        chosen = {key: frozenset(map(normalised, entry.get(key, ()))) - {""} for key in _KEYS}
        if both := sorted(chosen["drop"] & chosen["keep"]):
            raise ConfigError(f"{host!r} drops and keeps {both[0]!r}", where=where, remedy="remove it from one")
        sites.append(SiteLines(host=host, drop=chosen["drop"], keep=chosen["keep"]))
    return tuple(sites)


def format_site_lines(table: LineTable, known: Sequence[SiteLines] = ()) -> str:
    """Write the repeated lines of `table`, and the lines `known` before, as a file that a person may edit.

    A line that a person said to keep is not dropped again. Sorted: the same lines give the same file.
    """
    drop: dict[str, set[str]] = defaultdict(set)
    keep: dict[str, set[str]] = defaultdict(set)
    for site in known:
        drop[site.host] |= site.drop
        keep[site.host] |= site.keep
    for entry in table.lines:
        drop[entry.host].add(entry.line)
    parts = []
    for host in sorted({*drop, *keep}):
        parts.append(f"[{_quoted(host)}]")
        for key, lines in (("drop", drop[host] - keep[host]), ("keep", keep[host])):
            if lines:
                parts += [f"{key} = [", *(f"    {_quoted(line)}," for line in sorted(lines)), "]"]
        parts.append("")
    return "\n".join(parts)


def apply_site_lines(document: Document, sites: Sequence[SiteLines]) -> Document:
    """Keep or leave out the lines of `document` (which needs blocks) that its site's entry, or `"*"`, names.

    Each line that changes gets a decision with the rule `site-line`.
    """
    host = host_of(document)
    own = [site for site in sites if site.host in (host, _EVERY_SITE)]
    if not own:
        return document
    drop = frozenset[str]().union(*(site.drop for site in own))
    keep = frozenset[str]().union(*(site.keep for site in own))
    blocks, decisions = [], list(document.decisions)
    for block, line in zip(document.blocks, document.text.split("\n"), strict=True):
        text = normalised(line)
        if text in keep and not block.kept:
            reason = f"the site file keeps this line of {host or 'this folder'}"
            block = replace(block, kept=True, label="body", reason=reason)
            decisions.append(Decision(target=block.id, action="keep", rule="site-line", reason=reason))
        elif text in drop and text not in keep and block.kept:
            reason = f"the site file leaves out this line of {host or 'this folder'}"
            block = replace(block, kept=False, label="repeated", reason=reason)
            decisions.append(Decision(target=block.id, action="drop", rule="site-line", reason=reason))
        blocks.append(block)
    return replace(document, blocks=tuple(blocks), decisions=tuple(decisions))


def _quoted(text: str) -> str:
    """Return `text` as a TOML string: JSON's strings are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
