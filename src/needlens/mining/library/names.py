"""What the needs of the library are called."""

from __future__ import annotations

import json
from functools import cache

from needlens.errors import NotFound
from needlens.lm.shipped import shipped
from needlens.mining.library.library import PACKAGE, KnownNeed


@cache
def names() -> dict[str, KnownNeed]:
    """Return the needs of the library by id; none where it is not installed."""
    try:
        file = shipped(PACKAGE) / "needs.json"
    except NotFound:
        return {}
    content = json.loads(file.read_text(encoding="utf-8"))
    return {one["id"]: KnownNeed(**one) for one in content["needs"]}
