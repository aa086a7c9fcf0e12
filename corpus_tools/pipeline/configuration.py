"""A pipeline file, strictly decoded: what it does not know, it refuses, with the place and the nearest right name."""

from __future__ import annotations

import dataclasses
import datetime
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import msgspec

from corpus_tools.errors import ConfigError
from corpus_tools.language.codes import check_sides
from corpus_tools.stages import STAGES, stage_type
from corpus_tools.stages.stage import GlobalStage, Stage
from corpus_tools.writers import FORMATS
from corpus_tools.writers.tmx import tmx_date


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """`paths`: files, folders and globs, relative to the pipeline file."""

    paths: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """`directory` is relative to the pipeline file; `names` says how names are written: surface, canonical or ascii."""

    directory: str
    formats: tuple[str, ...] = ("jsonl", "tmx", "moses", "parquet")
    names: Literal["surface", "canonical", "ascii"] = "surface"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How the work is cut up, and how much may fail. None of these changes what a document becomes.

    `shards` is how many parts the documents are dealt to; `max_failures` how many documents may fail before the
    build ends with exit code 5.
    """

    shards: int = 64
    max_failures: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """What a corpus build does. `languages` are the two sides of the corpus (BCP 47), `created` its date (ISO 8601).

    `base` is the folder that relative paths start from.
    """

    name: str
    languages: tuple[str, str]
    input: Input
    output: Output
    stages: tuple[Stage | GlobalStage, ...]
    created: str = "1970-01-01T00:00:00Z"
    limits: Limits = Limits()
    base: Path = Path()

    @classmethod
    def load(cls, path: str | Path, *, overrides: Sequence[str] = ()) -> Pipeline:
        """Read a pipeline file. `overrides` are `key.path=value` settings, the values TOML (or plain text).

        Raises ConfigError with the file, the place in it and the nearest right name.
        """
        path = Path(path)
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"cannot read the pipeline file: {error.strerror}", where=str(path)) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"not valid TOML: {error}", where=str(path)) from error
        for override in overrides:
            _override(table, override)
        return cls.from_table(table, base=path.parent, where=str(path))

    @classmethod
    def from_table(cls, table: Mapping[str, Any], *, base: Path = Path(), where: str = "pipeline") -> Pipeline:
        """Build a pipeline from a plain table, as TOML gives it."""
        _check_keys(table, {"pipeline", "input", "output", "limits", "stage"}, where, "")
        head = table.get("pipeline", {})
        _check_keys(head, {"name", "languages", "created"}, where, "pipeline")
        for key in ("name", "languages"):
            if key not in head:
                raise ConfigError(f"[pipeline] lacks {key!r}", where=where)
        languages = _convert(head["languages"], tuple[str, str], where, "pipeline.languages")
        entries = table.get("stage", ())
        if not isinstance(entries, list | tuple):
            raise ConfigError("stage: it is no list of tables", where=where, remedy="write [[stage]]")
        stages = tuple(_stage(entry, index, languages, where) for index, entry in enumerate(entries))
        if not stages:
            raise ConfigError("it has no [[stage]]", where=where, remedy=f"the stages are: {', '.join(STAGES)}")
        pipeline = cls(
            name=_convert(head["name"], str, where, "pipeline.name"),
            languages=languages,
            created=_convert(_written(head.get("created", "1970-01-01T00:00:00Z")), str, where, "pipeline.created"),
            input=_section(table, "input", Input, where),
            output=_section(table, "output", Output, where),
            limits=_section(table, "limits", Limits, where),
            stages=stages,
            base=base,
        )
        pipeline._check(where)
        return pipeline

    def _check(self, where: str) -> None:
        for format_name in self.output.formats:
            _known(format_name, FORMATS, where, "output.formats")
        _known(self.output.names, ("surface", "canonical", "ascii"), where, "output.names")
        if self.limits.shards < 1:
            raise ConfigError("limits.shards must be at least 1", where=where)
        if self.limits.max_failures < 0:
            raise ConfigError("limits.max_failures must be at least 0", where=where)
        with _at("pipeline.created", where):
            tmx_date(self.created)
        with _at("pipeline.languages", where):
            check_sides(self.languages)
        for index, stage in enumerate(self.stages):
            with _at(f"stage[{index}] {stage.name}.languages", where):
                check_sides(getattr(stage, "languages", self.languages))
        there = {"raw"}
        for index, stage in enumerate(self.stages):
            missing = [layer for layer in stage.needs if layer not in there]
            if missing:
                giver = [name for name in STAGES if missing[0] in stage_type(name).adds]
                raise ConfigError(
                    f"stage[{index}] {stage.name!r} needs the layer {missing[0]!r}, which no stage before it adds",
                    where=where,
                    remedy=f"put the stage {giver[0]!r} before it" if giver else "",
                )
            there.update(stage.adds)

    def replace(self, **changes: Any) -> Pipeline:
        """Return this pipeline with some fields changed."""
        return dataclasses.replace(self, **changes)

    def until(self, name: str) -> Pipeline:
        """Return this pipeline cut off after the stage `name`. Raises ConfigError where it has none such."""
        names = [stage.name for stage in self.stages]
        _known(name, names, "--until", "stage")
        return self.replace(stages=self.stages[: names.index(name) + 1])

    def configuration(self) -> dict[str, Any]:
        """Return everything that can change a result, as plain values with defaults filled in."""
        return {
            "pipeline": {"name": self.name, "languages": list(self.languages), "created": self.created},
            "output": {"formats": list(self.output.formats), "names": self.output.names},
            "stages": [stage_configuration(stage) for stage in self.stages],
        }


def stage_configuration(stage: Stage | GlobalStage) -> dict[str, Any]:
    """Return a stage's name, version and full configuration, defaults included, as plain values."""
    fields: dict[str, Any] = msgspec.to_builtins(stage)
    return {"name": stage.name, "version": stage.version, **dict(sorted(fields.items()))}


