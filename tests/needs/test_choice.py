from __future__ import annotations

import pytest

from needlens.config import NeedsConfig
from needlens.needs import as_needs, induce
from needs.generated import NAMES, expressions
from needs.said import said


def pieces(*rows, **settings):
    (need,) = as_needs(*induce(said(*rows), NAMES, NeedsConfig(**settings)))
    return need.evidence


def test_complaints_come_before_praise_when_the_need_is_not_met():
    praise = [{"valence": 9.0, "quote": f"第{i}次很快很满意的物流"} for i in range(3)]
    bad = [{"valence": 4.0, "quote": f"第{i}次有些慢不太满意呢"} for i in range(9)]
    shown = pieces(*praise, *bad)
    assert [e.valence for e in shown] == [4.0] * 9 + [9.0] * 3


def test_languages_take_turns():
    zh = [{"quote": f"等了{i}个星期才收到货"} for i in range(8)]
    en = [{"quote": f"It took {i} weeks", "language": "en", "confidence": 0.4} for i in range(4)]
    shown = pieces(*zh, *en)
    assert [e.language for e in shown][:8:2] + [e.language for e in shown][1:8:2] == ["zh"] * 4 + [
        "en"
    ] * 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_hardly_sure_comes_last_though_it_is_the_only_one_in_its_language(language):
    other = {"zh": "en", "en": "zh"}[language]
    sure = [{"quote": f"{i} 等了很久 waited long", "language": language} for i in range(4)]
    unsure = {"quote": "the door would not close 门关不上", "language": other, "confidence": 0.25}
    shown = pieces(unsure, *sure)
    assert [e.language for e in shown] == [language] * 4 + [other]


def test_different_customers_and_words_come_first():
    rows = [{"customer_id": "甲", "valence": 1.0}] * 5 + [{"quote": "完全一样的一句抱怨"}] * 5
    shown = pieces(*rows, {"customer_id": "乙"}, {"customer_id": "丙"})
    first = shown[:4]
    assert {e.customer_id for e in first} == {"甲", "乙", "丙", None}
    assert len({e.quote for e in first}) == 4


def test_a_signal_is_shown_once_and_only_so_many_are_kept():
    shown = pieces(*[{"signal_id": f"s{i // 2}"} for i in range(40)], max_evidence=7)
    assert len(shown) == 7 == len({e.signal_id for e in shown})


def test_all_evidence_is_counted():
    needs, evidence = induce(expressions(3000), NAMES, NeedsConfig(max_evidence=5))
    assert evidence.group_by("need_id").len()["len"].max() == 5
    assert needs["evidence_count"].max() > 300
    assert evidence["rank"].max() == 4


def test_where_it_stands_is_kept():
    shown = pieces({"line": 7, "source": "导出.xlsx", "start": 3, "end": 9, "valence": 1.0}, {}, {})
    first = shown[0]
    assert (first.source, first.line, first.start, first.end) == ("导出.xlsx", 7, 3, 9)
    assert (first.aspect, first.opinion) == ("物流", "慢")


def test_what_many_name_comes_before_the_harshest_words():
    many = [{"aspect": "配送", "quote": f"第{i}次配送真的很慢"} for i in range(9)]
    odd = {"aspect": "雨伞", "valence": 1.0, "quote": "雨伞慢得简直不像话"}
    assert pieces(odd, *many)[0].aspect == "配送"


def test_quotes_that_are_read_at_a_glance_come_first():
    long = {"quote": "The courier came late. " * 30, "language": "en", "confidence": 0.9}
    short = [{"quote": f"The courier was {i} hours late", "language": "en"} for i in range(3)]
    assert len(pieces(long, *short)[0].quote) < 60
