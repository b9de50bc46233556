"""Signs of fake reviews: each sign by itself, what is left alone, and invented shops."""

import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

import benchmark_scripts
from invented_reviews import shop
from needlens.mining.suspicion import LEAST, SIGNS, suspicious
from needlens.mining.suspicion import suspect as suspect_all
from needlens.shop import Shop
from needlens.store import suspicions

assert benchmark_scripts.FOLDER
T0 = datetime(2026, 3, 1, 8, tzinfo=UTC)
ZH = "面料柔软，颜色也很正，妈妈穿着合身，以后还会再来"
EN = "The jacket is warm and light, my brother wears it every day on his way to work"
SIGNS_ZH = (
    "天地山水风花雪月春夏秋冬东南西北早晚轻重长短红黄蓝绿门窗桌椅书画琴棋饭菜茶汤鱼鸟牛羊金木火土"
)
WORDS_EN = ["river", "stone", "cloud", "maple", "lantern", "anchor", "velvet", "pepper", "saddle", "copper", "window", "garden", "button", "ladder", "ribbon", "basket", "candle", "mirror", "hammer", "pillow"]  # fmt: skip


def different(i, language="zh"):
    """Return a text that is like no other."""
    rng = random.Random(i)
    return "".join(rng.sample(SIGNS_ZH, 18)) if language == "zh" else " ".join(rng.sample(WORDS_EN, 10))  # fmt: skip


def rows(*given):
    """Return reviews; each names only what matters."""
    made = [
        {
            "signal_id": f"s{i:04d}", "at": T0 + timedelta(days=i), "customer_id": f"c{i}", "product_id": "p",
            "rating": 5.0, "valence": None, "words": different(i + 50_000), "follow_up": None,
        } | one
        for i, one in enumerate(given)
    ]  # fmt: skip
    types = {"follow_up": pl.String, "valence": pl.Float64, "rating": pl.Float64, "words": pl.String,
             "customer_id": pl.String, "product_id": pl.String, "at": pl.Datetime("us", "UTC")}  # fmt: skip
    return pl.DataFrame(made, schema_overrides=types)


def signs(frame):
    return {row[0]: row[1] for row in suspicious(frame).iter_rows()}


@pytest.mark.parametrize(("text", "edit"), [(ZH, "真的，{}！！"), (EN, "Really, {} :)")])
def test_edited_copies_by_several_customers_are_suspicious_but_for_the_first(text, edit):
    frame = rows({"words": text}, {"words": edit.format(text)}, {"words": text}, {})
    assert signs(frame) == {"s0001": ["copied"], "s0002": ["copied"]}


@pytest.mark.parametrize("text", ["很好很好，下次还来", "Great, thanks", "好" * 40, "很不错" * 9])
def test_short_praise_that_many_write_is_left_alone(text):
    assert signs(rows(*({"words": text} for _ in range(20)))) == {}


@pytest.mark.parametrize("text", [ZH, EN])
def test_two_alike_and_many_of_one_customer_are_no_copies(text):
    assert signs(rows({"words": text}, {"words": text})) == {}
    mine = [{"words": text, "customer_id": "me"} for _ in range(4)]
    assert signs(rows(*mine)) == {}


@pytest.mark.parametrize(("words", "other"), [(ZH, "用了一个月，没有起球"), (EN, "A month later: no pilling")])  # fmt: skip
def test_a_follow_up_that_repeats_the_review(words, other):
    found = signs(rows({"words": words, "follow_up": f" {words}！"}, {"words": words, "follow_up": other}))  # fmt: skip
    assert found == {"s0000": ["follow-up"]}


def test_three_very_good_reviews_a_day_by_one_customer():
    day = [{"customer_id": "me", "at": T0 + timedelta(hours=i), "product_id": f"p{i}"} for i in range(3)]  # fmt: skip
    assert signs(rows(*day)) == {f"s000{i}": ["many-a-day"] for i in range(3)}
    assert signs(rows(*day[:2])) == {}
    assert signs(rows(*({**one, "rating": 3.0} for one in day))) == {}
    assert signs(rows(*({**one, "customer_id": None} for one in day))) == {}


def usual(language="zh", product="p", n=60):
    """Return a quiet product whose customers have written elsewhere before."""
    own = [
        {
            "at": T0 + timedelta(days=i), "customer_id": f"old{i}{product}", "product_id": product,
            "rating": 2.0 if i % 4 == 0 else 5.0, "words": different(f"{product}{i}", language),
        } for i in range(n)
    ]  # fmt: skip
    return own + [{**one, "product_id": f"{product}-else", "words": different(f"{product}{i} else", language)} for i, one in enumerate(own)]  # fmt: skip


