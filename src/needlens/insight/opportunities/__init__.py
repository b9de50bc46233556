"""Opportunities: which needs to work on first, what to do, and how sure that is."""

from __future__ import annotations

from needlens.insight.opportunities.actions import advise
from needlens.insight.opportunities.finding import (
    ACTIONS,
    Action,
    Advice,
    Lift,
    Opportunity,
    Report,
    Shift,
)
from needlens.insight.opportunities.report import opportunities
from needlens.insight.opportunities.shelf import Shelf
from needlens.insight.opportunities.standing import weak_products

__all__ = [
    "ACTIONS",
    "Action",
    "Advice",
    "Lift",
    "Opportunity",
    "Report",
    "Shelf",
    "Shift",
    "advise",
    "opportunities",
    "weak_products",
]
