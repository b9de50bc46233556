"""The libraries of the extra ``[train]``: a missing one is a sentence, not a traceback.

The modules of the workshop take PyTorch from here: ``from needlens.lm.libraries import torch``.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from needlens.errors import MissingExtra

__all__ = ["library", "torch"]

try:
    import torch
except ModuleNotFoundError:
    raise MissingExtra(
        "training a model needs PyTorch, which is not installed: install needlens[train]"
    ) from None


def library(name: str, install: str = "needlens[train]") -> ModuleType:
    """Import a library that only some steps need; raise MissingExtra with what to install."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        raise MissingExtra(f"{name} is not installed: install {install}") from None
