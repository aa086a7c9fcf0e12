"""With the network cut, everything works out of the box."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

_SCRIPT = """
import socket, sys
from pathlib import Path

def refuse(*arguments, **options):
    raise RuntimeError(f"reached for the network: {arguments}")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse

import corpus_tools

if __name__ == "__main__":
    text = Path(sys.argv[1]).read_bytes().decode("utf-8")
    cleaned = corpus_tools.clean_text(text)
    assert [span.language for span in corpus_tools.detect_spans(text)] == ["en", "ar"]
    sentences = [span.of(cleaned.text) for span in corpus_tools.split_sentences(cleaned.text, language="en")]
    assert len(sentences) > 5
    there = corpus_tools.translate(sentences[:1], source="en", target="ar")[0]
    back = corpus_tools.translate([there.text], source="ar", target="en")[0]
    assert there.origin == back.origin == "model" and there.text and back.text
    assert corpus_tools.find_names(cleaned.text, language="en")
    assert corpus_tools.resolve_names([("a", cleaned.text)])
    assert corpus_tools.align_sentences(sentences, [there.text], source_language="en", target_language="ar")
    settings = ["stage.translation.beam-size=1"]
    result = corpus_tools.build(sys.argv[2], input=sys.argv[1], output=sys.argv[3], settings=settings)
    assert result.manifest["counts"]["pairs_kept"] > 5
    print("done")
"""


def test_every_public_function_and_a_build_work_without_a_network(tmp_path: Path) -> None:
    """In a process of its own with an empty home, so that nothing was fetched before."""
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    arguments = [ROOT / "seeds/000_ead6f83b4a2fa57d.txt", ROOT / "pipelines/news-en-ar.toml", tmp_path / "out" / "news"]
    ran = subprocess.run(
        [sys.executable, "-c", _SCRIPT, *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stdout.strip() == "done", ran.stderr
