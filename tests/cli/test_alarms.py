"""``needlens alarms`` as a user meets it: a surge, its back-test, and nothing to tell."""

import json
from datetime import datetime, timedelta

import pytest

QUIET = {
    "zh": "颜色好看，穿着舒服，这是第{i}件",
    "en": "The colour is beautiful, this is piece {i}",
}
BAD = {"zh": "物流太慢了，{i}号下单等到现在", "en": "Delivery was very slow, ordered on day {i}"}


@pytest.fixture(params=["zh", "en"])
def surge(request, run, tmp_path):
    """A product with 160 quiet reviews and then 20 in which every second one complains."""
    lines = ["review_id,review,rating,date,user,product_id"]
    for i in range(190):
        bad = i % 2 == 0 if i >= 170 else i % 40 == 7
        text = (BAD if bad else QUIET)[request.param].format(
            i=f"{i * 7919 % 1000} {i * 104729 % 997}"
        )
        at = datetime(2026, 1, 1) + timedelta(hours=6 * i)
        lines.append(f'r{i},"{text}",{1 if bad else 5},{at:%Y-%m-%d %H:%M:%S},user{i},A1')
    file = tmp_path / "reviews.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run("open", "my-shop").code == 0
    assert run("ingest", file).code == 0
    assert run("mine").code == 0
    return request.param


def test_a_surge_is_shown_with_its_quote(run, surge):
    done = run("alarms")
    assert done.code == 0
    assert "A1" in done.out and "goes on" in done.out and "--back-test" in done.out
    assert ("物流" if surge == "zh" else "Delivery") in done.out


def test_a_surge_as_json_has_all_its_numbers(run, surge):
    (alarm,) = json.loads(run("alarms", "--json").out)
    assert (alarm["kind"], alarm["product_id"], alarm["until"]) == ("alarm", "A1", None)
    assert alarm["category"] == "LOGISTICS#SPEED"
    assert alarm["before"]["high"] < alarm["during"]["low"]
    assert alarm["since"].startswith("2026-02-1") and len(alarm["evidence"]) == alarm["messages"]
    assert run("alarms", "--since", "2026-02-01", "--json").out == run("alarms", "--json").out


def test_the_back_test_of_the_shop(run, surge):
    done = run("alarms", "--back-test", "--size", "0.5")
    assert done.code == 0 and "surges found within 50 messages" in done.out
    outcome = json.loads(run("alarms", "--back-test", "--size", "0.5", "--json").out)
    assert outcome["found"]["n"] == 200 and outcome["size"] == 0.5


def test_a_shop_without_dates_or_with_too_little_is_told_so(shop):
    done = shop("alarms")
    assert done.code == 0 and "no surge" in done.out
    assert json.loads(shop("alarms", "--json").out) == []
    failed = shop("alarms", "--back-test")
    assert failed.code == 2 and "dated messages" in failed.err
