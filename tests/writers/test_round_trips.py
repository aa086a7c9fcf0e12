"""From format to format: what comes back, whatever the text, the machine's settings, and who wrote the file."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus_tools.errors import InputError
from corpus_tools.readers.corpora import READABLE, read_corpus
from corpus_tools.records import AlignedPair, Document, Metadata, Provenance
from corpus_tools.writers import FORMATS, WriteOptions, write_documents

LANGUAGES = ("en", "ar")
BREAKS = "a\nb\vc\fd\re\r\nf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l"

# The fields of a pair that a format has no place for.
NO_PLACE = {
    "jsonl": set(),
    "tmx": set(),
    "parquet": set(),
    "tsv": set(),
    "moses": {"evidence", "source_segments", "target_segments"},
    "xliff": {"evidence", "source_segments", "target_segments", "score", "model", "origin", "tier"},
}


def corpus() -> list[Document]:
    """Return documents with pairs of every kind, in both directions, with every field filled."""
    pairs = (
        AlignedPair(
            id="a dir/d 1.txt.p0",
            kind="translated",
            source_language="en",
            target_language="ar",
            source="Oil & gas <fell>.",
            target="هبط «النفط».",
            source_segments=("a dir/d 1.txt.segment0",),
            score=-0.5123,
            model="en_ar@1",
            origin="pivot",
            flags=("copied", "short"),
        ),
        AlignedPair(
            id="a dir/d 1.txt.parallel1",
            kind="parallel",
            source_language="ar",
            target_language="en",
            source="نص",
            target="A text",
            source_segments=("a dir/d 1.txt.segment1",),
            target_segments=("b c.txt.segment1", "b c.txt.segment2"),
            score=0.7,
            evidence=("documents 0.50", "translation of b c.txt"),
        ),
        AlignedPair(
            id="a dir/d 1.txt.comparable2",
            kind="comparable",
            source_language="en",
            target_language="ar",
            source="Another",
            target="آخر",
            source_segments=("a dir/d 1.txt.segment2",),
            target_segments=("z.txt.segment1",),
            score=0.4,
            tier="fair",
            evidence=("event 0.40", 'shared: 2024, "x" = ب; y'),
        ),
    )
    first = Document(
        id="a dir/d 1.txt",
        raw="",
        provenance=Provenance(source="a dir/d 1.txt"),
        metadata=Metadata(url="https://x.example/a?b=1&c=2"),
        pairs=pairs,
    )
    second = Document(id="e.txt", raw="", provenance=Provenance(source="e.txt"), pairs=pairs[2:])
    return [first, second]


def written(documents: list[Document], folder: Path, name: str) -> Path:
    path = folder / f"c{FORMATS[name][2]}"
    write_documents(documents, path, format=name)
    return path


def differing(before: list[Document], after: list[Document]) -> set[str]:
    """Return the names of the fields in which pairs differ."""
    assert [each.id for each in after] == [each.id for each in before]
    found = set()
    for one, other in zip(before, after, strict=True):
        for pair, read in zip(one.pairs, other.pairs, strict=True):
            found |= {f.name for f in dataclasses.fields(pair) if getattr(pair, f.name) != getattr(read, f.name)}
    return found


@pytest.mark.parametrize("name", READABLE)
def test_a_format_loses_only_what_it_has_no_place_for(name: str, tmp_path: Path) -> None:
    after = list(read_corpus(written(corpus(), tmp_path, name), languages=LANGUAGES))
    assert differing(corpus(), after) == NO_PLACE[name]
    if name not in ("moses", "xliff"):
        assert [each.metadata.url for each in after] == [each.metadata.url for each in corpus()]


def test_every_format_can_be_written_from_every_other_and_comes_back_whole(tmp_path: Path) -> None:
    documents = corpus()
    for name in ("tmx", "tsv", "parquet", "jsonl", "tmx"):
        documents = list(read_corpus(written(documents, tmp_path, name), languages=LANGUAGES))
    assert differing(corpus(), documents) == set()


@pytest.mark.parametrize("name", sorted(READABLE))
def test_every_line_break_and_illegal_character_can_be_written(name: str, tmp_path: Path) -> None:
    pair = dataclasses.replace(corpus()[0].pairs[0], source=BREAKS + "\x00\x08\ufffe", target=f"{BREAKS}\ttab")
    document = dataclasses.replace(corpus()[0], pairs=(pair, pair))
    (after,) = read_corpus(written([document], tmp_path, name), languages=LANGUAGES)
    assert len(after.pairs) == 2
    assert after.pairs[0].source.replace(" ", "").startswith("a")
    assert set("abcdefghijkl") <= set(after.pairs[0].source)


def test_moses_has_a_line_for_each_pair_at_every_break_that_python_knows(tmp_path: Path) -> None:
    breaks = [chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000 and len(f"a{chr(n)}b".splitlines()) == 2]
    assert len(breaks) == 10
    pairs = tuple(dataclasses.replace(corpus()[0].pairs[0], source=f"a{c}b", target=f"c{c}{c}d") for c in breaks)
    written([dataclasses.replace(corpus()[0], pairs=pairs)], tmp_path, "moses")
    for end in ("en", "ar", "ids"):
        content = (tmp_path / f"c.{end}").read_bytes()
        assert content.count(b"\n") == len(breaks) == len(content.decode("utf-8").splitlines())


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from test_round_trips import corpus
from corpus_tools.writers import FORMATS, WriteOptions, write_documents
for name in FORMATS:
    options = WriteOptions(created="2024-05-06T07:08:09+03:00")
    write_documents(corpus(), Path("out") / f"c{FORMATS[name][2]}", format=name, options=options)
"""


