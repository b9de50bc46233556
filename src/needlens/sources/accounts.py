"""Accounts: entering what became of a batch, every row exactly once."""

from __future__ import annotations

from needlens.records import Ingested
from needlens.sources.walk import Step
from needlens.store import Appended


def settle(account: Ingested, step: Step, appended: Appended) -> None:
    """Enter one batch into the account of its source."""
    batch, prepared = step.batch, step.prepared
    if step.first and step.platform is not None:
        account.platform = step.platform.name
        uses = step.platform.explain(batch)
        account.ignored_columns = tuple(use.column for use in uses if use.field is None)
    accepted, quarantined = len(appended.rows), len(prepared.rejected)
    account.encoding = batch.encoding or account.encoding
    account.rows += batch.rows
    account.blank += batch.blank
    account.accepted += accepted
    account.quarantined += quarantined
    account.duplicate += batch.rows - accepted - quarantined
    for kind, n in appended.records.items():
        account.records[kind] = account.records.get(kind, 0) + n
    account.warnings += [w for w in prepared.warnings if w not in account.warnings]
    account.notes = prepared.notes or account.notes
