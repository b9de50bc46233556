"""Which pieces of evidence are shown, and in what order."""

from __future__ import annotations

import polars as pl

from needlens.needs.columns import EVIDENCE
from needlens.needs.grouping import NEGATIVE_BELOW

_FULL_QUOTE = 18
"""Bytes from which a quote is long enough to be understood alone: 6 Chinese characters."""
_WISH = 0.3
"""How strongly felt a wish counts, beside opinions at the ends (1) and the middle (0)."""


def chosen(frame: pl.DataFrame, needs: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return at most ``most`` pieces for each need, best first (columns EVIDENCE).

    One piece a signal and need. First pieces of different customers in different words;
    what went wrong and what is asked for before praise unless the need is met; the
    languages in turn; then the stronger, surer, fuller quote.
    """
    met = needs.filter(pl.col("state") == "met")["id"]
    pieces = _pieces(frame, met)
    order = ["need_id", "again", "side", "turn"]
    ranked = pieces.sort(*order, -pl.col("strength"), "signal_id").with_columns(
        rank=pl.int_range(pl.len()).over("need_id")
    )
    shown = ranked.filter(pl.col("rank") < most)
    return (
        frame[shown["row"]]
        .with_columns(shown["rank"], probability="confidence")
        .select(pl.col(name).cast(kind) for name, kind in EVIDENCE.items())
    )


def _pieces(frame: pl.DataFrame, met: pl.Series) -> pl.DataFrame:
    """Return the best expression of each signal and need, with what they are ordered by.

    ``again``: the customer or the words came before; ``side``: praise of what is not
    met; ``turn``: its place among those of its language.
    """
    trouble = pl.col("valence").is_null() | (pl.col("valence") < NEGATIVE_BELOW)
    best = (
        frame.select(
            "need_id",
            "signal_id",
            "voice",
            "language",
            pl.col("quote").hash().alias("words"),
            strength().alias("strength"),
            trouble.alias("trouble"),
            pl.int_range(pl.len()).alias("row"),
        )
        .sort("need_id", "signal_id", ~pl.col("trouble"), -pl.col("strength"), "row")
        .unique(["need_id", "signal_id"], keep="first", maintain_order=True)
        .with_columns(side=~pl.col("trouble") & ~pl.col("need_id").is_in(met.implode()))
        .sort("need_id", "side", -pl.col("strength"), "signal_id")
    )
    new_words = pl.struct("need_id", "words").is_first_distinct()
    new_voice = pl.struct("need_id", "voice").is_first_distinct()
    turn = pl.int_range(pl.len()).over("need_id", "again", "side", "language")
    return best.with_columns(again=~(new_words & new_voice)).with_columns(turn=turn)


def strength() -> pl.Expr:
    """Return how good a quote is: sure, strongly felt, long enough, not a copy."""
    feeling = ((pl.col("valence") - 5).abs() / 4).fill_null(_WISH)
    fullness = (pl.col("quote").str.len_bytes() / _FULL_QUOTE).clip(0.1, 1)
    return pl.col("confidence") * (0.25 + 0.75 * feeling) * fullness * pl.col("weight").sqrt()
