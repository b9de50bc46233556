"""Entity 实体/属性: what a title names, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityKind = Literal["brand", "product", "function", "attribute"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A brand, product, function or attribute; offsets count characters of the text."""

    kind: EntityKind
    words: str
    start: int
    end: int
    confidence: float
    """Probability (0..1) that a reader would mark the same."""
