"""Documents made of sentences, for the jobs across documents."""

import pytest

from corpus_tools import Document, Segment
from corpus_tools.records import Metadata, Provenance


def make_document(name, sentences, language="en", **metadata):
    raw = "\n".join(sentences)
    segments, position = [], 0
    for n, text in enumerate(sentences):
        segments.append(
            Segment(
                id=f"{name}.segment{n}",
                start=position,
                end=position + len(text),
                text=text,
                language=language,
                block=f"{name}.block{n}",
            )
        )
        position += len(text) + 1
    return Document(
        id=name,
        raw=raw,
        text=raw,
        provenance=Provenance(source=f"{name}.txt"),
        metadata=Metadata(**metadata),
        segments=tuple(segments),
    )


@pytest.fixture
def document():
    """Make a document of sentences in one language."""
    return make_document
