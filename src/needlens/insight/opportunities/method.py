"""How the numbers of the opportunities report are made, in both languages."""

from __future__ import annotations

from needlens.insight.numbers import Two, decimal
from needlens.insight.opportunities.draws import DRAWS
from needlens.insight.opportunities.leaving_out import FAR, MOST_PRODUCTS, MOST_SOURCES
from needlens.insight.render import worded
from needlens.needs.measures import MET_FROM, UNMET_BELOW


def method() -> list[tuple[Two, Two]]:
    """Return each term with how it is made."""
    state = {"unmet": decimal(UNMET_BELOW), "met": decimal(MET_FROM)}
    left_out = {"products": MOST_PRODUCTS, "sources": MOST_SOURCES, "far": FAR}
    return [
        (worded("size"), worded("method_demand")),
        (worded("satisfaction"), worded("method_satisfaction")),
        (worded("importance"), worded("method_importance")),
        (worded("opportunity"), worded("method_opportunity")),
        (worded("opportunity"), worded("method_op_interval", draws=DRAWS)),
        (worded("state"), worded("method_state", **state)),
        (worded("trend"), worded("method_trend")),
        (worded("action"), worded("method_op_action")),
        (worded("would_change"), worded("method_op_tied")),
        (worded("would_change"), worded("method_op_lift")),
        (worded("would_change"), worded("method_op_shift", **left_out)),
        (worded("quote"), worded("method_reading")),
    ]
