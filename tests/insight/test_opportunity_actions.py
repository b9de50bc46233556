"""What to do about a need: every rule, its order and its numbers, zh and en."""

from __future__ import annotations

import re

import polars as pl
import pytest

from insight.built import TITLES, need, piece, told, wished
from needlens.insight.facts import Standing
from needlens.insight.opportunities import ACTIONS, Shelf, advise, weak_products

WEAK = {"p1": Standing("p1", 40.0, 32.0, 0.65, 6, 5)}
SHELF = Shelf(TITLES, WEAK)
SOUND = Shelf(TITLES)
QUERY = (
    piece(kind="query", quote="青轴 静音"),
    piece(kind="query", quote="quiet keyboard", language="en"),
)

CASES = {
    "delivery": (need(category="LOGISTICS#SPEED"), "service", "3.5"),
    "attitude": (need(category="SERVICE#ATTITUDE", origins=wished(suggestion=50)), "service", "50"),
    "服务": (need(category="服务"), "service", "50"),
    "price": (need(category="PRICE#LEVEL"), "reprice", "50"),
    "dish prices": (need(category="FOOD#PRICES"), "reprice", "50"),
    "weak product, others do": (
        need(products=[("p1", 40.0)], supply=[("p3", 9.0, 7.5)]), "delist", "80%",
    ),
    "weak product, nothing else": (need(products=[("p1", 40.0)]), "fix", "80%"),
    "weak product, few of the voices": (
        need(products=[("p1", 12.0)], supply=[("p3", 9.0, 7.5)]), "fix", "24%",
    ),
    "wished of what is sold": (
        need(origins=wished(opinion=10, suggestion=40), products=[("p2", 22.0)]), "extend", "22",
    ),
    "wished in reviews": (need(n=0, origins=wished(suggestion=45)), "extend", "45"),
    "searched, nobody sells it": (
        need(category="DEMAND#SEARCH", origins=wished(query=50), evidence=QUERY), "source", "50",
    ),
    "searched, and it is sold": (
        need(category="DEMAND#SEARCH", origins=wished(query=50), evidence=QUERY, supply=[("p3", 9.0, 7.5)]),
        "explain", "净山",
    ),
    "asked, and it is sold": (
        need(origins=wished(question=35, opinion=15), supply=[("p3", 9.0, 7.5)]), "explain", "35",
    ),
    "asked of a product": (need(origins=wished(question=50), products=[("p2", 50.0)]), "extend", "Larch"),
    "wished in a post, nobody sells it": (
        need(origins=wished(suggestion=50), evidence=(piece(kind="post"),)), "source", "50",
    ),
    "bought for a purpose": (
        need(category="DEMAND#USE", grade=6.1, state="underserved", origins=wished(reason=48)), "explain", "48",
    ),
    "bought for it and disappointed": (
        need(category="DEMAND#USE", grade=2.9, origins=wished(reason=48, opinion=20)), "fix", "2.9",
    ),
    "not as described": (need(category="PRODUCT#DESCRIPTION"), "explain", "50"),
    "hard to use": (need(category="PRODUCT#USABILITY"), "explain", "50"),
    "a plain complaint": (need(), "fix", "3.5"),
    "sent back": (
        need(category="DEMAND#BEHAVIOUR", part="returned p2", origins=wished(behaviour=50), products=[("p2", 50.0)]),
        "fix", "Larch",
    ),
    "sent back, weak, others do": (
        need(category="DEMAND#BEHAVIOUR", part="returned p1", origins=wished(behaviour=50), products=[("p1", 50.0)],
             supply=[("p3", 9.0, 7.5)]),
        "delist", "32",
    ),
    "viewed, not bought": (
        need(category="DEMAND#BEHAVIOUR", part="viewed p2", origins=wished(behaviour=50), products=[("p2", 50.0)]),
        "explain", "Larch",
    ),
    "bought together": (
        need(category="DEMAND#BEHAVIOUR", part="together p1 + p2", n=0, origins=wished(behaviour=50),
             products=[("p1", 50.0), ("p2", 50.0)]),
        "extend", "50",
    ),
    "left for another brand": (
        need(category="DEMAND#BEHAVIOUR", part="switched 键盘 + 云野", origins=wished(behaviour=50),
             products=[("p1", 50.0)]),
        "fix", "云野",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_action_and_reason(name):
    one, action, number = CASES[name]
    advice = advise(one, SHELF)
    assert advice.action == action
    for text in advice.reason:
        assert number in text and (action == "delist" or "50" in text)
        assert "{" not in text and "None" not in text
    assert re.search("[一-鿿]", advice.reason.zh) and advice.reason.zh.endswith("。")
    assert advice.reason.en.endswith(".")


def test_every_action_is_reached():
    assert {action for _, action, _ in CASES.values()} == set(ACTIONS)


def test_delisting_names_product_and_proof():
    advice = advise(CASES["weak product, others do"][0], SHELF)
    assert advice.product_id == "p1"
    for text in advice.reason:
        assert all(part in text for part in ("云野", "32", "40", "65%", "5", "6"))
    assert advise(CASES["weak product, others do"][0], SOUND).action == "fix"


def test_what_nobody_judged_is_not_given_a_grade():
    reason = advise(need(category="LOGISTICS#SPEED", n=0), SOUND).reason
    assert "还没有人评价" in reason.zh and "nobody" in reason.en and "3.5" not in reason.en


def test_more_wishes_than_voices_are_shown_as_all_voices():
    """A voice may wish and ask; it is one voice."""
    reason = advise(need(origins=wished(suggestion=45, question=30), products=[("p2", 5.0)]), SOUND)
    assert reason.reason.zh.startswith("50 人中有 50 人")


def test_a_need_stored_without_origins_goes_by_whether_it_is_judged():
    assert advise(need(n=0), SOUND).action == "extend"
    assert advise(need(n=9), SOUND).action == "fix"


def test_braces_in_a_title_are_only_text():
    shelf = Shelf({"p2": "{voices} {0} {product.__class__}"})
    text = advise(need(products=[("p2", 30.0)]), shelf).reason.zh
    assert "{voices} {0} {product.__class__}" in text


def judged(product, categories, negative, positive, **more):
    """Return what voices said of a product: each speaks of one category."""
    groups = []
    for i, category in enumerate(categories):
        base = {"product_id": product, "category": category} | more
        for valence, many in ((2.0, negative[i]), (8.0, positive[i])):
            groups.append(("n-1", many, base | {"valence": valence}))
    return groups


ASPECTS = ("PRODUCT#NOISE", "PRODUCT#QUALITY", "PRODUCT#BATTERY", "PRODUCT#SCREEN")


def test_a_weak_product():
    rows = told(
        *judged("p1", ASPECTS, (8, 7, 9, 1), (1, 1, 1, 5)),
        *judged("p2", ASPECTS, (2, 2, 2, 2), (8, 8, 8, 8)),
    )
    weak = weak_products(rows)
    assert set(weak) == {"p1"}
    one = weak["p1"]
    assert (one.judges, one.negative, one.categories, one.bad_categories) == (33, 25, 4, 3)
    assert 0.5 < one.negative_low < 25 / 33


@pytest.mark.parametrize(
    "rows",
    [
        judged("p1", ASPECTS, (2, 2, 2, 2), (0, 0, 0, 0)),  # too few judges
        judged("p1", ASPECTS[:2], (20, 20), (0, 0)),  # bad in two aspects only
        judged("p1", ASPECTS, (6, 6, 6, 1), (5, 5, 5, 1)),  # half may well be content
        judged("p1", ASPECTS, (9, 9, 9, 9), (0, 0, 0, 0), provenance="assigned"),
        judged("p1", ASPECTS, (9, 9, 9, 9), (0, 0, 0, 0), weight=0.1),  # copies of one text
    ],
    ids=["few", "narrow", "mixed", "assigned", "copies"],
)
def test_no_weak_product(rows):
    assert weak_products(told(*rows)) == {}


def test_a_customer_who_complains_of_everything_is_one_judge():
    rows = told(*judged("p1", ASPECTS, (5, 5, 5, 5), (0, 0, 0, 0))).with_columns(
        voice=(pl.col("voice") % 5)
    )
    assert weak_products(rows) == {}
