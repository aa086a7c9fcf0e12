"""Finished corpora back in: JSONL with all layers, TMX, Moses, TSV and Parquet, as documents with pairs.

The pair formats hold no raw text: their documents have an empty `raw`, and pairs alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

from corpus_tools.errors import InputError
from corpus_tools.records import AlignedPair, Document, Provenance
from corpus_tools.records.codec import decode_document
from corpus_tools.records.pairs import PairKind

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# A pair as a file says it: the document's id and the pair.
_Found = tuple[str, AlignedPair]


def read_corpus(path: str | Path, *, format: str | None = None, languages: tuple[str, str]) -> Iterator[Document]:
    """Yield the documents of a corpus file, in its order. `format` is told by the ending where it is not given.

    Moses is named by its `.ids` file or its stem. Consecutive pairs of one document become one Document. Raises
    InputError with the file and the place for what cannot be read.
    """
    path = Path(path)
    name = format or _format_of(path)
    if name == "jsonl":
        yield from _jsonl(path)
        return
    if name not in _READERS:
        raise InputError(
            f"cannot read the format {name!r}", where=str(path), remedy=f"one of: jsonl, {', '.join(_READERS)}"
        )
    found = _READERS[name](path, languages)
    for document, group in groupby(found, key=lambda item: item[0]):
        pairs = tuple(pair for _, pair in group)
        yield Document(
            id=document, raw="", provenance=Provenance(source=document, media_type=f"corpus/{name}"), pairs=pairs
        )


def _format_of(path: Path) -> str:
    endings = {".jsonl": "jsonl", ".tmx": "tmx", ".ids": "moses", ".tsv": "tsv", ".parquet": "parquet"}
    return endings.get(path.suffix, "moses")


def _jsonl(path: Path) -> Iterator[Document]:
    with _opened(path) as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield decode_document(line)
            except InputError as error:
                raise InputError(error.message, where=f"{path}, line {number}", remedy=error.remedy) from error


def _moses(path: Path, languages: tuple[str, str]) -> Iterator[_Found]:
    stem = path.with_suffix("") if path.suffix == ".ids" else path
    files = [stem.with_name(f"{stem.name}.{end}") for end in (*languages, "ids")]
    ids = _lines(files[2]) if files[2].exists() else None
    first, second = list(_lines(files[0])), list(_lines(files[1]))
    if len(first) != len(second):
        raise InputError(
            f"{len(first)} and {len(second)} lines", where=f"{files[0]} and {files[1]}", remedy="they must be equal"
        )
    named = list(ids) if ids is not None else [f"{stem.name}.p{number}" for number in range(len(first))]
    for number, (name, one, two) in enumerate(zip(named, first, second, strict=False)):
        cells = [*name.split("\t"), "", ""]
        yield _found(cells[0] or f"{stem.name}.p{number}", languages, one, two, kind=cells[1], source=cells[2])


def _tmx(path: Path, languages: tuple[str, str]) -> Iterator[_Found]:
    with _opened(path) as stream:
        number = 0
        try:
            for _, element in ElementTree.iterparse(stream):
                if element.tag != "tu":
                    continue
                number += 1
                yield from _unit(element, path, number, languages)
                element.clear()
        except ElementTree.ParseError as error:
            raise InputError(f"not well-formed XML: {error}", where=str(path)) from error


def _unit(element: ElementTree.Element, path: Path, number: int, languages: tuple[str, str]) -> Iterator[_Found]:
    texts = {}
    for tuv in element.iter("tuv"):
        segment = tuv.find("seg")
        code = tuv.get(_XML_LANGUAGE) or tuv.get("lang") or ""
        texts[code.lower().split("-")[0]] = "".join(segment.itertext()) if segment is not None else ""
    if not all(language.split("-")[0] in texts for language in languages):
        return
    props = {prop.get("type", ""): prop.text or "" for prop in element.iter("prop")}
    yield _found(
        props.get("x-pair") or element.get("tuid") or f"{path.stem}.p{number}",
        languages,
        *(texts[language.split("-")[0]] for language in languages),
        kind=props.get("x-kind", ""),
        source=element.get("srclang", ""),
        document=props.get("x-document") or path.name,
        score=float(props["x-score"]) if "x-score" in props else None,
        flags=tuple(props.get("x-flags", "").split()),
        model=props.get("x-model"),
    )


def _tsv(path: Path, languages: tuple[str, str]) -> Iterator[_Found]:
    lines = _lines(path)
    header = next(lines, "").split("\t")
    if not {"src_text", "trg_text"} <= set(header):
        raise InputError("the first line does not name src_text and trg_text", where=str(path))
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise InputError(f"{len(cells)} columns where the header has {len(header)}", where=f"{path}, line {number}")
        row = dict(zip(header, cells, strict=True))
        yield _found(
            row.get("pair_id") or f"{path.stem}.p{number - 2}",
            languages,
            row["src_text"],
            row["trg_text"],
            kind=row.get("kind", ""),
            source=row.get("source_language", ""),
            document=row.get("src_url") or path.name,
            score=float(row["aligner_score"]) if row.get("aligner_score") else None,
            flags=tuple(row.get("flags", "").split()),
        )


def _parquet(path: Path, languages: tuple[str, str]) -> Iterator[_Found]:
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(str(path))
    except (OSError, pyarrow.ArrowInvalid) as error:
        raise InputError(f"not a Parquet file: {error}", where=str(path)) from error
    for batch in file.iter_batches():
        for row in cast("list[dict[str, Any]]", batch.to_pylist()):
            texts = row["translation"]
            yield _found(
                row["id"],
                languages,
                texts[languages[0]],
                texts[languages[1]],
                kind=row.get("kind") or "",
                source=row.get("source_language") or "",
                document=row.get("document") or path.name,
                score=row.get("score"),
                flags=tuple(row.get("flags") or ()),
                model=row.get("model"),
            )


_READERS: dict[str, Callable[[Path, tuple[str, str]], Iterable[_Found]]] = {
    "tmx": _tmx,
    "moses": _moses,
    "tsv": _tsv,
    "parquet": _parquet,
}


def _found(
    pair_id: str,
    languages: tuple[str, str],
    first: str,
    second: str,
    *,
    kind: str = "",
    source: str = "",
    document: str | None = None,
    score: float | None = None,
    flags: tuple[str, ...] = (),
    model: str | None = None,
) -> _Found:
    turned = source == languages[1]
    pair = AlignedPair(
        id=pair_id,
        kind=cast(PairKind, kind if kind in ("translated", "parallel", "comparable") else "parallel"),
        source_language=languages[1] if turned else languages[0],
        target_language=languages[0] if turned else languages[1],
        source=second if turned else first,
        target=first if turned else second,
        source_segments=(),
        score=score,
        flags=flags,
        model=model,
    )
    return document or pair_id.rpartition(".p")[0] or pair_id, pair


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), remedy="check the path") from error


def _lines(path: Path) -> Iterator[str]:
    """Yield lines without their line feed; no other character ends a line."""
    with _opened(path) as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield line.removesuffix(b"\n").decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(f"not UTF-8: {error.reason}", where=f"{path}, line {number}") from error
