"""Reports to people: the needs report, and tables as files."""

from __future__ import annotations

from needlens.insight.counts import by_category, by_product, over_time
from needlens.insight.export import export
from needlens.insight.facts import (
    CategoryCount,
    Facts,
    PeriodCount,
    ProductCount,
    RecordCount,
    SourceCount,
    Tally,
)
from needlens.insight.report import report

__all__ = [
    "CategoryCount",
    "Facts",
    "PeriodCount",
    "ProductCount",
    "RecordCount",
    "SourceCount",
    "Tally",
    "by_category",
    "by_product",
    "export",
    "over_time",
    "report",
]
