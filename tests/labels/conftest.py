"""A small shop with Chinese and English reviews, read and ready to be labelled."""

import shutil

import polars as pl
import pytest

from needlens.shop import open_shop

REVIEWS = [
    ("r1", "甲", "物流太慢了，等了一周才到。客服态度也差！"),
    ("r2", "乙", "质量很好，包装精美"),
    ("r3", "丙", "上周三下的单，今天收到"),
    ("r4", "ann", "Delivery was very slow. The box had a dent 😀 but the colour is lovely."),
    ("r5", "bob", "Great quality for the price"),
    ("r6", "cat", "I ordered two of them in March"),
    ("r7", "丁", "=很好的杯子，就是盖子有点松"),
    ("r8", "戊", "慢，物流慢，客服也慢"),
]


@pytest.fixture(scope="session")
def mined(tmp_path_factory):
    """The folder of the shop, read once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("labels")
    table = pl.DataFrame(REVIEWS, schema=["评价编号", "用户ID", "评价内容"], orient="row")
    table.write_csv(folder / "评价.csv")
    with open_shop(folder / "shop") as shop:
        shop.ingest(folder / "评价.csv")
        shop.mine()
    return folder / "shop"


@pytest.fixture(scope="session")
def sentences(mined):
    with open_shop(mined) as shop:
        return shop.unlabelled()


@pytest.fixture(scope="session")
def untouched(mined, sentences, tmp_path_factory):
    """A shop for tests that store nothing."""
    folder = tmp_path_factory.mktemp("untouched") / "shop"
    shutil.copytree(mined, folder)
    with open_shop(folder) as shop:
        yield shop
        assert shop.labels().is_empty()


@pytest.fixture
def opened(mined, tmp_path):
    shutil.copytree(mined, tmp_path / "shop")
    with open_shop(tmp_path / "shop") as shop:
        yield shop


@pytest.fixture
def database(opened):
    return opened._database
