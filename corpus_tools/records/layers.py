"""The layers that a text gets: blocks, language spans, sentences."""

from __future__ import annotations

from dataclasses import dataclass

from corpus_tools.records.annotation import Annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Annotation):
    """One line of the text, between two line feeds and without them: content or boilerplate, with the reason.

    `label` says what the line is (body, headline, byline, related, …), `kept` whether writers keep it,
    `score` in 0..1 how sure that is (1: certainly content, 0: certainly boilerplate).
    """

    id: str = ""
    label: str
    kept: bool
    score: float
    reason: str
    paragraph: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSpan(Annotation):
    """A stretch of one language (BCP 47; `und` where there is no evidence) and script (ISO 15924)."""

    language: str
    script: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageGuess:
    """The language of a whole segment, with a calibrated probability in 0..1."""

    language: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment(Annotation):
    """A stretch of a sentence in another language, with what stands for it in `Segment.monolingual`."""

    text: str
    language: str
    translation: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Annotation):
    """A sentence. `text` is its repaired text, `block` the id of the line it stands in.

    `fragments` are its stretches in other languages; `monolingual` is the sentence with those translated in
    place (None while nothing was replaced): that form is what is translated further.
    """

    id: str
    text: str
    language: str
    block: str
    kept: bool = True
    spans: tuple[LanguageSpan, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    monolingual: str | None = None
