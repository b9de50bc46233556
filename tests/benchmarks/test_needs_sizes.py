"""Sizes of planted needs: the truth answers a sample, and the intervals are held against it."""

import json

import polars as pl
import pytest
from benchmarks.needs import sizes
from benchmarks.needs.matching import matched
from benchmarks.needs.merging import merged
from benchmarks.needs.overlap import unknown
from benchmarks.needs.planted import make, write
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.system import bearing, mined, workspace
from benchmarks.needs.verdicts import answered, give

import needlens
from needlens.needs.checks import SAMPLE

SMALL = Settings(reviews=700, seed=3)


def sample(*rows):
    names = ("question", "need_id", "kind", "signal_id")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(
        pl.lit("").alias(name) for name in SAMPLE if name not in names
    ).select(SAMPLE.names())


TRUTH = pl.DataFrame(
    {
        "kind": ["review", "review", "chat", "review"],
        "signal_id": ["慢", "slow and torn", "慢", "天气不错"],
        "needs": [["fast"], ["fast", "whole"], ["whole"], []],
    }
)
STANDS = pl.DataFrame(
    {"need_id": ["n-1", "n-2", "n-3"], "planted": ["fast", "fast", "whole"],
     "main": [True, False, True]}
)  # fmt: skip


def test_evidence_is_right_when_it_was_written_for_the_need():
    asked = [("n-1", "review", "慢"), ("n-2", "review", "slow and torn"), ("n-1", "chat", "慢"),
             ("n-3", "review", "天气不错"), ("n-9", "review", "慢")]  # fmt: skip
    rows = answered(sample(*(("evidence", *row) for row in asked)), TRUTH, STANDS)
    assert rows["right"].to_list() == ["yes", "yes", "no", "no", "no"]
    assert rows["holds"].unique().to_list() == [""] and rows.columns == SAMPLE.names()


def test_a_text_holds_the_main_need_of_each_that_was_planted_in_it():
    texts = [("review", "慢"), ("review", "slow and torn"), ("chat", "慢"), ("review", "天气不错")]
    rows = answered(sample(*(("text", "", *row) for row in texts)), TRUTH, STANDS)
    assert rows["holds"].to_list() == ["n-1", "n-1 n-3", "n-3", "none"]
    assert rows["right"].unique().to_list() == [""]


def test_answers_that_are_not_taken_are_no_answers(tmp_path):
    with needlens.open(tmp_path / "shop") as shop:
        unknown_text = answered(sample(("text", "", "review", "没有")), TRUTH, STANDS)
        with pytest.raises(ValueError, match="1 answers refused"):
            give(shop, unknown_text, tmp_path / "a.csv")


def test_checks_widen_the_intervals_towards_what_was_planted():
    found, (evidence, texts) = sizes.measured(SMALL, "rule")
    assert found.height >= 5 and texts == sizes.TEXTS and evidence > 0
    assert found["before_demand"].sum() < 0.8 * found["planted"].sum()
    away = {
        when: (found[f"{when}_demand"] / found["planted"]).log().abs().mean()
        for when in ("before", "after")
    }
    assert away["after"] < away["before"]
    held = {
        when: found.filter(pl.col("planted").is_between(f"{when}_low", f"{when}_high")).height
        for when in ("before", "after")
    }
    assert held["after"] > held["before"]


def test_fragments_of_a_planted_need_become_one(tmp_path):
    planted = make(SMALL)
    with workspace("rule") as shop:
        answer = mined(shop, write(planted, tmp_path))
        after = merged(shop, answer, planted.texts)
    before = _standing(answer, planted).group_by("planted").len()
    assert before["len"].max() > 1
    assert _standing(after, planted)["planted"].is_unique().all()
    assert len(after.needs) == len(answer.needs) - int((before["len"] - 1).sum())


def _standing(answer, planted):
    shown = bearing(answer.memberships.filter(pl.col("shown")))
    return matched(shown, planted.texts).drop_nulls("planted")


def test_what_the_library_does_not_know_is_told_apart(tmp_path):
    path = tmp_path / "library_overlap.json"
    clusters = pl.Series(["慢", "slow", None, "s01"])
    assert unknown(clusters, path) is None
    path.write_text(json.dumps({"慢": ["delivery-fast"], "slow": []}), "utf-8")
    assert unknown(clusters, path).to_list() == [False, True, False, True]
