"""Pairs in Parquet with a `translation` struct, as the `datasets` library keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from corpus_tools.errors import InputError
from corpus_tools.readers.pairs import FoundPair, PairFields, choose, no_pairs


def read_parquet(path: Path, languages: tuple[str, str]) -> Iterator[FoundPair]:
    """Yield the rows of a Parquet file. Columns other than `translation` may be missing."""
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(str(path))
    except (OSError, pyarrow.ArrowInvalid) as error:
        raise InputError(
            f"not a Parquet file: {error}", where=str(path), remedy="check the path, or write the file again"
        ) from error
    schema = file.schema_arrow
    kind = schema.field("translation").type if "translation" in schema.names else None
    if kind is None or not pyarrow.types.is_struct(kind):
        raise InputError(
            "there is no struct `translation` with a text for each language",
            where=str(path),
            remedy="name the columns as datasets of translations do",
        )
    present = [kind.field(index).name for index in range(kind.num_fields)]
    chosen = choose(languages, present)
    if chosen is None:
        raise no_pairs(path, languages, present)
    number = 0
    for batch in file.iter_batches():
        for row in cast("list[dict[str, Any]]", batch.to_pylist()):
            texts = row["translation"] or {}
            first, second = (texts.get(tag) or "" for tag in chosen)
            yield _fields(row, path, number).pair(languages, first, second)
            number += 1


def _fields(row: dict[str, Any], path: Path, number: int) -> PairFields:
    identity = row.get("id")
    return PairFields(
        id=f"{path.stem}.p{number}" if identity is None else str(identity),
        document=row.get("document") or path.name,
        kind=row.get("kind") or "",
        source_language=row.get("source_language") or "",
        score=row.get("score"),
        model=row.get("model"),
        origin=row.get("origin"),
        tier=row.get("tier"),
        flags=tuple(row.get("flags") or ()),
        evidence=tuple(row.get("evidence") or ()),
        source_segments=tuple(row.get("source_segments") or ()),
        target_segments=tuple(row.get("target_segments") or ()),
        url=row.get("url"),
    )
