"""Surges as findings that people can check: when, how many, and their words."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import numpy as np
import polars as pl

from needlens.insight.alarms.detector import Surges
from needlens.insight.alarms.messages import Heard, complaint
from needlens.insight.alarms.settings import AlarmSettings
from needlens.insight.alarms.streams import Streams
from needlens.needs import as_evidence, said
from needlens.needs.intervals import wilson
from needlens.records import Evidence, Interval
from needlens.records.finding import Finding

_MOST = 1e12
"""Greater e-values say no more."""


def dated(found: Surges, watched: Streams, heard: Heard) -> pl.DataFrame:
    """Return the surges with names and times, one row each.

    Columns: product_id, category, since, noticed_at, last (the last complaint), until (the
    same once it is over, else null), said and voices (complaints and all voices in it), before and past (the same of the
    baseline), peak.
    """
    rows, clock = watched.complaints, watched.complaints.clock
    stream, at = rows.stream[found.start], heard.complaints["at"]
    over = np.isfinite(found.end)
    heard_until = np.where(over, clock[found.last] + rows.weight[found.last], watched.ends[stream])
    told = np.concatenate([[0.0], rows.weight.cumsum()])
    return (
        watched.names[stream]
        .with_columns(
            at.gather(found.start).alias("since"),
            at.gather(found.alarm).alias("noticed_at"),
            at.gather(found.last).alias("last"),
            pl.Series("said", told[found.last + 1] - told[found.start], pl.Float64),
            pl.Series("voices", heard_until - clock[found.start], pl.Float64),
            pl.Series("before", found.before, pl.Float64),
            pl.Series("past", found.heard, pl.Float64),
            pl.Series("peak", found.peak, pl.Float64),
            pl.int_range(pl.len()).alias("surge"),
        )
        .with_columns(pl.when(pl.Series(over)).then("last").alias("until"))
    )


def without_echoes(found: pl.DataFrame, expressions: pl.DataFrame) -> pl.DataFrame:
    """Return the surges without those of the shop that one product's alarm explains.

    It does when half or more of the complaints in that time are about the product.
    """
    shop = found.filter(pl.col("product_id").is_null())
    products = found.filter(pl.col("product_id").is_not_null())
    told = expressions.filter(complaint()).select("category", "at", "weight", "product_id")
    during = (
        shop.select("surge", "category", "since", "last")
        .join(told, on="category")
        .filter(pl.col("at").is_between("since", "last"))
    )
    share = during.with_columns(
        (pl.col("weight").sum().over("surge", "product_id") / pl.col("weight").sum().over("surge"))
        .alias("share")
    ).filter(pl.col("share") >= 0.5)  # fmt: skip
    echoes = (
        share.select("surge", "category", "product_id", "since", "last")
        .unique()
        .join(products, on=["category", "product_id"], suffix="_product")
        .filter(
            (pl.col("since_product") <= pl.col("last"))
            & (pl.col("last_product") >= pl.col("since"))
        )["surge"]
    )
    return found.filter(~pl.col("surge").is_in(echoes.implode()))


def as_findings(
    found: pl.DataFrame,
    expressions: pl.DataFrame,
    run_length: float,
    settings: AlarmSettings,
) -> list[Finding]:
    """Return the surges as records: those that go on first, the strongest first."""
    findings = []
    ordered = found.sort(
        pl.col("until").is_not_null(), -pl.col("peak"), "product_id", "category", "since"
    )
    for surge in ordered.iter_rows(named=True):
        texts = _texts(surge, expressions)
        before, during = _shares(surge)
        e_value = min(float(np.exp(min(surge["peak"], 100.0))), _MOST)
        findings.append(
            Finding(
                id=_id(surge),
                kind="alarm",
                **{n: surge[n] for n in ("category", "product_id", "since", "until", "noticed_at")},
                voices=round(surge["said"], 6),
                messages=texts["signal_id"].n_unique(),
                copies=texts.filter("copy")["signal_id"].n_unique(),
                suspicious=texts.filter("suspicious")["signal_id"].n_unique(),
                before=before,
                during=during,
                e_value=e_value,
                by_chance=settings.false_alarms * run_length / e_value,
                evidence=_evidence(texts, settings.evidence),
            )
        )
    return findings


def _texts(surge: dict[str, object], expressions: pl.DataFrame) -> pl.DataFrame:
    """Return the complaints of a surge, with whether each is a copy or suspicious."""
    product, kept = surge["product_id"], 1 - pl.col("doubt")
    return expressions.filter(
        complaint(),
        pl.col("category") == surge["category"],
        pl.col("at").is_between(pl.lit(surge["since"]), pl.lit(surge["last"])),
        pl.lit(True) if product is None else pl.col("product_id") == product,
    ).with_columns(
        suspicious=pl.col("doubt") > 0, copy=pl.col("weight") < kept.clip(1e-9) - 1e-9
    )  # fmt: skip


def _evidence(texts: pl.DataFrame, most: int) -> tuple[Evidence, ...]:
    best = (
        said(texts)
        .sort(-pl.col("strength"), "signal_id")
        .unique("signal_id", keep="first", maintain_order=True)
    )
    again = ~pl.col("voice").is_first_distinct()
    return tuple(as_evidence(best.sort(again, maintain_order=True).head(most)))


def _shares(surge: dict[str, float]) -> tuple[Interval, Interval]:
    return _share(surge["before"], surge["past"]), _share(surge["said"], surge["voices"])


def _share(said: float, heard: float) -> Interval:
    if heard <= 0:
        return Interval(0.0, 0.0, 1.0, 0)
    said = min(said, heard)
    low, high = wilson(np.array([said]), heard)
    return Interval(said / heard, float(low[0]) / heard, float(high[0]) / heard, round(heard))


def _id(surge: dict[str, object]) -> str:
    since = surge["since"]
    when = since.isoformat() if isinstance(since, datetime) else ""
    of = f"{surge['product_id'] or ''}\n{surge['category']}\n{when}"
    return f"a-{sha256(of.encode()).hexdigest()[:10]}"