def test_files_are_the_same_bytes_in_any_folder_time_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    contents = []
    for n, (zone, locale, seed) in enumerate([("UTC", "C", "0"), ("Asia/Tehran", "tr_TR.UTF-8", "4711")]):
        folder = tmp_path / f"folder {n}"
        (folder / "out").mkdir(parents=True)
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM, str(Path(__file__).parent)]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        contents.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    assert contents[0] == contents[1]
    assert len(contents[0]) == len(FORMATS) + 2
    assert b'creationdate="20240506T040809Z"' in contents[0]["c.tmx"]


def test_xliff_is_read_by_translate_toolkit_and_comes_back_with_a_translators_changes(tmp_path: Path) -> None:
    from translate.storage.xliff import xlifffile

    path = written(corpus(), tmp_path, "xliff")
    with path.open("rb") as stream:
        store = xlifffile(stream)
    assert (store.units[0].source, store.units[0].target) == ("Oil & gas <fell>.", "هبط «النفط».")
    store.units[0].target = "انخفض النفط والغاز."
    with path.open("wb") as stream:
        store.serialize(stream)
    changed = list(read_corpus(path, languages=LANGUAGES))
    assert changed[0].pairs[0].target == "انخفض النفط والغاز."
    assert [pair.kind for pair in changed[0].pairs] == ["translated", "parallel", "comparable"]


def test_xliff_and_xces_say_which_pairs_are_machine_translation_or_comparable(tmp_path: Path) -> None:
    xliff = written(corpus(), tmp_path, "xliff").read_text("utf-8")
    assert xliff.count('state-qualifier="leveraged-mt"') == 1
    xces = written(corpus(), tmp_path, "xces").read_text("utf-8")
    assert [xces.count(f'type="{kind}"') for kind in ("translated", "parallel", "comparable")] == [1, 1, 2]


