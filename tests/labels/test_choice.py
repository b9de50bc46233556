"""What is chosen: uncertain, diverse, no copies, nobody too often."""

import polars as pl
import pytest

from needlens.errors import UserError
from needlens.labels import choose, sample

THINGS = ["杯子", "台灯", "枕头", "毛巾", "书包", "雨伞", "手套", "地毯", "水壶", "帽子"]
FAULTS = [
    "用了两天就坏了",
    "比图片上小得多",
    "有一股刺鼻的味道",
    "洗一次就褪色了",
    "说明书看不明白",
]


def table(customer=None):
    rows = [
        {"signal_id": f"r{i}", "text": f"{thing}{fault}", "uncertainty": 0.5 + i / 1000,
         "customer_id": customer, "why": "unsure"}
        for i, (thing, fault) in enumerate((t, f) for f in FAULTS for t in THINGS)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"customer_id": pl.String})


def test_each_way_of_complaining_comes_before_any_comes_twice():
    said = choose(table(), 5, missed=0)["text"].to_list()
    assert {next(f for f in FAULTS if f in text) for text in said} == set(FAULTS)


def test_the_more_uncertain_wins_where_distance_is_alike():
    frame = pl.DataFrame({
        "signal_id": ["1", "2", "3"],
        "text": ["颜色偏暗", "The strap snapped", "bad smell inside"],
        "uncertainty": [0.2, 0.9, 0.5],
    })  # fmt: skip
    assert choose(frame, 2)["signal_id"].to_list() == ["2", "3"]


def test_near_duplicates_are_taken_once():
    copies = pl.concat(
        [
            table(),
            table().with_columns(pl.col("signal_id") + "b", pl.col("text") + "！！"),
        ]
    )
    chosen = choose(copies, 100)
    assert chosen.height == 50
    assert chosen["text"].str.strip_chars("！").n_unique() == 50


def test_no_customer_dominates_and_unknown_ones_count_by_signal():
    one = table("c-1").with_columns(uncertainty=pl.lit(0.9))
    rest = table().with_columns(pl.col("signal_id") + "b", text=pl.lit("It ") + pl.col("text"))
    chosen = choose(pl.concat([one, rest]), 20, per_customer=3)
    assert chosen.height == 20
    assert (chosen["customer_id"] == "c-1").sum() == 3
    assert choose(one, 20).height == 2


def test_a_share_of_sentences_in_which_nothing_was_found():
    missed = table().with_columns(
        pl.col("signal_id") + "m", text=pl.lit("请问") + pl.col("text"), why=pl.lit("missed"),
        uncertainty=pl.lit(0.1),
    )  # fmt: skip
    chosen = choose(pl.concat([table(), missed]), 20, missed=0.3)
    assert (chosen["why"] == "missed").sum() == 6


def test_known_sentences_are_kept_away_from():
    labelled = pl.Series([t + FAULTS[0] for t in THINGS])
    said = choose(table(), 4, missed=0, labelled=labelled)["text"].to_list()
    assert not any(FAULTS[0] in text for text in said)


def test_the_order_of_rows_does_not_matter():
    shuffled = table().sample(fraction=1, shuffle=True, seed=3)
    assert choose(table(), 10)["text"].to_list() == choose(shuffled, 10)["text"].to_list()
    assert sample(table(), 10)["text"].to_list() == sample(shuffled, 10)["text"].to_list()


def test_a_sample_by_lot_has_the_mean_uncertainty_and_says_so():
    frame = table().with_columns(uncertainty=pl.int_range(pl.len()) / pl.len())
    drawn = sample(frame, 30)
    assert drawn.height == 30 and set(drawn["why"]) == {"random"}
    assert 0.35 < drawn["uncertainty"].mean() < 0.65
    assert choose(frame, 10, missed=0)["uncertainty"].mean() > 0.65


def test_nothing_to_choose_from_and_senseless_numbers():
    assert choose(table().clear(), 5).is_empty()
    with pytest.raises(UserError, match="1 or more"):
        choose(table(), 0)
