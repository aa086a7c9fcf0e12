"""Pairs in XML: TMX, and XLIFF as translators give it back. Streamed: a unit is forgotten when it has been read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from corpus_tools.errors import InputError
from corpus_tools.readers.pairs import FoundPair, PairFields, choose, no_pairs, number_of, opened

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Inline elements of TMX and XLIFF that hold codes of the original's format, not text.
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))


def read_tmx(path: Path, languages: tuple[str, str]) -> Iterator[FoundPair]:
    """Yield the translation units that have both `languages`, whoever wrote the file."""
    found = False
    present: set[str] = set()
    for number, unit in enumerate(_elements(path, root="tmx", name="tu"), 1):
        texts: dict[str, str] = {}
        for variant in unit.iter("tuv"):
            segment = variant.find("seg")
            code = variant.get(_XML_LANGUAGE) or variant.get("lang") or ""
            texts.setdefault(code, "" if segment is None else _text(segment))
        present.update(texts)
        chosen = choose(languages, texts)
        if chosen is None:
            continue
        found = True
        yield _tmx_fields(unit, path, number, languages, chosen).pair(languages, texts[chosen[0]], texts[chosen[1]])
    if present and not found:
        raise no_pairs(path, languages, present)


def _tmx_fields(
    unit: ElementTree.Element, path: Path, number: int, languages: tuple[str, str], chosen: tuple[str, str]
) -> PairFields:
    props: dict[str, list[str]] = {}
    for prop in unit.findall("prop"):
        props.setdefault(prop.get("type", ""), []).append(prop.text or "")

    def one(name: str) -> str:
        return props.get(f"x-{name}", [""])[0]

    return PairFields(
        id=one("pair") or unit.get("tuid") or f"{path.stem}.p{number - 1}",
        document=one("document") or path.name,
        kind=one("kind"),
        source_language=languages[1] if unit.get("srclang", "") == chosen[1] else languages[0],
        score=number_of(one("score"), f"{path}, unit {number}"),
        model=one("model"),
        origin=one("origin"),
        tier=one("tier"),
        flags=tuple(one("flags").split()),
        evidence=tuple(props.get("x-evidence", ())),
        source_segments=tuple(props.get("x-source-segment", ())),
        target_segments=tuple(props.get("x-target-segment", ())),
        url=one("url") or None,
    )


def read_xliff(path: Path, languages: tuple[str, str]) -> Iterator[FoundPair]:
    """Yield the translation units of an XLIFF 1.2 file that have a target."""
    found = False
    present: set[str] = set()
    head: dict[str, str] = {}
    number = 0
    for element in _elements(path, root="xliff", name="trans-unit", opening="file"):
        if _local(element.tag) == "file":
            head = dict(element.attrib)
            continue
        number += 1
        parts = {_local(child.tag): child for child in element}
        tags = (head.get("source-language", ""), head.get("target-language", ""))
        if "target" in parts and not all(tags):
            raise InputError(
                "the <file> names no source-language or no target-language",
                where=f"{path}, unit {number}",
                remedy="add both, as BCP 47 tags",
            )
        present.update(tag for tag in tags if tag)
        chosen = choose(languages, tags)
        if chosen is None or "source" not in parts or "target" not in parts:
            continue
        found = True
        texts = {tags[0]: _text(parts["source"]), tags[1]: _text(parts["target"])}
        notes: dict[str, list[str]] = {}
        for child in element:
            if _local(child.tag) == "note":
                notes.setdefault(child.get("from", ""), []).append(child.text or "")
        fields = PairFields(
            id=element.get("id") or f"{path.stem}.p{number - 1}",
            document=head.get("original") or path.name,
            kind=notes.get("kind", [""])[0],
            source_language=notes.get("source-language", [""])[0],
            flags=tuple(notes.get("flag", ())),
        )
        yield fields.pair(languages, texts[chosen[0]], texts[chosen[1]])
    if present and not found:
        raise no_pairs(path, languages, present)


def _elements(path: Path, *, root: str, name: str, opening: str = "") -> Iterator[ElementTree.Element]:
    """Yield each element `name` when it is whole, and each `opening` when it begins."""
    top: ElementTree.Element | None = None
    parents: list[ElementTree.Element] = []
    with opened(path) as stream:
        try:
            for event, element in ElementTree.iterparse(stream, events=("start", "end")):
                local = _local(element.tag)
                if event == "start":
                    element.tag = local  # TMX has no namespace, but some programs give it one
                    if top is None:
                        top = element
                        if local != root:
                            raise InputError(
                                f"the file is <{local}>, not <{root}>", where=str(path), remedy="check the format"
                            )
                    parents.append(element)
                    if local == opening:
                        yield element
                    continue
                parents.pop()
                if local == name:
                    yield element
                    parents[-1].remove(element)
        except ElementTree.ParseError as error:
            raise InputError(
                f"not well-formed XML: {error}", where=str(path), remedy="fetch or write the file again"
            ) from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(element: ElementTree.Element) -> str:
    """Return the text of a segment without the codes of the original's format in it."""
    pieces = [element.text or ""]
    for child in element:
        if _local(child.tag) not in _CODES:
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
