"""Pairs for the tests of filters."""

import pytest

from corpus_tools import AlignedPair


def make_pair(source="The minister arrived in Ankara on Monday.", target="وصل الوزير إلى أنقرة يوم الاثنين.", **fields):
    given = {
        "id": "p1",
        "kind": "parallel",
        "source_language": "en",
        "target_language": "ar",
        "source_segments": ("s",),
    }
    return AlignedPair(source=source, target=target, **(given | fields))


@pytest.fixture
def pair():
    """Make a good pair, or one with other fields."""
    return make_pair