def test_an_empty_corpus_is_a_valid_file_in_every_format(tmp_path: Path) -> None:
    from lxml import etree

    for name in FORMATS:
        written([], tmp_path, name)
    assert etree.DTD(str(Path(__file__).parent / "data" / "tmx14.dtd")).validate(etree.parse(tmp_path / "c.tmx"))
    assert len(etree.parse(tmp_path / "c.xlf").getroot()) == 1
    for name in READABLE:
        assert list(read_corpus(tmp_path / f"c{FORMATS[name][2]}", format=name, languages=LANGUAGES)) == []


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.lisa.org/tmx14"'])
def test_tmx_of_other_programs_is_read(tmp_path: Path, namespace: str) -> None:
    (tmp_path / "c.tmx").write_text(
        f'<tmx version="1.4"{namespace}><header/><body><tu tuid="7">'
        '<tuv xml:lang="EN-US"><seg>a <bpt i="1">&lt;b></bpt>bold<ept i="1"/> <ph>{0}</ph><hi>x</hi></seg></tuv>'
        '<tuv lang="ar"><seg>ب</seg></tuv><tuv xml:lang="de"><seg>c</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg>alone</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    (document,) = read_corpus(tmp_path / "c.tmx", languages=LANGUAGES)
    assert [(p.id, p.kind, p.source, p.target) for p in document.pairs] == [("7", "parallel", "a bold x", "ب")]


def test_two_varieties_of_one_language_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "c.tmx").write_text(
        '<tmx version="1.4"><body><tu><tuv xml:lang="pt-BR"><seg>ônibus</seg></tuv>'
        '<tuv xml:lang="pt-PT"><seg>autocarro</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    (document,) = read_corpus(tmp_path / "c.tmx", languages=("pt-PT", "pt-BR"))
    assert (document.pairs[0].source, document.pairs[0].target) == ("autocarro", "ônibus")


def test_windows_line_ends_and_a_byte_order_mark_are_no_part_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes("\ufeffsrc_text\ttrg_text\r\na\tb\r\n".encode())
    (tmp_path / "c.en").write_bytes(b"a\r\n")
    (tmp_path / "c.ar").write_bytes(b"b\r\n")
    for name in ("c.tsv", "c"):
        (document,) = read_corpus(tmp_path / name, languages=LANGUAGES)
        assert (document.pairs[0].source, document.pairs[0].target) == ("a", "b")


@pytest.mark.parametrize("name", ["tmx", "xliff", "tsv", "parquet", "jsonl"])
def test_a_truncated_file_is_named_with_what_to_do(name: str, tmp_path: Path) -> None:
    path = written(corpus(), tmp_path, name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    with pytest.raises(InputError) as caught:
        list(read_corpus(path, languages=LANGUAGES))
    assert str(path) in str(caught.value) and caught.value.remedy


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("c.tmx", b"<html></html>", "<html>, not <tmx>"),
        ("c.xlf", b'<tmx version="1.4"/>', "<tmx>, not <xliff>"),
        (
            "c.xlf",
            b'<xliff><file source-language="en"><body><trans-unit><source>a</source><target>b</target></trans-unit>'
            b"</body></file></xliff>",
            "unit 1: the <file> names no",
        ),
        ("c.tsv", b"hello\tworld\n", "src_text and trg_text"),
        ("c.tsv", b"src_text\ttrg_text\na\tb\tc\n", "line 2: 3 columns"),
        ("c.tsv", b"src_text\ttrg_text\taligner_score\na\tb\tgood\n", "line 2: the score 'good'"),
        ("c.tsv", b"src_text\ttrg_text\tevidence\na\tb\t{}\n", "line 2: not a JSON array"),
        ("c.tsv", b"src_text\ttrg_text\ncaf\xe9\tb\n", "line 2: not UTF-8"),
        ("c.parquet", b"PAR1", "not a Parquet file"),
        ("c.jsonl", b'{"text": "x"}\n', "line 1: the line is no document"),
        ("c.jsonl", b"{\n", "line 1: not a"),
        ("c.ids", b"x\n", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        list(read_corpus(tmp_path / name, languages=LANGUAGES))
    assert caught.value.remedy


def test_moses_files_of_different_lengths_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    written(corpus(), tmp_path, "moses")
    (tmp_path / "c.ids").write_bytes(b"x\n")
    with pytest.raises(InputError, match=r"c\.en: 4, c\.ar: 4, c\.ids: 1"):
        next(read_corpus(tmp_path / "c.ids", languages=LANGUAGES))


@pytest.mark.parametrize("name", ["tmx", "xliff", "parquet"])
def test_a_file_without_the_two_languages_names_those_it_has(name: str, tmp_path: Path) -> None:
    path = written(corpus(), tmp_path, name)
    with pytest.raises(InputError, match="no pairs of en and tr: the languages are ar, en"):
        list(read_corpus(path, languages=("en", "tr")))


def test_parquet_without_a_translation_struct_is_refused_and_empty_sides_are_read(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table({"text": ["a"]}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="no struct `translation`"):
        list(read_corpus(tmp_path / "a.parquet", languages=LANGUAGES))
    rows = pyarrow.table({"translation": [{"en": "a", "ar": None}, {"en": "b", "ar": "c"}]})
    pyarrow.parquet.write_table(rows, tmp_path / "b.parquet")
    (document,) = read_corpus(tmp_path / "b.parquet", languages=LANGUAGES)
    assert [(pair.source, pair.target) for pair in document.pairs] == [("a", ""), ("b", "c")]


def test_a_date_without_a_zone_is_universal_time(tmp_path: Path) -> None:
    write_documents(corpus(), tmp_path / "c.tmx", options=WriteOptions(created="2024-05-06"))
    assert 'creationdate="20240506T000000Z"' in (tmp_path / "c.tmx").read_text("utf-8")
