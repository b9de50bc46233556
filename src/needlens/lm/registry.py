"""The registry: versions of models as folders, published whole or not at all.

::

    models/reader-zh-en/
        current            the version in use, then the ones that were in use before it
        1/  manifest.json  card.md  model.onnx  tokenizer.json
        2/  …

A version is never changed after it is published. Publishing fills a folder beside, makes
sure that it is on the disk, renames it and then replaces ``current``, so that a reader
sees the old version or the new one, whenever the publisher dies. Loading checks the
SHA-256 of every file and takes no file that could run code.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from needlens.errors import ModelError, NotFound
from needlens.lm.card import Card
from needlens.lm.contents import fill, sources_of
from needlens.lm.durable import only_writer, sync_folder
from needlens.lm.manifest import MANIFEST, check_name
from needlens.lm.pointer import CURRENT, history, is_version, known_history, point
from needlens.lm.shipped import shipped
from needlens.lm.stored import Stored, load

__all__ = [
    "Stored",
    "current",
    "find",
    "load",
    "names",
    "own",
    "publish",
    "rollback",
    "shipped",
    "versions",
]

_BESIDE = ".new-"


def publish(
    root: Path,
    name: str,
    files: Path | Mapping[str, Path],
    card: Card,
    *,
    created_at: datetime | None = None,
) -> Stored:
    """Make files a new version of model ``name`` under ``root`` and put it in use.

    ``files`` is a folder, or paths by the names they get. Versions are whole numbers, one
    more than the last. ``created_at`` (with time zone) is now by default. Raise ModelError
    when a file is of a kind a model may not hold (see ``needlens.lm.formats``), NotFound
    when one is missing, WorkspaceBusy when another process keeps publishing the same
    model, StoreError when the disk refuses; nothing has changed then.
    """
    check_name(name)
    sources = sources_of(files)
    home = root / name
    with only_writer(home):
        _sweep(home)
        version = str(max((int(v) for v in _folders(home)), default=0) + 1)
        beside = home / f"{_BESIDE}{version}"
        try:
            manifest = fill(beside, sources, card, name, version, created_at or datetime.now(UTC))
            beside.rename(home / version)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        sync_folder(home)
        sync_folder(root)
        point(home, [version, *known_history(home)])
    return Stored(home / version, manifest)


def rollback(root: Path, name: str, to: str | None = None) -> Stored:
    """Put an earlier version in use again: the one before, or ``to``; return it.

    The version is checked first; no version is deleted. Raise NotFound when there is no
    such version or none before, ModelError when it is damaged; nothing has changed then.
    """
    _require(root, name)
    home = root / name
    with only_writer(home):
        used = history(home) if to is None else known_history(home)
        if to is None and len(used) < 2:
            raise NotFound(
                f"{name}: no other version was in use before; choose one of "
                f"{', '.join(versions(root, name))} with --to"
            )
        chosen = to or used[1]
        stored = _open(root, name, chosen)
        point(home, used[used.index(chosen) :] if chosen in used else [chosen, *used])
    return stored


def names(root: Path) -> list[str]:
    """Return the names of the models under ``root`` that have a version."""
    homes = sorted(path.name for path in root.glob("[a-z0-9]*") if path.is_dir())
    return [name for name in homes if _complete(root / name)]


def versions(root: Path, name: str) -> list[str]:
    """Return the versions of a model, the oldest first; empty when there is no such model."""
    check_name(name)
    return _complete(root / name)


def current(root: Path, name: str) -> str:
    """Return the version in use; raise NotFound when there is none."""
    _require(root, name)
    used = history(root / name)
    if not used:
        raise NotFound(
            f"{name}: no version is in use; choose one of {', '.join(versions(root, name))}: "
            f"needlens models rollback {name} --to VERSION"
        )
    return used[0]


def find(name: str, root: Path | None = None, version: str | None = None) -> Stored:
    """Return a model ready to use: the shop's own under ``root``, else the shipped one.

    Without ``version`` it is the one in use. Raise NotFound when there is neither, and
    ModelError when it cannot be used.
    """
    check_name(name)
    if root is not None and (version is not None or (root / name / CURRENT).exists()):
        return _open(root, name, version or current(root, name))
    stored = load(shipped(name))
    if stored.manifest.name != name:
        raise ModelError(f"{stored.folder} holds {stored.stamp}, not {name}; install it again")
    return stored


def own(name: str, root: Path | None) -> Path | None:
    """Return the folder of the model of this name that the shop keeps under ``root``.

    None when it keeps none, so that the one that came with needlens is used. Raise
    ModelError when it cannot be used.
    """
    if root is None or not (root / name / CURRENT).exists():
        return None
    return find(name, root).folder


def _open(root: Path, name: str, version: str) -> Stored:
    there = versions(root, name)
    if version not in there:
        raise NotFound(
            f"{name} has no version {version!r}; there are: {', '.join(there) or 'none'}"
        )
    stored = load(root / name / version)
    if (stored.manifest.name, stored.manifest.version) != (name, version):
        raise ModelError(
            f"{stored.folder} holds {stored.stamp}, which does not belong there; "
            "put it back or publish it anew"
        )
    return stored


def _require(root: Path, name: str) -> None:
    if not versions(root, name):
        known = ", ".join(names(root)) or "none"
        raise NotFound(f"there is no model {name!r} in {root}; there are: {known}")


def _folders(home: Path) -> list[str]:
    found = (p.name for p in home.iterdir() if p.is_dir()) if home.is_dir() else ()
    return sorted((name for name in found if is_version(name)), key=int)


def _complete(home: Path) -> list[str]:
    return [version for version in _folders(home) if (home / version / MANIFEST).is_file()]


def _sweep(home: Path) -> None:
    """Remove what publishers that died have left; the caller is the only writer."""
    for path in home.glob(f"{_BESIDE}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
