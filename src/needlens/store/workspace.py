"""Workspace 工作区: the folder that holds everything of one shop."""

from __future__ import annotations

from pathlib import Path

from needlens.config import Config
from needlens.errors import NotFound, StoreError, UserError
from needlens.store._database import Database

SETTINGS = "needlens.toml"
DATABASE = "shop.duckdb"


class Workspace:
    """A folder with ``needlens.toml``, ``shop.duckdb``, ``key`` and ``domains/``."""

    def __init__(self, folder: Path, config: Config | None = None) -> None:
        self.folder = folder
        self.config = config or Config.load(folder / SETTINGS)

    @classmethod
    def create(cls, folder: Path, config: Config | None = None) -> Workspace:
        """Make the folder a workspace; nothing is changed in one that is there already."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            settings = folder / SETTINGS
            if not settings.exists():
                settings.write_text((config or Config()).to_text(), encoding="utf-8")
        except (FileExistsError, NotADirectoryError):
            raise UserError(
                f"{folder} is a file; a workspace is a folder, give another name"
            ) from None
        except OSError as error:
            raise StoreError(f"{folder} cannot be written: {error.strerror}") from None
        return cls(folder, config)

    @classmethod
    def find(cls, folder: Path, config: Config | None = None) -> Workspace:
        """Return the workspace in ``folder``; raise NotFound when there is none."""
        if not (folder / SETTINGS).is_file():
            raise NotFound(
                f"{folder} is no needlens workspace; make one with: needlens open {folder}"
            )
        return cls(folder, config)

    @property
    def key_path(self) -> Path:
        """Where the key for pseudonyms and sealed rows is: never inside the database."""
        chosen = self.config.privacy.key_file
        return Path(chosen).expanduser() if chosen else self.folder / "key"

    def database(self, *, read_only: bool = False) -> Database:
        """Open the database file."""
        return Database(self.folder / DATABASE, self.config.store, read_only=read_only)
