"""Tiers 层: the ways to read a text, from cheap to dear, and what they have in common."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import polars as pl

ORDER = ("rule", "linear", "reader", "llm")
"""From cheap to dear; each opinion says in ``tier`` which of them read it."""


class Tier(Protocol):
    """Reads a batch of texts.

    A tier whose ``suggests`` is False reads no suggestions, those of the tier before stay; one
    whose ``spans`` is False does not say which words are the opinion. A tier without these
    attributes does both.
    """

    version: str
    """Changes whenever the tier reads a text differently."""

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return opinions and suggestions of the texts in ``frame`` (signal_id, text)."""
        ...


@runtime_checkable
class Feeling(Protocol):
    """A tier that also tells the sentiment of whole texts."""

    def sentiment(self, texts: pl.Series) -> pl.DataFrame:
        """Return ``probability`` of praise (0..1) and ``strength`` for each text."""
        ...


@runtime_checkable
class Silent(Protocol):
    """A tier that can tell how likely a text says nothing."""

    def silence(self, texts: pl.Series) -> pl.Series:
        """Return the probability (0..1) that a text states no opinion."""
        ...


@runtime_checkable
class Budgeted(Protocol):
    """A tier that may stop before it has read everything."""

    def mine_some(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series]:
        """Return opinions, suggestions and the ``signal_id`` of the texts that were read.

        The texts come with the most doubtful first.
        """
        ...


def suggests(tier: Tier) -> bool:
    """Say whether a tier reads suggestions."""
    return bool(getattr(tier, "suggests", True))


def spans(tier: Tier) -> bool:
    """Say whether a tier tells which words of the text are the opinion."""
    return bool(getattr(tier, "spans", True))
