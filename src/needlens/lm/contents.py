"""The files of a model on their way into a new folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from needlens.errors import ModelError, NotFound
from needlens.lm.card import Card
from needlens.lm.durable import copy_file, sync_folder, write_text
from needlens.lm.formats import check_kind
from needlens.lm.inspection import files_in
from needlens.lm.manifest import CARD, MANIFEST, Listed, Manifest, check_path


def sources_of(files: Path | Mapping[str, Path]) -> dict[str, Path]:
    """Return the files to publish by name, each of a kind that a model may hold.

    A manifest or card among them is left out: publishing writes its own.
    """
    if isinstance(files, Path):
        if not files.is_dir():
            raise NotFound(f"there is no folder {str(files)!r} to publish")
        files = {path: files / path for path in files_in(files)}
    sources = {path: file for path, file in files.items() if path not in (CARD, MANIFEST)}
    for path, file in sources.items():
        check_path(path, "publish")
        if not file.is_file():
            raise NotFound(f"there is no file {str(file)!r} to publish as {path}")
        check_kind(file, path)
    return sources


def fill(
    folder: Path,
    sources: Mapping[str, Path],
    card: Card,
    name: str,
    version: str,
    created_at: datetime,
) -> Manifest:
    """Write a whole version into a new folder, and make sure that it is on the disk."""
    listed = copy_all(folder, sources)
    text = _with_hash(card, listed).to_text()
    listed[CARD] = write_text(folder / CARD, text)
    manifest = Manifest(name, version, created_at, listed)
    write_text(folder / MANIFEST, manifest.to_text())
    sync_folder(folder)
    return manifest


def copy_all(folder: Path, sources: Mapping[str, Path]) -> dict[str, Listed]:
    """Copy files into a new folder; return them as a manifest lists them."""
    folder.mkdir()
    listed = {}
    for path, source in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        listed[path] = copy_file(source, folder / path)
    inner = {parent for path in sources for parent in (folder / path).parents}
    for one in inner:
        if one.is_relative_to(folder):
            sync_folder(one)
    return listed


def _with_hash(card: Card, listed: Mapping[str, Listed]) -> Card:
    main = listed.get(card.main_file)
    if main is None:
        raise ModelError(
            f"the card names {card.main_file!r} as the main file, but published are "
            f"{', '.join(sorted(listed)) or 'no files'}; mend the card"
        )
    if card.sha256 not in ("", main.sha256):
        raise ModelError(
            f"the card's SHA-256 is not that of {card.main_file}; "
            "leave it empty, or publish the file that the card speaks of"
        )
    return replace(card, sha256=main.sha256)
