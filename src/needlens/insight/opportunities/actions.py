"""What to do about a need: a few rules, tried in order, each with its reason.

The rules look at the category, at where the voices come from and at what is on sale, never
at the words of customers. ``docs/opportunities.md`` has them as a table.
"""

from __future__ import annotations

from collections.abc import Callable

from needlens.insight.numbers import Two, decimal, number
from needlens.insight.opportunities.finding import Action, Advice
from needlens.insight.opportunities.shelf import Shelf
from needlens.insight.opportunities.wished import MOSTLY, all_of, origins_of, wish
from needlens.insight.render import worded
from needlens.records import Need

SERVICE = {
    "SERVICE", "LOGISTICS", "AFTER_SALES", "SHOP", "SUPPORT", "SHIPPING", "WARRANTY", "服务", "物流",
}  # fmt: skip
"""Entities of the taxonomies that are no product."""
PRICE = {"PRICE", "PRICES", "价格"}
"""Entities or attributes that are about money."""
EXPLAINED = {"DESCRIPTION", "USABILITY"}
"""Attributes about how a product is described or used."""
BEHAVIOUR = "DEMAND#BEHAVIOUR"
BY_ACT: dict[str, Action] = {
    "together": "extend", "viewed": "explain", "returned": "fix", "switched": "fix",
}  # fmt: skip
"""What to do about each kind of behaviour, the first word of ``Need.part``."""


def advise(need: Need, shelf: Shelf) -> Advice:
    """Return the action for a need and its reason, which names the numbers it rests on.

    >>> from needlens.records import Evidence, Interval
    >>> said = Evidence("n-1", "s", "review", "物流太慢", 0, 4, 1, 0.9, 2.0, None, None, None,
    ...                 "zh", "real", "评价.csv", 2)
    >>> need = Need("n-1", "LOGISTICS#SPEED", "", "更快的物流", "faster delivery", "unmet",
    ...     Interval(42, 30, 57, 42), Interval(2.1, 1.8, 2.4, 42), 10, 18.6, None, (said,))
    >>> advice = advise(need, Shelf())
    >>> advice.action, advice.reason.zh
    ('service', '42 人提到，满意度 2.1（1–9）；说的是服务、物流或售后，不是商品本身。')
    """
    for rule in RULES:
        if found := rule(need, shelf):
            return found
    return _fix(need, shelf)


def _service(need: Need, shelf: Shelf) -> Advice | None:
    if _entity(need) not in SERVICE:
        return None
    return Advice("service", worded("reason_service", **_size(need)))


def _reprice(need: Need, shelf: Shelf) -> Advice | None:
    if not PRICE & {_entity(need), _attribute(need)}:
        return None
    return Advice("reprice", worded("reason_reprice", **_size(need)))


def _delist(need: Need, shelf: Shelf) -> Advice | None:
    """One weak product has most of the voices, and others satisfy the need."""
    if not need.products or _share_of_first(need) < MOSTLY:
        return None
    product = need.products[0].product_id
    bad = shelf.weak.get(product)
    others = [one for one in need.supply if one.product_id != product]
    if bad is None or not others:
        return None
    reason = worded(
        "reason_delist",
        share=f"{_share_of_first(need):.0%}",
        product=shelf.title(product),
        judges=number(bad.judges),
        negative=number(bad.negative),
        low=f"{bad.negative_low:.0%}",
        bad=bad.bad_categories,
        categories=bad.categories,
        supply=len(others),
    )
    return Advice("delist", reason, product)


def _behaviour(need: Need, shelf: Shelf) -> Advice | None:
    """Bought together, viewed and not bought, sent back, left for another brand."""
    kind = need.part.partition(" ")[0]
    if need.category != BEHAVIOUR or kind not in BY_ACT:
        return None
    first = shelf.title(need.products[0].product_id) if need.products else "?"
    reason = worded(f"reason_{kind}", voices=need.demand.value, product=first)
    return Advice(BY_ACT[kind], reason)


def _use(need: Need, shelf: Shelf) -> Advice | None:
    """Mostly bought for a purpose, and those who judge are not displeased."""
    origins = origins_of(need)
    if origins.reason < MOSTLY * all_of(origins) or (need.state == "unmet" and need.satisfaction.n):
        return None
    uses = number(min(origins.reason, need.demand.value))
    return Advice("explain", worded("reason_explain_use", uses=uses, **_size(need)))


def _explain(need: Need, shelf: Shelf) -> Advice | None:
    if _attribute(need) not in EXPLAINED:
        return None
    return Advice("explain", worded("reason_explain", **_size(need)))


def _fix(need: Need, shelf: Shelf) -> Advice:
    if not need.products:
        return Advice("fix", worded("reason_fix", **_size(need)))
    reason = worded(
        "reason_fix_product",
        share=f"{_share_of_first(need):.0%}",
        product=shelf.title(need.products[0].product_id),
        **_size(need),
    )
    return Advice("fix", reason)


RULES: tuple[Callable[[Need, Shelf], Advice | None], ...] = (
    _service, _reprice, _delist, _behaviour, wish, _use, _explain,
)  # fmt: skip
"""Tried in this order; when none fits, fix."""


def _entity(need: Need) -> str:
    return need.category.partition("#")[0]


def _attribute(need: Need) -> str:
    return need.category.partition("#")[2]


def _share_of_first(need: Need) -> float:
    return min(need.products[0].voices / max(need.demand.value, 1e-9), 1)


def _size(need: Need) -> dict[str, float | Two]:
    grade = need.satisfaction
    judged = (
        worded("judged_at", grade=decimal(grade.value)) if grade.n else worded("judged_by_none")
    )
    return {"voices": need.demand.value, "judged": judged}
