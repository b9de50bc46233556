"""Texts that an encoder of needs learns from, and what is told of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NO_NEED, OTHER = -1, -2
"""For the number of a need: none or it is not known; something that no need of these is."""


@dataclass(frozen=True, slots=True)
class Told:
    """Texts to learn from, and what is told of each."""

    texts: Sequence[str]
    need: Sequence[int]
    """The number of the need it speaks of, below ``needs``; else ``NO_NEED`` or ``OTHER``."""
    wants: Sequence[bool]
    """Whether it wants anything."""
    needs: int
