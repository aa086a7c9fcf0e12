"""Pairs a line each: Moses and TSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus_tools.errors import InputError
from corpus_tools.readers.pairs import FoundPair, PairFields, list_of, number_of, opened

# What the columns of an `.ids` file are; ours has all, another's perhaps the first alone.
IDS = ("pair_id", "kind", "source_language", "document", "score", "model", "origin", "tier", "flags")


def read_moses(path: Path, languages: tuple[str, str]) -> Iterator[FoundPair]:
    """Yield the pairs of the two files of a corpus, with what its `.ids` file says where there is one."""
    stem = path.with_suffix("") if path.suffix == ".ids" else path
    first, second, ids = (stem.with_name(f"{stem.name}.{end}") for end in (*languages, "ids"))
    counts = {file: sum(1 for _ in _lines(file)) for file in (first, second, ids) if file != ids or ids.exists()}
    if len(set(counts.values())) > 1:
        said = ", ".join(f"{file.name}: {count}" for file, count in counts.items())
        raise InputError(
            f"the files have different numbers of lines ({said})",
            where=str(stem),
            remedy="use files of one and the same corpus",
        )
    named = _lines(ids) if ids.exists() else (f"{stem.name}.p{number}" for number in range(counts[first]))
    for number, (name, one, two) in enumerate(zip(named, _lines(first), _lines(second), strict=True), 1):
        row = dict(zip(IDS, name.split("\t"), strict=False))
        yield _fields(row, stem.name, number, f"{ids}, line {number}").pair(languages, one, two)


def read_tsv(path: Path, languages: tuple[str, str]) -> Iterator[FoundPair]:
    """Yield the rows of a TSV whose header names `src_text` and `trg_text`, as bitextor's does."""
    lines = _lines(path)
    header = next(lines, "").split("\t")
    if not {"src_text", "trg_text"} <= set(header):
        raise InputError(
            "the first line does not name src_text and trg_text", where=str(path), remedy="give the columns names"
        )
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        where = f"{path}, line {number}"
        if len(cells) != len(header):
            raise InputError(
                f"{len(cells)} columns where the header has {len(header)}", where=where, remedy="mend the line"
            )
        row = dict(zip(header, cells, strict=True))
        yield _fields(row, path.stem, number - 1, where).pair(languages, row["src_text"], row["trg_text"])


def _fields(row: dict[str, str], stem: str, number: int, where: str) -> PairFields:
    pair_id = row.get("pair_id") or f"{stem}.p{number - 1}"
    url = row.get("src_url") or None
    document = row.get("document") or url or stem
    return PairFields(
        id=pair_id,
        document=document,
        kind=row.get("kind", ""),
        source_language=row.get("source_language", ""),
        score=number_of(row.get("score") or row.get("aligner_score") or "", where),
        model=row.get("model"),
        origin=row.get("origin"),
        tier=row.get("tier"),
        flags=tuple(row.get("flags", "").split()),
        evidence=list_of(row.get("evidence", ""), where),
        source_segments=list_of(row.get("source_segments", ""), where),
        target_segments=list_of(row.get("target_segments", ""), where),
        url=url if url != document else None,
    )


def _lines(path: Path) -> Iterator[str]:
    """Yield lines without their line feed (or CR LF) and BOM; no other character ends a line."""
    with opened(path) as stream:
        for number, line in enumerate(stream, 1):
            try:
                text = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"not UTF-8: {error.reason}", where=f"{path}, line {number}", remedy="convert the file to UTF-8"
                ) from error
            yield text
