"""What the pinned packages really give; runs when they have been downloaded before."""

import os
from pathlib import Path

import polars as pl
import pytest

from needlens.demo import PACKAGES, prepare

CACHE = Path(os.environ.get("NEEDLENS_DEMO_CACHE", Path(__file__).parents[2] / ".demo-data"))
FOUND = {
    package.name: path.parent
    for package in PACKAGES
    for path in CACHE.rglob(package.file)
    if package.is_in(path.parent)
}

pytestmark = pytest.mark.skipif(
    len(FOUND) < len(PACKAGES),
    reason=f"the demo's packages are not in {CACHE} (`make demo` fetches them)",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    archives = {package.name: FOUND[package.name] / package.file for package in PACKAGES}
    made = prepare(archives, tmp_path_factory.mktemp("real"))
    return {file.path.name: file.path for file in made}


def test_no_order_line_is_lost_or_made(files):
    orders = pl.read_parquet(files["grocery-orders.parquet"])
    assert orders.height == 1_469_307
    assert orders["customer_id"].n_unique() == 2_469
    assert set(orders["provenance"].unique()) == {"simulated"}
    assert pl.scan_csv(files["grocery-products.csv"]).select(pl.len()).collect().item() == 92_331


def test_no_review_is_lost_or_made(files):
    folder = files["book-reviews-zh.jsonl"].parent
    labels = pl.read_csv(folder / "benchmark/chinese-labels.csv")
    assert (labels.height, labels["copies"].sum(), labels["merchant"].sum()) == (
        17_410,
        35_123,
        199,
    )
    laptops = files["laptop-reviews-zh.csv"].read_bytes().decode("gb18030").encode()
    rows = [
        pl.read_csv(laptops, infer_schema=False).height,
        pl.read_csv(files["hotel-reviews-zh.csv"], infer_schema=False).height,
        pl.read_ndjson(files["book-reviews-zh.jsonl"]).height,
    ]
    assert sum(rows) == 35_123
    reviews = pl.read_ndjson(files["electronics-reviews-en.jsonl"])
    assert reviews.height == 300
    strength = pl.read_csv(folder / "benchmark/english-strength.csv")
    assert (strength.height, set(strength["ratings"])) == (3_708, {20})


def test_an_inferred_product_agrees_with_the_order_of_the_reviews(files):
    """The source keeps the reviews of a product together; the rule does not look at that."""
    reviews = pl.read_ndjson(files["electronics-reviews-en.jsonl"]).drop_nulls("product_id")
    runs = reviews["product_id"].rle().struct.field("value")
    assert runs.len() == runs.n_unique() == 5
