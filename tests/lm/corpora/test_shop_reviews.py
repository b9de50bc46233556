"""The split of the shop reviews: the same for everybody, near-copies on one side."""

from __future__ import annotations

import zipfile

import polars as pl
import pytest

from needlens.errors import SourceError
from needlens.lm.corpora import shop_reviews

GOODS = ["水壶", "台灯", "毛毯", "书架", "耳机", "雨伞", "枕头", "拖鞋", "茶杯", "相框"]
SAID = ["用了两天就坏了", "收到当天就用上了", "比想象中的大一圈", "送给妈妈她很喜欢"]
TEXTS = [f"这个{one}{said}，第{n}次在这里买" for one in GOODS for said in SAID for n in (2, 7)]


def csv(texts: list[str]) -> str:
    rows = "".join(f"{n % 2},家居,{text}\n" for n, text in enumerate(texts))
    return "label,cat,review\n" + rows


def test_folder_zip_and_file_are_read_alike(tmp_path) -> None:
    name = shop_reviews.NAME
    (tmp_path / f"{name}.csv").write_text(csv(TEXTS), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr(f"{name}.csv", csv(TEXTS))
    found = shop_reviews.read(tmp_path)
    assert found.columns == ["text", "label", "cat", "split"]
    assert found.equals(shop_reviews.read(tmp_path / f"{name}.csv"))
    assert found.equals(shop_reviews.read(tmp_path / "other.zip"))


def test_texts_equal_when_folded_are_read_once(tmp_path) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text(csv(["水壺壞了", "水壶坏了", " ＧＯＯＤ kettle", "good kettle", ""]), "utf-8")
    found = shop_reviews.read(file)
    assert found["text"].to_list() == ["水壺壞了", "ＧＯＯＤ kettle"]
    assert found["label"].to_list() == [0, 0]


def test_no_near_copy_is_on_another_side() -> None:
    english = [f"The {w} broke after {n} days of use" for w in ("lamp", "mug") for n in range(9)]
    copies = [*TEXTS, *(f"{text}！！" for text in TEXTS), *english]
    sides = shop_reviews.split(pl.Series(copies)).to_list()
    assert sides[: len(TEXTS)] == sides[len(TEXTS) : 2 * len(TEXTS)]


def test_sides_do_not_depend_on_the_order_or_on_other_texts() -> None:
    names = [f"{a}配{b}，{c}" for a in GOODS for b in GOODS[::-1] for c in SAID if a != b]
    sides = dict(zip(names, shop_reviews.split(pl.Series(names)), strict=True))
    turned = shop_reviews.split(pl.Series(names[::-1]))
    assert dict(zip(names[::-1], turned, strict=True)) == sides
    assert set(sides.values()) == {"train", "dev", "test"}


@pytest.mark.parametrize("given", ["a,b\n1,2\n", None])
def test_what_is_not_the_data_set_is_a_sentence(tmp_path, given) -> None:
    if given is not None:
        (tmp_path / f"{shop_reviews.NAME}.csv").write_text(given)
    with pytest.raises(SourceError, match=r"expected cat, label, review|holds no"):
        shop_reviews.read(tmp_path)
