"""Image 图片: a picture of a product or in a review, by reference."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import Record


class Image(Record):
    """Where a picture is; needlens stores the address, never the bytes."""

    table = "images"

    product_id = dy.String(nullable=True)
    review_external_id = dy.String(nullable=True)
    url = dy.String(nullable=False, min_length=1)
    position = dy.Int64(nullable=True)
    alt = dy.String(nullable=True)
