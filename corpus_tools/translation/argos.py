"""argostranslate's own code as an engine, for comparison: its sentence splitter, its batches, its decoder."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus_tools.models import InstalledModel
from corpus_tools.translation.decoder import Decoding


class ArgosDecoder:
    """A package run by argostranslate. It has no scores and takes no decoding settings but the beam size.

    argostranslate wants a package's files in one folder: those of a starter package are copied into a temporary one.
    Only packages that embed a minisbd model are run, because its other sentence splitters call the network.
    """

    def __init__(self, model: InstalledModel) -> None:
        from argostranslate import package, translate

        logging.getLogger("argostranslate").setLevel(logging.ERROR)
        self.model = model
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="corpus-tools-argos-")
        root = Path(self._folder.name) / model.name
        for name, path in model.files:
            place = root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        source = translate.Language(model.source, model.source)
        target = translate.Language(model.target, model.target)
        self._translation: Any = translate.PackageTranslation(source, target, package.Package(root))

    def count_pieces(self, text: str) -> int:
        """Return 0: argostranslate cuts long texts itself."""
        return 0

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[tuple[str, float]]:
        """Return (translation, 0.0) of each text, one after another as argostranslate does."""
        with self._lock:
            return [(self._translation.translate(text), 0.0) for text in texts]
