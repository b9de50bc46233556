"""One pass over a shop: stable, honest, the same whatever the order."""

import polars as pl
import pytest

from needlens.needs.ngrams import Ngrams
from needlens.needs.stored import load
from needlens.needs.vectors import encoder
from needs.shops import asked, belonging, finder, opened, put, signals, stocked_with

N = 300


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    return stocked_with(tmp_path_factory, signals(N))


def test_what_is_asked_for_is_found_in_both_languages(shop):
    needs, _ = load(shop)
    said = {word for word in needs["statement_zh"] if "“" in word}
    for word in ("充电线", "说明书", "发票", "lid", "locker", "refill"):
        assert any(word in statement for statement in said), word
    of = shop.query("SELECT signal_id AS id, need_id FROM belongs WHERE origin = 'question'")
    joined = signals(N).join(of, on="id")
    pure = joined.group_by("need_id", "wish").len().group_by("need_id").agg(pl.col("len").max())
    assert pure["len"].sum() / joined.height > 0.95


def test_the_order_of_rows_changes_nothing(tmp_path, shop):
    found = load(shop)
    rows = signals(N).sample(fraction=1, shuffle=True, seed=2)
    other = opened(tmp_path / "other", rows)
    finder(other).renew()
    again = load(other)
    assert found[0].equals(again[0])
    assert found[1].drop("line").equals(again[1].drop("line"))
    assert belonging(shop).equals(belonging(other))
    other.close()


def test_a_second_run_with_nothing_new_changes_nothing(shop):
    first = load(shop)
    state = "SELECT * FROM {} ORDER BY ALL"
    before = [shop.query(state.format(t)) for t in ("history", "members", "centres", "belongs")]
    finder(shop).renew()
    second = load(shop)
    after = [shop.query(state.format(t)) for t in ("history", "members", "centres", "belongs")]
    assert first[0].equals(second[0]) and first[1].equals(second[1])
    assert all(a.equals(b) for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_fifth_more_data_leaves_old_evidence_with_its_need(tmp_path, seed):
    shop = opened(tmp_path, signals(300, seed))
    finder(shop).renew()
    before = belonging(shop)
    put(shop, signals(60, seed, first=300))
    finder(shop).renew()
    both = before.join(belonging(shop), on=["signal_id", "origin"], suffix="_now")
    assert both.height == before.height
    assert (both["need_id"] == both["need_id_now"]).mean() >= 0.95
    shop.close()


def test_run_by_run_holds_the_same_evidence_as_at_once(tmp_path, shop):
    other = opened(tmp_path / "other", signals(N).head(200))
    finder(other).renew()
    put(other, signals(N).tail(N - 200))
    needs, _ = finder(other).renew()
    once, by_run = belonging(shop), belonging(other)
    assert once.drop("need_id").equals(by_run.drop("need_id"))
    pairs = once.join(by_run, on=["signal_id", "origin"], suffix="_now")
    most = pairs.group_by("need_id", "need_id_now").len().group_by("need_id").agg(pl.max("len"))
    assert most["len"].sum() / pairs.height > 0.9
    assert needs["evidence_count"].sum() <= by_run.height
    other.close()


def test_no_number_is_nan_and_each_is_in_its_bounds(shop):
    needs, _ = load(shop)
    numbers = needs.select(pl.selectors.float())
    assert not any(numbers[name].is_nan().any() for name in numbers.columns)
    assert needs.filter(~pl.col("demand").is_between("demand_low", "demand_high")).is_empty()
    assert needs["id"].is_unique().all()


@pytest.mark.parametrize("words", ["充电线长一点", "spare lid"])
def test_a_shown_need_has_three_independent_voices(tmp_path, words):
    one = asked(*[words] * 9).with_columns(customer_id=pl.lit("the same"))
    copies = asked(*[words] * 9, first=20)
    shop = opened(tmp_path, one, copies)
    shop.execute(
        "INSERT INTO voices SELECT 'review', id, 'g', 1 / 9 FROM reviews "
        "WHERE customer_id <> 'the same'"
    )
    assert finder(shop).renew()[0].is_empty()
    put(shop, asked(words, first=50))
    needs, _ = finder(shop).renew()
    assert needs["demand"].to_list() == [3.0]
    shop.close()


def test_every_shown_need_of_a_shop_has_three_customers(shop):
    needs, _ = load(shop)
    customers = shop.query(
        "SELECT need_id, count(DISTINCT customer_id) AS n FROM belongs "
        "JOIN reviews ON id = signal_id GROUP BY need_id"
    ).filter(pl.col("need_id").is_in(needs["id"].to_list()))
    assert customers.height == needs.height and customers["n"].min() >= 3


def test_another_encoder_keeps_members_and_ids(shop):
    meaning = encoder()
    if meaning.model == Ngrams.model:
        pytest.skip("the shipped encoder is not installed")
    query = "SELECT category, statement, need_id FROM members WHERE NOT loose ORDER BY ALL"
    before = shop.query(query)
    finder(shop, meaning).renew()
    after = before.join(shop.query(query), on=["category", "statement"], suffix="_now")
    gone = dict(shop.query("SELECT id, other_id FROM history WHERE event = 'merged'").iter_rows())
    assert after.height == before.height > 40
    assert [gone.get(one, one) for one in after["need_id"]] == after["need_id_now"].to_list()
    assert (after["need_id"] == after["need_id_now"]).mean() > 0.9
    assert shop.query("SELECT DISTINCT model FROM centres")["model"].to_list() == [meaning.model]
    history = shop.query("SELECT * FROM history")
    finder(shop, meaning).renew()
    assert shop.query("SELECT * FROM history").equals(history)


def test_a_look_at_a_part_of_the_time_stores_nothing(shop):
    before = [shop.query(f"SELECT * FROM {t}") for t in ("members", "centres", "vectors", "needs")]
    found = finder(shop).since(signals(N)["at"].quantile(0.5))
    needs, _ = finder(shop).counted(found)
    after = [shop.query(f"SELECT * FROM {t}") for t in ("members", "centres", "vectors", "needs")]
    assert all(a.equals(b) for a, b in zip(before, after, strict=True))
    assert 0 < needs["evidence_count"].sum() < before[3]["evidence_count"].sum()
    assert set(needs["id"]) <= set(belonging(shop)["need_id"])
