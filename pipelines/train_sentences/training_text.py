"""What the sentence models learn from: treebanks and news sentences, as Stanza's text and label files.

Stanza's trainer reads a text of paragraphs (blank lines between) and as many digits: 0 inside a token, 1 at its last
character, 2 at the last character of a sentence. Treebanks bring their own tokens; for plain sentences a simple
pattern cuts words from marks, which is all that the sentence splitter needs of them.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# One sentence: its text and the end offset of each token in it.
Sentence = tuple[str, tuple[int, ...]]

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|\w[\w\u200c'’-]*(?:\.\w+)*|\.\.+|[^\w\s]")
_INNER_END = re.compile(r"[.!?؟۔…][\"'”»’)\]]*\s")
# As the adapter maps them before the model reads a text.
_QUOTES = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file below the data folder: how often each sentence is read, and whether it is for development only."""

    path: str
    repeat: int = 1
    column: int | None = None  # of a TSV file; None: a CoNLL-U file
    first: int = 0
    last: int | None = None
    development: bool = False


_NEWS = ("me_diplomacy", "conflict_law", "foreign_policy", "long_mideast", "long_rights", "long_world", "analysis",
         "world_economy", "society", "everyday")  # fmt: skip


def _news(column: int, repeat: int) -> list[Source]:
    return [Source(path=f"parallel/news/{name}.tsv.gz", column=column, repeat=repeat) for name in _NEWS]


SOURCES: dict[str, list[Source]] = {
    "en": [
        Source(path="treebanks/en_ewt-train.conllu.gz"),
        *_news(0, 1),
        Source(path="treebanks/en_ewt-dev.conllu.gz", development=True),
    ],
    "ar": [
        Source(path="treebanks/ar_pud-001-600.conllu.gz", last=500, repeat=4),
        *_news(1, 1),
        Source(path="ner/AQMAR", repeat=1),
        Source(path="treebanks/ar_pud-001-600.conllu.gz", first=500, development=True),
    ],
    "tr": [
        Source(path="treebanks/tr_sentences-train.conllu.gz"),
        Source(path="treebanks/tr_pud-001-500.conllu.gz", last=400, repeat=3),
        Source(path="treebanks/tr_boun-dev.conllu.gz", first=300, repeat=2),
        Source(path="treebanks/tr_boun-dev.conllu.gz", last=300, development=True),
        Source(path="treebanks/tr_pud-001-500.conllu.gz", first=400, development=True),
    ],
    "fa": [
        Source(path="treebanks/fa_sentences-train.conllu.gz"),
        Source(path="treebanks/fa_perdt-dev.conllu.gz", development=True, last=400),
        Source(path="treebanks/fa_seraji-dev.conllu.gz", development=True),
    ],
}


def read_source(data: Path, source: Source) -> list[list[Sentence]]:
    """Read one source as paragraphs of sentences. Raises FileNotFoundError where it is missing."""
    path = data / source.path
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if "train" in p.name and p.is_file())
        paragraphs = [p for file in files for p in _bio(file)]
    elif source.column is None:
        paragraphs = list(_conllu(path))
    else:
        paragraphs = [[s] for s in _column(path, source.column)]
    if source.first or source.last is not None:
        sentences = [s for p in paragraphs for s in p][source.first : source.last]
        paragraphs = [[s] for s in sentences]
    return paragraphs


def join_single(paragraphs: list[list[Sentence]], chance: random.Random) -> list[list[Sentence]]:
    """Return the paragraphs of several sentences, then those of one, shuffled and joined two to nine together."""
    joined = [p for p in paragraphs if len(p) > 1]
    single = [p[0] for p in paragraphs if len(p) == 1]
    chance.shuffle(single)
    while single:
        size = chance.randint(2, 9)
        joined.append(single[:size])
        del single[:size]
    return joined


def write_training(paragraphs: list[list[Sentence]], text_file: Path, label_file: Path, *, seed: int) -> int:
    """Write the two files; single sentences are joined to paragraphs of two to nine first. Returns the sentences."""
    chance = random.Random(seed)
    joined = join_single(paragraphs, chance)
    chance.shuffle(joined)
    with text_file.open("w", encoding="utf-8") as text, label_file.open("w", encoding="utf-8") as labels:
        for paragraph in joined:
            text.write(" ".join(sentence for sentence, _ in paragraph) + "\n\n")
            labels.write("0".join(_labels(*sentence) for sentence in paragraph) + "\n\n")
    return sum(map(len, joined))


def _labels(text: str, ends: tuple[int, ...]) -> str:
    marks = ["0"] * len(text)
    for end in ends:
        marks[end - 1] = "1"
    marks[-1] = "2"
    return "".join(marks)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())


def _tokenised(text: str) -> Sentence:
    text = _plain(text)
    return text, tuple(match.end() for match in _TOKEN.finditer(text))


def _column(path: Path, column: int) -> Iterator[Sentence]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.rstrip("\n").split("\t")[column].strip()
            # A row may hold two sentences, whose inner end is not marked: left out.
            if text and not _INNER_END.search(text):
                yield _tokenised(text)


def _bio(path: Path) -> Iterator[list[Sentence]]:
    """Sentences of a token-a-line file, marks put back next to their words."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        words: list[str] = []
        for line in [*lines, ""]:
            if line.strip():
                words.append(line.split()[0])
            elif words:
                text = re.sub(r" ([.,،؛:!?؟)\]»])", r"\1", " ".join(words))
                text = re.sub(r"([(\[«]) ", r"\1", text)
                if text[-1] in ".!?؟" and not _INNER_END.search(text):
                    yield [_tokenised(text)]
                words = []


def _conllu(path: Path) -> Iterator[list[Sentence]]:
    paragraph: list[Sentence] = []
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line.startswith(("# newpar", "# newdoc")) and paragraph:
                yield paragraph
                paragraph = []
            elif line.strip() and not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
            elif not line.strip() and rows:
                paragraph.append(_surface(rows))
                rows = []
    if paragraph:
        # A file without paragraph marks: sentences one by one
        yield from [paragraph] if len(paragraph) < 60 else [[sentence] for sentence in paragraph]


def _surface(rows: list[list[str]]) -> Sentence:
    text = ""
    ends: list[int] = []
    inside_until = 0
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            inside_until = int(row[0].split("-")[1])
        elif int(row[0]) <= inside_until:
            continue
        text += "".join(row[1].translate(_QUOTES).split())
        ends.append(len(text))
        if "SpaceAfter=No" not in row[-1]:
            text += " "
    return text.rstrip(), tuple(ends)
