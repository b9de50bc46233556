"""Who spoke when about what: the expressions as messages, and the complaints in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from needlens.errors import UserError
from needlens.insight.alarms.rhythm import with_rhythm
from needlens.insight.alarms.settings import AlarmSettings
from needlens.needs.grouping import NEGATIVE_BELOW
from needlens.needs.voices import with_voice

KINDS = ("review", "chat", "post")
"""Signals in words; a search without results is no complaint about a product."""
_NEEDED = (
    "signal_id", "kind", "origin", "category", "valence", "at", "customer_id", "product_id",
    "provenance", "weight",
)  # fmt: skip
_SHOP = ("product_id", "voice", "day")
_HALF, _TEN = 0.5, 10.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, in order of time for each product (null: the shop as a whole).

    ``messages``: message (its number), product_id, at, weight, clock. ``complaints``:
    message, product_id, category, at, weight, clock, prior, rhythm. ``clock`` counts the voices
    about the product before.
    """

    messages: pl.DataFrame
    complaints: pl.DataFrame

    @property
    def days(self) -> float:
        """The days between the first and the last message, at least 30."""
        first, last = self.messages["at"].min(), self.messages["at"].max()
        if not isinstance(first, datetime) or not isinstance(last, datetime):
            return 30.0
        return max((last - first) / timedelta(days=1), 30.0)

    def run_length(self, settings: AlarmSettings) -> float:
        """Return the voices between chance alarms of one stream that keep the budget.

        A voice moves the streams of all categories of its product, and those of the shop.
        """
        monthly = float(self.messages["weight"].sum()) / self.days * 30
        categories = self.complaints["category"].n_unique()
        return max(monthly * categories / settings.false_alarms, 1000.0)


def talk(expressions: pl.DataFrame, now: datetime | None = None) -> pl.DataFrame:
    """Return the dated expressions in words, with ``voice`` and ``doubt``; raise UserError.

    Dates after ``now`` are wrong and left out. A link to a product that was assigned by
    us says nothing about the product: such a row counts for the shop only.
    """
    missing = [name for name in _NEEDED if name not in expressions.columns]
    if missing:
        raise UserError(
            f"the expressions lack {', '.join(missing)}; expected the columns of "
            "needlens.needs.EXPRESSIONS, as the shop gives them"
        )
    frame = expressions.filter(
        pl.col("kind").is_in(KINDS) & pl.col("at").is_not_null() & (pl.col("weight") > 0)
    )
    if now is not None:
        frame = frame.filter(pl.col("at") <= now)
    if "doubt" not in frame.columns:
        frame = frame.with_columns(pl.lit(0.0).alias("doubt"))
    real = pl.when(pl.col("provenance") != "assigned").then(pl.col("product_id"))
    return with_voice(frame.with_columns(real.alias("product_id")))


def complaint() -> pl.Expr:
    """Return whether an expression is a negative opinion."""
    return (pl.col("origin") == "opinion") & (pl.col("valence") < NEGATIVE_BELOW).fill_null(False)


def hear(said: pl.DataFrame, settings: AlarmSettings) -> Heard:
    """Return the messages and complaints in ``said``, as ``talk`` gives it.

    A message is what one customer says about one product on one day; its weight is that
    of its texts, one voice at most. Who complains again of the same thing within
    ``repeat_days`` is one voice; the later complaints are left out.
    """
    said = said.with_columns(pl.col("at").dt.date().alias("day"), complaint().alias("complains"))
    shop = said.with_columns(pl.lit(None, pl.String).alias("product_id"))
    both = pl.concat([said.filter(pl.col("product_id").is_not_null()), shop])
    messages = (
        _merged(both, [])
        .sort("product_id", "at", "signal_id", nulls_last=True)
        .with_columns(
            (pl.col("weight").cum_sum() - pl.col("weight")).over("product_id").alias("clock")
        )
        .with_row_index("message")
    )
    complaints = _without_repeats(
        _merged(both.filter("complains"), ["category"])
        .drop("at", "signal_id")
        .join(messages.drop("weight"), on=_SHOP, nulls_equal=True),
        settings.repeat_days,
    )
    order = ["product_id", "category", "at", "signal_id"]
    return Heard(
        messages.select("message", "product_id", "at", "weight", "clock"),
        with_rhythm(_with_prior(complaints, messages), messages)
        .sort(*order, nulls_last=True)
        .select("message", "product_id", "category", "at", "weight", "clock", "prior", "rhythm"),
    )


def _merged(frame: pl.DataFrame, more: list[str]) -> pl.DataFrame:
    """Return one row for each product, voice and day (and ``more``)."""
    texts = frame.group_by(*_SHOP, *more, "signal_id").agg(
        pl.col("at").min(), pl.col("weight").max()
    )
    return texts.group_by(*_SHOP, *more).agg(
        pl.col("at").min(), pl.col("signal_id").min(), pl.col("weight").sum().clip(0, 1)
    )


def _without_repeats(complaints: pl.DataFrame, days: int) -> pl.DataFrame:
    since = pl.col("at").diff().over("product_id", "category", "voice", order_by="at")
    return complaints.filter((since > pl.duration(days=days)).fill_null(True))


def _with_prior(complaints: pl.DataFrame, messages: pl.DataFrame) -> pl.DataFrame:
    """Add ``prior``, the share of the category in the whole shop until just before."""
    of_shop = pl.col("product_id").is_null()
    before = (
        complaints.filter(of_shop)
        .sort("at", "signal_id")
        .select("category", "at", pl.col("weight").cum_sum().over("category").alias("said"))
    )
    voices = (
        messages.filter(of_shop).sort("at").select("at", pl.col("weight").cum_sum().alias("heard"))
    )
    said, heard = pl.col("said").fill_null(0), pl.col("heard").fill_null(0)
    return (
        complaints.sort("at", "signal_id")
        .join_asof(
            before, on="at", by="category", allow_exact_matches=False, check_sortedness=False
        )
        .join_asof(voices, on="at", allow_exact_matches=False)
        .with_columns(((said + _HALF) / (heard + _TEN)).alias("prior"))
        .drop("said", "heard")
    )
