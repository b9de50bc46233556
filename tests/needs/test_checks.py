"""A sample goes out, comes back filled in, and moves the sizes the right way."""

import csv

import polars as pl
import pytest

from needlens.errors import UserError
from needlens.needs.checks import SAMPLE, sample, take
from needs.shops import asked, finder, put, stocked_with

ZH = [f"充电线长{i}米" for i in range(12)]
EN = [f"spare lid number {i}" for i in range(12)]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    return stocked_with(tmp_path_factory, asked(*ZH, *EN))


def filled(path, rows, **answers):
    """Write rows as a person would: ``right`` or ``holds`` as given, by need or for all."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(SAMPLE))
        writer.writeheader()
        writer.writerows(row | answers for row in rows)
    return path


def sizes(shop):
    needs, _ = finder(shop).renew()
    return needs.select("id", "statement_zh", "demand", "demand_low", "demand_high").sort("id")


def evidence(shop):
    return sample(shop, per_need=6, texts=0).to_dicts()


def test_a_sample_is_the_same_each_time_and_has_what_was_asked_for(shop):
    rows = sample(shop, per_need=4, texts=5)
    assert rows.schema == SAMPLE and rows.equals(sample(shop, per_need=4, texts=5))
    found = rows.filter(question="evidence")
    assert found.group_by("need_id").len()["len"].to_list() == [4] * found["need_id"].n_unique()
    assert {word[:3] for word in found["quote"]} >= {"充电线", "spa"}
    assert rows.filter(question="text").height == 5


@pytest.mark.parametrize(("yes", "no"), [("yes", "no"), ("是", "否"), ("√", "×"), ("1", "0")])
def test_wrong_evidence_makes_a_need_smaller_right_evidence_does_not(shop, tmp_path, yes, no):
    rows = evidence(shop)
    right = sizes_after(shop, tmp_path, rows, yes)
    wrong = sizes_after(shop, tmp_path, rows, no)
    assert (wrong["demand"] < right["demand"]).all()
    assert (wrong["demand_high"] < right["demand_high"]).all()
    numbers = pl.concat([right, wrong]).select("demand", "demand_low", "demand_high").to_numpy()
    assert (numbers > 0).all() and right["id"].equals(wrong["id"])


def sizes_after(shop, folder, rows, answer):
    account = take(shop, filled(folder / "c.csv", rows, right=answer))
    assert (account.evidence, account.refused) == (len(rows), ())
    return sizes(shop)


def test_missed_needs_make_a_need_larger(shop, tmp_path):
    put(shop, asked(*[f"无关的话{i}" for i in range(40)], category="", first=60))
    need, _ = finder(shop).renew()
    one = need.filter(pl.col("statement_zh").str.contains("充电线"))["id"][0]
    rows = [row for row in sample(shop, 0, 200).to_dicts() if row["text"].startswith("无关")]
    nothing = take(shop, filled(tmp_path / "n.csv", rows, holds="none"))
    before = sizes(shop).filter(id=one)["demand"][0]
    assert nothing.texts == len(rows) == 40
    take(shop, filled(tmp_path / "m.csv", rows, holds=f"{one}、{one}"))
    after = sizes(shop).filter(id=one)["demand"][0]
    assert after > before
    assert shop.query("SELECT count(*) AS n FROM verdicts")["n"][0] == 40
    take(shop, filled(tmp_path / "n.csv", rows, holds="没有"))
    assert sizes(shop).filter(id=one)["demand"][0] == before
    assert shop.query("SELECT count(*) AS n FROM drawn")["n"][0] == 40


def test_what_is_answered_is_not_drawn_again(shop, tmp_path):
    rows = evidence(shop)
    take(shop, filled(tmp_path / "c.csv", rows, right="yes"))
    key = ["need_id", "signal_id"]
    again = sample(shop, per_need=6, texts=0).select(key)
    assert again.join(pl.DataFrame(rows).select(key), on=key, how="semi").is_empty()


def test_open_rows_are_counted_and_change_nothing(shop, tmp_path):
    before = sizes(shop)
    account = take(shop, filled(tmp_path / "c.csv", evidence(shop)))
    assert account.open == len(evidence(shop)) and account.evidence == account.texts == 0
    assert sizes(shop).equals(before)


def test_of_two_answers_the_later_counts(shop, tmp_path):
    row = evidence(shop)[0]
    rows = [row | {"right": "yes"}, row | {"right": "no"}]
    assert take(shop, filled(tmp_path / "c.csv", rows)).evidence == 1
    assert shop.query('SELECT "right" FROM verdicts')["right"].to_list() == [False]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"right": "maybe"}, "give yes or no"),
        ({"right": "yes", "need_id": "n-000000000000"}, "no need 'n-000000000000'"),
        ({"right": "是", "signal_id": "不存在"}, "no text '不存在'"),
        ({"right": "yes", "question": "证据"}, "no question"),
        ({"question": "text", "holds": "充电线"}, "ids of needs, or none"),
        ({"question": "text", "holds": "n-000000000000"}, "no need"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_reason(shop, tmp_path, change, reason):
    good, bad = evidence(shop)[:2]
    account = take(shop, filled(tmp_path / "c.csv", [good | {"right": "yes"}, bad | change]))
    ((line, why),) = account.refused
    assert line == 3 and reason in why and account.evidence == 1


def test_a_file_that_is_none_is_said(shop, tmp_path):
    (tmp_path / "a.csv").write_text("id,answer\n1,yes\n")
    (tmp_path / "b.csv").write_bytes("question,是\n".encode("gb18030"))
    for name, reason in (("a.csv", "lacks the columns"), ("b.csv", "UTF-8"), ("c.csv", "read")):
        with pytest.raises(UserError, match=reason):
            take(shop, tmp_path / name)
