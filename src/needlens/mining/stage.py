"""Mine 挖掘: read every text that the current version has not read, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from needlens.mining.tiers import Tier
from needlens.store import Database, results

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Read:
    """How much a pass over the texts has found."""

    texts: int
    opinions: int
    suggestions: int


def read_texts(database: Database, tier: Tier, rows: int, progress: Progress | None = None) -> Read:
    """Mine what ``tier.version`` has not read; each batch is one transaction.

    A pass that is killed goes on where it stopped, and a new version replaces what the
    older one found, text by text.
    """
    texts = opinions = suggestions = 0
    with database.transaction():
        results.forget_removed(database)
    for kind in results.TEXTS:
        unread = results.unread(database, kind, tier.version)
        for start in range(0, unread.height, rows):
            batch = results.texts(database, kind, unread.slice(start, rows))
            said, asked = tier.mine(batch)
            with database.transaction():
                results.replace_mined(database, kind, tier.version, batch["signal_id"], said, asked)
            texts, opinions, suggestions = (
                texts + batch.height, opinions + said.height, suggestions + asked.height,
            )  # fmt: skip
            if progress:
                progress(f"mining {kind}s", start + batch.height, unread.height)
    return Read(texts, opinions, suggestions)
