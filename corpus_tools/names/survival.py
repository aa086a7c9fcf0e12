"""Whether the names of a sentence are still there in its translation; repaired where that is certain.

Any lookup of forms and any translation may be handed over: this room knows nothing of translation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import JaroWinkler, Levenshtein

from corpus_tools.names.comparison import spelling_score
from corpus_tools.names.exclusion import Missing, Place, find_missing, is_variant
from corpus_tools.names.gazetteer import gazetteer, nationality_of
from corpus_tools.names.meanings import Renders, rendered
from corpus_tools.names.offices import find_after_role, find_before_last_name
from corpus_tools.names.resolution import match_words
from corpus_tools.names.words import PROCLITICS, Word, find_words, fold_words
from corpus_tools.records import Document, Entity, NameMention, Segment
from corpus_tools.records.entity import NameKind
from corpus_tools.text.letters import script_of
from corpus_tools.text.skeletons import consonant_skeleton

# From this score on, a stretch of the translation is the name, in a spelling of its own.
_ALIKE = 0.5
# From this one on it may be written in the canonical form, where nothing else in the translation comes near.
_CERTAIN = 0.85
# A stretch that begins with the right given name, and whose other words have nearly the right consonants.
_ANCHORED = 0.9
_REST = 0.6
# Below this similarity of the skeletons no full comparison says that two names are one often enough to pay for it.
_GATE = 0.6
_CERTAIN_ALONE = 0.95
_LONGEST_SENTENCE = 200

# The accepted forms of a mention's name in a language, the canonical one first; none where they are not known.
Forms = Callable[[NameMention, str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOutcome:
    """What became of one name: `found` is its form in the translation handed over ('' where lost), `how` says why."""

    name: str
    kind: NameKind
    status: Literal["kept", "repaired", "lost"]
    found: str
    written: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """The translation, repaired where that was certain, and what became of each name of the source, in order."""

    text: str
    outcomes: tuple[NameOutcome, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """The names that are not in the translation."""
        return tuple(outcome.name for outcome in self.outcomes if outcome.status == "lost")


def check_names(
    source: str,
    mentions: Iterable[NameMention],
    translation: str,
    *,
    language: str,
    forms: Forms | None = None,
    renders: Renders | None = None,
) -> Survival:
    """Look each name of `source` up in `translation`, a text in `language`.

    A name is kept where one of its forms in `language` stands there (a surname is enough, Arabic proclitics and Turkish
    endings may be attached), or a stretch that `spelling_score` says is it, or, for a name of several words, one whose
    words `renders` says are those of the name ("وزارة الصحة" for "Health Ministry"). It is repaired where the stretch
    is certain and not written as the canonical form says, where the source's own letters were left in a text of another
    script, or where a stretch is left over that is like a known form and that nothing else explains (`exclusion`).
    Else it is lost. Each name is looked up once, however often the sentence has it. `mentions` need not have offsets
    into `source`; those whose text is not in it are left out.
    """
    text = translation
    outcomes: list[NameOutcome] = []
    checked: list[tuple[NameMention, Sequence[str]]] = []
    seen: set[tuple[str, ...]] = set()
    for mention in mentions:
        key = match_words(mention.text, mention.kind)
        if mention.text not in source or key in seen:
            continue
        seen.add(key)
        known = tuple(forms(mention, language)) if forms is not None else ()
        outcome, text = _check(mention, known, text, language)
        if outcome.status == "lost" and renders is not None:
            outcome = _by_meaning(mention, text, language, renders) or outcome
        outcomes.append(outcome)
        checked.append((mention, known))
    return _by_exclusion(source, checked, outcomes, text, language, renders)


def _by_meaning(mention: NameMention, text: str, language: str, renders: Renders) -> NameOutcome | None:
    """A name of several words that is translated: kept where each of them is rendered in one stretch.

    Of a known place its forms are known: what renders the words of the Horn of Africa may be "the African century".
    """
    if mention.kind == "person" or (mention.kind == "place" and mention.gazetteer):
        return None
    found = rendered(mention.text, mention.language, text, language, renders)
    if found is None:
        return None
    there = text[found[0] : found[1]]
    return NameOutcome(
        name=mention.text, kind=mention.kind, status="kept", found=there, written=there, how="its words are translated"
    )


def _by_exclusion(
    source: str,
    checked: Sequence[tuple[NameMention, Sequence[str]]],
    outcomes: Sequence[NameOutcome],
    text: str,
    language: str,
    renders: Renders | None,
) -> Survival:
    """Repair what is lost where the rest of both sentences leaves one stretch for it, and none for another."""
    spans = [_span(source, mention) for mention, _ in checked]
    wanted: list[tuple[int, Place]] = []
    taken: list[tuple[int, int]] = []
    words = find_words(text, language)
    for outcome in outcomes:
        there = _find(words, fold_words(outcome.written)) if outcome.written else None
        taken += [there] if there is not None else []
    for number, ((mention, known), outcome) in enumerate(zip(checked, outcomes, strict=True)):
        if not known or len(words) > _LONGEST_SENTENCE:
            continue
        if outcome.status == "kept" and renders is not None and _shortened(mention, outcome):
            here = _find(words, fold_words(outcome.found))
            missing = Missing(mention.text, *spans[number], tuple(known))
            names = (mention.language, language)
            place = here and find_before_last_name(source, text, missing, here, languages=names, renders=renders)
            if place and not any(
                place.start < last and first < place.end for first, last in taken if (first, last) != here
            ):
                wanted.append((number, place))
        if outcome.status != "lost":
            continue
        if mention.kind != "person" and (mention.kind == "other" or len(fold_words(known[0])) > 1):
            continue  # made of words that mean something: translated, not spelt
        forms: tuple[str, ...] = (known[0],)
        if mention.kind == "person":
            last = last_name(known[0])
            forms = (last,) if len(match_words(mention.text, "person")) == 1 else (known[0], last)
        start, end = spans[number]
        missing = Missing(mention.text, start, end, forms)
        languages = (mention.language, language)
        found = None
        if mention.kind == "person" and renders is not None:
            found = find_after_role(source, text, missing, languages=languages, taken=taken, renders=renders)
        if found is None:
            found = find_missing(source, text, missing, languages=languages, named=spans, taken=taken)
        if found is not None:
            wanted.append((number, found))
    out = list(outcomes)
    for number, place in sorted(wanted, key=lambda each: -each[1].start):
        if any(place.start < other.end and other.start < place.end for at, other in wanted if at != number):
            continue
        found_text = text[place.start : place.end]
        out[number] = NameOutcome(
            name=outcomes[number].name,
            kind=outcomes[number].kind,
            status="repaired",
            found=found_text,
            written=place.form,
            how=f"{found_text} is like {place.form} ({place.likeness:.2f}), and {place.why}",
        )
        text = text[: place.start] + place.form + text[place.end :]
    return Survival(text=text, outcomes=tuple(out))


def _shortened(mention: NameMention, outcome: NameOutcome) -> bool:
    """Whether only the last name of a person's full one is there."""
    return mention.kind == "person" and len(match_words(outcome.found, "person")) < len(
        match_words(mention.text, "person")
    )


