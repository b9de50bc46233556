"""Judge.me reviews, and the apps that write the same columns (Loox, Opinew, Ryviu)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import RawBatch
from needlens.sources.platforms._flat import Flat, Layout, Take, index_of
from needlens.sources.platforms._picks import table_of
from needlens.sources.platforms._rows import reject

_PRODUCT = "product_handle handle product_id"

LAYOUT = Layout(
    name="judgeme",
    title_zh="Judge.me 评价",
    title_en="Judge.me reviews",
    channel="shopify",
    required="body|review_body|review rating",
    telling="reviewer_name|author reviewer_email|email product_handle|handle picture_urls|photo_url "
    "curated ip_address review_date|created_at",
    enough=4,
    hints=("judge",),
    takes=(
        Take(
            "review",
            {
                "external_id": "review_id",
                "at": "review_date created_at date",
                "product_id": _PRODUCT,
                "title": "title review_title",
                "text": "body review_body review",
                "rating": "rating",
                "merchant_reply": "reply",
                "has_image": "picture_urls photo_url",
            },
            needs="text|rating",
            titled_by="product_title product_name",
        ),
        Take(
            "product",
            {"product_id": _PRODUCT, "title": "product_title product_name", "url": "product_url"},
            "product_id title|url",
            titled_by="product_title product_name",
            along=True,
        ),
        Take(
            "image",
            {
                "url": "picture_urls photo_url",
                "product_id": _PRODUCT,
                "review_external_id": "review_id",
            },
            "url",
            several="url",
            along=True,
        ),
    ),
    skipped={"product_id": "the handle names the product, as in Shopify's product export"},
    empty="the row has neither a text nor a rating",
)


class JudgeMe(Flat):
    """Sets aside what the shop itself marked as spam."""

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return the table and the rows whose ``curated`` says spam."""
        frame = table_of(batch)
        column = index_of(frame.columns).get("curated")
        if column is None:
            return frame, []
        spam = (frame[column].str.to_lowercase() == "spam").fill_null(False).arg_true()
        reason = "the shop marked this review as spam"
        return frame, [reject(batch, row, reason, column) for row in spam]


def create(fields: Mapping[str, str] | None = None) -> JudgeMe:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return JudgeMe(LAYOUT, fields)
