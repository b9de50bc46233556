"""What ``needlens doctor`` looks at."""

from __future__ import annotations

import os
import platform
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from needlens import __version__
from needlens.errors import NeedlensError

LIBRARIES = ("duckdb", "polars", "pyarrow", "dataframely", "rjieba", "opencc", "openpyxl")
EXTRAS = {"sqlalchemy": "sql"}
LOW_DISK = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    found: str
    ok: bool = True
    advice: str = ""


def examine(folder: Path) -> list[Finding]:
    """Return findings on the installation, the machine and the workspace."""
    return [*_installation(), *_machine(folder), *_workspace(folder)]


def _installation() -> Iterator[Finding]:
    yield Finding("needlens", __version__)
    yield Finding("Python", platform.python_version())
    for name in LIBRARIES:
        try:
            yield Finding(name, version(name))
        except PackageNotFoundError:
            yield Finding(name, "missing", False, "install needlens again: pip install needlens")
    for name, extra in EXTRAS.items():
        try:
            yield Finding(name, version(name))
        except PackageNotFoundError:
            yield Finding(name, f"not installed; optional: pip install needlens[{extra}]")


def _machine(folder: Path) -> Iterator[Finding]:
    yield Finding("processors", str(os.cpu_count()))
    there = next(p for p in (folder.resolve(), *folder.resolve().parents) if p.exists())
    free = shutil.disk_usage(there).free
    yield Finding(
        "free disk space",
        f"{free / 1e9:.1f} GB",
        free > LOW_DISK,
        "" if free > LOW_DISK else "free some",
    )


def _workspace(folder: Path) -> Iterator[Finding]:
    from needlens.shop import Shop
    from needlens.store import SCHEMA_VERSION

    if not (folder / "needlens.toml").is_file():
        yield Finding("workspace", f"none in {folder}; `needlens open {folder}` makes one")
        return
    try:
        with Shop.open(folder, read_only=True) as shop:
            yield Finding("workspace", f"{folder}, schema {SCHEMA_VERSION}")
            n = int(shop.counts()["n"].sum())
            yield Finding("records", f"{n:,}")
            aside = shop.quarantine().height
            yield Finding(
                "rows set aside", f"{aside:,}", advice="needlens quarantine" if aside else ""
            )
            domain = shop.domain()
            yield Finding(
                "domain", f"{domain.id} {domain.version}, {len(domain.categories)} categories"
            )
            yield from _key(shop.workspace.key_path)
    except NeedlensError as error:
        yield Finding("workspace", str(error), False, "see the sentence on the left")


def _key(path: Path) -> Iterator[Finding]:
    if not path.exists():
        if "NEEDLENS_KEY" in os.environ:
            yield Finding("key", "from NEEDLENS_KEY")
        else:
            yield Finding("key", f"{path} is missing", False, "put it back from a backup")
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    private = not mode & 0o077
    yield Finding(
        "key",
        f"{path}, mode {mode:o}",
        private,
        "" if private else f"others can read it: chmod 600 {path}",
    )
