"""Organisations of several words: a head with what depends on it, and the expansion that stands before an acronym."""

from __future__ import annotations

from corpus_tools.names.latin_line import PARTICLES, FoundName, LatinLine, LatinLists
from corpus_tools.names.words import Word
from corpus_tools.records.entity import NameKind


def with_dependents(line: LatinLine, lists: LatinLists, found: list[FoundName]) -> list[FoundName]:
    """Take "Ministry of Finance", "Institute of Policy Studies", "Çevre ve Orman Koruma Derneği" whole."""
    out = list(found)
    words, offset = line.words, line.offset
    for index, word in enumerate(words):
        if not lists.is_head(word) or word.upper:
            continue
        name = next((each for each in out if each.start <= offset + word.start < each.end), None)
        if name is not None and (name.gazetteer is not None or name.kind != "organisation"):
            continue
        first = last = index
        if name is not None:
            first = next(at for at, each in enumerate(words) if offset + each.end > name.start)
            last = max(at for at, each in enumerate(words) if offset + each.start < name.end)
        if lists.language == "tr":
            if name is not None and first > 1 and words[first - 1].fold == "ve" and words[first - 2].capital:
                first -= 2
        elif word.joins and index + 2 < len(words) and words[index + 1].fold in _depends_by(word.fold):
            last = max(last, _dependents_end(words, lists, index))
        if last == index and name is None:
            continue
        start, end = offset + words[first].start, offset + words[last].end
        if name is not None and (start, end) == (name.start, name.end):
            continue
        if any(each.gazetteer and each.kind == "person" and each.start < end and start < each.end for each in out):
            continue
        out = line.whole(out, start, end)
        out.append(
            line.name(words[first], words[last], "organisation", f"{word.text} with what depends on it", 0.8)
        )  # fmt: skip
    return sorted(out, key=lambda each: (each.start, each.end))


def _depends_by(head: str) -> tuple[str, ...]:
    """The small words that tie to a head what it is of: "Committee on Ways and Means", but no "Party on Tuesday"."""
    return ("of", "for", "on") if head in ("committee", "subcommittee", "commission", "council") else ("of", "for")


def _dependents_end(words: list[Word], lists: LatinLists, head: int) -> int:
    """The last word of "of Policy Studies", "for the Protection of Birds", "of Trade and Industry"."""
    last, index = head, head + 1
    while index < len(words) and words[index - 1].joins and "-" not in words[index - 1].gap:
        word = words[index]
        if word.capital and word.fold not in lists.no_names and not lists.cues.role_at([word.fold], 0):
            last = index
        elif word.fold not in ("of", "for", "on", "the", "and") or index - last > 2:
            break
        index += 1
    return last


def with_acronyms(line: LatinLine, lists: LatinLists, found: list[FoundName]) -> list[FoundName]:
    """Take "Long Name of Something (LNS)" together, and call both an organisation."""
    out = list(found)
    words, offset = line.words, line.offset
    for index, word in enumerate(words):
        if not index or not word.upper or not 2 <= len(word.fold) <= 8:
            continue
        if not words[index - 1].gap.rstrip().endswith("("):
            continue
        first = _expansion(words, lists, index)
        if first is None:
            if words[index - 1].fold in lists.cues.other_heads and word.gap.startswith(")"):
                # "Security Council Resolution (SCR)", whose letters begin in a name that stays by itself
                out = _with_acronym(line, word, out, f"an acronym after {words[index - 1].text}", 0.7, kind="other")
                continue
            before = next((name for name in out if name.end == offset + words[index - 1].end), None)
            if before is not None and before.kind == "organisation" and word.gap.startswith(")"):
                out = _with_acronym(line, word, out, f"an acronym after {before.text}", 0.8)
            continue
        start, end = offset + words[first].start, offset + words[index - 1].end
        if words[index - 1].fold in lists.cues.other_heads and any(
            name.gazetteer and name.start == start for name in out
        ):
            out = _with_acronym(line, word, out, f"an acronym after {words[index - 1].text}", 0.7, kind="other")
            continue  # "Security Council Resolution (SCR)": what the resolution is of has a name of its own
        if not any(name.start <= start and end <= name.end for name in out):
            out = line.whole(out, start, end)
            reason = f"the expansion of {word.text}"
            out.append(line.name(words[first], words[index - 1], "organisation", reason, 0.9))
        out = _with_acronym(line, word, out, "an acronym after its expansion", 0.9)
    return sorted(out, key=lambda name: (name.start, name.end))


def _with_acronym(
    line: LatinLine,
    word: Word,
    found: list[FoundName],
    reason: str,
    score: float,
    *,
    kind: NameKind = "organisation",
) -> list[FoundName]:
    """Return `found` with the acronym `word`, which is no guess any more; a known name stays what it is."""
    start, end = line.offset + word.start, line.offset + word.end
    if any(name.start < end and start < name.end and (name.gazetteer or name.end != end) for name in found):
        return found
    return [*line.whole(found, start, end), line.name(word, word, kind, reason, score)]


def _expansion(words: list[Word], lists: LatinLists, index: int) -> int | None:
    """Where the words begin whose initials spell the acronym at `index`; small words may be left out of it."""
    letters = words[index].fold
    position, left = index - 1, len(letters) - 1
    while position >= 0 and index - position <= 2 * len(letters) + 2:
        word = words[position]
        if position < index - 1 and not word.joins and word.gap.strip() not in ("", "-", "&", ","):
            return None
        if word.fold[:1] == letters[left] and (word.capital or word.fold in lists.cues.inner):
            if left == 0:
                return position if word.capital else None
            left -= 1
        elif word.fold not in lists.cues.inner and word.fold not in PARTICLES:
            return None
        position -= 1
    return None
