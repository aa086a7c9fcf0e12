"""The `argos` engine: argostranslate's own code on the same packages, for comparison."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus_tools.errors import ModelMismatchError
from corpus_tools.models.catalogue import InstalledModel
from corpus_tools.translation.options import TranslationOptions


class ArgosDecoder:
    """A package opened by argostranslate. It splits sentences itself and translates one text after another.

    A context manager: argostranslate wants a package in one folder, which is laid out aside (by links where the file
    system has them) and removed on leaving.
    """

    def __init__(self, model: InstalledModel, options: TranslationOptions) -> None:
        if not any(name.startswith("minisbd/") for name, _ in model.files):
            raise ModelMismatchError(
                "the package embeds no minisbd model, and argostranslate would download one",
                where=model.name,
                remedy="use engine='ctranslate2'",
            )
        self.model = model
        self._folder = tempfile.TemporaryDirectory(prefix="corpus-tools-argos-")
        self._lock = threading.Lock()
        package_folder = lay_out(model, Path(self._folder.name) / model.name)
        logging.getLogger("argostranslate").setLevel(logging.ERROR)
        from argostranslate import settings
        from argostranslate.package import Package
        from argostranslate.translate import Language, PackageTranslation

        settings.beam_size = options.beam_size
        settings.inter_threads = options.inter_threads
        settings.intra_threads = options.intra_threads
        package = Package(package_folder)
        try:
            self._translation: Any = PackageTranslation(
                Language(model.source, model.source), Language(model.target, model.target), package
            )
            self._bound_splitter(options.intra_threads)
        except Exception as error:  # whatever the splitter it picks may raise
            raise ModelMismatchError(
                f"argostranslate cannot open the package: {error}", where=model.name, remedy="use engine='ctranslate2'"
            ) from error

    def _bound_splitter(self, threads: int) -> None:
        """Open the sentence splitter with as many threads as the model: its own default keeps every core spinning."""
        from argostranslate.sbd import MiniSBDSentencizer, SBDetect

        splitter = self._translation.sentencizer
        if isinstance(splitter, MiniSBDSentencizer):  # a package may bring another splitter as well
            splitter.detector = SBDetect(splitter.lang, use_gpu=False, max_threads=threads)

    def __enter__(self) -> ArgosDecoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was laid out."""
        self._folder.cleanup()

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Return argostranslate's own translation of each text, in order."""
        with self._lock:
            return [str(self._translation.translate(text)) if text.strip() else text for text in texts]


def lay_out(model: InstalledModel, folder: Path) -> Path:
    """Put the files of `model` into `folder` as an Argos package has them: links where possible, copies otherwise."""
    for name, path in model.files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.symlink_to(path.resolve())
        except OSError:
            shutil.copyfile(path, target)
    return folder
