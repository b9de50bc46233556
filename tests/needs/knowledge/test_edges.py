"""What becomes of the reasons that were kept."""

from __future__ import annotations

import polars as pl

from needlens.needs.knowledge.asking import CANDIDATES
from needlens.needs.knowledge.edges import KNOWLEDGE, edges
from needlens.needs.knowledge.relations import RELATIONS, said
from needs.doings import START

KEPT = pl.Schema(CANDIDATES | {"probability": pl.Float64()})
CATEGORIES = pl.DataFrame({"product_id": ["p1", "p2", "p3"], "category": ["雨具", "雨具", "灯"]})
RAIN = ("used_at_time", "梅雨季节", "the rainy season")


def kept(head, other, probability, reason=RAIN, kind="search"):
    head_kind = "query" if kind == "search" else "product"
    return (kind, head_kind, head, head, "product", other, other, 5, *reason, probability)


def made(*rows):
    frame = pl.DataFrame(rows, schema=KEPT, orient="row")
    return edges(frame, CATEGORIES, "tiny", START)


def test_a_reason_holds_for_both_ends_and_for_a_category_of_two_products() -> None:
    found = made(kept("雨伞", "p1", 0.9), kept("umbrella", "p2", 0.7))
    assert found.schema == KNOWLEDGE
    assert found.select("head", "head_kind", "probability", "pairs").rows() == [
        ("p1", "product", 0.9, 1),
        ("雨伞", "query", 0.9, 1),
        ("雨具", "category", 0.8, 2),
        ("p2", "product", 0.7, 1),
        ("umbrella", "query", 0.7, 1),
    ]
    assert found["generated"].all() and set(found["generated_by"]) == {"tiny"}


def test_one_product_does_not_make_a_category() -> None:
    found = made(kept("雨伞", "p1", 0.9), kept("折叠伞", "p1", 0.8), kept("lamp", "p3", 0.9))
    assert "category" not in found["head_kind"]
    assert found.filter(head="p1").select("probability", "pairs").row(0) == (0.9, 2)


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [kept("雨伞", "p1", 0.9), kept("p2", "p1", 0.9, kind="together"), kept("a", "p3", 0.9)]
    assert made(*rows).equals(made(*rows[::-1]))


def test_every_relation_can_be_said_in_both_languages() -> None:
    for relation in RELATIONS:
        zh, en = said(relation, "露营", "camping")
        assert "露营" in zh and "camping" in en
