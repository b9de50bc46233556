"""What people see of a rejected row (without names, ids and numbers), and the whole row."""

from __future__ import annotations

import json
from typing import Any

from needlens.sources.batch import RawBatch
from needlens.sources.platforms import Platform
from needlens.sources.platforms._meanings import meaning_of
from needlens.sources.platforms._picks import table_of
from needlens.sources.platforms._platform import PERSONAL_NOTE
from needlens.sources.readers.json_text import BadJson, parse_object

HIDDEN = "⟨hidden⟩"
SHOWN_CHARS = 500
"""How much of a row is shown; the sealed row is whole."""

_WHO = ("customer_id", "customer", "speaker")
"""Fields and meanings that name a person; chats put an account where the role should be."""


def hidden_columns(platform: Platform | None, batch: RawBatch) -> frozenset[str] | None:
    """Return the columns that say who somebody is; None when no column is known."""
    columns = table_of(batch).columns
    if not columns:
        return None
    uses = platform.explain(batch) if platform else []
    used = {u.column for u in uses if u.field in _WHO or u.note == PERSONAL_NOTE}
    named = {
        m.column for m in map(meaning_of, columns) if m.name in _WHO or m.note == PERSONAL_NOTE
    }
    return frozenset(used | named)


def shown(raw: str, hidden: frozenset[str] | None) -> str:
    """Return a rejected row with its hidden columns covered; free text is masked later.

    Where somebody is named in a line that is no row nobody can tell, so such a line is
    shown only when its source has no columns to hide.

    >>> shown('{"买家": "云朵", "评价": "好", "from": {"mail": "x"}}', frozenset({"买家", "from.mail"}))
    '{"买家": "⟨hidden⟩", "评价": "好", "from": {"mail": "⟨hidden⟩"}}'
    >>> shown('云朵,"好', frozenset({"买家"})), shown('水壶,"好', frozenset())
    ('⟨hidden⟩', '水壶,"好')
    """
    try:
        row = parse_object(raw)
    except BadJson:
        return raw[:SHOWN_CHARS] if hidden is not None and not hidden else raw and HIDDEN
    if hidden:
        raw = json.dumps(_covered(row, "", hidden), ensure_ascii=False)
    return raw[:SHOWN_CHARS]


def whole(raw: str) -> str:
    r"""Return a rejected row, with all that is in it, as one line of JSON to be mended.

    >>> whole('{"评分": "八十"}'), whole('R1,"好')
    ('{"评分": "八十"}', '{"raw": "R1,\\"好"}')
    """
    try:
        row = parse_object(raw)
    except BadJson:
        row = {"raw": raw.encode("utf-8", "replace").decode()}
    return json.dumps(row, ensure_ascii=False)


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
