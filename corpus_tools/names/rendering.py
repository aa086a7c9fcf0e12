"""Writing every mention of a name the same way, at export; what stood there is kept by the offset map.

Policies: `surface` (as it stands), `canonical` (the canonical form in the mention's language), `ascii` (that in plain
letters, where the language is written in Latin ones).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from anyascii import anyascii

from corpus_tools.names.resolution import is_acronym
from corpus_tools.names.survival import locate, mentions_inside, target_forms
from corpus_tools.records import AlignedPair, Document, Edit, NameMention, OffsetMap, Segment
from corpus_tools.text.letters import letter_script

NamePolicy = Literal["surface", "canonical", "ascii"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedText:
    """`text` with its names rendered; `edits` say what was replaced, in coordinates of the text before."""

    text: str
    edits: tuple[Edit, ...]
    source_length: int

    @property
    def offsets(self) -> OffsetMap:
        """The map from the text before to `text`, both ways."""
        return OffsetMap.from_edits(self.source_length, self.edits)

    def restored(self) -> str:
        """Return the text as it was before."""
        out: list[str] = []
        position = 0
        shift = 0
        for edit in self.edits:
            start = edit.start + shift
            out += [self.text[position:start], edit.before]
            position = start + len(edit.after)
            shift += len(edit.after) - len(edit.before)
        return "".join([*out, self.text[position:]])


def render_names(
    text: str, mentions: Iterable[NameMention], *, policy: NamePolicy | Mapping[str, NamePolicy] = "canonical"
) -> RenderedText:
    """Write the names of `text` as `policy` says; one policy, or one for each language (`surface` where none is given).

    Offsets of `mentions` are into `text`. A mention without a canonical form, or whose text is not where it says, stays
    as it is; so does an acronym in brackets, which explains the name before it. Reversible: see `restored`.
    """
    edits: list[Edit] = []
    end = 0
    for mention in sorted(mentions, key=lambda mention: (mention.start, mention.end)):
        chosen = policy if isinstance(policy, str) else policy.get(mention.language, "surface")
        if chosen == "surface" or mention.start < end or text[mention.start : mention.end] != mention.text:
            continue
        if is_acronym(mention.text) and text[: mention.start].rstrip().endswith("("):
            continue
        after = written(mention.canonical or mention.text, chosen)
        if (
            mention.language in ("ar", "fa")
            and after.startswith("ال")
            and text[mention.start - 1 : mention.start] == "ل"
        ):
            after = after[1:] if mention.text.startswith("ل") else after
        end = mention.end
        if after != mention.text:
            edits.append(
                Edit(
                    start=mention.start, end=mention.end, before=mention.text, after=after,
                    rule=f"names-{chosen}", reason=mention.entity or "",
                )
            )  # fmt: skip
    return RenderedText(text=_applied(text, edits), edits=tuple(edits), source_length=len(text))


def written(form: str, policy: NamePolicy) -> str:
    """Return `form` as `policy` writes it: `ascii` leaves only Latin letters plain, other scripts stay."""
    if policy != "ascii" or form.isascii():
        return form
    return "".join(
        anyascii(letter) if letter_script(letter) == "Latn" or letter in "’‘ʼʿʾ–—" else letter for letter in form
    )


def _applied(text: str, edits: Sequence[Edit]) -> str:
    out: list[str] = []
    position = 0
    for edit in edits:
        out += [text[position : edit.start], edit.after]
        position = edit.end
    return "".join([*out, text[position:]])


def render_pair(document: Document, pair: AlignedPair, *, policy: NamePolicy) -> tuple[str, str]:
    """Return both sides of `pair` with names as `policy` says.

    Sides made of the document's own sentences are rendered by its mentions; the other side where one of the forms that
    its entities have in that language stands there. What cannot be placed stays as it is.
    """
    if policy == "surface":
        return pair.source, pair.target
    segments = {segment.id: segment for segment in document.segments}
    source_segments = [segments[each] for each in pair.source_segments if each in segments]
    target_segments = [segments[each] for each in pair.target_segments if each in segments]
    mentions = [each for segment in source_segments for each in mentions_inside(document, segment)]
    source = _side(document, pair.source, source_segments, policy)
    if target_segments:
        return source, _side(document, pair.target, target_segments, policy)
    return source, _other_side(document, pair.target, mentions, pair.target_language, policy)


def _side(document: Document, text: str, segments: Sequence[Segment], policy: NamePolicy) -> str:
    """Render a text that is made of `segments`, whose mentions are in raw coordinates."""
    offsets = document.offsets
    local: list[NameMention] = []
    position = 0
    for segment in segments:
        at = text.find(segment.text, position)
        if at < 0:
            continue
        base = offsets.from_raw(segment.span).start
        for mention in mentions_inside(document, segment):
            start = at + offsets.from_raw(mention.span).start - base
            local.append(
                NameMention(
                    start=start, end=start + len(mention.text), text=mention.text, kind=mention.kind,
                    language=mention.language, reason=mention.reason, entity=mention.entity,
                    canonical=mention.canonical,
                )
            )  # fmt: skip
        position = at + len(segment.text)
    return render_names(text, local, policy=policy).text


def _other_side(
    document: Document, text: str, mentions: Sequence[NameMention], language: str, policy: NamePolicy
) -> str:
    forms = target_forms(document.entities)
    local: list[NameMention] = []
    for mention in mentions:
        known = forms(mention, language)
        # The longest form first: "United Nations Security Council" before "United Nations".
        found = locate(text, sorted(known, key=lambda form: (-len(form), form)), language)
        if found is None or any(each.start < found[1] and found[0] < each.end for each in local):
            continue
        local.append(
            NameMention(
                start=found[0], end=found[1], text=text[found[0] : found[1]], kind=mention.kind, language=language,
                reason="the form of a name on the other side", entity=mention.entity, canonical=known[0],
            )
        )  # fmt: skip
    return render_names(text, local, policy=policy).text
