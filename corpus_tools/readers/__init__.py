"""stub"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus_tools.records import Document, Provenance

READER_VERSION = 1


@dataclass(frozen=True)
class SourceFile:
    path: Path
    name: str


def discover(paths):
    out = []
    for p in paths:
        p = Path(p)
        for f in sorted(p.iterdir()) if p.is_dir() else [p]:
            out.append(SourceFile(f, f.name))
    return out


def read_source(s):
    b = s.path.read_bytes()
    yield Document(
        id=s.name, raw=b.decode(), provenance=Provenance(source=s.name), digest=hashlib.sha256(b).hexdigest()
    )
