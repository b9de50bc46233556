"""The libraries of the extra ``[train]``: a missing one is a sentence, not a traceback.

The modules that are made of PyTorch take it from ``needlens.lm.pytorch``.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from needlens.errors import MissingExtra


def library(name: str, install: str = "needlens[train]") -> ModuleType:
    """Import a library that only some steps need; raise MissingExtra with what to install.

    >>> library("no_such_library")
    Traceback (most recent call last):
    ...
    needlens.errors.MissingExtra: no_such_library is not installed: install needlens[train]
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        raise MissingExtra(f"{name} is not installed: install {install}") from None
