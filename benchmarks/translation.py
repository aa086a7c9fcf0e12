"""Translation against argostranslate's own API: the same package, the same text, the same beam, one core, one run.

    python benchmarks/translation.py --source FILE --reference FILE --from en --to ar [--limit N] [--beam N]

The two files hold one sentence a line. Prints sentences/s and, with a reference, BLEU and chrF of three ways: our
runtime decoding once, our runtime with its second tries, and argostranslate's API one sentence a call (the only way to
get one translation per sentence from it). Its default of four threads on one core is slower still, so that it gets one
thread here, as we do. The process is pinned to one core where the system allows, and speed is per second of that
core (processor time of all threads), so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--reference", type=Path, default=None)
    parser.add_argument("--from", dest="origin", default="en")
    parser.add_argument("--to", dest="target", default="ar")
    parser.add_argument("--models-dir", type=Path, default=None)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=0, help="stop argostranslate after so many (default: never)")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    lines = options.source.read_text("utf-8").splitlines()[: options.limit]
    reference = None
    if options.reference is not None:
        reference = options.reference.read_text("utf-8").splitlines()[: options.limit]

    from corpus_tools.translation.translator import TranslationOptions, Translator

    speeds: dict[str, float] = {}
    scores: dict[str, float] = {}
    outputs: dict[str, list[str]] = {}
    for title, engine, retry in (
        ("corpus-tools, one pass", "ctranslate2", False),
        ("corpus-tools", "ctranslate2", True),
        ("argostranslate's API", "argos", False),
    ):
        settings = TranslationOptions(engine=engine, beam_size=options.beam, retry=retry)
        with Translator(models_dir=options.models_dir, options=settings) as translator:
            translator.translate_batch(lines[:2], options.origin, options.target)  # open the models
            started = time.process_time()
            if engine == "argos":
                found = []
                for line in lines:
                    found += translator.translate_batch([line], options.origin, options.target)
                    if options.seconds and time.process_time() - started > options.seconds:
                        break
            else:
                found = translator.translate_batch(lines, options.origin, options.target)
            speeds[title] = len(found) / (time.process_time() - started)
        outputs[title] = [each.text for each in found]
        flags = Counter(flag for each in found for flag in each.flags)
        told = ", ".join(f"{name} {count}" for name, count in flags.most_common()) or "none"
        print(f"{title:<24} {speeds[title]:7.1f} sentences/s  flags: {told}")
        if reference is not None:
            scores[title] = _report(outputs[title], reference[: len(found)])

    argos = "argostranslate's API"
    done = len(outputs[argos])
    for title in ("corpus-tools, one pass", "corpus-tools"):
        same = sum(a == b for a, b in zip(outputs[title][:done], outputs[argos], strict=True))
        print(f"{title}: {speeds[title] / speeds[argos]:.2f} times as fast; {same} of {done} outputs the same", end="")
        print(f"; chrF {scores[title] - scores[argos]:+.2f}" if scores and done == len(lines) else "")


def _report(found: list[str], reference: list[str]) -> float:
    import sacrebleu

    chrf = sacrebleu.corpus_chrf(found, [reference]).score
    bleu = sacrebleu.corpus_bleu(found, [reference]).score
    print(f"{'':<24} chrF {chrf:.2f}  BLEU {bleu:.2f}")
    return float(chrf)


if __name__ == "__main__":
    main()
