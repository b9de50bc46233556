"""A model on the disk, checked before anything of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from needlens.errors import ModelError, NotFound
from needlens.lm.card import Card
from needlens.lm.inspection import inspect
from needlens.lm.manifest import CARD, Manifest


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of a model in its folder, and the manifest its files were checked against."""

    folder: Path
    manifest: Manifest

    @property
    def stamp(self) -> str:
        """Name, version and content in one word, to be kept with whatever the model made."""
        return f"{self.manifest.name}/{self.manifest.version}@{self.manifest.digest[:8]}"

    def card(self) -> Card:
        """Return what people must know of the model."""
        path = self.folder / CARD
        return Card.from_text(path.read_text(encoding="utf-8"), str(path))

    def path(self, file: str) -> Path:
        """Return where one of its files is; raise ModelError when it has no such file."""
        if file not in self.manifest.files:
            known = ", ".join(sorted(self.manifest.files))
            raise ModelError(f"{self.stamp} has no file {file!r}; it has {known}")
        return self.folder / file


def load(folder: Path) -> Stored:
    """Check a model's folder against its manifest and return it.

    Every file is read once per process to compare its SHA-256 (again when its size or
    time has changed). Raise NotFound when there is no folder, and ModelError, saying which
    file and why, for a pickle, a wrong hash, a missing or unlisted file, a link, a path
    that leads outside, or a manifest from a newer needlens.
    """
    if not folder.is_dir():
        raise NotFound(f"there is no model in {str(folder)!r}; give the folder of one")
    manifest = Manifest.read(folder)
    inspect(folder, manifest)
    return Stored(folder, manifest)
