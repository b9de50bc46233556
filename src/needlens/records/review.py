"""Review 评价: what a customer wrote about, or how they rated, a product."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from needlens.records._columns import LANGUAGES, Signal


class Review(Signal):
    """A review, its rating (1–5), its follow-up (追评) and the merchant's reply.

    ``noise`` is set when the words are not a customer's opinion: ``default`` (the
    platform's text for "wrote nothing"), ``merchant`` (a reply in the review's
    place) or ``empty``. Noise is kept and counted, and never mined.
    """

    table = "reviews"
    mutable = frozenset({"helpful_votes", "merchant_reply"})
    sentences: ClassVar = {
        "text_or_rating": "the review has no text, no title, no follow-up and no rating"
    }
    masked = ("title", "text", "follow_up", "merchant_reply")

    title = dy.String(nullable=True)
    text = dy.String(nullable=True)
    follow_up = dy.String(nullable=True)
    merchant_reply = dy.String(nullable=True)
    rating = dy.Float64(nullable=True, min=0, max=5)
    variant = dy.String(nullable=True)
    category = dy.String(nullable=True)
    helpful_votes = dy.Int64(nullable=True)
    has_image = dy.Bool(nullable=True)
    language = dy.Enum(LANGUAGES, nullable=True)
    noise = dy.Enum(("default", "merchant", "empty"), nullable=True)

    @dy.rule()
    def text_or_rating(cls) -> pl.Expr:
        """A review says something: it has a text, a title, a follow-up or a rating."""
        return pl.any_horizontal(pl.col("text", "title", "follow_up", "rating").is_not_null())
