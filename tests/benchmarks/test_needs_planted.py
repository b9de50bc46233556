"""The planted shop: what is planted is what the files say, and needlens can read them."""

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from benchmarks.needs.planted import make, write
from benchmarks.needs.planted_list import MET, needs, wording
from benchmarks.needs.planted_settings import LARGEST, SMALLEST, Settings
from benchmarks.needs.stability import split

import needlens
from needlens.text import fold
from needlens.text.duplicates import groups

SMALL = Settings(reviews=1_500)


@pytest.fixture(scope="module")
def shop():
    return make(SMALL)


@pytest.fixture(scope="module")
def large():
    return make(replace(SMALL, reviews=12_000, half="test", fakes=0.0))


def test_the_needs_are_many_and_said_in_both_languages_in_both_halves():
    dev, test = needs("dev"), needs("test")
    assert len(dev) == len(test) == 40 and {n.state for n in dev} == set(MET)
    kinds = {good.id for good in wording().goods}
    for one, other in zip(dev, test, strict=True):
        assert one.id == other.id and set(one.goods) <= kinds
        for how in ("lack", "praise", "ask"):
            for language in ("zh", "en"):
                a, b = (set(x.said[f"{how}_{language}"]) for x in (one, other))
                assert a and b and not a & b, (one.id, how)


def test_no_paraphrase_is_of_two_needs():
    every = Counter(
        text for half in ("dev", "test") for n in needs(half) for x in n.said.values() for text in x
    )
    assert [text for text, n in every.items() if n > 1] == []


def test_the_same_settings_give_the_same_shop(shop):
    again = make(SMALL)
    for name, frame in shop.tables.items():
        assert frame.equals(again.tables[name], null_equal=True), name
    assert shop.texts.equals(again.texts) and shop.needs.equals(again.needs)
    other = make(replace(SMALL, seed=1))
    assert not shop.tables["reviews"].equals(other.tables["reviews"])


def test_sizes_are_as_planted(large):
    truth = large.needs
    assert truth["share"].min() == pytest.approx(SMALLEST)
    assert truth["share"].max() == pytest.approx(LARGEST)
    away = (truth["holders"] - truth["planted"]) / truth["planted"].sqrt()
    assert abs(away.mean()) < 0.5 and away.abs().max() < 4
    held = large.holders.group_by("need").agg(pl.col("customer_id").n_unique().alias("n"))
    assert dict(held.iter_rows()) == dict(zip(truth["id"], truth["holders"], strict=True))


def test_everyone_who_holds_a_need_says_so_and_nobody_else(large):
    said = large.texts.explode("needs", empty_as_null=True).drop_nulls("needs")
    told = set(said.select("customer_id", "needs").iter_rows())
    assert told == set(large.holders.select("customer_id", "need").iter_rows())


def test_needs_are_met_as_their_state_says(large):
    by = large.needs.group_by("state").agg(1 - pl.col("lacking").sum() / pl.col("holders").sum())
    for state, met in by.iter_rows():
        assert met == pytest.approx(MET[state], abs=0.1)
    products = large.holders.group_by("need", "product_id").agg(pl.col("met").mean(), pl.len())
    spread = products.filter(pl.col("len") >= 20)["met"]
    assert spread.max() > 0.9 and spread.min() < 0.1


def test_opportunity_is_greatest_where_many_lack_something(large):
    truth = large.needs.sort("opportunity", descending=True)
    assert set(truth["state"].head(5)) <= {"unmet", "mixed"} and truth["importance"].max() == 10


def test_drifting_needs_double_or_halve(large):
    said = large.texts.explode("needs", empty_as_null=True).drop_nulls("needs")
    times = pl.concat([large.tables["reviews"].select(external_id="review_id", at="review_time"),
                       large.tables["queries"].select(external_id="query_id", at="search_time")])  # fmt: skip
    said = said.join(times, on="external_id").join(large.needs, left_on="needs", right_on="id")
    middle = times["at"].min() + (times["at"].max() - times["at"].min()) / 2
    late = dict(said.group_by("drift").agg((pl.col("at") > middle).mean()).iter_rows())
    # Growing by d over the period, the later half is √d times the earlier one.
    for drift in (0.5, 1.0, 2.0):
        ratio = drift**0.5
        assert late[drift] == pytest.approx(ratio / (1 + ratio), abs=0.03)


