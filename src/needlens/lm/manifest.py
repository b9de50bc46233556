"""The manifest of a model: which files it consists of, each with its size and SHA-256."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from needlens.errors import ModelError

FORMAT = 1
MANIFEST = "manifest.json"
CARD = "card.md"
_MOST_BYTES = 1_000_000
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,2}")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it; ``size`` is in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version of a model consists of; ``files`` by path inside its folder.

    ``created_at`` is kept in UTC, in whole seconds.
    """

    name: str
    version: str
    created_at: datetime
    files: Mapping[str, Listed]

    def __post_init__(self) -> None:
        if self.created_at.tzinfo is None:
            raise ModelError(f"created_at {self.created_at} has no time zone; give one, e.g. UTC")
        at = self.created_at.astimezone(UTC).replace(microsecond=0)
        object.__setattr__(self, "created_at", at)

    @property
    def digest(self) -> str:
        """SHA-256 over all files but the card: models with the same digest work alike."""
        files = [(path, one.sha256) for path, one in self.files.items() if path != CARD]
        lines = (f"{hashed}  {path}\n" for path, hashed in sorted(files))
        return sha256("".join(lines).encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(one.size for one in self.files.values())

    def to_text(self) -> str:
        """Return the manifest as JSON, the files in order of their paths."""
        plain = {
            "format": FORMAT,
            "name": self.name,
            "version": self.version,
            "created_at": self.created_at.isoformat(),
            "files": {path: asdict(one) for path, one in sorted(self.files.items())},
        }
        return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_text(cls, text: str, where: str = MANIFEST) -> Manifest:
        """Read a manifest; raise ModelError when it is none, or of a newer format.

        >>> Manifest.from_text('{"format": 2}')
        Traceback (most recent call last):
        ...
        needlens.errors.ModelError: manifest.json has format 2, this needlens reads up to 1; \
install a newer needlens
        """
        try:
            given = json.loads(text)
        except (ValueError, RecursionError):
            raise _damaged(where, "it is not JSON") from None
        if not isinstance(given, dict) or type(given.get("format")) is not int:
            raise _damaged(where, "it has no format number")
        if given["format"] > FORMAT:
            raise ModelError(
                f"{where} has format {given['format']}, this needlens reads up to {FORMAT}; "
                "install a newer needlens"
            )
        return cls(
            name=_matching(given, "name", _NAME, where),
            version=_matching(given, "version", _VERSION, where),
            created_at=_moment(given, where),
            files=_files(given, where),
        )

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest in ``folder``; raise ModelError when there is no good one."""
        path = folder / MANIFEST
        if path.is_symlink() or not path.is_file():
            raise ModelError(f"{folder} holds no {MANIFEST}, so it is no model of needlens")
        if path.stat().st_size > _MOST_BYTES:
            raise _damaged(str(path), f"it is larger than {_MOST_BYTES:,} bytes")
        try:
            return cls.from_text(path.read_text(encoding="utf-8"), str(path))
        except UnicodeDecodeError:
            raise _damaged(str(path), "it is not JSON") from None


def check_name(name: str) -> None:
    """Raise ModelError unless ``name`` can be a model's name (and so a folder's).

    >>> check_name("reader-zh-en")
    >>> check_name("../评价")
    Traceback (most recent call last):
    ...
    needlens.errors.ModelError: '../评价' is no name of a model; use a-z, 0-9 and hyphens, \
e.g. reader-zh-en
    """
    if not _NAME.fullmatch(name) or len(name) > 64:
        raise ModelError(
            f"{name!r} is no name of a model; use a-z, 0-9 and hyphens, e.g. reader-zh-en"
        )


def check_path(path: str, where: str) -> None:
    """Raise ModelError unless ``path`` is a plain relative path that stays in its folder.

    >>> check_path("heads/情感.npy", "manifest.json")
    Traceback (most recent call last):
    ...
    needlens.errors.ModelError: manifest.json: 'heads/情感.npy' is no plain file name; use \
ASCII letters, digits, '_', '-' and '.', with '/' between folders
    """
    parts = path.split("/")
    if path.startswith(("/", "\\", "~")) or ".." in parts or "\\" in path or ":" in path:
        raise ModelError(
            f"{where}: {path!r} leads outside the model's folder; the model was tampered with, "
            "get it again from its maker"
        )
    if len(path) > 200 or not all(_PART.fullmatch(part) for part in parts):
        raise ModelError(
            f"{where}: {path!r} is no plain file name; use ASCII letters, digits, '_', '-' "
            "and '.', with '/' between folders"
        )


def _files(given: Mapping[str, Any], where: str) -> dict[str, Listed]:
    files = given.get("files")
    if not isinstance(files, dict) or CARD not in files:
        raise _damaged(where, f"it lists no files, or no {CARD}")
    found = {}
    for path, one in files.items():
        check_path(path, where)
        size = one.get("size") if isinstance(one, dict) else None
        if type(size) is not int or size < 0:
            raise _damaged(where, f"{path} is listed without its size")
        found[path] = Listed(_matching(one, "sha256", _SHA256, where), size)
    return found


def _matching(given: Mapping[str, Any], key: str, pattern: re.Pattern[str], where: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _damaged(where, f"its {key} is {value!r}")
    return value


def _moment(given: Mapping[str, Any], where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(given["created_at"])
    except (KeyError, TypeError, ValueError):
        raise _damaged(where, f"its created_at is {given.get('created_at')!r}") from None
    if moment.tzinfo is None:
        raise _damaged(where, "its created_at has no time zone")
    return moment


def _damaged(where: str, what: str) -> ModelError:
    return ModelError(f"{where} is damaged ({what}); get the model again or publish it anew")
