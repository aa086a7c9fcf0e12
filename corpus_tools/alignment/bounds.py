"""What settings may be: checked when they are given, not when the articles are there."""

from __future__ import annotations

from corpus_tools.errors import ConfigError


def check_share(name: str, value: float) -> None:
    """Raise ConfigError where a similarity or share does not lie between 0 and 1."""
    if not 0 <= value <= 1:
        raise ConfigError(f"must be a number from 0 to 1, and is {value!r}", where=name)


def check_days(name: str, value: int) -> None:
    """Raise ConfigError where a number of days is below 0."""
    if value < 0:
        raise ConfigError(f"must be a number of days, at least 0, and is {value!r}", where=name)
