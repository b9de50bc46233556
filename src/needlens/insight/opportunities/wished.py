"""What to do about a need that is mostly wished for, asked about or searched."""

from __future__ import annotations

from needlens.insight.numbers import number
from needlens.insight.opportunities.finding import Advice
from needlens.insight.opportunities.shelf import Shelf
from needlens.insight.render import worded
from needlens.records import Need, Origins

MOSTLY = 0.5
"""A share of the voices from which a need is mostly a wish, or mostly about one product."""


def wish(need: Need, shelf: Shelf) -> Advice | None:
    """Mostly wished, asked or searched for: explain, extend or source."""
    origins = origins_of(need)
    wishes = origins.suggestion + origins.question + origins.query
    if wishes < MOSTLY * all_of(origins):
        return None
    asked = origins.question + origins.query
    of_product = bool(need.products) or _from_reviews(need)
    numbers = {
        "voices": need.demand.value,
        "wishes": number(min(wishes, need.demand.value)),
    }
    if need.supply and (asked >= origins.suggestion or not of_product):
        first = shelf.title(need.supply[0].product_id)
        more = worded("reason_explain_supply", supply=len(need.supply), product=first, **numbers)
        return Advice("explain", more)
    if not of_product or origins.query > wishes - origins.query:
        return Advice("source", worded("reason_source", **numbers))
    if not need.products:
        return Advice("extend", worded("reason_extend", **numbers))
    most = need.products[0]
    title, about = shelf.title(most.product_id), number(most.voices)
    return Advice("extend", worded("reason_extend_product", product=title, about=about, **numbers))


def origins_of(need: Need) -> Origins:
    """Return the voices by origin; for a need stored without them, by whether it is judged."""
    known = need.origins
    if known != Origins():
        return known
    judged = need.satisfaction.n > 0
    voices = need.demand.value
    return Origins(opinion=voices) if judged else Origins(suggestion=voices)


def all_of(origins: Origins) -> float:
    """Return the voices of all origins together."""
    said = origins.opinion + origins.suggestion + origins.question
    return said + origins.reason + origins.query + origins.behaviour


def _from_reviews(need: Need) -> bool:
    reviews = sum(piece.kind == "review" for piece in need.evidence)
    return 2 * reviews > len(need.evidence)
