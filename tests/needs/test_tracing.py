"""From a sentence to its need, and from a need to its sentences."""

import pytest

from needlens.errors import NotFound, UserError
from needlens.needs.tracing import trace
from needs.shops import asked, finder, stocked_with


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    said = ["充电线长一点", "充电线再长一点", "充电线长一些", "spare lid", "a spare lid", "spare lid included"]  # fmt: skip
    return stocked_with(tmp_path_factory, asked(*said))


@pytest.mark.parametrize("words", ["充电线再长一点", "SPARE LID included", "a00001"])
def test_from_a_sentence_to_its_need_and_back(shop, words):
    (found,) = trace(shop, words)
    (link,) = found.links
    assert found.text[link.start : link.end] == link.quote and link.shown
    assert link.need_zh and link.need_en and link.state == "unmet"
    assert found.source == "r.csv" and found.customer_id
    back = trace(shop, link.need_id)
    assert found.signal_id in [one.signal_id for one in back] and len(back) == 3
    assert {one.need_id for text in back for one in text.links} == {link.need_id}


def test_no_more_than_asked_for(shop):
    assert len(trace(shop, "spare", n=2)) == 2


def test_a_search_is_traced_too(shop):
    shop.execute(
        "INSERT INTO queries BY NAME SELECT 'q1' AS id, 'real' AS provenance, 'q.csv' AS source, "
        "2 AS line, '雨伞 架子' AS text"
    )
    finder(shop, min_evidence=1).renew()
    (found,) = trace(shop, "雨伞")
    assert found.kind == "query"


def test_nothing_found_and_too_short(shop):
    with pytest.raises(NotFound, match="no need, signal or text"):
        trace(shop, "没有人这样说")
    with pytest.raises(UserError, match="too short"):
        trace(shop, " 线 ")
    with pytest.raises(NotFound):
        trace(shop, "'; DROP TABLE needs; --")
