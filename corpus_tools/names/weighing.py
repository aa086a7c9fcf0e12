"""What the starter recogniser adds to the rules' names, and which weak ones it takes away.

The gazetteer and sure cues are believed; where a rule had only capitals to go by, the recogniser decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus_tools.names.cues import cues, given_names
from corpus_tools.names.gazetteer import gazetteer
from corpus_tools.names.latin_line import FoundName
from corpus_tools.names.recogniser import Reading, Recognised, Recogniser, starter_recogniser
from corpus_tools.names.word_features import rule_tags
from corpus_tools.names.words import PROCLITICS, Word, find_words, fold_words, letters_end

RECOGNISED_LANGUAGES = {"en": "Latn", "ar": "Arab"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much each is believed.

    From the score `strong` on (`of_other` for names of other things) a rule is believed whatever the recogniser says;
    from the probability `sure` on the recogniser is, where no such rule is; any other rule falls where no word of it is
    likelier than `unlikely` to be part of a name. Chosen on UNER, WNUT17 and AQMAR dev beside news of our own (see
    pipelines/train_mentions): a lower `sure` costs precision in news, a higher `unlikely` recall.
    """

    strong: float = 0.65
    of_other: float = 0.6
    sure: float = 0.6
    unlikely: float = 0.1


LIMITS = Limits()


def weighed(
    lines: Sequence[tuple[int, str]],
    found: Sequence[FoundName],
    language: str,
    *,
    recogniser: Recogniser | None = None,
    limits: Limits = LIMITS,
) -> list[FoundName]:
    """Return the names of `lines`, all of one script, by rules (`found`) and recogniser together.

    `found` has no overlaps and is in order, as are the lines; so is what comes back. Languages that no recogniser was
    trained for get `found` back.
    """
    script = RECOGNISED_LANGUAGES.get(language)
    if script is None:
        return list(found)
    read = [(offset, text, find_words(text, language)) for offset, text in lines]
    starts = [name.start for name in found]
    ours = [found[bisect_left(starts, offset) : bisect_left(starts, offset + len(text))] for offset, text, _ in read]
    tagged = [
        (words, rule_tags(words, [(n.start - offset, n.end - offset, n.kind, n.score) for n in names]))
        for (offset, _, words), names in zip(read, ours, strict=True)
    ]
    readings = (recogniser or starter_recogniser(script)).read(tagged, language)
    out: list[FoundName] = []
    for (offset, text, words), names, reading in zip(read, ours, readings, strict=True):
        out.extend(_line(offset, text, words, names, reading, limits, language))
    return sorted(out, key=lambda name: (name.start, name.end))


def _line(
    offset: int,
    text: str,
    words: Sequence[Word],
    names: Iterable[FoundName],
    reading: Reading,
    limits: Limits,
    language: str,
) -> list[FoundName]:
    script = RECOGNISED_LANGUAGES[language]
    kept: list[FoundName] = []
    weak: list[FoundName] = []
    ends = [offset + word.end for word in words]
    for name in names:
        # It was taught nothing of works, laws and events: their heads are all there is to go by.
        if name.score >= (limits.of_other if name.kind == "other" else limits.strong):
            kept.append(name)
        elif _likely(name, offset, words, ends, reading) >= limits.unlikely:
            weak.append(name)
    taken = {position for name in kept for position in range(name.start, name.end)}
    for each in _undivided(reading.names, words):
        start, end = offset + words[each.first].start, offset + words[each.last - 1].end
        inside = words[each.first : each.last]
        if each.probability < limits.sure or inside[0].script != script or not _specific(inside, language):
            continue
        if taken.isdisjoint(range(start, end)):
            kept.append(_named(each, offset, text, words, language))
            taken.update(range(start, end))
    return kept + [name for name in weak if taken.isdisjoint(range(name.start, name.end))]


def _specific(words: Sequence[Word], language: str) -> bool:
    """Say whether more stands there than everyday words and heads of bodies: "the Department" alone names nothing."""
    known = cues(language)
    return any(word.fold not in known.common and word.fold not in known.organisation_heads for word in words)


def _undivided(names: Iterable[Recognised], words: Sequence[Word]) -> list[Recognised]:
    """Take a place and a person together as a person where a blank is all that parts them: nobody writes two names so.

    Arabic does, with the object after the subject.
    """
    out: list[Recognised] = []
    for name in names:
        before = out[-1] if out else None
        if (
            before is not None
            and before.last == name.first
            and {before.kind, name.kind} == {"place", "person"}
            and words[name.first].script == "Latn"
            and words[before.last - 1].gap == " "
            and not words[before.last - 1].suffixed
        ):
            sure = min(before.probability, name.probability)
            out[-1] = Recognised(before.first, name.last, "person", sure)
        else:
            out.append(name)
    return out


def _likely(name: FoundName, offset: int, words: Sequence[Word], ends: Sequence[int], reading: Reading) -> float:
    """How likely the likeliest word of a name is part of one; `ends` are where the words end in the text."""
    likely = 0.0
    at = first = bisect_right(ends, name.start)
    while at < len(words) and offset + words[at].start < name.end:
        likely = max(likely, reading.inside[at])
        at += 1
    return likely if at > first else 1.0


def _named(each: Recognised, offset: int, text: str, words: Sequence[Word], language: str) -> FoundName:
    start, end = words[each.first].start, words[each.last - 1].end
    start += letters_end(words[each.first].text, _proclitic(words[each.first].fold))
    surface = text[start:end]
    score = round(min(each.probability, 0.99), 2)
    reason = f"recogniser, {score:.2f}".replace(" 0.", " .")
    # A place that the rules left alone, for it is a given name or an everyday word as well.
    known = gazetteer().look_up(surface, language=language) if each.kind == "place" else None
    place = known.id if known is not None and known.kind == "place" else None
    return FoundName(offset + start, offset + end, surface, each.kind, reason, score, place, fold_words(surface))


def _proclitic(fold: str) -> int:
    """How many letters of an Arabic word are proclitics: known by the article or the known name that they stand before.

    A letter that may as well be the name's own (the first of "بوتين") stays.
    """
    if fold[0] not in PROCLITICS or len(fold) < 4:
        return 0
    rest = fold[1:]
    known = rest in given_names() or bool(gazetteer().one_word(rest))
    return int(known or (rest.startswith("ال") and len(rest) > 4))
