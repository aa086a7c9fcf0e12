"""What a build shows while it runs and when it ends: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from corpus_tools.pipeline.build import BuildResult, Progress

# Without a terminal, a line about a pass that goes on is written this often.
SECONDS_BETWEEN_LINES = 5.0


class BuildDisplay:
    """Shows the steps of a build on stderr."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._console = Console(stderr=True)
        self._bar: Bar | None = None
        self._task: Any = None
        self._started = time.monotonic()
        self._pass_started = self._started
        self._sentences = 0
        self._said = self._started

    def __enter__(self) -> Self:
        if not self._quiet and self._console.is_terminal:
            self._bar = Bar(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TextColumn("{task.fields[speed]}"),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def show(self, step: Progress) -> None:
        """Show one step."""
        if self._quiet:
            return
        if step.kind == "pass":
            self._pass_started, self._sentences = time.monotonic(), 0
            if self._bar is not None:
                if self._task is not None:
                    self._bar.remove_task(self._task)
                self._task = self._bar.add_task(step.title, total=step.total, completed=step.cached, speed="")
            elif step.cached < step.total:
                self._line(f"{step.title}: {step.total - step.cached} of {step.total} shards to do")
        elif step.kind == "shard":
            self._sentences += step.sentences
            speed = f"{self._sentences / max(time.monotonic() - self._pass_started, 1e-3):.1f} sentences/s"
            if self._bar is not None:
                self._bar.update(self._task, completed=step.done, speed=speed)
            elif time.monotonic() - self._said >= SECONDS_BETWEEN_LINES:
                self._said = time.monotonic()
                self._line(f"  {step.done}/{step.total} shards, {speed}")
        elif step.kind == "plan" and self._bar is None:
            self._line(f"{step.total} files to build from")

    def _line(self, text: str) -> None:
        self._console.print(text, highlight=False, markup=False, soft_wrap=True)

    def summary(self, result: BuildResult) -> None:
        """Print the short table of what is there and what this run did."""
        if self._quiet:
            return
        here = _relative(result.directory)
        seconds = time.monotonic() - self._started
        if result.up_to_date:
            self._line(f"Everything is up to date: {here} ({seconds:.1f} s)")
            return
        rows = summary_rows(result.manifest["counts"], result.tally)
        written = [f"{name} ({output['lines']})" for name, output in result.manifest["outputs"].items()]
        rows.append(("written", f"{here}: {', '.join([*written, result.manifest_path.name])}"))
        if result.failures:
            rows.append(("failed", "; ".join(f"{document}: {reason}" for document, _, reason in result.failures[:5])))
        if self._console.is_terminal:
            table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
            table.add_column(style="bold", no_wrap=True)
            table.add_column(overflow="fold")
            for row in rows:
                table.add_row(*(escape(cell) for cell in row))
            self._console.print(table)
        else:
            for name, value in rows:
                self._line(f"{name:<18} {value}")
        self._line(f"Done in {seconds:.1f} s.")


def summary_rows(counts: dict[str, Any], tally: dict[str, int]) -> list[tuple[str, str]]:
    """Return (name, value) rows: what the corpus holds, and what this run did to make it."""

    def listed(table: dict[str, int]) -> str:
        ranked = sorted(table.items(), key=lambda item: (-item[1], item[0]))
        return ", ".join(f"{name} {count}" for name, count in ranked)

    def within(table: dict[str, int]) -> str:
        return f" ({listed(table)})" if table else ""

    def number(name: str) -> int:
        return int(counts.get(name, 0))

    labels = dict(counts["lines_set_aside_by_label"])
    blank = labels.pop("empty", 0)
    lines = f"{number('lines_kept')} kept, {sum(labels.values())} set aside"
    lines += f"{within(labels)}, {blank} blank"
    done = [
        f"{tally[key]} {label}"
        for key, label in (("from model", "from the model"), ("from memory", "from memory"))
        if tally.get(key)
    ]
    translations = f"{number('translations')}{f' ({chr(44).join(done)})' if done else ''}".replace(",", ", ")
    if flagged := listed(counts["translations_flagged"]):
        translations += f"; flagged: {flagged}"
    rows = [
        (
            "documents",
            f"{number('documents')}"
            + (f" ({number('documents_failed')} failed)" if number("documents_failed") else ""),
        ),
        ("lines", lines),
        ("language spans", f"{number('language_spans')}{within(counts['spans_by_language'])}"),
        ("sentences", f"{number('sentences')} ({number('sentences_mixed')} of mixed language)"),
        ("translations", translations),
        ("names", f"{number('mentions')} mentions of {number('entities')} entities"),
        ("pairs", f"{number('pairs_kept')} kept of {number('pairs')}{within(counts['pairs_by_kind'])}"),
    ]
    if rules := listed(counts["decisions_by_rule"]):
        rows.append(("set aside by rule", rules))
    rows += [
        ("no model", f"{key.removeprefix('no model ')}: {count} texts")
        for key, count in sorted(tally.items())
        if key.startswith("no model ")
    ]
    return rows


def _relative(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