def burst(n, language="zh", **changes):
    return [
        {"at": T0 + timedelta(days=30, minutes=9 * i), "customer_id": f"new{i}{changes}", "words": different(f"burst {i} {changes}", language)} | changes
        for i in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_burst_of_praise_by_customers_who_wrote_nothing_else(language):
    frame = rows(*usual(language), *burst(25, language))
    found = suspicious(frame)
    new = frame.filter(pl.col("customer_id").str.starts_with("new"))["signal_id"]
    assert set(new) == set(found.filter(pl.col("factor") <= 0.5)["signal_id"])
    assert all({"burst", "new"} <= set(s) for s in found.filter(pl.col("signal_id").is_in(new.implode()))["signs"])  # fmt: skip


def test_a_few_more_than_usual_are_no_burst():
    assert signs(rows(*usual(), *burst(4))) == {}


def test_a_sale_in_the_whole_shop_is_no_burst():
    products = [row for i in range(6) for row in usual(product=f"p{i}")]
    sale = [row for i in range(6) for row in burst(15, product_id=f"p{i}")]
    assert signs(rows(*products, *sale)) == {}
    one = signs(rows(*products, *burst(15, product_id="p0")))
    assert sum("burst" in found for found in one.values()) >= 15


def test_known_customers_in_a_burst_keep_most_of_their_voice():
    known = [{**row, "customer_id": f"old{i}p"} for i, row in enumerate(burst(25))]
    found = suspicious(rows(*usual(), *known))
    assert "new" not in {sign for s in found["signs"] for sign in s}


def test_texts_of_a_burst_that_resemble_each_other():
    alike = [{**row, "words": f"这款{a}{b}，{c}推荐"} for row, (a, b, c) in zip(burst(24), WORDS, strict=True)]  # fmt: skip
    found = signs(rows(*usual(), *alike))
    assert sum("alike" in s for s in found.values()) >= 20
    unlike = signs(rows(*usual(), *burst(24)))
    assert sum("alike" in s for s in unlike.values()) <= 2


WORDS = [
    (a, b, c) for a in ("质量一流", "品质过硬") for b in ("手感舒服", "手感极好", "触感舒服")
    for c in ("强烈", "真心", "诚心", "特别")
]  # fmt: skip


def test_complaints_in_a_burst_are_not_called_one_sided():
    found = signs(rows(*usual(), *burst(25, rating=1.0)))
    assert found and all("one-sided" not in s for s in found.values())


def test_a_factor_is_the_product_of_its_signs_and_never_nothing():
    found = suspicious(shop(3, 0.1).reviews)
    for row in found.iter_rows(named=True):
        product = 1.0
        for sign in row["signs"]:
            product *= SIGNS[sign]
        assert row["factor"] == pytest.approx(max(product, LEAST), abs=1e-6)
        assert row["signs"] == sorted(set(row["signs"]))
    assert found["factor"].min() == LEAST


def test_the_order_of_rows_does_not_matter():
    reviews = shop(3, 0.05, products=12).reviews
    again = suspicious(reviews.sample(fraction=1, shuffle=True, seed=9))
    assert suspicious(reviews).equals(again)


@pytest.mark.parametrize("nothing", ["at", "customer_id", "product_id", "rating", "words"])
def test_what_is_unknown_only_hides_signs(nothing):
    reviews = shop(3, 0.05, products=8).reviews
    blank = reviews.with_columns(pl.lit(None, reviews.schema[nothing]).alias(nothing))
    assert suspicious(blank).height < suspicious(reviews).height or nothing in ("rating", "customer_id")  # fmt: skip
    assert suspicious(reviews.clear()).is_empty()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_most_planted_fakes_are_found_and_real_reviews_left_alone(language):
    invented = shop(21, 0.05, language, products=30)
    found = invented.truth.join(suspicious(invented.reviews), on="signal_id", how="left")
    caught = found.filter(pl.col("factor") <= 0.5)
    assert caught["fake"].mean() >= 0.85
    assert caught["fake"].sum() >= 0.6 * found["fake"].sum()
    real = found.filter(~pl.col("fake"))
    assert (real["factor"].fill_null(1) <= 0.5).mean() < 0.005


def test_the_signs_are_stored_and_replaced(tmp_path):
    lines = ["评价编号,评价内容,评分,评价时间,用户ID,商品ID"]
    lines += [f"{i},{ZH}{'！' * i},5,2026-03-0{i + 1} 10:00:00,用户{i},A{i}" for i in range(4)]
    lines += ["9,袖子短了，退货也慢,2,2026-03-08 10:00:00,己,A1"]
    lines += ["10,此用户没有填写评价,5,2026-03-09 10:00:00,庚,A1"]
    file = tmp_path / "评价.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    with Shop.open(tmp_path / "shop") as opened:
        opened.ingest(file)
        opened.mine()
        database = opened._database
        assert suspect_all(database) == 3
        stored = suspicions.load(database)
        assert stored["signs"].to_list() == [["copied"]] * 3
        assert stored["kind"].to_list() == ["review"] * 3
        assert suspect_all(database) == 3 and suspicions.load(database).equals(stored)
        assert database.query("SELECT count(*) AS n FROM reviews")["n"][0] == 6
        database.execute("DELETE FROM reviews WHERE rating = 5")
        assert suspect_all(database) == 0 and suspicions.load(database).is_empty()
