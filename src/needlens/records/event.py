"""Event 行为: what a customer did, or how often it was done."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import Signal

EVENT_TYPES = (
    "impression",
    "view",
    "click",
    "cart",
    "favourite",
    "share",
    "purchase",
    "return",
    "rating",
)


class Event(Signal):
    """One act of one customer, or ``quantity`` acts when a report only gives a count."""

    table = "events"

    type = dy.Enum(EVENT_TYPES, nullable=False)
    session_id = dy.String(nullable=True)
    query_id = dy.String(nullable=True)
    """The search or ranking (its ``external_id``) that led to the event."""
    position = dy.Int64(nullable=True, min=0)
    quantity = dy.Float64(nullable=True)
    value = dy.Float64(nullable=True)
    """Money for a purchase, the grade for a rating."""
    dwell_seconds = dy.Float64(nullable=True, min=0)