def test_ratings_and_results_fit_what_is_said(shop):
    reviews = shop.tables["reviews"].join(shop.texts, left_on="review_id", right_on="external_id")
    one = reviews.filter(pl.col("met").list.len() == 1, ~pl.col("fake")).explode("met")
    rating = dict(one.group_by("met").agg(pl.col("rating").mean()).iter_rows())
    assert rating[True] > 4 and rating[False] < 2.5
    queries = shop.tables["queries"].join(shop.texts, left_on="query_id", right_on="external_id")
    lacking = queries.with_columns(need=pl.col("needs").list.len() > 0)
    empty = dict(lacking.group_by("need").agg((pl.col("results") == 0).mean()).iter_rows())
    assert empty[True] > 0.4 > 0.15 > empty[False]


def test_texts_are_untidy_as_asked(large):
    texts = large.tables["reviews"]["review_text"]
    chinese = texts.filter(texts.str.contains(r"\p{Han}"))
    assert len(chinese) / len(texts) == pytest.approx(SMALL.chinese, abs=0.04)
    traditional = np.mean([fold(text).text != text and any(c in text for c in "買寫開這來個說後")
                           for text in chinese])  # fmt: skip
    assert 0.02 < traditional < SMALL.traditional + 0.02
    assert not texts.str.contains(r"[{}]").any()
    tidy = make(replace(SMALL, mistyped=0.0, traditional=0.0, fakes=0.0, bare=1.0))
    filled = set(tidy.tables["reviews"]["review_text"].str.strip_chars_end("👍😊😡!～…."))
    assert {"下单五天了还没发货", "Delivery was too slow, took almost two weeks"} <= filled
    assert not any("快递走了十天才到" in text for text in filled)


def test_few_genuine_texts_are_copies_and_fakes_are_many(large, shop):
    assert (
        groups(large.tables["reviews"]["review_text"]).n_unique()
        > 0.95 * large.tables["reviews"].height
    )
    fake = shop.texts.filter(pl.col("fake"))["external_id"]
    texts = shop.tables["reviews"].filter(pl.col("review_id").is_in(fake.implode()))
    assert groups(texts["review_text"]).n_unique() < 0.5 * texts.height


def test_fakes_come_in_bursts_by_new_accounts_and_leave_the_rest_as_it_is(shop):
    fake = shop.texts.filter(pl.col("fake"))
    real = shop.texts.filter(~pl.col("fake"))
    reviews = real.filter(pl.col("kind") == "review").height
    assert fake.height == round(SMALL.fakes * reviews)
    assert set(fake["customer_id"]).isdisjoint(real["customer_id"])
    rows = shop.tables["reviews"].join(fake, left_on="review_id", right_on="external_id")
    hours = rows.group_by("product_id", pl.col("needs").list.first()).agg(
        (pl.col("review_time").max() - pl.col("review_time").min()).dt.total_hours()
    )
    assert hours["review_time"].median() <= 6
    clean = make(replace(SMALL, fakes=0.0))
    columns = ["customer_id", "needs", "met"]
    assert clean.texts.select(columns).equals(real.select(columns))
    assert clean.needs.equals(shop.needs)


def test_files_are_read_by_needlens_without_a_word(shop, tmp_path):
    folder = write(shop, tmp_path / "files")
    with needlens.open(tmp_path / "shop") as opened:
        for file in sorted(folder.glob("*.csv")):
            (account,) = opened.ingest(file)
            height = shop.tables[file.stem].height
            assert (account.accepted, account.quarantined) == (height, 0), account
            assert account.records[file.stem.removesuffix("s").replace("querie", "query")] == height
        opened.export("reviews", tmp_path / "reviews.parquet")
        opened.export("queries", tmp_path / "queries.parquet")
    stored = pl.read_parquet(tmp_path / "reviews.parquet")
    ids = shop.texts.filter(pl.col("kind") == "review")["external_id"]
    assert set(stored["external_id"]) == set(ids)
    assert stored["rating"].null_count() == stored["at"].null_count() == 0
    queries = pl.read_parquet(tmp_path / "queries.parquet")
    assert (
        queries["results"].null_count() == 0 and queries["external_id"].n_unique() == queries.height
    )
    truth = [json.loads(x) for x in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    assert Counter(row["what"] for row in truth) == {
        "need": 40, "holder": shop.holders.height, "text": shop.texts.height,
    }  # fmt: skip


@pytest.mark.parametrize("how", ["by time", "at random"])
def test_the_first_part_and_the_rest_are_the_whole(shop, how):
    first, rest = split(shop, how)
    for name, part in rest.items():
        whole = shop.tables[name]
        assert first[name].height + part.height == whole.height
        assert part.height / whole.height == pytest.approx(0.2, abs=0.06)
    if how == "by time":
        assert first["reviews"]["review_time"].max() < rest["reviews"]["review_time"].min()
