"""Signs of a fake review that can be seen in it and its author's others.

Each function takes reviews (columns of ``store.suspicions.reviews`` and ``mood``) and
returns ``signal_id`` and ``sign``.
"""

from __future__ import annotations

import polars as pl

from needlens.text.duplicates import groups

ALIKE = 0.6
"""Jaccard similarity from which a text is an edited copy."""
_LETTERS_HAN, _LETTERS = 20, 60
"""A shorter text may well come to many minds: 质量很好，物流也很快."""
_DIFFERENT = 10
"""With fewer different letters it is one word again and again: 好好好好好好."""
_AUTHORS = 3
"""Two may have the same words by chance, or one parcel; their copies share a voice anyway."""
_MANY = 3
_BEST = 4.5


def copied(reviews: pl.DataFrame) -> pl.DataFrame:
    """Return reviews whose words, lightly edited or not, two or more other customers wrote.

    The customer who wrote them first is spared: it was copied from.
    """
    letters = pl.col("words").str.replace_all(r"[^\p{L}\p{N}]", "")
    han = letters.str.contains(r"\p{Han}")
    long = letters.str.len_chars() >= pl.when(han).then(_LETTERS_HAN).otherwise(_LETTERS)
    varied = letters.str.split("").list.n_unique() >= _DIFFERENT
    texts = reviews.filter(long & varied)
    author = pl.coalesce("customer_id", "signal_id")
    same = (
        texts.select("signal_id", "at", author.alias("author"))
        .with_columns(groups(texts["words"], ALIKE).alias("group"))
        .sort("group", "at", "signal_id", nulls_last=True)
    )
    others = pl.col("author") != pl.col("author").first().over("group")
    many = pl.col("author").n_unique().over("group") >= _AUTHORS
    return _signed(same.filter(others & many), "copied")


def same_follow_up(reviews: pl.DataFrame) -> pl.DataFrame:
    """Return reviews whose follow-up (追评) says the same words again."""
    texts = reviews.filter(pl.col("follow_up").str.strip_chars().fill_null("") != "")
    both = groups(pl.concat([texts["words"], texts["follow_up"]], rechunk=True))
    again = (both[: texts.height] == both[texts.height :]) & (both[: texts.height] != 0)
    return _signed(texts.filter(again), "follow-up")


def many_a_day(reviews: pl.DataFrame) -> pl.DataFrame:
    """Return the very good reviews of a customer who wrote three or more that day."""
    best = reviews.filter(
        pl.coalesce(pl.col("rating") >= _BEST, pl.col("mood") == "good"),
        pl.col("customer_id").fill_null("") != "",
        pl.col("at").is_not_null(),
    )
    day = pl.col("at").dt.date()
    return _signed(best.filter(pl.len().over("customer_id", day) >= _MANY), "many-a-day")


def _signed(reviews: pl.DataFrame, sign: str) -> pl.DataFrame:
    return reviews.select("signal_id", pl.lit(sign).alias("sign"))
