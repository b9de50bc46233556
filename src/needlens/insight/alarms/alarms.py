"""Alarms 警报: surges of complaints about a product, or the shop, in one category."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.insight.alarms.detector import watch
from needlens.insight.alarms.findings import as_findings, dated, without_echoes
from needlens.insight.alarms.messages import hear, talk
from needlens.insight.alarms.settings import AlarmSettings
from needlens.insight.alarms.streams import streams
from needlens.records.finding import Finding


def find_alarms(
    expressions: pl.DataFrame,
    settings: AlarmSettings | None = None,
    *,
    since: datetime | None = None,
    now: datetime | None = None,
) -> list[Finding]:
    """Return the surges of complaints, those that go on first, the strongest first.

    ``expressions`` (columns ``needlens.needs.EXPRESSIONS``) should be all there are, for
    the baseline; ``since`` keeps alarms that were raised, or went on, from then on.
    Dates after ``now`` are left out. A column ``doubt`` (the share of the weight that was
    taken away as suspicious) only serves to count who is suspicious.

    While a product's share of complaints stays what it was, or changes slowly, chance
    raises no more than ``settings.false_alarms`` alarms in 30 days in the whole shop, on
    average over products alike to each other (see ``detector``). Raise UserError when a
    column is missing.

    >>> from needlens.needs import EXPRESSIONS
    >>> find_alarms(EXPRESSIONS.to_frame(eager=True))
    []
    """
    settings = settings or AlarmSettings()
    said = talk(expressions, now)
    heard = hear(said, settings)
    if heard.complaints.is_empty():
        return []
    watched, run_length = streams(heard), heard.run_length(settings)
    found = dated(watch(watched.complaints, watched.ends, run_length, settings), watched, heard)
    found = without_echoes(found, said)
    if since is not None:
        found = found.filter((pl.col("until").is_null()) | (pl.col("until") >= since))
    return as_findings(found, said, run_length, settings)