def _span(source: str, mention: NameMention) -> tuple[int, int]:
    """Where a mention stands in the sentence, whose offsets may be those of its document."""
    start = source.find(mention.text)
    return start, start + len(mention.text)


def mentions_inside(document: Document, segment: Segment) -> list[NameMention]:
    """Return the mentions of `document` that stand in one of its segments, in order."""
    first = bisect_left(document.mentions, segment.start, key=lambda mention: mention.start)
    found: list[NameMention] = []
    for mention in document.mentions[first:]:
        if mention.start >= segment.end:
            break
        if mention.end <= segment.end:
            found.append(mention)
    return found


def target_forms(entities: Iterable[Entity]) -> Forms:
    """Return the lookup of forms that resolved `entities` and the gazetteer give: the canonical form first."""
    by_id = {entity.id: entity for entity in entities}

    def forms(mention: NameMention, language: str) -> tuple[str, ...]:
        found: list[str] = []
        entity = by_id.get(mention.entity or "")
        if entity is not None:
            canonical = entity.form(language)
            found += [canonical] if canonical else []
            found += [name.text for name in entity.names if name.language == language]
        for known in (mention.entity, mention.gazetteer):
            entry = gazetteer().entry(known) if known else None
            if entry is not None:
                found += [form for tag, form in entry.forms if tag == language]
        return tuple(dict.fromkeys(found))

    return forms


