"""What the needs of the library are called."""

from __future__ import annotations

import json
from pathlib import Path

from needlens.mining.library.library import KnownNeed, folder_of


def names(models: Path | None = None) -> dict[str, KnownNeed]:
    """Return the needs of the library in use by id; none where there is none.

    ``models`` is where the shop keeps its own (see ``library``). Nothing but the names is
    read.
    """
    folder = folder_of(models)
    if folder is None:
        return {}
    content = json.loads((folder / "needs.json").read_text(encoding="utf-8"))
    return {one["id"]: KnownNeed(**one) for one in content["needs"]}
