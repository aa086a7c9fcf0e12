"""Measure how well boilerplate lines are told from content, and how fast, beside tools that see the same lines.

    python benchmarks/cleaning.py LINES.jsonl… [--articles FOLDER]

Each line of the input is `{"lines": […], "keep": […]}`, a page without its HTML. The peers need HTML, so
every line is handed to them as a paragraph: all that is left of a page once it is plain text. Peers that are
not installed are reported as such. Quality: F1 of the boilerplate among lines that are not blank, and the
share of content characters kept. Speed is a ratio to our own, in one run. On pages that the shipped line
model was trained on our own figures are too good: `pipelines/train_boilerplate` prints those of cross-
validation.

`--articles` measures HTML in, against trafilatura alone: F1 of the shingles of four tokens, averaged over pages, as the
article-extraction-benchmark measures it. The folder is a checkout of that benchmark (`ground-truth.json`, `html/`), or
holds each page as `NAME.html` with its text in `NAME.txt`. Besides, each whole page of LINES is made into HTML (content
as paragraphs of an article, the rest as lists, asides and stray paragraphs), which is kinder than real pages are.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus_tools import clean_text, read_documents
from corpus_tools.errors import InputError
from corpus_tools.text.cleaning import lean_of

Lines = list[str]
# A page of HTML and the text of its article.
Article = tuple[bytes, str]
SHINGLE = 4
_TOKEN = re.compile(r"\w+")


def ours(lines: Lines) -> list[bool]:
    return [line.kept for line in clean_text("\n".join(lines)).lines]


def _page(lines: Lines) -> str:
    return f"<html><body>{''.join(f'<p>{html.escape(line)}</p>' for line in lines)}</body></html>"


def _found(lines: Lines, text: str) -> list[bool]:
    """A peer keeps a line where its text holds it, white space aside."""
    kept = {" ".join(line.split()) for line in text.split("\n")}
    return [" ".join(line.split()) in kept for line in lines]


def with_trafilatura() -> Callable[[Lines], list[bool]]:
    import trafilatura

    return lambda lines: _found(lines, trafilatura.extract(_page(lines), fast=True, include_comments=False) or "")


def with_justext() -> Callable[[Lines], list[bool]]:
    import justext

    stops = justext.get_stoplist("English")

    def kept(lines: Lines) -> list[bool]:
        paragraphs = justext.justext(_page(lines), stops)
        return _found(lines, "\n".join(each.text for each in paragraphs if not each.is_boilerplate))

    return kept


def with_boilerpy3() -> Callable[[Lines], list[bool]]:
    from boilerpy3 import extractors

    extractor = extractors.ArticleExtractor(raise_on_failure=False)
    return lambda lines: _found(lines, extractor.get_content(_page(lines)))


def with_resiliparse() -> Callable[[Lines], list[bool]]:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda lines: _found(lines, extract_plain_text(_page(lines), main_content=True))


def everything_kept() -> Callable[[Lines], list[bool]]:
    return lambda lines: [True] * len(lines)


WAYS: dict[str, Callable[[], Callable[[Lines], list[bool]]]] = {
    "corpus-tools": lambda: ours,
    "trafilatura": with_trafilatura,
    "justext": with_justext,
    "boilerpy3": with_boilerpy3,
    "resiliparse": with_resiliparse,
    "everything kept": everything_kept,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--articles", type=Path, help="a folder of HTML pages with the texts of their articles")
    options = parser.parse_args()
    for path in options.files:
        pages = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        print(f"{path.name}: {len(pages)} pages")
        own_time = None
        for name, load in WAYS.items():
            try:
                way = load()
            except ImportError:
                print(f"  {name:16} not installed")
                continue
            way(pages[0]["lines"])  # models and tables are loaded outside the timing
            start = time.perf_counter()
            kept = [way(page["lines"]) for page in pages]
            took = time.perf_counter() - start
            own_time = own_time or took
            print(f"  {name:16} {measured(pages, kept)}  speed ×{own_time / max(took, 1e-9):.2f}")
        print_articles(f"{path.name} as HTML", map(made_page, pages))
    if options.articles:
        print_articles(options.articles.name, articles(options.articles))


def articles(folder: Path) -> Iterator[Article]:
    """Yield the pages of a folder that have a text."""
    truth = folder / "ground-truth.json"
    if truth.exists():
        for name, known in sorted(json.loads(truth.read_text("utf-8")).items()):
            yield gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), known["articleBody"]
        return
    for page in sorted(folder.glob("**/*.html")):
        for text in (page.with_suffix(".txt"), folder / "txt" / f"{page.stem}.txt"):
            if text.exists():
                yield page.read_bytes(), text.read_text("utf-8")
                break


def made_page(page: dict[str, list[str]]) -> Article:
    """Return a page of HTML that holds the lines: content in an article, the rest around and within it."""
    content = [number for number, keep in enumerate(page["keep"]) if keep]
    first, last = (content[0], content[-1]) if content else (len(page["lines"]), -1)
    parts = ["<html><head><title>A page</title></head><body><nav><ul>"]
    for number, line in enumerate(page["lines"]):
        text = html.escape(line)
        if number == first:
            parts.append("</ul></nav><article>")
        if first <= number <= last:
            parts.append(f"<p>{text}</p>" if page["keep"][number] or number % 2 else f"<aside>{text}</aside>")
        else:
            parts.append(f"<li>{text}</li>" if number % 3 else f"<p>{text}</p>")
        if number == last:
            parts.append("</article><footer><ul>")
    gold = "\n".join(line for line, keep in zip(page["lines"], page["keep"], strict=True) if keep)
    return "".join([*parts, "</ul></footer></body></html>"]).encode("utf-8"), gold


def print_articles(name: str, found: Iterable[Article]) -> None:
    """Print the F1 of shingles of trafilatura alone, and of our reader with the labels of its lines."""
    scores: dict[str, list[tuple[float, float]]] = {"trafilatura": [], "corpus-tools": []}
    with TemporaryDirectory() as folder:
        place = Path(folder) / "page.html"
        for page, gold in found:
            place.write_bytes(page)
            try:
                (document,) = read_documents(place)
            except InputError:
                extracted = cleaned = ""
            else:
                extracted = "" if document.decisions else document.raw
                cleaned = clean_text(document.raw, lean=lean_of(document)).text
            scores["trafilatura"].append(shingled(gold, extracted))
            scores["corpus-tools"].append(shingled(gold, cleaned))
    print(f"{name}: {len(scores['trafilatura'])} pages")
    for way, pairs in scores.items():
        precision, recall = (sum(column) / max(len(pairs), 1) for column in zip(*pairs, strict=True))
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"  {way:16} article F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}")


def shingled(gold: str, text: str) -> tuple[float, float]:
    """Return precision and recall of the shingles of a text."""
    known, found = _shingles(gold), _shingles(text)
    hit = (known & found).total()
    if known == found:
        return 1.0, 1.0
    return hit / max(found.total(), 1), hit / max(known.total(), 1)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[n : n + SHINGLE]) for n in range(max(len(tokens) - SHINGLE + 1, min(len(tokens), 1))))


def measured(pages: list[dict[str, list[str]]], kept: list[list[bool]]) -> str:
    hit = said = gold = characters = saved = 0
    for page, choices in zip(pages, kept, strict=True):
        for line, keep, chosen in zip(page["lines"], page["keep"], choices, strict=True):
            if not line.strip():
                continue
            hit += not keep and not chosen
            said += not chosen
            gold += not keep
            characters += len(line) if keep else 0
            saved += len(line) if keep and chosen else 0
    f1 = 2 * hit / max(said + gold, 1)
    return f"boilerplate F1 {f1:.3f}  content kept {saved / max(characters, 1):.3f}"


if __name__ == "__main__":
    main()
