"""PyTorch, for the modules that are made of it: ``from needlens.lm.pytorch import torch``.

Where it is not installed, importing them is a sentence, not a traceback.
"""

from __future__ import annotations

from needlens.errors import MissingExtra

__all__ = ["torch"]

try:
    import torch
except ModuleNotFoundError:
    raise MissingExtra(
        "training a model needs PyTorch, which is not installed: install needlens[train]"
    ) from None
