"""Periods as people write them: 30d, 12w, 2026-01-31."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from needlens.errors import UserError

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def since(text: str, now: datetime | None = None) -> datetime:
    """Return the moment (UTC) from which things count.

    >>> since("2w", datetime(2026, 1, 31, tzinfo=UTC)).date().isoformat()
    '2026-01-17'
    >>> since("2026-01-31").isoformat()
    '2026-01-31T00:00:00+00:00'
    >>> since("soon")
    Traceback (most recent call last):
    ...
    needlens.errors.UserError: since 'soon' is no period; write 30d, 12w, 6m, 1y or a date such as 2026-01-31
    """
    span = re.fullmatch(r"(\d{1,5})([dwmy])", text.strip().lower())
    if span:
        return (now or datetime.now(UTC)) - timedelta(days=int(span[1]) * _DAYS[span[2]])
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UserError(
            f"since {text!r} is no period; write 30d, 12w, 6m, 1y or a date such as 2026-01-31"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
