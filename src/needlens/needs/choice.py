"""Which pieces of evidence are shown, and in what order."""

from __future__ import annotations

import polars as pl

from needlens.needs.columns import EVIDENCE
from needlens.needs.grouping import NEGATIVE_BELOW

_FULL_QUOTE = 18
"""Bytes from which a quote is long enough to be understood alone: 6 Chinese characters."""
_LONG_QUOTE = 150
"""Bytes up to which a quote is read at a glance: 50 Chinese characters."""
_WISH = 0.5
"""How strongly felt a wish counts, beside opinions at the ends (1) and the middle (0)."""
_FELT = 0.6
"""Feeling beyond this makes no better quote: the harshest words are the least typical."""
SURE = 0.35
"""The probability below which a piece comes after all others: it may be about another need."""
_AGAIN = 0.85
"""What each further quote about the same aspect is worth, so that several are shown."""


def chosen(frame: pl.DataFrame, needs: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return at most ``most`` pieces for each need, best first (columns EVIDENCE).

    One piece a signal and need. First pieces of different customers in different words;
    what went wrong and what is asked for before praise unless the need is met; what is
    hardly sure last; the languages in turn; then the surer, fuller quote about what many
    speak of.
    """
    met = needs.filter(pl.col("state") == "met")["id"]
    pieces = _pieces(frame, met)
    order = ["need_id", "again", "side", "unsure", "turn"]
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
    about = pl.col("aspect").fill_null("").str.to_lowercase()
    best = (
        frame.select(
            "need_id",
            "signal_id",
            "voice",
            "language",
            about.alias("about"),
            pl.col("quote").hash().alias("words"),
            strength().alias("strength"),
            trouble.alias("trouble"),
            pl.col("valence").is_null().alias("asks"),
            (pl.col("confidence") < SURE).alias("unsure"),
            pl.int_range(pl.len()).alias("row"),
        )
        .sort("need_id", "signal_id", ~pl.col("trouble"), -pl.col("strength"), "row")
        .unique(["need_id", "signal_id"], keep="first", maintain_order=True)
        .with_columns(side=~pl.col("trouble") & ~pl.col("need_id").is_in(met.implode()))
        .pipe(_weighed)
        .sort("need_id", "side", -pl.col("strength"), "signal_id")
    )
    new_words = pl.struct("need_id", "words").is_first_distinct()
    new_voice = pl.struct("need_id", "voice").is_first_distinct()
    turn = pl.int_range(pl.len()).over("need_id", "again", "side", "unsure", "language")
    return best.with_columns(again=~(new_words & new_voice)).with_columns(turn=turn)


def _weighed(pieces: pl.DataFrame) -> pl.DataFrame:
    """Prefer what many speak of, and after a quote about one thing another thing.

    A rule that reads a word wrongly does so beside odd aspects; the aspects many name are
    those the need is about. A quote that names none is behind those that do.
    """
    named = pl.col("about") != ""
    many = (1 + pl.len().over("need_id", "side", "about")).log()
    most = many.filter(named).max().over("need_id", "side")
    familiar = (
        pl.when(named).then(many / most).otherwise(pl.when(pl.col("asks")).then(1.0).otherwise(0.2))
    )
    worth = pl.col("strength") * (0.4 + 0.6 * familiar)
    return (
        pieces.with_columns(strength=worth)
        .sort("need_id", "side", "about", -pl.col("strength"), "signal_id")
        .with_columns(nth=pl.int_range(pl.len()).over("need_id", "side", "about"))
        .with_columns(strength=pl.col("strength") * pl.lit(_AGAIN).pow(pl.col("nth")))
    )


def strength() -> pl.Expr:
    """Return how good a quote is: sure, felt, long enough, not a copy."""
    feeling = ((pl.col("valence") - 5).abs() / 4).clip(0, _FELT).fill_null(_WISH)
    size = pl.col("quote").str.len_bytes()
    readable = (size / _FULL_QUOTE).clip(0.1, 1) * (_LONG_QUOTE / size).clip(0.3, 1)
    return pl.col("confidence") * (0.25 + 0.75 * feeling) * readable * pl.col("weight").sqrt()
