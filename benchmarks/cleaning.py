"""Measure how well boilerplate lines are told from content, and how fast, beside tools that see the same lines.

    python benchmarks/cleaning.py LINES.jsonl…

Each line of the input is `{"lines": […], "keep": […]}`, a page without its HTML. The peers need HTML, so
every line is handed to them as a paragraph: all that is left of a page once it is plain text. Peers that are
not installed are reported as such. Quality: F1 of the boilerplate among lines that are not blank, and the
share of content characters kept. Speed is a ratio to our own, in one run. On pages that the shipped line
model was trained on our own figures are too good: `pipelines/train_boilerplate` prints those of cross-
validation.
"""

from __future__ import annotations

import argparse
import html
import json
import time
from collections.abc import Callable
from pathlib import Path

from corpus_tools import clean_text

Lines = list[str]


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
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
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
