"""corpus-tools names: who and what is named in some files, and which spellings are one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from corpus_tools.cli.streams import json_lines, models_options, output_option, read_all, write_output
from corpus_tools.records import Document, Entity

_STAGES = ("repair", "blocks", "languages", "names", "entities")


@click.command("names")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl"]),
    default=None,
    help="Default: a table on a terminal, JSONL elsewhere.",
)
@click.option("--mentions", is_flag=True, help="Every mention with its place, instead of who is named.")
@click.option(
    "--kind", type=click.Choice(["person", "place", "organisation", "other"]), help="Only names of this kind."
)
@models_options
def command(
    files: tuple[str, ...],
    output: str,
    format_: str | None,
    mentions: bool,
    kind: str | None,
    models_dir: Path | None,
    stanza_dir: Path | None,
) -> None:
    """Find the names in FILES (or `-`) and who they are: each with its spellings, its files,
    and why the spellings are one.

    \b
    Example:
      corpus-tools names seeds/*.txt --kind person
    """
    from corpus_tools.cli.layers import with_stages

    documents = with_stages(read_all(files or ("-",)), _STAGES, models_dir=models_dir, stanza_dir=stanza_dir)
    terminal = output == "-" and sys.stdout.isatty()
    table = (format_ or ("table" if terminal else "jsonl")) == "table"
    rows = list(_mention_rows(documents, kind) if mentions else _entity_rows(documents, kind))
    if not rows:
        click.echo(f"no names{f' of this kind ({kind})' if kind else ''} in {_many(len(documents), 'text')}", err=True)
    if not table:
        write_output(output, json_lines(rows))
        return
    lines = _mention_lines(rows) if mentions else _entity_lines(rows, coloured=terminal)
    write_output(output, "".join(f"{line}\n" for line in lines))


def entities_of(documents: Iterable[Document]) -> list[Entity]:
    """Return the entities of some documents, each once with all its mentions, the most often named first."""
    found: dict[str, Entity] = {}
    for document in documents:
        for entity in document.entities:
            known = found.get(entity.id)
            if known is not None:
                entity = replace(
                    entity,
                    mentions=(*known.mentions, *entity.mentions),
                    documents=(*known.documents, *entity.documents),
                )
            found[entity.id] = entity
    return sorted(found.values(), key=lambda entity: (-len(entity.mentions), entity.id))


def _entity_rows(documents: Sequence[Document], kind: str | None) -> Iterator[dict[str, Any]]:
    entities = entities_of(documents)
    by_id = {entity.id: entity for entity in entities}
    for entity in entities:
        if kind in (None, entity.kind):
            yield {
                "id": entity.id,
                "kind": entity.kind,
                "canonical": dict(entity.canonical),
                "count": len(entity.mentions),
                "names": entity.names,
                "documents": entity.documents,
                "evidence": entity.evidence,
                "possible": [
                    {"id": other, "name": _name(by_id[other], entity) if other in by_id else other}
                    for other in entity.possible
                ],
            }


def _mention_rows(documents: Iterable[Document], kind: str | None) -> Iterator[dict[str, Any]]:
    for document in documents:
        for mention in document.mentions:
            if kind in (None, mention.kind):
                yield {
                    "document": document.id,
                    "start": mention.start,
                    "end": mention.end,
                    "text": mention.text,
                    "kind": mention.kind,
                    "language": mention.language,
                    "score": round(mention.score, 4),
                    "reason": mention.reason,
                    "entity": mention.entity,
                    "canonical": mention.canonical,
                }


def _entity_lines(rows: Iterable[dict[str, Any]], *, coloured: bool) -> Iterator[str]:
    from corpus_tools.cli.inspect import isolated

    for row in rows:
        # The languages that it is named in first, then the others that its form is known in; each form once.
        named = [name.language for name in row["names"]]
        known = sorted(row["canonical"].items(), key=lambda item: (item[0] not in named, item[0]))
        forms = " / ".join(dict.fromkeys(isolated(form) for _, form in known)) or row["id"]
        head = click.style(forms, bold=True) if coloured else forms
        documents = row["documents"]
        yield f"{head}  {row['kind']}, {_many(row['count'], 'mention')} in {_many(len(documents), 'file')}"
        for name in row["names"]:
            yield f"    {name.count:>4}  {isolated(name.text)} ({name.language}, {_many(name.documents, 'file')})"
        yield f"    in {', '.join(documents[:5])}{f' and {len(documents) - 5} more' if len(documents) > 5 else ''}"
        for each in row["evidence"]:
            yield f"    because {isolated(each.a)} = {isolated(each.b)}: {each.rule} {each.score:.2f}: {each.reason}"
        for other in row["possible"]:
            yield f"    perhaps {isolated(other['name'])} ({other['id']}): left apart for you to judge"


def _mention_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    from corpus_tools.cli.inspect import isolated

    for row in rows:
        canonical = f" = {isolated(row['canonical'])}" if row["canonical"] and row["canonical"] != row["text"] else ""
        where = f"{row['document']} [{row['start']}, {row['end']})"
        yield f"{where}  {row['kind']}  {isolated(row['text'])}{canonical}  ({row['reason']})"


def _name(entity: Entity, beside: Entity) -> str:
    """What to call an entity next to another: its form in a language that the other is named in, else that it has."""
    forms = dict(entity.canonical)
    for name in (*beside.names, *entity.names):
        if name.language in forms:
            return forms[name.language]
    return next(iter(forms.values()), entity.names[0].text if entity.names else entity.id)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
