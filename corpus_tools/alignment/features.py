"""From sentences to evidence: words linked by lexicon, number, name or spelling; n-grams of translations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from corpus_tools.alignment.evidence import Channel, Floats, Side
from corpus_tools.alignment.lexicon import Lexicon, base_language
from corpus_tools.alignment.words import Word, stem, words_of
from corpus_tools.text.function_words import folded_function_words
from corpus_tools.text.letters import fold_letters, script_of
from corpus_tools.text.skeletons import consonant_skeleton

# Weight of a word that no lexicon knows and no link reaches, relative to one that could have been found.
UNKNOWN = 0.4
# How far a name's skeleton is to be trusted by its length; shorter ones say nothing.
_SKELETON_TRUST = {2: 0.45, 3: 0.75, 4: 0.9}
_NEAR_SKELETON = 0.6
# Longer ones are no names: an encoded or glued “word” of n letters would be looked up in n² of them.
_LONGEST_SKELETON = 24
_SAME_WORD = 1.0
_COGNATE = 0.7
_ARABIC_CLITICS = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_CLITIC_LETTERS = frozenset(clitic[0] for clitic in _ARABIC_CLITICS)
# Of a translation, n-grams of these lengths are compared, inside words and across one space.
_NGRAM = 4


def word_channel(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_language: str,
    target_language: str,
    lexicon: Lexicon | None,
) -> Channel:
    """Link the words of two texts: by `lexicon`, equal numbers, equal spelling, and skeletons of names."""
    return word_channels(
        source, target, source_language=source_language, target_language=target_language, lexicon=lexicon
    )[0]


def word_channels(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_language: str,
    target_language: str,
    lexicon: Lexicon | None,
) -> tuple[Channel, Channel]:
    """Return the channel of `word_channel`, and another that counts: of the words that say something, one each.

    Function words say nothing, nor do words that neither the lexicon nor a link knows. Any link will do.
    """
    source_words, source_types = _number([words_of(text, source_language) for text in source])
    target_words, target_types = _number([words_of(text, target_language) for text in target])
    links: dict[tuple[int, int], float] = {}

    def link(s: int, t: int, strength: float) -> None:
        if strength > links.get((s, t), 0.0):
            links[s, t] = strength

    by_stem: dict[str, list[int]] = {}
    by_folded: dict[str, list[int]] = {}
    for t, word in enumerate(target_types):
        by_stem.setdefault(word.stem, []).append(t)
        by_folded.setdefault(word.folded, []).append(t)
    entries = lexicon.entries if lexicon is not None else {}
    for s, word in enumerate(source_types):
        if word.number:
            for t in by_stem.get(word.stem, ()):
                link(s, t, _SAME_WORD)
        for translation, strength in entries.get(word.stem, ()):
            for t in by_stem.get(translation, ()):
                link(s, t, min(1.0, strength**0.5))
        if len(word.folded) > 1:
            for t in by_folded.get(word.folded, ()):
                link(s, t, _SAME_WORD)
    _link_names(source_types, target_types, link)
    known_target = lexicon.targets if lexicon is not None else frozenset()
    linked_source = {s for s, _ in links}
    linked_target = {t for _, t in links}
    source_known = [w.stem in entries or s in linked_source for s, w in enumerate(source_types)]
    target_known = [w.stem in known_target or t in linked_target for t, w in enumerate(target_types)]
    source_telling = _telling(source_types, source_known, source_language)
    target_telling = _telling(target_types, target_known, target_language)
    return (
        Channel.of(
            Side.of(source_words, _weights(source_words, source_known)),
            Side.of(target_words, _weights(target_words, target_known)),
            [(s, t, strength) for (s, t), strength in links.items()],
        ),
        Channel.of(
            Side.of(source_words, source_telling),
            Side.of(target_words, target_telling),
            [(s, t, 1.0) for s, t in links if source_telling[s] and target_telling[t]],
        ),
    )


def _telling(types: Sequence[Word], known: Sequence[bool], language: str) -> Floats:
    base = base_language(language)
    empty = {stem(word, base) for word in folded_function_words(base)}
    return np.array(
        [here and word.stem not in empty for word, here in zip(types, known, strict=True)], dtype=np.float32
    )


def translation_channel(translations: Sequence[str], target: Sequence[str]) -> Channel:
    """Link the character n-grams of machine translations to the same ones of the other side."""
    numbers: dict[str, int] = {}
    made = [[numbers.setdefault(g, len(numbers)) for g in _ngrams(text)] for text in translations]
    real = [[numbers.setdefault(g, len(numbers)) for g in _ngrams(text)] for text in target]
    weights = _weights([*made, *real], [True] * len(numbers))
    both = sorted({g for s in made for g in s} & {g for s in real for g in s})
    return Channel.of(Side.of(made, weights), Side.of(real, weights), [(g, g, 1.0) for g in both])


def _number(sentences: list[list[Word]]) -> tuple[list[list[int]], list[Word]]:
    """Number the distinct words in order of appearance."""
    numbers: dict[Word, int] = {}
    numbered = [[numbers.setdefault(word, len(numbers)) for word in sentence] for sentence in sentences]
    return numbered, list(numbers)


def _weights(sentences: Sequence[Sequence[int]], known: Sequence[bool]) -> Floats:
    """Return the inverse document frequency of every feature, sentences being the documents."""
    frequency = Counter(feature for sentence in sentences for feature in set(sentence))
    counts = np.array([frequency[feature] for feature in range(len(known))], dtype=np.float32)
    idf = np.log((len(sentences) + 1.0) / np.maximum(counts, 1.0)) + 0.1
    scale = np.where(np.array(known, dtype=bool), 1.0, UNKNOWN)
    weights: Floats = (idf * scale).astype(np.float32)
    return weights


def _ngrams(text: str) -> list[str]:
    folded = " ".join(fold_letters(text).text.split())
    padded = f" {folded} "
    return [padded[i : i + _NGRAM] for i in range(max(1, len(padded) - _NGRAM + 1))] if folded else []


_script = lru_cache(maxsize=100_000)(script_of)


def _link_names(source_types: list[Word], target_types: list[Word], link: Callable[[int, int, float], None]) -> None:
    index: dict[str, set[int]] = {}
    near: dict[str, set[int]] = {}
    scripts = [_script(word.folded) for word in target_types]
    for t, word in enumerate(target_types):
        if word.number or not word.name:
            continue
        for skeleton in name_skeletons(word.folded):
            index.setdefault(skeleton, set()).add(t)
            for cut in _cuts(skeleton):
                near.setdefault(cut, set()).add(t)
    for s, word in enumerate(source_types):
        if word.number or not word.name:
            continue
        script = _script(word.folded)
        for skeleton in name_skeletons(word.folded):
            trust = _SKELETON_TRUST.get(min(len(skeleton), 4), 0.0)
            for t in index.get(skeleton, ()):
                if scripts[t] != script:
                    link(s, t, trust)
                elif len(skeleton) >= 3 and target_types[t].folded[:1] == word.folded[:1]:
                    link(s, t, _COGNATE)
            for cut in _cuts(skeleton):
                for t in near.get(cut, ()):
                    if scripts[t] != script:
                        link(s, t, _NEAR_SKELETON)


@lru_cache(maxsize=100_000)
def name_skeletons(folded: str) -> tuple[str, ...]:
    """Return the skeletons a word may have once the letters bound to it (Arabic and, by, the …) are taken off."""
    forms = [folded]
    if folded[:1] in _CLITIC_LETTERS:
        forms.extend(folded[len(c) :] for c in _ARABIC_CLITICS if folded.startswith(c) and len(folded) - len(c) >= 3)
    return tuple(dict.fromkeys(k for k in map(consonant_skeleton, forms) if len(k) >= 2))


@lru_cache(maxsize=100_000)
def _cuts(skeleton: str) -> tuple[str, ...]:
    """Return the skeleton and all it becomes by leaving out one letter: two that share one differ by one edit."""
    if not 4 <= len(skeleton) <= _LONGEST_SKELETON:
        return ()
    return (skeleton, *(skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton))))
