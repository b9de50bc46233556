"""How the result of a check is shown."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from needlens.cli._accounts import account_json
from needlens.cli._terminal import say, table

if TYPE_CHECKING:
    from needlens.sources import Checked

_HIDDEN = ("row", "id", "source")
_LONGEST = 60


def checked_json(one: Checked) -> dict[str, Any]:
    """Return a check for ``--json``."""
    return account_json(one.account) | {
        "complete": one.complete,
        "columns": [asdict(use) for use in one.columns],
        "sample": {kind: frame.to_dicts() for kind, frame in one.sample.items()},
        "rejected": [
            {"line": r.line, "column": r.column, "reason": r.reason} for r in one.rejected
        ],
        "masked": one.masked,
    }


def show_checked(one: Checked) -> None:
    """Print kind, mapping, first records and what would be set aside."""
    account = one.account
    say(f"\n{account.source}: {one.title_en} {one.title_zh} · {account.encoding}")
    _show_mapping(one)
    for kind, frame in one.sample.items():
        shown = [
            c for c in frame.columns if c not in _HIDDEN and frame[c].null_count() < frame.height
        ]
        rows = [[_short(value) for value in row] for row in frame.select(shown).rows()]
        table(f"first {frame.height} of kind {kind}, as they would be stored", shown, rows)
    if one.rejected:
        table(
            f"would be set aside ({account.quarantined}); the first {len(one.rejected)}",
            ["line", "column", "reason"],
            [(r.line, r.column, r.reason) for r in one.rejected],
        )
    if one.masked:
        found = ", ".join(f"{n} {kind}" for kind, n in sorted(one.masked.items()))
        say(f"personal data masked: {found}")
    if not one.complete:
        say(f"  judged by the first {account.rows:,} rows")


def _show_mapping(one: Checked) -> None:
    rows = [
        (
            use.column,
            f"{use.kind}.{use.field}" if use.field else "—",
            "yes" if use.certain else "?",
            use.note,
        )
        for use in one.columns
    ]
    table("mapping", ["column", "becomes", "sure", "note"], rows)


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
