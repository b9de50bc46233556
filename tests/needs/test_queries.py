"""Searches become expressions: what is typed, who typed it, and what came of it."""

from __future__ import annotations

import pytest

from needlens.needs import EXPRESSIONS
from needlens.needs.queries import searched
from needs.doings import day, doings


def found(tmp_path, queries, events=()):
    database = doings(tmp_path, queries=queries, **({"events": list(events)} if events else {}))
    return searched(database)


def test_a_search_is_an_expression_with_every_column(tmp_path):
    frame = found(
        tmp_path,
        [
            {"text": "老人 大字 手机", "language": "zh", "customer_id": "c1", "at": day(1)},
            {"text": "phone with large print", "language": "en", "customer_id": "c2"},
        ],
    )
    assert frame.select(EXPRESSIONS.names()).schema == EXPRESSIONS
    assert frame["quote"].to_list() == ["老人 大字 手机", "phone with large print"]
    assert frame.select("start", "end").rows() == [(0, 8), (0, 22)]
    assert set(frame["category"]) == {"DEMAND#SEARCH"}
    assert set(frame["origin"]) == set(frame["kind"]) == {"query"}
    assert frame["customer_id"].to_list() == ["c1", "c2"]
    assert frame["weight"].to_list() == [1.0, 1.0]


NOISE = [
    "！！？",
    "...",
    "20260102",
    "http://tmall.com/x?id=1",
    "www.shop.cn",
    "⟨phone⟩",
    "长" * 61,
    "3.5",
    " ",
]
SHORT = ["5g", "t恤", "长" * 60, "node.js 书", "女", "asp.net", "⟨name⟩ 签名笔"]


def test_what_says_nothing_is_left_out_and_short_or_odd_searches_stay(tmp_path):
    frame = found(tmp_path, [{"text": text} for text in NOISE + SHORT])
    assert frame["quote"].to_list() == SHORT


def test_a_session_stands_for_an_unknown_customer(tmp_path):
    frame = found(
        tmp_path,
        [
            {"text": "帐篷", "session_id": "s1"},
            {"text": "帐篷", "session_id": "s1", "customer_id": ""},
            {"text": "tent", "session_id": "s1", "customer_id": "c"},
            {"text": "tent"},
        ],
    )
    assert frame["customer_id"].to_list() == ["session s1", "session s1", "c", None]


def linked(*types):
    """Return events of one search q1 (a session of it), and of another one that was clicked."""
    events = [{"type": "click", "query_id": "other", "at": day(0)}]
    events += [{"type": "impression", "query_id": "late", "at": day(9)}]
    return events + [{"type": kind, "query_id": "q1", "at": day(3)} for kind in types]


@pytest.mark.parametrize(
    ("types", "results", "valence", "confidence"),
    [
        ((), 0, 2.0, 1.0),
        ((), 12, 3.5, 0.8),
        (("impression",), 12, 3.5, 0.8),
        (("impression", "click"), 12, 6.0, 0.6),
        (("favourite",), None, 6.0, 0.6),
        (("click", "cart", "purchase"), 12, 8.0, 0.6),
        ((), None, None, 0.6),
    ],
)
def test_the_valence_says_what_came_of_it(tmp_path, types, results, valence, confidence):
    queries = [
        {"text": "宿舍 静音 键盘", "external_id": "q1", "results": results, "at": day(3)},
        {"text": "quiet keyboard", "external_id": "other", "at": day(0)},
        {"text": "键盘", "external_id": "late", "at": day(9)},
    ]
    frame = found(tmp_path, queries, linked(*types))
    assert frame.select("valence", "confidence").row(0) == (valence, confidence)


def test_nobody_clicked_is_known_only_where_and_when_clicks_are_recorded(tmp_path):
    queries = [
        {"text": "clicked", "external_id": "other", "at": day(0), "channel": "app"},
        {"text": "clicked", "external_id": "late", "at": day(9), "channel": "app"},
        {"text": "in time", "external_id": "a", "at": day(5), "channel": "app", "results": 3},
        {"text": "too early", "external_id": "b", "at": day(-5), "channel": "app", "results": 3},
        {"text": "网页", "external_id": "c", "at": day(5), "channel": "web", "results": 3},
    ]
    frame = found(tmp_path, queries, linked())
    assert dict(frame.select("quote", "valence").tail(3).iter_rows()) == {
        "in time": 3.5, "too early": None, "网页": None,
    }  # fmt: skip


def test_without_any_events_results_say_nothing(tmp_path):
    assert found(tmp_path, [{"text": "露营灯", "results": 7}])["valence"].to_list() == [None]


def test_since_leaves_out_the_older_and_the_undated(tmp_path):
    database = doings(
        tmp_path,
        queries=[{"text": "旧", "at": day(0)}, {"text": "new", "at": day(2)}, {"text": "无日期"}],
    )
    assert searched(database, since=day(1))["quote"].to_list() == ["new"]


def test_an_empty_shop_has_no_searches(tmp_path):
    assert searched(doings(tmp_path)).is_empty()
