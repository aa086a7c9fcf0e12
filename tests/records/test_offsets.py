"""Laws of the offset map."""

from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.records import Edit, OffsetMap, Span


def apply(text: str, edits: list[Edit]) -> str:
    parts, position = [], 0
    for edit in edits:
        parts += [text[position : edit.start], edit.after]
        position = edit.end
    return "".join([*parts, text[position:]])


@st.composite
def edited(draw: st.DrawFn, source: str | None = None) -> tuple[str, list[Edit]]:
    text = draw(st.text("abcd ", max_size=30)) if source is None else source
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits, last = [], -1
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start <= last:
            continue
        after = draw(st.text("XYZ", max_size=4))
        if start == end and not after:
            continue
        edits.append(Edit(start=start, end=end, before=text[start:end], after=after, rule="test"))
        last = end
    return text, edits


@given(edited())
def test_unchanged_characters_map_to_themselves(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = apply(text, edits)
    offsets = OffsetMap.from_edits(len(text), edits)
    assert offsets.length == len(after)
    changed = {i for e in edits for i in range(e.start, e.end)}
    for i in range(len(text)):
        if i not in changed:
            there = offsets.from_raw(Span(i, i + 1))
            assert there.of(after) == text[i]
            assert offsets.to_raw(there) == Span(i, i + 1)


@given(edited(), st.data())
def test_to_raw_is_monotone_and_covers(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    offsets = OffsetMap.from_edits(len(text), edits)
    length = offsets.length
    a, b, c, d = sorted(data.draw(st.tuples(*[st.integers(0, length)] * 4)))
    first, second = offsets.to_raw(Span(a, c)), offsets.to_raw(Span(b, d))
    assert first.start <= second.start and first.end <= second.end
    if a < b:
        assert offsets.to_raw(Span(a, d)).contains(offsets.to_raw(Span(a, b)))


@given(edited(), st.data())
def test_composition_equals_sequential_mapping(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    middle = apply(text, edits)
    _, later = data.draw(edited(middle))
    first, second = OffsetMap.from_edits(len(text), edits), OffsetMap.from_edits(len(middle), later)
    both = first.then(second)
    final = apply(middle, later)
    assert both.length == len(final)
    for i in range(len(final)):
        stepwise = first.to_raw(second.to_raw(Span(i, i + 1)))
        assert both.to_raw(Span(i, i + 1)).contains(stepwise)
        if final[i] not in "XYZ":
            assert both.to_raw(Span(i, i + 1)) == stepwise


@given(edited())
def test_inverse_of_inverse_is_itself(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    offsets = OffsetMap.from_edits(len(text), edits)
    assert offsets.inverse().inverse() == offsets
