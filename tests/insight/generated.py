"""A shop's facts and needs, from the generator of the needs' tests."""

from __future__ import annotations

from datetime import UTC, datetime

from needlens.config import NeedsConfig
from needlens.insight import Facts, RecordCount, SourceCount, by_category, by_product, over_time
from needlens.needs import as_needs, induce
from needs.generated import NAMES, expressions

TITLES = {
    "sku-000": "云野 无线降噪耳机 Pro（星空黑）", "sku-001": "Larch 40 L hiking backpack, waterproof",
    "sku-002": "净山 有机蓝莓 125g×4 盒装", "sku-003": "禾木 亚麻衬衫 男女同款", "sku-004": "Tern stainless steel kettle 1.7 L",
}  # fmt: skip


def shop(n=4000, **changes):
    """Return (needs, facts) of an invented shop; ``changes`` replace facts."""
    said = expressions(n)
    found, evidence = induce(said, NAMES, NeedsConfig(max_evidence=50))
    timeline, unit = over_time(said)
    dated = said["at"].drop_nulls()
    facts = dict(
        shop="山雀百货",
        generated_at=datetime(2026, 11, 21, 8, 30, tzinfo=UTC),
        since=dated.min(),
        until=dated.max(),
        records=(
            RecordCount("review", real=24_310, assigned=8_420, simulated=1_900),
            RecordCount("chat", real=1_204),
            RecordCount("post", real=388),
            RecordCount("order", real=1_469_307),
            RecordCount("product", real=92_331),
            RecordCount("query", simulated=50_000),
        ),
        sources=(
            SourceCount(
                "评价导出2026.csv",
                "taobao",
                25_100,
                23_011,
                1_389,
                700,
                "",
                "商家自有数据",
                "the shop's own data",
            ),
            SourceCount(
                "reviews-export.jsonl",
                "schema.org",
                12_004,
                11_619,
                12,
                373,
                "CC BY 4.0",
                "商品关联由我们指定",
                "product links assigned by us",
            ),
            SourceCount(
                "orders-2026.parquet",
                "generic",
                1_469_307,
                1_469_307,
                0,
                0,
                "CC0",
                "部分为发布者模拟",
                "partly simulated by its publisher",
            ),
        ),
        categories=by_category(said, NAMES),
        timeline=timeline,
        timeline_unit=unit,
        undated=said["at"].null_count(),
        products=by_product(found, TITLES),
    )
    return as_needs(found, evidence), Facts(**(facts | changes))
