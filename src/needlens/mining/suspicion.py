"""Suspicion 疑似刷评: reviews with signs of being fake speak with less of a voice.

Nothing is deleted and nobody is accused: each sign says what was seen, and the factors
of all signs of a review are multiplied. What one sign can mean without ill will (a
promotion, a lazy follow-up) takes little away; it is their coming together that does.
"""

from __future__ import annotations

import polars as pl

from needlens.mining.suspicion_bursts import bursts
from needlens.mining.suspicion_signs import copied, many_a_day, same_follow_up
from needlens.store import Database, suspicions

SIGNS: dict[str, float] = {
    "copied": 0.1,
    "follow-up": 0.6,
    "many-a-day": 0.7,
    "burst": 0.7,
    "new": 0.2,
    "alike": 0.4,
    "one-sided": 0.8,
}
"""The signs and by what factor each weighs a voice.

``copied``: two or more other customers wrote these words, one of them before. ``follow-up``: the follow-up repeats
the review. ``many-a-day``: three or more very good reviews by the customer on that day.
``burst``: far more such reviews of the product within a day than it usually has. In a
burst only: ``new``, the customer has written nothing else, as unusually many there;
``alike``, the words resemble another's in the burst more than texts of the shop do;
``one-sided``, there is more praise than usual among all who wrote then.
"""
LEAST = 0.1
"""However many signs there are, this much of a voice stays."""
_REVIEWS = {
    "signal_id": pl.String(), "at": pl.Datetime("us", "UTC"), "customer_id": pl.String(),
    "product_id": pl.String(), "rating": pl.Float64(), "valence": pl.Float64(),
    "words": pl.String(), "follow_up": pl.String(),
}  # fmt: skip


def suspect(database: Database) -> int:
    """Look for signs in all reviews and store them; return how many reviews have one.

    Run it after ``weigh``. What was found before is replaced.
    """
    found = suspicious(suspicions.reviews(database))
    with database.transaction():
        suspicions.replace(database, "review", found)
    return found.height


def suspicious(reviews: pl.DataFrame) -> pl.DataFrame:
    """Return the reviews with signs: signal_id, signs (sorted), factor (0.1-1).

    ``reviews`` has the columns of ``needlens.store.suspicions.reviews``; a null rating,
    date, customer or product only means that some signs cannot be seen.

    >>> from datetime import UTC, datetime
    >>> words = "面料柔软，颜色也正，穿着很舒服，推荐给大家，妈妈也喜欢"
    >>> frame = pl.DataFrame({
    ...     "signal_id": ["a", "b", "c", "d"], "customer_id": ["甲", "乙", "丙", "丁"],
    ...     "at": [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3, 4)],
    ...     "product_id": ["p"] * 4, "rating": [5.0, 5.0, 5.0, 2.0], "valence": [None] * 4,
    ...     "words": [words, words + "！！", "真的" + words, "色差太大"],
    ...     "follow_up": [None] * 4})
    >>> suspicious(frame).rows()
    [('b', ['copied'], 0.1), ('c', ['copied'], 0.1)]
    """
    frame = reviews.select(pl.col(name).cast(kind) for name, kind in _REVIEWS.items())
    frame = frame.with_columns(mood())
    signs = [copied(frame), same_follow_up(frame), many_a_day(frame), bursts(frame)]
    weights = pl.col("sign").replace_strict(SIGNS, return_dtype=pl.Float64)
    return (
        pl.concat(signs)
        .with_columns(weights.alias("factor"))
        .sort("signal_id", "sign")
        .group_by("signal_id", maintain_order=True)
        .agg(pl.col("sign").alias("signs"), pl.col("factor").product().round(6).clip(LEAST, 1))
    )


def mood() -> pl.Expr:
    """Return ``mood``: good, bad or middling, by the rating, else by what is said."""
    rating, valence = pl.col("rating"), pl.col("valence")
    good = pl.coalesce(rating >= 4, valence > 5.5)
    bad = pl.coalesce(rating <= 2, valence < 4.5)
    return (
        pl.when(good).then(pl.lit("good")).when(bad).then(pl.lit("bad"))
        .otherwise(pl.lit("middling")).alias("mood")
    )  # fmt: skip
