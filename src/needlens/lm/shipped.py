"""Models that come as data packages of their own: a folder of files, no Python code."""

from __future__ import annotations

import shutil
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from needlens.errors import NotFound
from needlens.lm.contents import copy_all
from needlens.lm.durable import write_text
from needlens.lm.manifest import MANIFEST, Manifest
from needlens.lm.stored import Stored, load

SHIPPED = {"reader-zh-en": "needlens_reader_zh_en", "needs-zh-en": "needlens_needs_zh_en"}
"""The package that holds each model."""


def shipped(name: str) -> Path:
    """Return the folder of a model that came with needlens; it is not yet checked.

    Raise NotFound when its package is not installed, saying how to install it.
    """
    if name not in SHIPPED:
        raise NotFound(
            f"there is no model {name!r} among those shipped with needlens: {', '.join(SHIPPED)}"
        )
    # find_spec runs nothing of the package, and the package holds nothing that runs.
    spec = find_spec(SHIPPED[name])
    for folder in (spec and spec.submodule_search_locations) or ():
        if (Path(folder) / MANIFEST).is_file():
            return Path(folder)
    raise NotFound(f"the model {name} is not installed; install it: pip install ./models/{name}")


def installed() -> dict[str, Path]:
    """Return the folders of the shipped models that are installed, by name."""
    found = {}
    for name in SHIPPED:
        try:
            found[name] = shipped(name)
        except NotFound:
            continue
    return found


def ship(stored: Stored, folder: Path, version: str) -> Stored:
    """Copy a model into the folder of its data package, as ``version`` (e.g. 1.0.0) of it.

    ``folder`` is e.g. ``models/reader-zh-en/src/needlens_reader_zh_en``; the model that was
    in it is replaced. Raise ModelError when it holds anything but a good model.
    """
    manifest = replace(stored.manifest, version=version)
    Manifest.from_text(manifest.to_text())
    beside = folder.with_name(f".new-{folder.name}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.parent.mkdir(parents=True, exist_ok=True)
    copy_all(beside, {path: stored.path(path) for path in manifest.files})
    write_text(beside / MANIFEST, manifest.to_text())
    load(beside)
    if folder.is_dir() and any(folder.iterdir()):
        load(folder)
        shutil.rmtree(folder)
    beside.replace(folder)
    return load(folder)
