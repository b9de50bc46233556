"""Mine 挖掘: read every text that the current version has not read, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from needlens.mining import implied
from needlens.mining.domain import Domain
from needlens.mining.filling import RULES as STATEMENTS
from needlens.mining.filling import told
from needlens.mining.remarks import VERSION as REMARKS
from needlens.mining.remarks import remarks
from needlens.mining.tiers import Tier
from needlens.store import Database, results

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Read:
    """How much a pass over the texts has found."""

    texts: int
    opinions: int
    suggestions: int
    remarks: int
    """Questions, reasons for use and implied needs."""


def read_texts(
    database: Database,
    tier: Tier,
    domain: Domain,
    rows: int,
    progress: Progress | None = None,
    models: Path | None = None,
) -> Read:
    """Mine what has not been read by this version; each batch is one transaction.

    A pass that is killed goes on where it stopped, and a new version replaces what the
    older one found, text by text. ``models`` is where the shop keeps a library of needs of
    its own.
    """
    hints = implied.version(models)
    version = f"{tier.version}·{REMARKS}·{STATEMENTS}·{hints}"
    texts = opinions = suggestions = noted = 0
    with database.transaction():
        results.forget_removed(database)
    for kind in results.TEXTS:
        unread = results.unread(database, kind, version)
        for start in range(0, unread.height, rows):
            batch = results.texts(database, kind, unread.slice(start, rows))
            said, asked = tier.mine(batch)
            noticed = _remarks(batch, domain, models, hints)
            with database.transaction():
                results.replace_mined(
                    database, kind, version, batch["signal_id"],
                    opinions=told(said, batch, "opinion"),
                    suggestions=told(asked, batch, "suggestion"),
                    remarks=told(noticed, batch),
                )  # fmt: skip
            texts += batch.height
            opinions += said.height
            suggestions += asked.height
            noted += noticed.height
            if progress:
                progress(f"mining {kind}s", start + batch.height, unread.height)
    return Read(texts, opinions, suggestions, noted)


def _remarks(
    batch: pl.DataFrame, domain: Domain, models: Path | None, version: str
) -> pl.DataFrame:
    """Return questions, reasons for use, and what sentences imply."""
    noticed = remarks(batch, domain)
    hidden = implied.implied(batch, models).with_columns(version=pl.lit(version))
    return pl.concat([noticed.select(hidden.columns), hidden])
