"""A sentence splitter as one small ONNX file with the interface of MiniSBD: what argostranslate embeds in a package.

MiniSBD's networks label characters: 0 inside a token, 1 end of a token, 2 end of a sentence. Here a single convolution
does it: each of its filters recognises one pattern of characters (a stop before a blank, an initial, a title), and a
weighted sum of the filters votes. The file is written by hand (the ONNX protobuf needs no library), so its bytes are
the same everywhere.
"""

import json

import numpy as np

STOPS, CLOSERS, SPACES = ".!?؟۔…", "\"'”’»)]", " \n"
LOWER, UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TITLES = (
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "St",
    "Gen",
    "Lt",
    "Col",
    "Sgt",
    "Maj",
    "Capt",
    "Sen",
    "Rep",
    "Gov",
    "Prof",
    "No",
    "vs",
    "Jr",
)
PAD, UNKNOWN = 0, 1
UNITS = ["<PAD>", "<UNK>", *STOPS, *CLOSERS, *SPACES, *LOWER, *UPPER]
BACK, AHEAD = 5, 3  # characters that a filter sees before and after the one it judges


def patterns() -> list[tuple[dict[int, str], int]]:
    """Return (offset from the judged character → characters that match, vote); "" is the edge of the text."""
    found = []
    for closers in range(3):  # a stop, then up to two closing marks, then a blank
        ends = {-closers: STOPS} | {-i: CLOSERS for i in range(closers)}
        found.append((ends | {1: SPACES}, 1))
        found.append((ends | {1: SPACES, 2: LOWER}, -9))
        found.append((ends | {1: SPACES, 2: CLOSERS[:2], 3: LOWER}, -9))
    for title in TITLES:
        spelt = {i - len(title): letter for i, letter in enumerate(title)} | {0: "."}
        found += [(spelt | {-len(title) - 1: before}, -9) for before in (SPACES + CLOSERS, "")]
    found += [({-2: before, -1: UPPER, 0: "."}, -9) for before in (SPACES + ".", "")]  # an initial: J. Smith, U.S.
    return found


def table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the filters (n, units + edge, width), their thresholds (n,) and their votes (5, n)."""
    rules = patterns()
    filters = np.zeros((len(rules), len(UNITS), BACK + 1 + AHEAD), np.float32)
    thresholds, votes = np.zeros(len(rules), np.float32), np.zeros((5, len(rules), 1), np.float32)
    for n, (rule, vote) in enumerate(rules):
        for offset, characters in rule.items():
            units = [UNITS.index(character) for character in characters] or [PAD]
            filters[n, units, BACK + offset] = 1
        thresholds[n] = 1 - len(rule)
        votes[2, n, 0] = 2 * vote
    return filters, thresholds, votes


# --- ONNX, spelt out ------------------------------------------------------------------------------------------------


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def field(number: int, value: int | str | bytes) -> bytes:
    """Return one protobuf field: an integer as varint, text and messages with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name: str, array: np.ndarray) -> bytes:
    kind = {"float32": 1, "int64": 7}[str(array.dtype)]
    return (
        b"".join(field(1, size) for size in array.shape) + field(2, kind) + field(8, name) + field(9, array.tobytes())
    )


def node(operator: str, inputs: list[str], output: str, **attributes: list[int] | int) -> bytes:
    body = b"".join(field(1, name) for name in inputs) + field(2, output) + field(4, operator)
    for name, value in attributes.items():
        if isinstance(value, int):
            content = field(1, name) + field(3, value) + field(20, 2)
        else:
            content = field(1, name) + b"".join(field(8, item) for item in value) + field(20, 7)
        body += field(5, content)
    return body


def port(name: str, kind: int, *sizes: str | int) -> bytes:
    shape = b"".join(field(1, field(1, size) if isinstance(size, int) else field(2, size)) for size in sizes)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def sentence_end_model(language: str) -> bytes:
    """Return the bytes of the ONNX model for `language` (the rules are the same for all; the code is a label)."""
    filters, thresholds, votes = table()
    # Beyond the text everything counts as <PAD>: MiniSBD pads on the right; on the left `edge` does it.
    base = np.array([0.5, 0, 0, 0, 0], np.float32)
    end_of_text = np.array([[0, 0, 99, 0, 0]], np.float32)
    nodes = [
        node("Concat", ["left", "units_t"], "padded_t", axis=0),
        node("Transpose", ["padded_t"], "padded", perm=[1, 0]),
        node("Gather", ["one_hot", "padded"], "spread", axis=0),
        node("Transpose", ["spread"], "channels", perm=[0, 2, 1]),
        node("Conv", ["channels", "filters", "thresholds"], "scores", pads=[0, AHEAD]),
        node("Relu", ["scores"], "fired"),
        node("Conv", ["fired", "votes", "base"], "sums"),
        node("Transpose", ["sums"], "by_place", perm=[0, 2, 1]),
        node("MatMul", ["features", "end_of_text"], "last"),
        node("Add", ["by_place", "last"], "out"),
    ]
    # (BACK, batch) columns of <PAD> to the left: shape taken from the input.
    nodes = [
        node("Transpose", ["units"], "units_t", perm=[1, 0]),
        node("Shape", ["units"], "shape"),
        node("Gather", ["shape", "first"], "batch", axis=0),
        node("Concat", ["back", "batch"], "left_shape", axis=0),
        node("ConstantOfShape", ["left_shape"], "left_float"),
        node("Cast", ["left_float"], "left", to=7),
        *nodes,
    ]
    constants = {
        "first": np.array([0], np.int64),
        "back": np.array([BACK], np.int64),
        "one_hot": np.eye(len(UNITS), dtype=np.float32),
        "filters": filters,
        "thresholds": thresholds,
        "votes": votes,
        "base": base,
        "end_of_text": end_of_text,
    }
    graph = b"".join(field(1, item) for item in nodes) + field(2, "sentence_ends")
    graph += b"".join(field(5, tensor(name, array)) for name, array in constants.items())
    graph += (
        field(11, port("units", 7, "b", "t"))
        + field(11, port("features", 1, "b", "t", 1))
        + field(12, port("out", 1, "b", "t", 5))
    )
    config = {
        "skip_newline": False,
        "max_seqlen": 1000,
        "no_ssplit": False,
        "batch_size": 64,
        "feat_funcs": ["end_of_para"],
    }
    config |= {"use_dictionary": False, "num_dict_feat": 0}
    vocabulary = {
        "lang": language,
        "idx": 0,
        "cutoff": 0,
        "lower": False,
        "_id2unit": UNITS,
        "_unit2id": {unit: i for i, unit in enumerate(UNITS)},
    }
    metadata = {
        "lang_code": language,
        "config": json.dumps(config),
        "vocab": json.dumps(vocabulary, ensure_ascii=False),
        "lexicon": "null",
    }
    model = field(1, 8) + field(2, "corpus-tools") + field(7, graph) + field(8, field(1, "") + field(2, 13))
    return model + b"".join(field(14, field(1, key) + field(2, value)) for key, value in metadata.items())
