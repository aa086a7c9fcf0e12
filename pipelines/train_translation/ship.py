"""Put the packages of one model into the package data, what they share once.

    python -m pipelines.train_translation.ship EXPORT/translate-*.argosmodel \\
        --out corpus_tools/starter_models/translate/arabic_english

Refuses packages whose weights, vocabulary or tokeniser differ.
"""

import argparse
import shutil
import zipfile
from pathlib import Path

SHARED = {
    "model/model.bin": "model.bin",
    "model/shared_vocabulary.json": "shared_vocabulary.json",
    "sentencepiece.model": "sentencepiece.model",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    shared: dict[str, bytes] = {}
    for package in options.packages:
        with zipfile.ZipFile(package) as archive:
            folder = options.out / package.stem.removeprefix("translate-")
            shutil.rmtree(folder, ignore_errors=True)
            for info in archive.infolist():
                name = info.filename.split("/", 1)[1]
                if not name or info.is_dir():
                    continue
                content = archive.read(info)
                if name in SHARED:
                    if shared.setdefault(name, content) != content:
                        raise SystemExit(f"{package}: {name} differs from that of the other packages")
                    continue
                place = folder / ("config.json" if name == "model/config.json" else name)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
    for name, content in shared.items():
        place = options.out / "shared" / SHARED[name]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    print(f"{options.out}: {sum(map(len, shared.values())):,} bytes shared by {len(options.packages)} packages")


if __name__ == "__main__":
    main()