def locate(text: str, forms: Sequence[str], language: str) -> tuple[int, int, str] | None:
    """Find the first of `forms` in `text`: (start, end, form), without proclitics and endings; None where none is."""
    words = find_words(text, language)
    for form in forms:
        found = _find(words, fold_words(form))
        if found is not None:
            start, end = found
            return start, end, form
    return None


def _find(words: Sequence[Word], folds: Sequence[str]) -> tuple[int, int] | None:
    if not folds:
        return None
    size = len(folds)
    for index in range(len(words) - size + 1):
        if any(words[index + at].fold != folds[at] for at in range(1, size)):
            continue
        cut = _attached(words[index].fold, folds[0])
        if cut is not None:
            return words[index].start + cut, words[index + size - 1].end
    return None


def _attached(fold: str, wanted: str) -> int | None:
    """How many letters stand before `wanted` in `fold`, as Arabic proclitics do; None where they are other words."""
    if fold == wanted:
        return 0
    if script_of(wanted) != "Arab":
        return None
    for cut in (1, 2):
        if fold[cut:] == wanted and all(letter in PROCLITICS for letter in fold[:cut]):
            return cut
        if (
            wanted.startswith("ال")
            and fold[cut - 1 :] == "لل" + wanted[2:]
            and all(x in PROCLITICS for x in fold[:cut])
        ):
            return cut
    return None


def _check(mention: NameMention, forms: Sequence[str], text: str, language: str) -> tuple[NameOutcome, str]:
    def outcome(status: Literal["kept", "repaired", "lost"], found: str, written: str, how: str) -> NameOutcome:
        return NameOutcome(name=mention.text, kind=mention.kind, status=status, found=found, written=written, how=how)

    words = find_words(text, language)
    same_script = script_of(mention.text) == _script(text, forms)
    place = locate(text, forms, language)
    if place is not None:
        return outcome("kept", text[place[0] : place[1]], text[place[0] : place[1]], f"a known form: {place[2]}"), text
    here = _find(words, fold_words(mention.text))
    if here is not None:
        found = text[here[0] : here[1]]
        if same_script or not forms:
            return outcome("kept", found, found, "written as in the source"), text
        repaired = text[: here[0]] + forms[0] + text[here[1] :]
        return outcome("repaired", found, forms[0], "it was left in the letters of the source"), repaired
    for adjective in sorted(nationality_of(mention.gazetteer, language)) if mention.gazetteer else ():
        here = _find(words, adjective)
        if here is not None:
            found = text[here[0] : here[1]]
            return outcome("kept", found, found, "as an adjective of nationality"), text
    if mention.kind in ("person", "other"):
        for form in forms:
            last = _find(words, fold_words(last_name(form)))
            if last is not None:
                found = text[last[0] : last[1]]
                return outcome("kept", found, found, f"the last name of {form}"), text
    return _by_sound(mention, forms, text, language, outcome)


@lru_cache(maxsize=65536)
def _alike(wanted: str, surface: str, kind: NameKind) -> float:
    """How sure it is that `surface` is `wanted`; 0.0 without a comparison where their consonants are far apart."""
    first, second = match_words(wanted, kind), match_words(surface, kind)
    skeletons = [consonant_skeleton("".join(words)) for words in (first, second)]
    if min(len(each) for each in skeletons) < 2 and first != second:
        return 0.0
    anchored = _anchored(first, second)
    if anchored or Levenshtein.normalized_similarity(*skeletons) < _GATE:
        return anchored
    return spelling_score(wanted, surface)


