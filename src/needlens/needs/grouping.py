"""Which need an expression belongs to.

A need is a category of the taxonomy, or within it a *part*: something asked for in the
same content words (``ask …``), or one of two opposite complaints (``pole …``). A part
with too few voices stays in the category's need. The id of a need is a hash of category
and part alone, so it stays the same whatever comes in.
"""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

from needlens.needs.asks import content_words
from needlens.needs.poles import POLES, pole_of
from needlens.needs.voices import count

NEGATIVE_BELOW = 4.5
"""As in the record Opinion: a lower valence is negative."""

_OPPOSED = 0.1
"""Two complaints are opposite camps when the smaller is at least this share of the larger."""

_ENOUGH = 1e-6  # sums of shares like 1/3 miss a whole number by less


def need_id(category: str, part: str = "") -> str:
    """Return the id of the need of a category, or of a part of it.

    >>> need_id("LOGISTICS#SPEED")
    'n-5d9560908a86'
    """
    return "n-" + blake2b(f"{category}\n{part}".encode(), digest_size=6).hexdigest()


def with_need(frame: pl.DataFrame, min_voices: float) -> pl.DataFrame:
    """Add ``part`` and ``need_id`` to expressions that have a ``voice``."""
    proposed = _with_part(frame)
    kept = _kept_parts(proposed, min_voices)
    parts = proposed.join(kept, on=["category", "part"], how="left", maintain_order="left")
    settled = parts.with_columns(
        pl.when(pl.col("kept")).then("part").otherwise(pl.lit("")).alias("part")
    ).drop("kept")
    keys = settled.select("category", "part").unique()
    ids = [need_id(category, part) for category, part in keys.iter_rows()]
    return settled.join(
        keys.with_columns(pl.Series("need_id", ids, dtype=pl.String)),
        on=["category", "part"],
        how="left",
        maintain_order="left",
    )


def _with_part(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the part each expression would belong to if it had enough company."""
    asks = frame.filter(pl.col("origin") == "suggestion")["ask"].unique()
    words = {ask: f"ask {key}" for ask in asks if (key := content_words(ask))}
    complaint = (pl.col("origin") == "opinion") & (pl.col("valence") < NEGATIVE_BELOW)
    terms = frame.filter(complaint)["opinion"].drop_nulls().unique()
    poles = {term: f"pole {pole}" for term in terms if (pole := pole_of(term))}
    return frame.with_columns(
        pl.when(pl.col("origin") == "suggestion")
        .then(_mapped("ask", words))
        .when(complaint)
        .then(_mapped("opinion", poles))
        .fill_null("")
        .alias("part")
    )


def _mapped(column: str, values: dict[str, str]) -> pl.Expr:
    if not values:
        return pl.lit(None, dtype=pl.String)
    return pl.col(column).replace_strict(values, default=None, return_dtype=pl.String)


def _kept_parts(frame: pl.DataFrame, min_voices: float) -> pl.DataFrame:
    """Return the parts with enough voices; a pole only if its opposite is a camp too."""
    parts = count(frame.filter(pl.col("part") != ""), ["category", "part"])
    enough = parts.filter(pl.col("voices") >= min_voices - _ENOUGH)
    opposite = {f"pole {name}": f"pole {pole.opposite}" for name, pole in POLES.items()}
    other = enough.with_columns(pl.col("part").replace(opposite))
    camps = (
        enough.filter(pl.col("part").str.starts_with("pole "))
        .join(other, on=["category", "part"], how="inner", suffix="_other")
        .with_columns(share=pl.col("voices") / pl.col("voices_other"))
        .filter(pl.col("share").is_between(_OPPOSED - _ENOUGH, 1 / _OPPOSED + _ENOUGH))
    )
    return pl.concat(
        [
            enough.filter(pl.col("part").str.starts_with("ask ")).select("category", "part"),
            camps.select("category", "part"),
        ]
    ).with_columns(kept=pl.lit(True))
