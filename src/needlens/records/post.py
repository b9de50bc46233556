"""Post 帖子: what was said about the shop or its products elsewhere."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import LANGUAGES, Signal


class Post(Signal):
    """A social-media post or a news item."""

    table = "posts"
    mutable = frozenset({"likes"})
    masked = ("title", "text")

    title = dy.String(nullable=True)
    text = dy.String(nullable=False, min_length=1)
    url = dy.String(nullable=True)
    likes = dy.Int64(nullable=True)
    language = dy.Enum(LANGUAGES, nullable=True)