def _anchored(first: Sequence[str], second: Sequence[str]) -> float:
    """How sure it is that the second is the first, mangled: the first word is right, the rest nearly in skeleton."""
    if len(first) < 2 or len(second) < 2 or first[0] != second[0]:
        return 0.0
    rest = [consonant_skeleton("".join(words[1:])) for words in (first, second)]
    if min(len(each) for each in rest) < 2:
        return 0.0
    return _ANCHORED if JaroWinkler.similarity(rest[0], rest[1]) >= _REST else 0.0


def _names_another(surface: str, mention: NameMention, language: str) -> bool:
    """Whether `surface` is a known name, of something else than the mention's: Sweden is not Suwayda, misspelt."""
    known = gazetteer().look_up(surface, language=language) if mention.gazetteer else None
    return known is not None and known.id != mention.gazetteer


def last_name(name: str) -> str:
    """Return the last name of a full one, as it is written there, with what is bound to it.

    >>> last_name("Mevlüt Çavuşoğlu"), last_name("مولود تشاووش أوغلو")
    ('Çavuşoğlu', 'تشاووش أوغلو')
    """
    words = name.split()
    for start in range(len(words)):
        tail = " ".join(words[start:])
        if len(match_words(tail, "person")) == 1:
            return tail
    return name


def _script(text: str, forms: Sequence[str]) -> str:
    return script_of(forms[0]) if forms else script_of(text)


def _by_sound(
    mention: NameMention,
    forms: Sequence[str],
    text: str,
    language: str,
    outcome: Callable[[Literal["kept", "repaired", "lost"], str, str, str], NameOutcome],
) -> tuple[NameOutcome, str]:
    """The stretch that sounds most like the name; bodies with names that mean something are translated, not spelt."""
    words = find_words(text, language)
    short = mention.kind == "person" and len(match_words(mention.text, "person")) == 1
    wanted = (last_name(forms[0]) if short else forms[0]) if forms else mention.text
    size = len(fold_words(wanted))
    if (mention.kind == "organisation" and size > 1) or len(words) > _LONGEST_SENTENCE:
        return outcome("lost", "", "", "no form of it is in the translation"), text
    ranked: list[tuple[float, int, int]] = []
    for length in sorted({size, size + 1, max(1, size - 1), len(match_words(wanted, mention.kind))}):
        for index in range(len(words) - length + 1):
            stretch = words[index : index + length]
            if any(not word.joins for word in stretch[:-1]) or stretch[0].script == "Zyyy":
                continue
            if stretch[0].script == "Latn" and not stretch[-1].capital:
                continue
            cuts = (0, 1) if stretch[0].script == "Arab" and stretch[0].fold[:1] in PROCLITICS else (0,)
            for cut in cuts:
                surface = text[stretch[0].start + cut : stretch[-1].end]
                if _names_another(surface, mention, language):
                    continue
                score = _alike(wanted, surface, mention.kind)
                ranked.append(
                    (score - 0.01 * abs(length - size) - 0.001 * cut, stretch[0].start + cut, stretch[-1].end)
                )
    ranked.sort(key=lambda each: (-each[0], each[1], each[2]))
    if not ranked or ranked[0][0] < _ALIKE:
        return outcome("lost", "", "", "nothing in the translation is like it"), text
    score, start, end = ranked[0]
    found = text[start:end]
    rivals = [each for each in ranked[1:] if each[1] >= end or each[2] <= start]
    alone = not rivals or rivals[0][0] < _ALIKE
    complete = len(match_words(found, mention.kind)) == len(match_words(wanted, mention.kind)) or score >= _ANCHORED
    # An adjective or a singular: Houthi is no misspelling of Houthis.
    inflected = script_of(found) == "Latn" and (found == wanted[:-1] or found[:-1] == wanted)
    inflected = inflected or is_variant(found, wanted)
    if forms and alone and complete and not inflected and score >= (_CERTAIN_ALONE if short else _CERTAIN):
        repaired = text[:start] + wanted + text[end:]
        return outcome(
            "repaired", found, wanted, f"{found} is {wanted} ({score:.2f}), nothing else is like it"
        ), repaired
    return outcome("kept", found, found, f"{found} is like {wanted} ({score:.2f})"), text
