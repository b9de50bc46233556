"""Sent back more than others."""

from __future__ import annotations

import polars as pl
import pytest

from needlens.needs import returned
from needlens.needs.acts import ACTS
from needs.doings import day, doings


def order(product, customer, at=0, quantity=1.0, **more):
    return {
        "product_id": product, "customer_id": customer, "at": day(at), "quantity": quantity,
    } | more  # fmt: skip


def bought(product, n, who="c", **more):
    return [order(product, f"{who}{c}", **more) for c in range(n)]


def keys(database, min_voices=3):
    return sorted(set(returned.found(database, min_voices, None, None)["key"]))


def ordinary():
    return bought("ordinary", 300)


def test_a_negative_quantity_is_a_return(tmp_path):
    back = [order("shoes", f"c{c}", 9, -1.0) for c in range(12)]
    titles = [{"product_id": "shoes", "title": "跑步鞋 running shoes"}]
    database = doings(tmp_path, orders=ordinary() + bought("shoes", 30) + back, products=titles)
    acts = returned.found(database, 3, None, None)
    assert acts.schema == ACTS
    assert acts["key"].unique().to_list() == ["returned shoes"]
    assert len(acts) == 12
    first = acts.row(0, named=True)
    assert first["quote"] == "退换了 · returned: 跑步鞋 running shoes"
    assert (first["signal_id"], first["at"], first["kind"]) == ("o00330", day(9), "order")


def test_an_event_is_a_return(tmp_path):
    back = [
        {"type": "return", "product_id": "shoes", "customer_id": f"c{c}", "at": day(3)}
        for c in range(12)
    ]
    database = doings(tmp_path, orders=ordinary() + bought("shoes", 30), events=back)
    acts = returned.found(database, 3, None, None)
    assert acts["key"].unique().to_list() == ["returned shoes"]
    assert acts["kind"].unique().to_list() == ["event"]


SENT_BACK = """退货|已退款|換貨完成|退款成功|7天无理由退货|仅退款|申请退貨中|Returned|refunded|partial refund
REFUND ISSUED|exchanged|Return requested""".replace("\n", "|").split("|")
KEPT = """交易成功|没有申请退款|无退款|退款关闭|退款取消|卖家拒绝退款|支持7天无理由退货|未退货|completed|not returned
refund rejected|no refund|return window closed|free returns|non-refundable|turned over""".replace(
    "\n", "|"
).split("|")


def test_which_words_say_that_it_was_sent_back(tmp_path):
    given = pl.DataFrame({"status": [*SENT_BACK, *KEPT, "", None]})
    found = doings(tmp_path).query(
        f"SELECT status FROM given WHERE {returned._says_so('status')}", given=given
    )
    assert sorted(found["status"]) == sorted(SENT_BACK)


@pytest.mark.parametrize(("column", "words"), [("after_sales", "已退款"), ("status", "Returned")])
def test_the_status_of_an_order_tells(tmp_path, column, words):
    rows = bought("shoes", 12, **{column: words}) + bought("shoes", 18, "d")
    assert keys(doings(tmp_path, orders=ordinary() + rows)) == ["returned shoes"]


def test_a_usual_share_is_no_need(tmp_path):
    rows = [
        row
        for product in ("a", "b", "c")
        for row in bought(product, 12, after_sales="退货") + bought(product, 18, "d")
    ]
    assert keys(doings(tmp_path, orders=rows)) == []


def test_one_unlucky_product_among_hundreds_is_chance(tmp_path):
    usual = [
        r
        for p in range(300)
        for r in bought(f"p{p}", 1, after_sales="退货") + bought(f"p{p}", 19, "d")
    ]
    unlucky = bought("unlucky", 3, after_sales="退货") + bought("unlucky", 9, "d")
    assert keys(doings(tmp_path, orders=usual + unlucky)) == []


def test_what_was_never_bought_cannot_be_sent_back(tmp_path):
    discounts = [order("discount", f"c{c}", 1, -1.0) for c in range(50)]
    assert keys(doings(tmp_path, orders=ordinary() + discounts)) == []


@pytest.mark.parametrize("title", ["POSTAGE", "补差价专用链接", "运费", "Delivery charge"])
def test_fees_are_no_goods(tmp_path, title):
    rows = bought("fee", 12, after_sales="退货", title=title) + bought("fee", 18, "d", title=title)
    assert keys(doings(tmp_path, orders=ordinary() + rows)) == []


def test_the_title_of_an_order_serves_without_a_catalogue(tmp_path):
    rows = bought("t1", 12, after_sales="refunded", title="Rain coat")
    database = doings(tmp_path, orders=ordinary() + rows)
    assert returned.found(database, 3, None, None)["quote"][0] == "退换了 · returned: Rain coat"


def test_assigned_links_say_nothing_of_a_product(tmp_path):
    rows = bought("shoes", 12, after_sales="退货", provenance="assigned") + bought("shoes", 18, "d")
    assert keys(doings(tmp_path, orders=ordinary() + rows)) == []


def test_simulated_rows_stay_marked(tmp_path):
    rows = bought("shoes", 12, after_sales="退货", provenance="simulated")
    acts = returned.found(doings(tmp_path, orders=ordinary() + rows), 3, None, None)
    assert acts["provenance"].unique().to_list() == ["simulated"]


def test_one_customer_is_one_voice(tmp_path):
    again = [order("shoes", "c0", t, -1.0) for t in range(40)]
    assert keys(doings(tmp_path, orders=ordinary() + bought("shoes", 30) + again)) == []


def test_since_and_now_bound_the_time(tmp_path):
    back = [order("shoes", f"c{c}", 9, -1.0) for c in range(12)]
    database = doings(tmp_path, orders=ordinary() + bought("shoes", 30) + back)
    assert len(returned.found(database, 3, day(-1), day(10))) == 12
    assert returned.found(database, 3, None, day(8)).is_empty()
    assert returned.found(database, 3, day(10), None).is_empty()
