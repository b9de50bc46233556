"""The encoder that intents stand on: the shipped one, or one in a folder."""

from __future__ import annotations

from pathlib import Path

from needlens.lm.embedder import Embedder
from needlens.lm.manifest import MANIFEST
from needlens.lm.registry import load, shipped

SHIPPED = "reader-zh-en"


def encoder(folder: Path | None = None) -> Embedder:
    """Open the encoder of the shipped reader, or that in ``folder``.

    A model's files are checked against its manifest. Raise NotFound when there is none,
    saying how to install it, and ModelError when it is damaged.
    """
    if folder is not None and not (folder / MANIFEST).is_file():
        return Embedder(folder)
    return Embedder(load(folder or shipped(SHIPPED)).folder)
