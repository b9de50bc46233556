"""How the account of an ingest or a check is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from needlens.cli._terminal import say, table

if TYPE_CHECKING:
    from needlens.records import Ingested

MOST_COLUMNS = 12


def account_json(account: Ingested) -> dict[str, Any]:
    """Return an account for ``--json``; ``in`` is the number of rows read."""
    plain = asdict(account)
    return {"source": plain.pop("source"), "in": plain.pop("rows"), **plain}


def show_accounts(accounts: Sequence[Ingested]) -> None:
    """Print one line per source, then what the user should know about it."""
    columns = [
        "source",
        "platform",
        "encoding",
        "rows in",
        "accepted",
        "set aside",
        "duplicate",
        "records",
    ]
    rows = [
        (
            a.source, a.platform, a.encoding, a.rows, a.accepted, a.quarantined, a.duplicate,
            ", ".join(f"{n:,} {kind}" for kind, n in a.records.items()),
        )
        for a in accounts
    ]  # fmt: skip
    table("", columns, rows)
    for a in accounts:
        for warning in [*a.warnings, *a.notes]:
            say(f"! {a.source}: {warning}")
        if a.ignored_columns:
            more = len(a.ignored_columns) - MOST_COLUMNS
            shown = ", ".join(a.ignored_columns[:MOST_COLUMNS])
            say(
                f"  {a.source}: columns not used: {shown}"
                + (f" and {more} more" if more > 0 else "")
            )
        if a.blank:
            say(f"  {a.source}: {a.blank} blank rows skipped")
    if any(a.quarantined for a in accounts):
        say(
            "  rows set aside: needlens quarantine shows why; after a fix: needlens quarantine --retry"
        )
