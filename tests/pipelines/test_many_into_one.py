"""A recipe with several source languages: which pairs go where, and what a new tokeniser takes over from an old one."""

import gzip
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # recipes are run from the checkout, not installed

torch = pytest.importorskip("torch")

from pipelines.train_translation import batches, prepare, restore, terms  # noqa: E402

CONFIG = """
languages = ["en", "tr", "fa"]
directions = [["tr", "en"], ["fa", "en"]]
[text]
sources = "sources.toml"
pieces = 90
character_coverage = 1.0
segmentations = 2
alpha = 0.3
seed = 1
[text.characters]
"\\u06A9" = "\\u0643"
"\\u200C" = " "
"""
SOURCES = """
[policy]
licences = ["CC0-1.0"]
hold_out = { tr = 0.2, fa = 0.2 }
""" + "".join(
    f"""
[[source]]
file = "{language}.tsv.gz"
columns = ["{language}", "en"]
group = "{language}"
licence = "CC0-1.0"
credit = "made up by this test"
weights = [4, 4]
"""
    for language in ("tr", "fa")
)
TURKISH = ("kedi", "köpek", "ev", "nehir", "gördü", "büyük", "eski")
PERSIAN = ("گربه", "سگ", "خانه", "رود", "کشور", "می\u200cشود", "کهنه")
ENGLISH = ("cat", "dog", "house", "river", "saw", "big", "old")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared text of pairs of two origins."""
    folder, rng = tmp_path_factory.mktemp("recipe"), np.random.default_rng(0)
    (folder / "data/parallel").mkdir(parents=True)
    for language, words in (("tr", TURKISH), ("fa", PERSIAN)):
        with gzip.open(folder / f"data/parallel/{language}.tsv.gz", "wt", encoding="utf-8") as file:
            for _ in range(120):
                chosen = rng.integers(len(words), size=rng.integers(2, 9))
                sides = (" ".join(table[i] for i in chosen) for table in (words, ENGLISH))
                file.write("\t".join(sides) + "\n")
    (folder / "config.toml").write_text(CONFIG)
    (folder / "sources.toml").write_text(SOURCES)
    prepare.prepare(folder / "data", folder / "config.toml", folder / "work")
    return folder / "work"


def test_each_direction_draws_the_pairs_that_have_both_its_languages(work: Path) -> None:
    languages, ways = (
        ["en", "tr", "fa"],
        batches.directions(tomllib.loads(CONFIG)),
    )
    packed = batches.Packed.load(work / "train.npz", languages)
    settings = {"best_segmentation": 0.5, "longest": 64, "batch_tokens": 512}
    plans = batches.plan_round(packed, np.array([4.0, 4.0]), ways, settings, (1, 0))
    for number, (origin, target) in enumerate(ways):
        rows = np.concatenate([plan.origin_rows for plan in plans if (plan.origin, plan.target) == (origin, target)])
        pairs = rows // packed.segmentations
        assert set(pairs) == set(np.flatnonzero(packed.source == number))
        assert packed.lengths(origin, rows).min() > 0
    assert {plan.target for plan in plans} == {"en"}


def test_a_recipe_that_names_no_directions_trains_both() -> None:
    assert batches.directions({"languages": ["en", "ar"]}) == [("en", "ar"), ("ar", "en")]


def test_held_out_text_has_the_languages_of_its_own_group_alone(work: Path) -> None:
    assert (work / "held_tr.tr").exists() and not (work / "held_tr.fa").exists()
    sides = [(work / f"held_fa.{language}").read_text(encoding="utf-8").splitlines() for language in ("fa", "en")]
    assert len(sides[0]) == len(sides[1]) > 5


def test_the_tokeniser_maps_the_characters_that_the_recipe_adds(work: Path) -> None:
    processor = prepare.load_tokeniser(work)
    assert processor.encode("می\u200cشود کشور") == processor.encode("می شود كشور")


def test_a_new_tokeniser_keeps_the_rows_of_known_pieces_and_makes_the_others_of_their_parts(work: Path) -> None:
    processor = prepare.load_tokeniser(work)
    embedding = torch.arange(processor.vocab_size() * 3, dtype=torch.float32).reshape(-1, 3)
    assert torch.equal(restore.other_pieces(embedding, processor, processor), embedding)

    class Wanted:
        """Three pieces: a known one, a new one of known parts, and one of letters that the old model lacks."""

        pieces = ("▁cat", "▁catdog", "漢")

        def vocab_size(self) -> int:
            return len(self.pieces)

        def id_to_piece(self, number: int) -> str:
            return self.pieces[number]

        def is_control(self, number: int) -> bool:
            return False

        is_unknown = is_control

    rows = restore.other_pieces(embedding, processor, Wanted())
    assert torch.equal(rows[0], embedding[processor.piece_to_id("▁cat")])
    assert torch.allclose(rows[1], embedding[processor.encode("catdog")].mean(0))
    assert not any(torch.equal(rows[2], row) for row in embedding)


def test_terms_are_the_same_things_in_both_languages(tmp_path: Path) -> None:
    pairs = dict(terms.read_terms("cldr", "tr", "en"))
    assert (pairs["Almanya"], pairs["Şubat"], pairs["Salı"], pairs["Semerkant"]) == (
        "Germany",
        "February",
        "Tuesday",
        "Samarkand",
    )
    authority = tmp_path / "authority.toml"
    authority.write_text(
        'person = [{ id = "a", en = ["A B", "B"], tr = ["Ç D"] }, { id = "b", en = ["Only English"] }]\n',
        encoding="utf-8",
    )
    assert list(terms.read_terms(str(authority), "tr", "en")) == [["Ç D", "A B"]]
