"""The translation recipe, run for real on a miniature: prepare, train, resume, export, package."""

import gzip
import io
import random
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # recipes are run from the checkout, not installed

torch = pytest.importorskip("torch")
pytest.importorskip("sacrebleu")

from pipelines.train_translation import (  # noqa: E402
    batches,
    export,
    loss,
    other_names,
    prepare,
    restore,
    sentence_ends,
    train,
)
from pipelines.train_translation import model as model_code  # noqa: E402

CONFIG = """
languages = ["en", "ar"]
[text]
sources = "sources.toml"
pieces = 90
character_coverage = 1.0
segmentations = 2
alpha = 0.3
seed = 1
[model]
width = 16
heads = 2
feed_forward = 32
encoder_layers = 2
decoder_layers = 1
dropout = 0.1
[training]
seed = 1
batch_tokens = 512
longest = 64
learning_rate = 0.01
adam_rate = 0.01
weight_decay = 0.0
best_segmentation = 0.5
warmup_steps = 2
cooldown = 0.4
label_smoothing = 0.1
average_decay = 0.5
"""
SOURCES = """
[policy]
licences = ["CC0-1.0"]
hold_out = { news = 0.1 }
[[source]]
file = "news/made.tsv.gz"
columns = ["en", "ar"]
group = "news"
licence = "CC0-1.0"
credit = "made up by this test"
weights = [4, 4]
"""
WORDS = {
    "cat": "قطة",
    "dog": "كلب",
    "house": "بيت",
    "river": "نهر",
    "saw": "رأى",
    "left": "غادر",
    "big": "كبير",
    "old": "قديم",
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the configuration and the prepared text of 200 made-up pairs."""
    folder, rng = tmp_path_factory.mktemp("recipe"), random.Random(0)
    news = folder / "data/parallel/news"
    news.mkdir(parents=True)
    with gzip.open(news / "made.tsv.gz", "wt", encoding="utf-8") as file:
        for _ in range(200):
            words = rng.choices(list(WORDS), k=rng.randint(2, 9))
            file.write(f"The {' '.join(words)}.\t{' '.join(WORDS[word] for word in words)}.\n")
    (folder / "config.toml").write_text(CONFIG)
    (folder / "sources.toml").write_text(SOURCES)
    prepare.prepare(folder / "data", folder / "config.toml", folder / "work")
    return folder


def run(prepared: Path, steps: int) -> train.Run:
    torch.set_num_threads(1)
    return train.Run(train.load_config(prepared / "config.toml"), prepared / "work", train.Budget(steps=steps))


@pytest.fixture(scope="module")
def trained(prepared: Path) -> Path:
    """The checkpoint of an uninterrupted run of 14 steps."""
    train.train(run(prepared, 14), prepared / "run", minutes_between_checkpoints=99)
    return train.checkpoints(prepared / "run")[-1]


def test_clean_keeps_underscores_and_unifies_quotes_and_digits() -> None:
    assert prepare.clean("«قالَـت»  ١٢ snake_case") == '"قالت" 12 snake_case'


def test_the_tokeniser_normalises_as_clean_does(prepared: Path) -> None:
    processor = prepare.load_tokeniser(prepared / "work")
    assert processor.encode("«قطـة» كَلب") == processor.encode(prepare.clean("«قطـة» كَلب"))


def test_a_licence_outside_the_policy_is_refused(prepared: Path) -> None:
    selection = tomllib.loads(SOURCES.replace('licence = "CC0-1.0"', 'licence = "AGPL-3.0"'))
    with pytest.raises(SystemExit, match=r"AGPL-3\.0 is not in"):
        prepare.allowed_sources(selection)


def test_the_selection_that_ships_obeys_its_own_policy() -> None:
    for path in (ROOT / "pipelines/train_translation").glob("sources_*.toml"):
        selection = tomllib.loads(path.read_text(encoding="utf-8"))
        assert prepare.allowed_sources(selection)
        assert not [
            name for name in selection["policy"]["licences"] if "GPL" in name or "EUPL" in name or "-NC" in name
        ]


def test_no_held_out_side_is_trained_on(prepared: Path) -> None:
    sources = tomllib.loads(SOURCES)["source"]
    pairs = prepare.read_pairs(prepared / "data", sources)
    training, held = prepare.split(pairs, sources, {"news": 0.1})
    assert 5 < len(held["news"]) < 50
    assert not {pair.texts["ar"] for pair in training} & {pair.texts["ar"] for pair in held["news"]}
    assert prepare.split(pairs, sources, {"news": 0.1})[1] == held


def test_training_lowers_the_loss_on_held_out_text(prepared: Path, trained: Path) -> None:
    after = run(prepared, 14)
    before = after.measure()
    after.resume(trained)
    assert after.measure()["news_ar"] < before["news_ar"]


def test_a_resumed_run_ends_as_the_uninterrupted_one(prepared: Path, trained: Path, tmp_path: Path) -> None:
    first = run(prepared, 14)
    for _ in range(7):
        first.train_step()
    first.save(tmp_path / "half.pt")
    second = run(prepared, 14)
    second.resume(tmp_path / "half.pt")
    for _ in range(7):
        second.train_step()
    expected = torch.load(trained, weights_only=True)["average"]
    assert all(torch.equal(second.average[name], value) for name, value in expected.items())


def test_a_run_pauses_where_it_is_told_to_and_goes_on(prepared: Path, trained: Path, tmp_path: Path) -> None:
    for _ in range(14):
        paused = run(prepared, 14)
        if newest := next(reversed(train.checkpoints(tmp_path)), None):
            paused.resume(newest)
        train.train(paused, tmp_path, minutes_between_checkpoints=99, pause_after_minutes=0)
    expected, made = (torch.load(path, weights_only=True) for path in (trained, train.checkpoints(tmp_path)[-1]))
    assert made["place"][0] == 14
    assert all(torch.equal(made["average"][name], value) for name, value in expected["average"].items())


def test_ctranslate2_says_what_pytorch_says(prepared: Path, trained: Path, tmp_path: Path) -> None:
    model, _ = export.load_average(trained)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    processor = prepare.load_tokeniser(prepared / "work")
    vocabulary = [processor.id_to_piece(i) for i in range(processor.vocab_size())]
    export.write_ctranslate2(model, vocabulary, "ar", tmp_path, "int8")
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items()), (
        "quantising changed the model"
    )
    for origin, target in (("en", "ar"), ("ar", "en")):
        sentences = (prepared / f"work/held_news.{origin}").read_text(encoding="utf-8").splitlines()
        result = export.check(model, processor, target, sentences, tmp_path, vocabulary)
        assert result["float32_equals_torch"] == 1
        assert result["int8_equals_float32_tokens"] > 0.8  # sixteen features, barely trained


def test_packages_have_the_same_bytes_every_time(prepared: Path, trained: Path, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        arguments = ["--config", prepared / "config.toml", "--data", prepared / "work", "--checkpoint", trained]
        export.main([*map(str, arguments), "--out", str(tmp_path / name), "--check-sentences", "2"])
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).glob("*.argosmodel")})
    assert written[0] == written[1]
    first, second = (
        zipfile.ZipFile(io.BytesIO(written[0][f"translate-{code}.argosmodel"])) for code in ("en_ar", "ar_en")
    )
    assert first.read("translate-en_ar/model/model.bin") == second.read("translate-ar_en/model/model.bin")
    assert b"made up by this test" in first.read("translate-en_ar/NOTICE")


def test_argostranslate_runs_a_package(
    prepared: Path, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    argos_package = pytest.importorskip("argostranslate.package")
    from argostranslate import translate

    arguments = ["--config", prepared / "config.toml", "--data", prepared / "work", "--checkpoint", trained]
    export.main([*map(str, arguments), "--out", str(tmp_path), "--check-sentences", "1"])
    with zipfile.ZipFile(tmp_path / "translate-ar_en.argosmodel") as archive:
        archive.extractall(tmp_path)
    package = argos_package.Package(tmp_path / "translate-ar_en")
    origin, target = (translate.Language(code, code) for code in ("ar", "en"))
    translation = translate.PackageTranslation(origin, target, package)
    assert isinstance(translation.translate("رأى كلب. غادر قط."), str)


def test_the_sentence_splitter_runs_in_minisbd(tmp_path: Path) -> None:
    minisbd = pytest.importorskip("minisbd")
    (tmp_path / "en.onnx").write_bytes(sentence_ends.sentence_end_model("en"))
    detector = minisbd.SBDetect(str(tmp_path / "en.onnx"), use_gpu=False, max_threads=1)
    text = 'This is Mr. Smith of the U.S. Army! "Is it?" he asked. هل جاء؟ نعم.\n\nno stop'
    expected = ["This is Mr. Smith of the U.S. Army!", '"Is it?" he asked.', "هل جاء؟", "نعم.", "no stop"]
    assert [sentence.strip() for sentence in detector.sentences(text)] == expected


def test_weights_come_back_from_an_exported_model(prepared: Path, trained: Path) -> None:
    model, _ = export.load_average(trained)
    processor = prepare.load_tokeniser(prepared / "work")
    vocabulary = [processor.id_to_piece(i) for i in range(processor.vocab_size())]
    for quantization, error in ((None, 0.0), ("int8", 0.02)):
        export.write_ctranslate2(model, vocabulary, "ar", prepared / "restored", quantization)
        restored = restore.read_weights(prepared / "restored" / "model.bin")
        expected = model.state_dict()
        assert restored.keys() == expected.keys()
        for name, value in expected.items():
            assert torch.allclose(restored[name], value, atol=error * float(value.abs().max())), name
    begun = run(prepared, 14)
    begun.start_from(expected)
    before = run(prepared, 14)
    before.resume(trained)
    assert begun.measure() == before.measure()


def test_other_names_stand_in_the_same_place_on_both_sides() -> None:
    words = [other_names.NameWord(arabic="روزاليند", latin="Rosalind", count=1)]
    persons = {"Sergei Lavrov": ["سيرغي لافروف"]}
    made = other_names.exchanged(
        [
            ("Sergei Lavrov spoke.", "تحدث سيرغي لافروف."),
            ("Sergei Lavrov met Sergei Lavrov.", "التقى سيرغي لافروف بسيرغي لافروف."),
            ("He spoke.", "تحدث سيرغي لافروف."),
        ],
        persons,
        words,
        copies=[2, 2, 2],
        seed=1,
    )
    assert len(made) == 2
    for english, arabic in made:
        assert english.count("Rosalind") == arabic.count("روزاليند") >= 2
        assert english.endswith(" spoke.") and arabic.startswith("تحدث ")


@pytest.mark.parametrize(("copies", "consistency"), [(1, 0.0), (2, 0.0), (2, 4.0)])
def test_the_loss_by_blocks_and_its_gradients_are_those_of_the_whole_table(copies: int, consistency: float) -> None:
    generator = torch.Generator().manual_seed(0)
    states, embedding = (torch.randn(*shape, generator=generator) for shape in ((copies, 700, 8), (30, 8)))
    labels = torch.randint(30, (700,), generator=generator)
    plain = [x.double().requires_grad_() for x in (states, embedding)]
    logs = (plain[0] @ plain[1].T).log_softmax(-1)
    functional = torch.nn.functional
    expected = sum(
        functional.cross_entropy(one @ plain[1].T, labels, label_smoothing=0.1, reduction="sum") for one in plain[0]
    )
    if consistency:
        for one, other in ((logs[0], logs[1]), (logs[1], logs[0])):
            expected += consistency / 2 * functional.kl_div(one, other, log_target=True, reduction="sum")
    expected.backward()
    own = [x.clone().requires_grad_() for x in (states, embedding)]
    total = loss.ProjectedLoss.apply(*own, labels, 0.1, consistency)
    total.backward()
    assert total.item() == pytest.approx(expected.item(), rel=1e-5)
    for mine, theirs in zip(own, plain, strict=True):
        assert torch.allclose(mine.grad, theirs.grad.float(), atol=1e-3)


def test_two_passes_under_dropout_are_two_and_rounding_begins_where_the_recipe_says(prepared: Path) -> None:
    begun = run(prepared, 4)
    begun.settings |= {"consistency": 4.0, "consistency_from": 0.5, "rounding_from": 0.75}
    rounding, weights = [], []
    for _ in range(4):
        weights.append(begun.consistency(begun.budget.progress(begun.step)))
        assert torch.isfinite(begun.train_step())
        rounding.append(begun.model.encoder[0].widen.rounding)
    assert weights == [0.0, 0.0, 4.0, 4.0]
    assert rounding == [False, False, False, True]
    batch = begun.next_batch()
    once, count = loss.batch_loss(begun.model, batch, smoothing=0.1, dtype=torch.float32)
    twice, double = loss.batch_loss(begun.model, batch, smoothing=0.1, dtype=torch.float32, consistency=1e-9)
    assert double == 2 * count == 2 * len(batch.places)
    assert twice.item() != 2 * once.item()


def test_rounding_is_that_of_int8_and_lets_gradients_through() -> None:
    x = torch.tensor([[1.27, 0.634, -0.001], [0.0, 0.0, 0.0]], requires_grad=True)
    made = model_code.rounded(x)
    assert torch.allclose(made, torch.tensor([[1.27, 0.63, 0.0], [0.0, 0.0, 0.0]]))
    made.sum().backward()
    assert torch.equal(x.grad, torch.ones_like(x))


def test_weights_of_a_run_with_rounding_are_exact_in_int8(prepared: Path, trained: Path, tmp_path: Path) -> None:
    state = torch.load(trained, weights_only=True)
    state["config"]["training"]["rounding_from"] = 0.5
    torch.save(state, tmp_path / "rounded.pt")
    made, _ = export.load_average(tmp_path / "rounded.pt")
    processor = prepare.load_tokeniser(prepared / "work")
    vocabulary = [processor.id_to_piece(i) for i in range(processor.vocab_size())]
    export.write_ctranslate2(made, vocabulary, "ar", tmp_path / "int8", "int8")
    exported = restore.read_weights(tmp_path / "int8" / "model.bin")
    for name, value in made.state_dict().items():
        assert torch.allclose(exported[name], value, rtol=1e-5, atol=1e-8), name
        assert torch.allclose(state["average"][name], value, atol=0.01 * float(value.abs().max())), name


def test_pieces_are_hidden_in_training_alone_and_never_the_first() -> None:
    torch.manual_seed(0)
    shape = {"width": 8, "heads": 2, "feed_forward": 8, "encoder_layers": 1, "decoder_layers": 1}
    made = model_code.Translator(pieces=10, pad=3, dropout=0.0, piece_dropout=0.5, **shape)
    pieces = torch.randint(4, 10, (40, 6))
    made.eval()
    whole = made.embed(pieces, torch.float32)
    made.train()
    same = (made.embed(pieces, torch.float32) == whole).all(-1)
    assert same[:, 0].all()
    assert 0.3 < same[:, 1:].float().mean() < 0.7


def test_batches_hold_the_pieces_of_their_rows() -> None:
    packed = batches.Packed(
        source=np.zeros(2, np.int16),
        segmentations=1,
        pieces={"en": np.array([7, 8, 9, 6], np.uint16)},
        offsets={"en": np.array([0, 3, 4])},
    )
    assert packed.fill("en", np.array([1, 0]), 6, 5).tolist() == [[5, 6, 2, 3, 3, 3], [5, 7, 8, 9, 2, 3]]
    assert packed.fill("en", np.array([0]), 4, None).tolist() == [[7, 8, 9, 2]]


def test_batches_made_ahead_come_in_order_and_bring_their_error() -> None:
    def items() -> Iterator[int]:
        yield from range(40)
        raise ValueError("no more")

    made = batches.ahead(items(), ready=2)
    assert [next(made) for _ in range(40)] == list(range(40))
    with pytest.raises(ValueError, match="no more"):
        next(made)


def test_a_run_by_the_clock_counts_the_processes_before_it() -> None:
    budget = train.Budget(minutes=2, earlier_s=60)
    assert budget.progress(0) == pytest.approx(0.5, abs=0.05)
    budget = train.Budget(until_s=time.time() + 30, earlier_s=90)
    assert budget.progress(0) == pytest.approx(0.75, abs=0.05)


def test_the_text_that_the_recipes_carry_is_well_formed() -> None:
    folder = ROOT / "pipelines/train_translation"
    columns = {}
    for path in folder.glob("sources_*.toml"):
        for source in tomllib.loads(path.read_text(encoding="utf-8"))["source"]:
            if source["file"].startswith("written/"):
                assert columns.setdefault(source["file"], source["columns"]) == source["columns"]
    assert set(columns) == {f"written/{path.name}" for path in (folder / "written").iterdir()}
    for file, languages in columns.items():
        seen = set()
        for number, line in enumerate(gzip.decompress((folder / file).read_bytes()).decode().splitlines(), start=1):
            cells = dict(zip(languages, map(prepare.clean, line.split("\t")), strict=True))
            english = cells.pop("en")
            assert all(prepare.acceptable(english, text) for text in cells.values()), f"{file}:{number}: {line}"
            assert english not in seen, f"{file}:{number}: a second time"
            seen.add(english)
