"""One model, loaded: SentencePiece and CTranslate2 called directly, in length-sorted batches of bounded size."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus_tools.errors import ModelMismatchError
from corpus_tools.models import InstalledModel

# CTranslate2 cuts the source at 1,024 pieces and the target at 256 unless told otherwise; we never come near.
LONGEST_PIECES = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How to search for a translation. `patience` and penalties as CTranslate2 defines them."""

    beam_size: int = 4
    length_penalty: float = 1.0
    coverage_penalty: float = 0.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0


class Decoder:
    """A translation model ready to run. Thread-safe: CTranslate2 is, and SentencePiece is behind a lock."""

    def __init__(self, model: InstalledModel, *, compute_type: str, threads: int, batch_pieces: int) -> None:
        import ctranslate2
        import sentencepiece

        self.model = model
        self._lock = threading.Lock()
        self._batch_pieces = batch_pieces
        pieces = model.path("sentencepiece.model")
        weights = model.path("model/model.bin")
        if pieces is None or weights is None:
            raise ModelMismatchError(
                f"the package {model.name!r} lacks sentencepiece.model or model/model.bin",
                remedy="only packages with a SentencePiece tokeniser can be run directly; use engine = 'argos'",
            )
        self._pieces: Any = sentencepiece.SentencePieceProcessor(model_file=str(pieces))
        folder = weights.parent
        options = {"device": "cpu", "compute_type": compute_type, "inter_threads": 1, "intra_threads": threads}
        if model.path("model/config.json") == folder / "config.json":
            self._translator: Any = ctranslate2.Translator(str(folder), **options)
        else:
            # The files of a starter package stand in two folders: they are handed over one by one.
            files = {
                name.removeprefix("model/"): path.read_bytes()
                for name, path in model.files
                if name.startswith("model/")
            }
            self._translator = ctranslate2.Translator(model.name, files=files, **options)

    def count_pieces(self, text: str) -> int:
        """Return how many pieces `text` is."""
        with self._lock:
            return len(self._pieces.encode(text))

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[tuple[str, float]]:
        """Return (translation, mean log-probability per piece) of each text, in order, `texts` pooled as they are."""
        if not texts:
            return []
        with self._lock:
            pieces = [self._pieces.encode(text, out_type=str) for text in texts]
        order = sorted(range(len(texts)), key=lambda index: (len(pieces[index]), index))
        results = self._translator.translate_batch(
            [pieces[index] for index in order],
            batch_type="tokens",
            max_batch_size=self._batch_pieces,
            beam_size=decoding.beam_size,
            length_penalty=decoding.length_penalty,
            coverage_penalty=decoding.coverage_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            return_scores=True,
            max_input_length=0,
            max_decoding_length=2 * LONGEST_PIECES + 64,
        )
        found: list[tuple[str, float]] = [("", 0.0)] * len(texts)
        with self._lock:
            for index, result in zip(order, results, strict=True):
                text = self._pieces.decode(result.hypotheses[0])
                found[index] = (text.strip(), float(result.scores[0]))
        return found
