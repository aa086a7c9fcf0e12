"""How texts are decoded: every setting that can change a translation, checked when it is given."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus_tools.errors import ConfigError

ENGINES = ("ctranslate2", "argos")
# What CTranslate2 runs on a CPU; `int8` is what the starter models and most official packages are stored in.
COMPUTE_TYPES = ("int8", "int8_float32", "int16", "float32", "default")

# Part of every key of the translation memory: raise it whenever the code gives other translations than before.
REVISION = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationOptions:
    """Decoding settings. Two calls with equal options, models and texts give equal translations.

    `engine`: `ctranslate2`, or `argos` for argostranslate's own code (then only `beam_size` and the threads count).
    `compute_type`: with `int8` a translation does not depend on what else is in its batch, bit for bit; with
    `float32` scores move in the sixth digit and near ties may turn. `batch_tokens`: padded positions of a batch.
    `max_pieces`: longer sentences are split at sentence ends and clauses, never cut. `retry`: decode what looks wrong
    again with other settings and keep the best. `own_script`: write no words in the source's script, single letters
    only. `repetition_penalty`: what a piece costs that is there already, 1 for nothing; scores include it. Raises
    ConfigError for a value that cannot be.
    """

    engine: str = "ctranslate2"
    beam_size: int = 4
    # Scores are means per piece. argostranslate's 0.2 favours short output, as does ending a search at the first of the
    # beam's hypotheses (patience 0.25, where no length penalty matters): the table is in docs/models.md.
    length_penalty: float = 1.0
    patience: float = 1.0  # a search is over when this share of the beam is, one hypothesis at least
    # Small models loop, and a loop takes the longest to decode and is decoded again. On 150 sentences of held-out news
    # and 150 of FLORES, chrF +.6 into Arabic and ±.0 into English, BLEU +.2 and -.1; on 350 others, where 1.05 was
    # chosen over 1.1 for its BLEU, chrF +.4 and +.6, BLEU +.1 and +.3 (with other second tries: +.1 and ±.0 of these).
    # Banning a row of four pieces instead would keep a long name from being named twice, one of six gains nothing.
    repetition_penalty: float = 1.05
    compute_type: str = "int8"
    batch_tokens: int = 1024
    max_pieces: int = 120
    inter_threads: int = 1
    intra_threads: int = 1
    retry: bool = True
    own_script: bool = True

    def __post_init__(self) -> None:
        _one_of("engine", self.engine, ENGINES)
        _one_of("compute_type", self.compute_type, COMPUTE_TYPES)
        for name, least in (
            ("beam_size", 1),
            ("batch_tokens", 1),
            ("max_pieces", 8),
            ("inter_threads", 1),
            ("intra_threads", 0),
        ):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise ConfigError(f"must be a whole number, at least {least}, and is {value!r}", where=name)
        for name, lowest in (("length_penalty", 0), ("patience", 0), ("repetition_penalty", 1)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value < lowest:
                raise ConfigError(f"must be a number, not below {lowest}, and is {value!r}", where=name)
        if not self.patience:
            raise ConfigError("must be above 0", where="patience", remedy="1 searches longest")
        for name in ("retry", "own_script"):
            if not isinstance(getattr(self, name), bool):
                raise ConfigError(f"must be true or false, and is {getattr(self, name)!r}", where=name)

    @property
    def key(self) -> str:
        """All settings and the revision of the code, as one line: equal keys, equal translations."""
        return json.dumps({"revision": REVISION, **dataclasses.asdict(self)}, sort_keys=True)


def options_from(values: Mapping[str, Any]) -> TranslationOptions:
    """Return the options of these names. Raises ConfigError that names the nearest right option for an unknown one."""
    known = [field.name for field in dataclasses.fields(TranslationOptions)]
    for name in values:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            raise ConfigError(
                f"there is no option {name!r} of translation",
                remedy=f"did you mean {nearest[0]!r}? The options are {', '.join(known)}",
            )
    return TranslationOptions(**values)


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        nearest = difflib.get_close_matches(str(value), allowed, n=1, cutoff=0.0)
        raise ConfigError(
            f"cannot be {value!r}", where=name, remedy=f"did you mean {nearest[0]!r}? It is one of {', '.join(allowed)}"
        )
