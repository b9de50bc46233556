"""How often an opinion read like this one is right, measured on labelled reviews."""

from __future__ import annotations

from needlens.mining._parts import Found

_HOW = {"beside": 0.82, "near": 0.72, "named": 0.7, "shared": 0.66, "joined": 0.7, "before": 0.6, "own": 0.72,
        "whole": 0.72}  # fmt: skip


def confidence(found: Found, valence: float) -> float:
    """Return the probability (0..1) that a reader would agree with the opinion."""
    value = _HOW[found.how]
    return round(value, 2)
