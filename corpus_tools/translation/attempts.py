"""From the first decoding of a sentence to the best: what looks wrong is decoded again in other ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from corpus_tools.translation.decoder import Candidate, Decoder, Settings
from corpus_tools.translation.flags import Flag, find_flags, penalty, readable_number, restore_numbers
from corpus_tools.translation.options import TranslationOptions
from corpus_tools.translation.protection import SIGNS, SIGNS_AND_NUMBERS, Piece, around, with_the_stop_of

_DIGIT = regex.compile(r"\p{Nd}")
_INVENTED = regex.compile(r"[+-]?\p{Sc}?\p{Nd}[\p{Nd}.,٫٬:/]*[%٪]?")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A translation of one unit with what looks wrong with it."""

    candidate: Candidate
    flags: tuple[Flag, ...]
    lost_signs: int = 0

    @property
    def cost(self) -> float:
        """What the best attempt has least of. A hashtag or emoji that is gone outweighs every flag."""
        return penalty(self.flags) + 20.0 * self.lost_signs

    @property
    def failed(self) -> bool:
        """Whether more is wrong than a number or a sign that is gone."""
        return any(flag.name != "numbers" for flag in self.flags)

    @property
    def lost(self) -> bool:
        """Whether a number or a sign is gone, or everything else is (`50٪` for `٥٠٪ من الناخبين`)."""
        return self.lost_signs > 0 or any(flag.name in ("numbers", "empty") for flag in self.flags)


def passes(options: TranslationOptions) -> tuple[Settings, ...]:
    """Return the settings of the first pass and of those that follow where it fails.

    Against loops: no piece trigram twice, and a higher price on repeating: together they leave half as many failures as
    the ban alone, in half the time. Against a lost end: pay for source words not looked at, and do not favour short
    output; the price of attention is high, so half a beam of hypotheses must do. Against a copy or a wrong turn at the
    start: a greedy search with the highest price, which goes other ways but spoils words, and so comes last. True
    translations take up to 1.3 pieces for one (FLORES); what takes more in the first pass is a loop nearly always, and
    gets more room in the next. A lost number is no failure here: another search seldom finds it (FLORES 200-500: 2 of
    8), and cutting the sentence around it always does.
    """
    beam, length, patience = options.beam_size, options.length_penalty, options.patience
    first = Settings(
        beam_size=beam,
        length_penalty=length,
        patience=patience,
        repetition_penalty=options.repetition_penalty,
        most_pieces=1.3,
    )
    if not options.retry:
        return (first,)
    return (
        first,
        Settings(
            beam_size=beam,
            length_penalty=length,
            patience=patience,
            no_repeat_ngram_size=3,
            repetition_penalty=max(options.repetition_penalty, 1.1),
        ),
        Settings(
            beam_size=beam + 2,
            length_penalty=1.0,
            patience=min(patience, 0.5),
            no_repeat_ngram_size=4,
            coverage_penalty=0.3,
        ),
        Settings(beam_size=1, length_penalty=length, repetition_penalty=max(options.repetition_penalty, 1.2)),
    )


def translate_units(decoder: Decoder, units: Sequence[str], options: TranslationOptions) -> list[Attempt]:
    """Return the best attempt at each unit (a sentence or clause with letters), in order.

    The first attempt without a flag stands; where none is without, the one whose flags cost least, the earliest of
    equals. Each unit's result depends on that unit alone.
    """
    source, target = decoder.model.source, decoder.model.target
    best: dict[str, Attempt] = {}
    different = list(dict.fromkeys(units))

    def judged(unit: str, candidate: Candidate) -> Attempt:
        flags = find_flags(unit, candidate.text, source_language=source, target_language=target)
        if candidate.truncated:
            flags = (*flags, Flag("truncated", f"cut off after {candidate.pieces} pieces"))
        return Attempt(candidate, flags, _lost_signs(unit, candidate.text))

    def offer(unit: str, candidate: Candidate) -> None:
        attempt = judged(unit, candidate)
        restored = _with_numbers(unit, attempt, target)
        if restored is not None:  # costs nothing, so before any other pass
            attempt = min(attempt, judged(unit, restored), key=lambda each: each.cost)
        if unit not in best or attempt.cost < best[unit].cost:
            best[unit] = attempt

    def run(units: Sequence[str], settings: Settings) -> None:
        for unit, candidate in zip(units, decoder.decode(units, settings), strict=True):
            offer(unit, candidate)

    first, *after_failure = all_passes = passes(options)
    run(different, first)
    for settings in after_failure:
        run([unit for unit in different if best[unit].failed], settings)
    # Last of all: cut the sentence around its signs and numbers, which then cannot be lost.
    _cut_attempts([unit for unit in different if best[unit].lost], decoder, all_passes[-1], offer)
    return [best[unit] for unit in units]


def _cut_attempts(
    units: Sequence[str], decoder: Decoder, settings: Settings, offer: Callable[[str, Candidate], None]
) -> None:
    plans: dict[str, list[Piece]] = {}
    for unit in units:
        for kept in (SIGNS, SIGNS_AND_NUMBERS):
            pieces = around(unit, kept)
            if any(not piece.translate and not piece.text.isspace() for piece in pieces):
                plans[unit] = pieces
    wanted = list(dict.fromkeys(p.text for pieces in plans.values() for p in pieces if p.translate))
    if not wanted:
        return
    decoded = dict(zip(wanted, decoder.decode(wanted, settings), strict=True))

    def kept_as(text: str) -> str:
        return text if SIGNS.search(text) else readable_number(text, decoder.model.target)

    for unit, pieces in plans.items():
        parts = [decoded[p.text] for p in pieces if p.translate]
        text = "".join(_part(p.text, decoded[p.text].text) if p.translate else kept_as(p.text) for p in pieces)
        length = sum(part.pieces for part in parts)
        score = round(sum(part.score * part.pieces for part in parts) / length, 4) if length else 0.0
        offer(unit, Candidate(text.strip(), score, length, any(part.truncated for part in parts)))


def _part(source: str, target: str) -> str:
    # A model that sees `He paid` and no sum makes one up.
    if not _DIGIT.search(source):
        target = " ".join(_INVENTED.sub("", target).split())
    return with_the_stop_of(source, target)


def _with_numbers(unit: str, attempt: Attempt, target_language: str) -> Candidate | None:
    if not any(flag.name == "numbers" for flag in attempt.flags):
        return None
    text = restore_numbers(unit, attempt.candidate.text, target_language=target_language)
    if text is None:
        return None
    return Candidate(text, attempt.candidate.score, attempt.candidate.pieces, attempt.candidate.truncated)


def _lost_signs(unit: str, text: str) -> int:
    signs: list[str] = [match.group() for match in regex.finditer(SIGNS, unit)]
    return sum(signs.count(sign) > text.count(sign) for sign in dict.fromkeys(signs))
