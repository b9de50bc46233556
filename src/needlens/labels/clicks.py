"""Click-as-label: which products customers wanted for a query, from what they did.

What stands high is clicked more because it is seen. So only what was *examined* counts:
after a click, the products of the same list that stand above the lowest click were seen
and passed over (skip-above: Joachims et al. 2005, "Accurately interpreting clickthrough
data as implicit feedback"). Below it, and in lists without a click, nothing is known.
"""

from __future__ import annotations

import polars as pl

from needlens.store import Database
from needlens.text import fold_series

_GRADES = {"impression": 0, "view": 1, "click": 1, "favourite": 2, "cart": 2, "purchase": 3}
"""How much an act says that the product was wanted."""

_LIST = ["who", "session_id", "query_id"]
_PRIOR = 5.0

PAIRS = pl.Schema(
    {
        "query": pl.String,
        "product_id": pl.String,
        "examined": pl.Int64,
        "clicked": pl.Int64,
        "carted": pl.Int64,
        "bought": pl.Int64,
        "probability": pl.Float64,
        "weight": pl.Float64,
    }
)


def click_labels(events: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each query and product that a customer examined (``PAIRS``).

    ``events``: ``query`` (its text), ``query_id`` (one list of results), ``session_id``,
    ``customer_id``, ``product_id``, ``type`` and ``position`` (0 or 1 is the top; null:
    unknown). A customer counts once for a query and product, with the most they did,
    however often; without customer the session stands for one, and without both the row
    is left out. ``examined``, ``clicked``, ``carted`` and ``bought`` are customers, each
    of the later ones among the former. ``probability`` is clicked ÷ examined, drawn to the
    mean of all pairs as if five more customers had been average; ``weight`` (0..1) is how
    much it rests on customers: examined ÷ (examined + 5).

    >>> shown = [("a", 1, "impression"), ("b", 2, "impression"), ("c", 3, "impression"), ("b", 2, "click")]
    >>> events = pl.DataFrame([
    ...     {"query": "水壶", "query_id": "q1", "session_id": "s", "customer_id": "c-1",
    ...      "product_id": p, "position": at, "type": t} for p, at, t in shown])
    >>> click_labels(events).select("product_id", "examined", "clicked").rows()
    [('a', 1, 0), ('b', 1, 1)]
    """
    best = _acts(events).group_by("query", "who", "product_id").agg(pl.col("grade").max())
    pairs = best.group_by("query", "product_id").agg(
        examined=pl.len().cast(pl.Int64),
        **{
            name: (pl.col("grade") >= grade).sum().cast(pl.Int64)
            for name, grade in (("clicked", 1), ("carted", 2), ("bought", 3))
        },
    )
    mean = pl.col("clicked").sum() / pl.col("examined").sum()
    return (
        pairs.with_columns(
            probability=(pl.col("clicked") + _PRIOR * mean) / (pl.col("examined") + _PRIOR),
            weight=pl.col("examined") / (pl.col("examined") + _PRIOR),
        )
        .select(PAIRS.names())
        .cast(PAIRS)
        .sort("query", "product_id")
    )


def _acts(events: pl.DataFrame) -> pl.DataFrame:
    """Return what was examined in each list, with the most that was done (``grade``)."""
    known = (
        events.with_columns(
            who=pl.coalesce("customer_id", "session_id"),
            query=fold_series(events["query"].cast(pl.String)).str.strip_chars(),
            grade=pl.col("type").cast(pl.String).replace_strict(_GRADES, default=None),
            session_id=pl.col("session_id").fill_null(""),
        )
        .drop_nulls(["who", "query", "query_id", "product_id", "grade"])
        .filter(pl.col("query") != "")
    )
    results = known.group_by("query", *_LIST, "product_id").agg(
        pl.col("position").min(), pl.col("grade").max()
    )
    lowest = pl.col("position").filter(pl.col("grade") > 0).max().over("query", *_LIST)
    return results.filter((pl.col("grade") > 0) | (pl.col("position") < lowest))


def of_workspace(database: Database) -> pl.DataFrame:
    """Return the click labels of a workspace: its events, with the queries that led to them."""
    return click_labels(
        database.query(
            "SELECT q.text AS query, e.query_id, e.session_id, e.customer_id, e.product_id, "
            "e.type, e.position FROM events e "
            "JOIN (SELECT external_id, min(text) AS text FROM queries GROUP BY external_id) q "
            "ON q.external_id = e.query_id WHERE e.product_id IS NOT NULL"
        )
    )
