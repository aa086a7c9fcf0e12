"""The corpus of the seeds, built once for all tests of this folder."""

from __future__ import annotations

import pytest
from seeds_build import PIPELINE, SETTINGS

from corpus_tools import BuildResult, Document, build, read_documents


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The build of the five seeds by the pipeline that the README names."""
    return build(PIPELINE, output=tmp_path_factory.mktemp("seeds") / "news", settings=SETTINGS)


@pytest.fixture(scope="session")
def documents(result: BuildResult) -> dict[str, Document]:
    """The corpus's documents by the first three digits of their names."""
    return {document.id[:3]: document for document in read_documents(result.directory / "corpus.jsonl")}
