"""Which need an expression belongs to.

A need is a category of the taxonomy, or a *part*: statements found to want one thing
(``about …``), one of two opposite complaints (``pole …``), or a fixed group (its key). The
id of a need is a hash of the category and the part it began with.
"""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

from needlens.needs.poles import POLES, pole_of
from needlens.needs.voices import ENOUGH, count

NEGATIVE_BELOW = 4.5
"""As in the record Opinion: a lower valence is negative."""

_OPPOSED = 0.1
"""Two complaints are opposite camps when the smaller is at least this share of the larger."""


def need_id(category: str, part: str = "") -> str:
    """Return the id of the need of a category, or of a part of it.

    >>> need_id("LOGISTICS#SPEED")
    'n-5d9560908a86'
    """
    return "n-" + blake2b(f"{category}\n{part}".encode(), digest_size=6).hexdigest()


def need_ids(category: pl.Series, part: pl.Series) -> pl.Series:
    """Return the id of the need of each category and part."""
    pairs = pl.DataFrame({"category": category, "part": part})
    keys = pairs.unique()
    ids = [need_id(*pair) for pair in keys.iter_rows()]
    return pairs.join(
        keys.with_columns(pl.Series("need_id", ids, dtype=pl.String)),
        on=["category", "part"],
        how="left",
        maintain_order="left",
    )["need_id"]


def with_part(frame: pl.DataFrame, min_voices: float) -> pl.DataFrame:
    """Add ``part`` to expressions that have a ``voice``: their key or pole, else ''.

    A pole holds where the opposite complaint has enough voices, too.
    """
    complaint = (pl.col("origin") == "opinion") & (pl.col("valence") < NEGATIVE_BELOW)
    terms = frame.filter(complaint)["opinion"].drop_nulls().unique()
    poles = {term: f"pole {pole}" for term in terms if (pole := pole_of(term))}
    of_term = (
        pl.col("opinion").replace_strict(poles, default="", return_dtype=pl.String)
        if poles
        else pl.lit("")
    )
    proposed = frame.with_columns(
        pl.when(complaint).then(of_term).otherwise(pl.lit("")).fill_null("").alias("part")
    )
    kept = _camps(proposed, min_voices)
    return (
        proposed.join(kept, on=["category", "part"], how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("key") != "")
            .then("key")
            .when(pl.col("kept"))
            .then("part")
            .otherwise(pl.lit(""))
            .alias("part")
        )
        .drop("kept")
    )


def _camps(frame: pl.DataFrame, min_voices: float) -> pl.DataFrame:
    """Return the poles (category, part) with enough voices whose opposite is a camp too."""
    poles = count(frame.filter(pl.col("part") != ""), ["category", "part"])
    enough = poles.filter(pl.col("voices") >= min_voices - ENOUGH)
    opposite = {f"pole {name}": f"pole {pole.opposite}" for name, pole in POLES.items()}
    other = enough.with_columns(pl.col("part").replace(opposite))
    return (
        enough.join(other, on=["category", "part"], how="inner", suffix="_other")
        .with_columns(share=pl.col("voices") / pl.col("voices_other"))
        .filter(pl.col("share").is_between(_OPPOSED - ENOUGH, 1 / _OPPOSED + ENOUGH))
        .select("category", "part", kept=pl.lit(value=True))
    )
