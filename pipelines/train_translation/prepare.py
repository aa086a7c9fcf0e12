"""Select, clean, split and tokenise the training text: TSV pairs in, one small .npz and a SentencePiece model out.

python -m pipelines.train_translation.prepare --data DIR --config ar_en.toml --out WORK
"""

import argparse
import gzip
import hashlib
import json
import random
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece

from .other_names import exchanged, read_name_words, read_persons

SPECIAL = ("<unk>", "<s>", "</s>", "<pad>")
UNKNOWN, START, END, PAD = range(4)

QUOTES = dict.fromkeys(map(ord, "“”„‟«»″"), '"') | dict.fromkeys(map(ord, "‘’‚‛`´′"), "'")
SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t"), " ")
# Marks that carry no sound of their own in print, and invisible direction and joining controls.
DROPPED = dict.fromkeys(
    [
        *range(0x064B, 0x0653),
        0x0670,
        0x0640,
        0x00AD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        0x2066,
        0x2067,
        0x2068,
        0x2069,
        0xFEFF,
    ]
)
DIGITS = {start + n: str(n) for start in (0x0660, 0x06F0) for n in range(10)}
LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD), *range(0xFF01, 0xFF5F)]
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
CHARACTERS = LIGATURES | QUOTES | SPACES | DROPPED | DIGITS | {0x2026: "...", 0x2010: "-", 0x2011: "-", 0x2212: "-"}

ARABIC_LETTER, LATIN_LETTER = re.compile(r"[\u0620-\u064a]"), re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One sentence in both languages, with the index of its source."""

    texts: dict[str, str]
    source: int


def characters(text: dict) -> dict[int, str | None]:
    """Return what becomes of single characters: the table above and what the recipe's [text.characters] adds."""
    return CHARACTERS | {ord(character): target for character, target in text.get("characters", {}).items()}


def clean(text: str, table: dict[int, str | None] = CHARACTERS) -> str:
    """Return `text` as the model sees it: the same mapping is compiled into the SentencePiece model.

    >>> clean("«قالَـت»  ١٢٫٥ snake_case")
    '"قالت" 12٫5 snake_case'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(table).split())


def write_normalisation_rules(path: Path, table: dict[int, str | None]) -> None:
    """Write `table` in SentencePiece's rule format (hexadecimal code points, source TAB target)."""
    rules = []
    for code, target in sorted(table.items()):
        rules.append(f"{code:X}\t{' '.join(f'{ord(c):X}' for c in target or '')}")
    path.write_text("\n".join(rules) + "\n")


def allowed_sources(config: dict) -> list[dict]:
    """Return the configured sources; a licence outside the policy is an error, not a skip."""
    for source in config["source"]:
        if source["licence"] not in config["policy"]["licences"]:
            problem = f"{source['file']}: licence {source['licence']} is not in [policy] licences"
            raise SystemExit(f"{problem}; drop the source or extend them")
    return config["source"]


def acceptable(english: str, foreign: str) -> bool:
    """Tell whether a pair looks like a translation: letters in both, lengths within reason, not a copy."""
    if english == foreign or not LATIN_LETTER.search(english) or not foreign or not english:
        return False
    a, b = len(english), len(foreign)
    return max(a, b) <= 600 and (max(a, b) < 12 or 0.35 < a / b < 2.9)


