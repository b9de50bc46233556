"""Which kinds of file a model may hold, and the look inside that makes sure of it.

Only formats that describe data: safetensors, ONNX, JSON, NPY without Python objects,
TOML and the card. A pickle is a program; it is refused by its ending, by its first
bytes whatever its ending, and inside a zip (as ``torch.save`` writes it).
"""

from __future__ import annotations

import json
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from needlens.errors import ModelError
from needlens.lm.manifest import CARD

_PICKLES = frozenset((".pkl", ".pickle", ".pt", ".pth", ".bin", ".ckpt", ".joblib", ".dill"))
_ZIP = b"PK\x03\x04"
_MOST_HEADER = 100_000_000
_MOST_TEXT = 10_000_000
_MOST_MEMBERS = 10_000
_MEND = "save the weights as safetensors or ONNX"


def check_kind(path: Path, shown: str) -> None:
    """Raise ModelError unless the file is what its ending says, and of a safe kind.

    ``shown`` names the file in the message. Nothing of the file is executed.
    """
    suffix = path.suffix.lower()
    if suffix in _PICKLES:
        raise ModelError(f"{shown} may be a pickle, which can run code when it is read; {_MEND}")
    looks_right = _KINDS.get(suffix)
    if suffix == ".md" and Path(shown).name != CARD:
        looks_right = None
    with path.open("rb") as file:
        if looks_right is not None and looks_right(file):
            return
        file.seek(0)
        _refuse_pickle(file, shown)
    if looks_right is None:
        known = ", ".join(sorted(_KINDS.keys() - {".md"}))
        raise ModelError(
            f"{shown} is of a kind that a model does not hold; it holds {known} and {CARD}"
        )
    raise ModelError(
        f"{shown} is not what its ending says, or is damaged; write it again as {suffix}"
    )


def _refuse_pickle(file: BinaryIO, shown: str) -> None:
    head = file.read(4)
    if _is_pickle(head):
        raise ModelError(f"{shown} is a pickle, which can run code when it is read; {_MEND}")
    if head == _ZIP:
        inside = _pickle_inside(file)
        what = f"with a pickle inside ({inside})" if inside else "and can hide what it holds"
        raise ModelError(f"{shown} is a zip archive {what}; {_MEND}")


def _is_pickle(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0x80 and 1 <= head[1] <= 9


def _pickle_inside(file: BinaryIO) -> str:
    """Return the name of the first pickle in a zip archive, or an empty text."""
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist()[:_MOST_MEMBERS]:
                with archive.open(member) as inner:
                    if Path(member.filename).suffix.lower() in _PICKLES or _is_pickle(
                        inner.read(4)
                    ):
                        return member.filename
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        pass
    return ""


def _safetensors(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(0)
    length = int.from_bytes(file.read(8), "little")
    if size < 8 or length > min(size - 8, _MOST_HEADER):
        return False
    try:
        return isinstance(json.loads(file.read(length)), dict)
    except (ValueError, RecursionError):
        return False


def _onnx(file: BinaryIO) -> bool:
    # Protobuf writes fields in order, and field 1 (ir_version, a number) is required.
    head = file.read(2)
    return len(head) == 2 and head[0] == 0x08 and 0 < head[1] < 0x80


def _npy(file: BinaryIO) -> bool:
    from numpy.lib import format as npy

    try:
        read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
        _, _, kind = read[npy.read_magic(file)](file)
    except (ValueError, KeyError):
        return False
    if kind.hasobject:
        raise ModelError(
            f"{Path(file.name).name} is an NPY file of Python objects, which are a pickle; "
            "save plain numbers or text of fixed width"
        )
    return True


def _json(file: BinaryIO) -> bool:
    return file.read(64).lstrip()[:1] in (b"{", b"[")


def _toml(file: BinaryIO) -> bool:
    try:
        tomllib.loads(file.read(_MOST_TEXT).decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    return True


def _text(file: BinaryIO) -> bool:
    try:
        return "\0" not in file.read(_MOST_TEXT).decode("utf-8")
    except UnicodeDecodeError:
        return False


_KINDS: Mapping[str, Callable[[BinaryIO], bool]] = {
    ".json": _json,
    ".md": _text,
    ".npy": _npy,
    ".onnx": _onnx,
    ".safetensors": _safetensors,
    ".toml": _toml,
}