def _stage(entry: Mapping[str, Any], index: int, languages: Any, where: str) -> Stage | GlobalStage:
    place = f"stage[{index}]"
    _check_table(entry, where, place)
    if "use" not in entry:
        raise ConfigError(f"{place} lacks `use`, the name of a stage", where=where)
    try:
        kind = stage_type(str(entry["use"]))
    except ConfigError as error:
        raise ConfigError(f"{place}: {error.message}", where=where, remedy=error.remedy) from error
    fields = {field.name.replace("_", "-"): field for field in dataclasses.fields(kind)}
    options = {key.replace("_", "-"): value for key, value in entry.items() if key != "use"}
    if "languages" in fields:
        options.setdefault("languages", languages)
    _check_keys(options, set(fields), where, f"{place} {entry['use']}")
    values = {key.replace("-", "_"): value for key, value in options.items()}
    stage: Stage | GlobalStage = _convert(values, kind, where, f"{place} {entry['use']}")
    return stage


def _written(value: Any) -> Any:
    """Return a date of TOML's own as the text that it is written as, and any other value as it is."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def _section(table: Mapping[str, Any], name: str, kind: type[Any], where: str) -> Any:
    fields = {field.name for field in dataclasses.fields(kind)}
    _check_keys(table.get(name, {}), fields, where, name)
    return _convert(table.get(name, {}), kind, where, name)


def _check_table(value: object, where: str, place: str) -> None:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{place}: it is no table", where=where, remedy=f"write [{place}], then its keys")


def _check_keys(table: Mapping[str, Any], known: set[str], where: str, place: str) -> None:
    _check_table(table, where, place)
    for key in table:
        if key not in known:
            near = get_close_matches(key, sorted(known), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(sorted(known))}"
            raise ConfigError(f"unknown key {f'{place}.{key}' if place else key!r}", where=where, remedy=hint)


def _known(value: str, known: Sequence[str] | Mapping[str, Any], where: str, place: str) -> None:
    if value not in known:
        near = get_close_matches(value, list(known), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(known)}"
        raise ConfigError(f"{place}: there is no {value!r}", where=where, remedy=hint)


def _convert(value: Any, kind: Any, where: str, place: str) -> Any:
    try:
        with _at(place, where):
            return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        # "Expected `int`, got `str` - at `$.beam_size`"
        message, _, inside = str(error).partition(" - at `$")
        inside = inside.rstrip("`").replace("_", "-" if place.startswith("stage[") else "_")
        raise ConfigError(f"{place}{inside}: {message}", where=where) from error


@contextmanager
def _at(place: str, where: str) -> Iterator[None]:
    """Say of what a room below finds wrong at which place of which file it stands."""
    try:
        yield
    except ConfigError as error:
        inside = f".{error.where.replace('_', '-')}" if error.where else ""
        raise ConfigError(f"{place}{inside}: {error.message}", where=where, remedy=error.remedy) from error


def _override(table: dict[str, Any], setting: str) -> None:
    """Apply `stage.translation.beam_size=2` or `output.names=canonical` to a decoded file."""
    path, separator, text = setting.partition("=")
    if not separator or "." not in path:
        raise ConfigError(f"--set {setting!r} is not of the form key.path=value")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    head, *rest = path.split(".")
    if head == "stage":
        entries = [entry for entry in table.get("stage", ()) if isinstance(entry, dict) and entry.get("use") == rest[0]]
        if not entries or len(rest) != 2:
            raise ConfigError(f"--set {setting!r}: the pipeline has no stage {rest[0]!r} with such an option")
        entries[0][rest[1]] = value
        return
    section = table.setdefault(head, {})
    for part in rest[:-1]:
        section = section.setdefault(part, {}) if isinstance(section, dict) else None
    if not isinstance(section, dict):
        raise ConfigError(f"--set {setting!r}: {'.'.join([head, *rest[:-1]])} is no table")
    section[rest[-1]] = value
