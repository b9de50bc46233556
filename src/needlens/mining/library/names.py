"""What the needs of the library are called; readable without the encoder."""

from __future__ import annotations

import json
from functools import cache

from needlens.mining.library.library import FOLDER, KnownNeed


@cache
def names() -> dict[str, KnownNeed]:
    """Return the needs of the library that comes with needlens, by id.

    >>> names()["runs-cooler"].name_zh
    '少发热'
    """
    content = json.loads((FOLDER / "needs.json").read_text(encoding="utf-8"))
    return {one["id"]: KnownNeed(**one) for one in content["needs"]}
