"""Daily counts: one event per kind of act, with how often it was done."""

from __future__ import annotations

from needlens.sources.platforms._flat import Take


def counts(
    at: str, product_id: str, title: str, acts: dict[str, str], money: dict[str, str]
) -> tuple[Take, ...]:
    """Return a take per kind of event: ``acts`` and ``money`` give its headers."""
    return tuple(
        Take(
            "event",
            {"at": at, "product_id": product_id, "quantity": headers}
            | ({"value": money[act]} if act in money else {}),
            needs="product_id quantity",
            constants={"type": act},
            titled_by=title,
            counted=True,
        )
        for act, headers in acts.items()
    )
