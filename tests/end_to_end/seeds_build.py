"""What is built in the tests of this folder."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
PIPELINE = ROOT / "pipelines" / "news-en-ar.toml"
# One beam: what is tested here is what the build does with translations, not how good they are.
SETTINGS = ("stage.translation.beam-size=1",)
