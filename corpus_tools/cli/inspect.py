"""corpus-tools inspect: all layers of one document, for people."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import click

from corpus_tools.cli.streams import input_argument, models_options, read_one
from corpus_tools.records import Document, Segment

_STAGES = ("repair", "blocks", "languages", "sentences", "names", "translation", "entities", "name-survival", "pairs")
_COLOURS = {"person": "magenta", "place": "green", "organisation": "blue", "other": "yellow"}


@click.command("inspect")
@input_argument
@click.option("--document", "name", metavar="ID", default=None, help="Which document of a corpus.jsonl to show.")
@click.option("--to", "target", metavar="CODE", default="ar", show_default=True, help="The other language.")
@click.option("--no-translation", is_flag=True, help="Leave the translations out.")
@models_options
def command(
    file: str, name: str | None, target: str, no_translation: bool, models_dir: Path | None, stanza_dir: Path | None
) -> None:
    """Show all layers of FILE: lines with their labels, sentences, languages, names, translations, decisions.

    FILE is an article, or a corpus.jsonl of a build together with --document ID. On a terminal names are coloured by
    kind; right-to-left text is isolated, so that it reads well inside left-to-right lines.

    \b
    Example:
      corpus-tools inspect seeds/000_ead6f83b4a2fa57d.txt --no-translation
    """
    if name is not None:
        document = _of_corpus(Path(file), name)
    else:
        document = read_one(file)
        if "segments" not in document.layers:
            document = _layered(document, target, no_translation, models_dir, stanza_dir)
    for line in show(document):
        click.echo(line)


def _layered(
    document: Document, target: str, no_translation: bool, models_dir: Path | None, stanza_dir: Path | None
) -> Document:
    from corpus_tools.cli.layers import with_stages

    languages = ("en", target) if target != "en" else ("en", "ar")
    options = {"translation": {"languages": languages}, "pairs": {"languages": languages}}
    skipped = ("translation", "name-survival", "pairs") if no_translation else ()
    names = [stage for stage in _STAGES if stage not in skipped]
    return with_stages([document], names, options=options, models_dir=models_dir, stanza_dir=stanza_dir)[0]


def _of_corpus(path: Path, name: str) -> Document:
    from corpus_tools.errors import InputError
    from corpus_tools.readers.corpora import read_corpus

    for document in read_corpus(path, format="jsonl", languages=("en", "ar")):
        if document.id == name:
            return document
    raise InputError(f"there is no document {name!r}", where=str(path), remedy="the ids are in the `id` fields")


def show(document: Document) -> list[str]:
    """Return the lines that `inspect` prints."""
    known = document.provenance
    lines = [
        click.style(document.id, bold=True) + f"  {known.media_type}, {known.encoding}, {len(document.raw)} characters"
    ]
    metadata = document.metadata
    for field in ("title", "date", "author", "publisher", "place", "source", "url"):
        if value := getattr(metadata, field):
            lines.append(f"  {field}: {isolated(value)}")
    if document.edits:
        lines.append(f"  {len(document.edits)} edits: {_counted([edit.rule for edit in document.edits])}")
    segments: dict[str, list[Segment]] = {}
    for segment in document.segments:
        segments.setdefault(segment.block, []).append(segment)
    translations = {translation.segment: translation for translation in document.translations}
    for block in document.blocks:
        if not document.raw[block.start : block.end].strip():
            continue
        mark = click.style("keep", fg="green") if block.kept else click.style("drop", fg="red")
        lines.append(f"{mark} {block.label} [{block.start}, {block.end}) {block.score:.2f} {block.reason}")
        for segment in segments.get(block.id, []):
            where = f"[{segment.start}, {segment.end})"
            lines.append(
                f"    {segment.language:<4} {isolated(_coloured(document, segment))}  {click.style(where, dim=True)}"
            )
            for fragment in segment.fragments:
                said = f" → {isolated(fragment.translation)}" if fragment.translation else ""
                lines.append(f"         {fragment.language}: {isolated(fragment.text)}{said}")
            if translation := translations.get(segment.id):
                flags = click.style(f"  {', '.join(translation.flags)}", fg="yellow") if translation.flags else ""
                lines.append(f"      {translation.target_language} {isolated(translation.text)}{flags}")
    for mention in document.mentions:
        canonical = f" = {isolated(mention.canonical)}" if mention.canonical else ""
        kind = click.style(mention.kind, fg=_COLOURS[mention.kind])
        lines.append(
            f"name [{mention.start}, {mention.end}) {kind} {isolated(mention.text)}{canonical}  ({mention.reason})"
        )
    lines += [f"decision {d.action} {d.target}: {d.rule}: {d.reason}" for d in document.decisions]
    return lines


def isolated(text: str) -> str:
    """Wrap text with right-to-left letters in a first-strong isolate (Unicode UAX 9), so that it orders by itself."""
    line = " ".join(text.split())
    rightward = any(unicodedata.bidirectional(character) in ("R", "AL") for character in line)
    return f"\u2068{line}\u2069" if rightward else line


def _coloured(document: Document, segment: Segment) -> str:
    parts, position = [], segment.start
    for mention in document.mentions:
        if segment.start <= mention.start and mention.end <= segment.end and mention.start >= position:
            parts.append(document.raw[position : mention.start])
            parts.append(click.style(document.raw[mention.start : mention.end], fg=_COLOURS[mention.kind]))
            position = mention.end
    return "".join([*parts, document.raw[position : segment.end]])


def _counted(rules: list[str]) -> str:
    return ", ".join(f"{rule} {rules.count(rule)}" for rule in sorted(set(rules)))
