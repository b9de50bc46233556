"""T21 and T22: alarms and signs of fakes keep their promises on shops never seen before."""

import os
from functools import cache

import numpy as np
import polars as pl
import pytest

import benchmark_scripts
from invented_reviews import shop
from invented_talk import talk
from needlens.insight.alarms import find_alarms
from needlens.mining.suspicion import suspicious

assert benchmark_scripts.FOLDER
FULL = os.environ.get("NEEDLENS_TRUST") == "full"
SHOPS = 10 if FULL else 1
LANGUAGES = ("zh", "en")
WITHIN = 50


@pytest.mark.parametrize(
    "world",
    [{}, {"promotions": 5.0}, {"weekend": 2.0}, {"flood": 60}, {"promotions": 5.0, "flood": 60}],
    ids=str,
)
def test_no_more_than_one_false_alarm_in_thirty_days_of_a_shop_of_twenty(world):
    alarms = 0
    for i in range(SHOPS):
        said = talk(7_000 + i, language=LANGUAGES[i % 2], **world)
        alarms += len(find_alarms(said.expressions))
    assert alarms <= SHOPS * 180 / 30


def test_a_surge_of_two_in_five_is_found_within_fifty_messages():
    delays = []
    for i in range(SHOPS):
        said = talk(8_000 + i, surge=0.4, language=LANGUAGES[i % 2])
        found = find_alarms(said.expressions)
        for surge in said.surges:
            of = (surge.product, surge.category)
            noticed = [f.noticed_at for f in found if (f.product_id, f.category) == of]
            about = said.expressions.filter(pl.col("product_id") == surge.product)
            first = min((at for at in noticed if at >= surge.at), default=None)
            heard = about.filter(pl.col("at").is_between(surge.at, first)) if first else about
            delays.append(heard["signal_id"].n_unique() if first else np.inf)
    assert np.mean(np.array(delays) <= WITHIN) >= 0.95


@cache
def judged(language, share):
    frames = []
    for i in range(SHOPS):
        invented = shop(9_000 + i, share, language)
        found = invented.reviews.join(suspicious(invented.reviews), on="signal_id", how="left")
        found = found.join(invented.truth, on="signal_id")
        frames.append(found.with_columns(pl.col("factor").fill_null(1.0), pl.lit(i).alias("shop")))
    return pl.concat(frames)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("share", [0.05, 0.1] if not FULL else [0.01, 0.03, 0.05, 0.1])
def test_fakes_are_told_from_real_reviews(language, share):
    found = judged(language, share)
    caught = found.filter(pl.col("factor") <= 0.5)
    least = 0.9 if share >= 0.05 else 0.75
    assert caught["fake"].mean() >= least
    if FULL and share == 0.05:
        assert caught["fake"].sum() >= 0.7 * found["fake"].sum()
    assert (found.filter(~pl.col("fake"))["factor"] <= 0.5).mean() < 0.005


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_score_of_products_under_attack_stays_near_the_truth(language):
    real = pl.col("rating").filter(~pl.col("fake"))
    score = (pl.col("rating") * pl.col("factor")).sum() / pl.col("factor").sum()
    products = (
        judged(language, 0.05)
        .group_by("shop", "product_id")
        .agg(
            pl.len(),
            pl.col("fake").mean().alias("share"),
            (score - real.mean()).alias("shift"),
            (pl.col("rating").mean() - real.mean()).alias("undefended"),
        )
        .filter(pl.col("share") >= 0.1, pl.col("len") >= 20)
    )
    assert products["shift"].abs().mean() <= 0.1
    assert products["shift"].abs().mean() < 0.5 * products["undefended"].abs().mean()
