"""What people see of a rejected row: without customers' names, ids and numbers."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from typing import Any

from needlens.sources.platforms import ColumnUse

HIDDEN = "⟨hidden⟩"
SHOWN_CHARS = 500
"""How much of a row is shown; the sealed row is whole."""


def hidden_columns(uses: Iterable[ColumnUse]) -> frozenset[str]:
    """Return the columns that say who somebody is."""
    return frozenset(
        use.column
        for use in uses
        if use.field == "customer_id" or (use.field is None and "personal data" in use.note)
    )


def shown(raw: str, hidden: frozenset[str]) -> str:
    """Return a rejected row with its hidden columns covered; free text is masked later.

    >>> shown('{"买家": "云朵", "评价": "好", "from": {"mail": "x"}}', frozenset({"买家", "from.mail"}))
    '{"买家": "⟨hidden⟩", "评价": "好", "from": {"mail": "⟨hidden⟩"}}'
    """
    if hidden and raw.startswith("{"):
        # A line that is no row after all is shown as it is, masked.
        with contextlib.suppress(ValueError):
            raw = json.dumps(_covered(json.loads(raw), "", hidden), ensure_ascii=False)
    return raw[:SHOWN_CHARS]


def _covered(value: Any, path: str, hidden: frozenset[str]) -> Any:
    if path in hidden:
        return HIDDEN
    if isinstance(value, dict):
        return {
            key: _covered(inner, f"{path}.{key}" if path else key, hidden)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_covered(inner, path, hidden) for inner in value]
    return value