def draw(text: str, salt: str) -> float:
    """Return a number in [0, 1) that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(f"{salt}\0{text}".encode()).digest()[:8], "big") / 2**64


def read_rows(data: Path, source: dict) -> Iterator[list[str]]:
    """Yield the cells of a source's rows, in the order of its columns."""
    if source["group"] == "names":  # no pairs of its own: see with_other_names
        return
    if source["group"] == "terms":
        from .terms import read_terms  # here, so that training on another machine does not need Babel

        yield from read_terms(source["file"], *source["columns"])
        return
    own = source["file"].startswith("written/")  # carried by the recipe itself
    folder = Path(__file__).parent if own else data / "parallel"
    with gzip.open(folder / source["file"], "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 2:
                yield cells


def read_pairs(data: Path, sources: list[dict], table: dict[int, str | None] = CHARACTERS) -> list[Pair]:
    """Read every source once, cleaned, exact duplicates out (the first source that has a pair keeps it)."""
    pairs, seen = [], set()
    for index, source in enumerate(sources):
        for cells in read_rows(data, source):
            texts = {language: clean(cell, table) for language, cell in zip(source["columns"], cells, strict=False)}
            foreign = next(text for language, text in texts.items() if language != "en")
            key = (texts["en"].casefold(), foreign)
            if key in seen or not acceptable(texts["en"], foreign):
                continue
            seen.add(key)
            pairs.append(Pair(texts=texts, source=index))
    return pairs


def split(
    pairs: list[Pair], sources: list[dict], hold_out: dict[str, float]
) -> tuple[list[Pair], dict[str, list[Pair]]]:
    """Hold out the share of each group that the hash of the English text picks; no held-out side stays in training."""
    held = {group: [] for group in hold_out}
    for pair in pairs:
        group = sources[pair.source]["group"]
        if draw(pair.texts["en"].casefold(), "hold-out") < hold_out.get(group, 0):
            held[group].append(pair)
    taken = {text.casefold() for group in held.values() for pair in group for text in pair.texts.values()}
    training = [pair for pair in pairs if not any(text.casefold() in taken for text in pair.texts.values())]
    return training, held


def with_other_names(pairs: list[Pair], sources: list[dict], data: Path, settings: dict) -> list[Pair]:
    """Return `pairs`, and copies of those that name a person of the authority file, with other names."""
    index = next(i for i, source in enumerate(sources) if source["group"] == "names")
    copies = exchanged(
        [(pair.texts["en"], pair.texts["ar"]) for pair in pairs],
        read_persons(Path(settings["authority"])),
        read_name_words(data / "parallel" / sources[index]["file"]),
        copies=[settings["copies"].get(sources[pair.source]["group"], 0) for pair in pairs],
        seed=settings["seed"],
    )
    return pairs + [Pair(texts={"en": clean(en), "ar": clean(ar)}, source=index) for en, ar in copies]


def train_tokeniser(
    pairs: list[Pair], sources: list[dict], languages: list[str], config: dict, out: Path
) -> sentencepiece.SentencePieceProcessor:
    """Train the shared unigram model on a sample in the proportions of the run."""
    rng = random.Random(config["seed"])
    write_normalisation_rules(out / "normalisation.tsv", characters(config))
    corpus = out / "tokeniser.txt"
    with corpus.open("w", encoding="utf-8") as file:
        for pair in pairs:
            weight = sum(sources[pair.source]["weights"]) / 2
            if rng.random() < min(weight, 1):
                texts = [pair.texts[language] for language in languages if language in pair.texts]
                file.writelines(text + "\n" for text in texts for _ in range(max(1, round(weight))))
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(out / "sentencepiece"),
        vocab_size=config["pieces"],
        model_type="unigram",
        character_coverage=config.get("character_coverage", 0.9999),
        normalization_rule_tsv=str(out / "normalisation.tsv"),
        split_digits=True,
        control_symbols=["<pad>", *(f"<2{language}>" for language in languages)],
        unk_id=UNKNOWN,
        bos_id=START,
        eos_id=END,
        unk_surface="⁇",
        num_threads=1,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return load_tokeniser(out)


def pack(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return all rows end to end, and where each starts (one more offset than rows)."""
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return np.fromiter((piece for row in rows for piece in row), np.uint16, int(offsets[-1])), offsets


def tokenise(
    pairs: list[Pair], processor, languages: list[str], *, segmentations: int, alpha: float, seed: int
) -> dict[str, np.ndarray]:
    """Pack the pairs: row `i * segmentations + k` is the k-th segmentation of pair i (the first is the best one).

    The row of a language that a pair lacks is empty.
    """
    sentencepiece.set_random_generator_seed(seed)
    arrays = {"source": np.array([pair.source for pair in pairs], np.int16), "segmentations": np.array(segmentations)}
    for language in languages:
        texts = [pair.texts.get(language, "") for pair in pairs]
        variants = [processor.encode(texts, num_threads=1)]
        variants += [
            [processor.encode(text, enable_sampling=True, alpha=alpha, nbest_size=-1) for text in texts]
            for _ in range(segmentations - 1)
        ]
        rows = [variant[i] for i in range(len(pairs)) for variant in variants]
        arrays[f"{language}_pieces"], arrays[f"{language}_offsets"] = pack(rows)
    return arrays


def load_tokeniser(folder: Path) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))


def prepare(data: Path, config_path: Path, out: Path, tokeniser: Path | None = None) -> None:
    """Write train.npz, held_*.npz with their texts, the tokeniser and counts.json to `out`.

    tokeniser: a SentencePiece model to use again instead of training one.
    """
    config = tomllib.loads(config_path.read_text())
    languages, text = config["languages"], config["text"]
    selection = tomllib.loads((config_path.parent / text["sources"]).read_text())
    sources = allowed_sources(selection)
    out.mkdir(parents=True, exist_ok=True)
    pairs = read_pairs(data, sources, characters(text))
    training, held = split(pairs, sources, selection["policy"]["hold_out"])
    if tokeniser:
        shutil.copyfile(tokeniser, out / "sentencepiece.model")
        processor = load_tokeniser(out)
    else:
        processor = train_tokeniser(training, sources, languages, text, out)
    if "other_names" in text:
        training = with_other_names(training, sources, data, text["other_names"])
    options = {"alpha": text["alpha"], "seed": text["seed"]}
    arrays = tokenise(training, processor, languages, segmentations=text["segmentations"], **options)
    np.savez(out / "train.npz", **arrays)
    for group, group_pairs in held.items():
        np.savez(out / f"held_{group}.npz", **tokenise(group_pairs, processor, languages, segmentations=1, **options))
        for language in languages:
            if lines := "".join(pair.texts[language] + "\n" for pair in group_pairs if language in pair.texts):
                (out / f"held_{group}.{language}").write_text(lines, encoding="utf-8")
    counts = {source["file"]: {"pairs": 0, "words_en": 0} for source in sources}
    for pair in training:
        count = counts[sources[pair.source]["file"]]
        count["pairs"] += 1
        count["words_en"] += len(pair.texts["en"].split())
    (out / "counts.json").write_text(json.dumps(counts, indent=1) + "\n")
    held_text = ", ".join(f"{len(rows)} {group}" for group, rows in held.items())
    print(f"{len(training)} pairs to train on, held out: {held_text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds parallel/")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokeniser", type=Path, help="this SentencePiece model instead of training one")
    arguments = parser.parse_args()
    prepare(arguments.data, arguments.config, arguments.out, arguments.tokeniser)


if __name__ == "__main__":
    main()
