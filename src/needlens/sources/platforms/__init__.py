"""Platforms: what the columns of each outside format mean.

A platform is a file here with ``create(fields)`` and a line in ``_MODULES``.

>>> names()[:3]
['taobao-reviews', 'taobao-orders', 'shengyicanmou']
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

from needlens.errors import SourceError
from needlens.sources.batch import RawBatch
from needlens.sources.headers import listed
from needlens.sources.platforms import (
    daily_counts,
    douyin_orders,
    google_merchant,
    jd_reviews,
    jd_shangzhi,
    judgeme,
    shengyicanmou,
    shopify_orders,
    shopify_products,
    taobao_orders,
    taobao_reviews,
    woocommerce,
)
from needlens.sources.platforms._kinds import nothing_fits
from needlens.sources.platforms._picks import table_of
from needlens.sources.platforms._platform import ColumnUse, Platform
from needlens.sources.platforms.ga4 import Ga4
from needlens.sources.platforms.generic import Generic
from needlens.sources.platforms.gorse import Gorse
from needlens.sources.platforms.metarank import Metarank
from needlens.sources.platforms.schemaorg import SchemaOrg
from needlens.sources.platforms.segment import Segment

_TABLES = (
    taobao_reviews, taobao_orders, shengyicanmou, jd_reviews, jd_shangzhi, douyin_orders,
    shopify_products, shopify_orders, woocommerce, judgeme, google_merchant, daily_counts,
)  # fmt: skip
_DOCUMENTS: tuple[Callable[[], Platform], ...] = (Ga4, Segment, SchemaOrg, Metarank, Gorse)

PLATFORMS: dict[str, Callable[[Mapping[str, str] | None], Platform]] = {
    module.LAYOUT.name: module.create for module in _TABLES
} | {create.name: lambda _, create=create: create() for create in _DOCUMENTS}  # type: ignore[attr-defined]
"""Name → what makes a platform for one source; the generic one is made by ``choose``."""


def names() -> list[str]:
    """Return the names that ``choose`` knows, in the order in which they are tried."""
    return [*PLATFORMS, Generic.name]


def choose(
    sample: RawBatch,
    name: str | None = None,
    fields: Mapping[str, str] | None = None,
    kind: str | None = None,
) -> Platform:
    """Return the platform that reads ``sample``, for this one source.

    Without ``name`` the best fitting one; with ``kind`` or ``fields`` (field → column)
    the generic one, for then the user knows better. Raises SourceError for an unknown
    name, and when nothing fits: it then says which columns were seen and what is needed.

    >>> import polars as pl
    >>> table = pl.DataFrame({"评论内容": ["很好用"], "评分": ["5"], "评论时间": ["2026-10-01"]})
    >>> choose(RawBatch("a.csv", [2], table)).name
    'generic'
    """
    if name not in (None, Generic.name):
        return _named(sample, str(name), fields)
    if name is None and not fields and kind is None:
        scored = [
            (made.score(sample), made) for made in (create(None) for create in PLATFORMS.values())
        ]
        score, best = max(scored, key=lambda pair: pair[0])
        if score >= 0.6:
            return best
    generic = Generic(fields, kind)
    if generic.score(sample) == 0:
        raise SourceError(nothing_fits(table_of(sample).columns))
    generic.explain(sample)  # raises here, not in the middle of an ingest
    return generic


def _named(sample: RawBatch, name: str, fields: Mapping[str, str] | None) -> Platform:
    if name not in PLATFORMS:
        near = difflib.get_close_matches(name, names(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise SourceError(f"unknown platform '{name}'{hint}; known: {', '.join(names())}")
    platform = PLATFORMS[name](fields)
    columns = table_of(sample).columns
    if columns and not any(use.field for use in platform.explain(sample)):
        raise SourceError(
            f"none of the columns is one of {name}: {listed(columns)}; "
            "leave the platform out to have it recognised"
        )
    return platform


__all__ = ["PLATFORMS", "ColumnUse", "Generic", "Platform", "choose", "names"]
