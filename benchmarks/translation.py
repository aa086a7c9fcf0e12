"""Translation against argostranslate's own API: the same package, the same text, the same beam, one core, one run.

    python benchmarks/translation.py --source FILE --reference FILE --from en --to ar [--limit N] [--beam N]

The two files hold one sentence a line. Prints sentences/s and, with a reference, BLEU and chrF of four ways: our
runtime with a search that ends at its first hypothesis (`patience` 0.25, no second tries: the quality of
argostranslate's settings or a little better), with the whole search but no second tries, as users get it (second tries
of what the flags find), and argostranslate's API one sentence a call (the only way to get one translation per sentence
from it). All include cutting into sentences and putting together; ours, the flags too. argostranslate's default of four
threads on one core is slower still, so that its model and its sentence splitter get one thread each here, as ours do.
More sentences fill batches better.

The process is pinned to one core where the system allows. The ways take turns, and each ratio is the median of the
rounds' own ratios, once in processor time of all threads, which other work on the machine hardly touches, and once in
time by the clock, which it does.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus_tools.translation.translator import Translator

os.environ.setdefault("OMP_NUM_THREADS", "1")

_ARGOS = "argostranslate's API"
_OURS: dict[str, dict[str, Any]] = {
    "corpus-tools, short": {"retry": False, "patience": 0.25},
    "corpus-tools, one pass": {"retry": False},
    "corpus-tools": {},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--reference", type=Path, default=None)
    parser.add_argument("--from", dest="origin", default="en")
    parser.add_argument("--to", dest="target", default="ar")
    parser.add_argument("--models-dir", type=Path, default=None)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    lines = options.source.read_text("utf-8").splitlines()[: options.limit]
    reference = None
    if options.reference is not None:
        reference = options.reference.read_text("utf-8").splitlines()[: options.limit]

    from corpus_tools.models.store import find_translation
    from corpus_tools.translation.argos import ArgosDecoder
    from corpus_tools.translation.flags import find_flags
    from corpus_tools.translation.options import TranslationOptions
    from corpus_tools.translation.translator import Translator

    seconds: dict[str, list[tuple[float, float]]] = {title: [] for title in (*_OURS, _ARGOS)}
    outputs: dict[str, list[str]] = {}
    with ExitStack() as stack:
        ways: dict[str, Callable[[], list[str]]] = {}
        for title, changed in _OURS.items():
            settings = TranslationOptions(beam_size=options.beam, **changed)
            translator = stack.enter_context(Translator(models_dir=options.models_dir, options=settings))
            translator.translate_batch(lines[:2], options.origin, options.target)  # open the models
            ways[title] = partial(_ours, translator, lines, options.origin, options.target)
        model = find_translation(options.origin, options.target, models_dir=options.models_dir)
        if model is None:
            raise SystemExit(f"no installed model translates {options.origin} into {options.target}")
        argos = stack.enter_context(ArgosDecoder(model, TranslationOptions(beam_size=options.beam)))
        argos.translate(lines[:2])
        ways[_ARGOS] = partial(argos.translate, lines)
        for _ in range(options.rounds):
            for title, way in ways.items():
                started = time.process_time(), time.perf_counter()
                outputs[title] = way()
                seconds[title].append((time.process_time() - started[0], time.perf_counter() - started[1]))

    scores: dict[str, float] = {}
    for title, found in outputs.items():
        speed = len(lines) / statistics.median(processor for processor, _ in seconds[title])
        languages = {"source_language": options.origin, "target_language": options.target}
        flags = Counter(flag.name for pair in zip(lines, found, strict=True) for flag in find_flags(*pair, **languages))
        told = ", ".join(f"{name} {count}" for name, count in flags.most_common()) or "none"
        print(f"{title:<24} {speed:7.1f} sentences/s  flags: {told}")
        if reference is not None:
            scores[title] = _report(found, reference)
    for title in outputs:
        if title == _ARGOS:
            continue
        rounds = list(zip(seconds[_ARGOS], seconds[title], strict=True))
        processor, clock = (statistics.median(theirs[i] / ours[i] for theirs, ours in rounds) for i in (0, 1))
        pairs = zip(outputs[title], outputs[_ARGOS], strict=True)
        same = sum(ours == theirs for ours, theirs in pairs)
        print(f"{title}: {processor:.2f} times as fast ({clock:.2f} by the clock)", end="")
        print(f"; {same} of {len(lines)} outputs the same", end="")
        print(f"; chrF {scores[title] - scores[_ARGOS]:+.2f}" if scores else "")


def _ours(translator: Translator, lines: list[str], origin: str, target: str) -> list[str]:
    return [each.text for each in translator.translate_batch(lines, origin, target)]


def _report(found: list[str], reference: list[str]) -> float:
    import sacrebleu

    chrf = sacrebleu.corpus_chrf(found, [reference]).score
    bleu = sacrebleu.corpus_bleu(found, [reference]).score
    print(f"{'':<24} chrF {chrf:.2f}  BLEU {bleu:.2f}")
    return float(chrf)


if __name__ == "__main__":
    main()
