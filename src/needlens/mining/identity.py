"""Stable identity 稳定的编号: the groups of a new run go on under the ids of the old ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import polars as pl

NewId = Callable[[pl.Series], str]

A_PART = 1 / 3
"""The share of a group from which on its items count as a part of it, not as stragglers."""

EVENTS = {"id": pl.String, "event": pl.String, "other_id": pl.String, "detail": pl.String}
_IDS = {"cluster": pl.String, "id": pl.String}


@dataclass(frozen=True, slots=True)
class Followed:
    """The ids of the clusters of a run, and what became of the ids of the run before."""

    ids: pl.DataFrame
    """One row a cluster: ``cluster``, ``id``."""
    events: pl.DataFrame
    """``id``, ``event``, ``other_id``, ``detail`` (how many items): see :func:`follow`."""


def hashed(prefix: str) -> NewId:
    """Return a scheme of new ids: ``prefix`` and a hash of the items a group is born with.

    >>> hashed("t")(pl.Series(["快递慢", "slow delivery"]))
    't-0423471b'
    """

    def new_id(items: pl.Series) -> str:
        joined = "\n".join(items.cast(pl.String).to_list())
        return f"{prefix}-{sha256(joined.encode()).hexdigest()[:8]}"

    return new_id


def follow(before: pl.DataFrame, now: pl.DataFrame, new_id: NewId | None = None) -> Followed:
    """Give the clusters of a new run the ids of the old, one to one, by greatest overlap.

    ``before`` has one row an item: ``item``, ``id``; ``now`` has ``item``, ``cluster`` and,
    if items do not count alike, ``weight``. A null id or cluster is none. Only items that
    are in both tell who is who. A cluster can take the id whose largest part, or at least a
    third, it holds; ``new_id`` names the rest from their sorted items. How the clusters are
    called, and the order of rows, change nothing.

    Each old id has one event of ``kept``, ``merged`` (another group has its largest part,
    at least a third) and ``gone``; each new one has ``born``. ``split`` comes in addition:
    ``other_id`` has got a third of ``id``, or was born with a third of its items from it. An item has one id and one cluster.

    >>> before = pl.DataFrame({"item": ["慢", "太慢", "slow", "小", "small"], "id": [*"aaabb"]})
    >>> now = pl.DataFrame({"item": ["慢", "太慢", "slow", "小", "大"], "cluster": [7, 7, 7, 3, 3]})
    >>> follow(before, now).ids.rows()
    [('3', 'b'), ('7', 'a')]
    >>> follow(before, now.with_columns(cluster=1)).events.select("id", "event", "other_id").rows()
    [('a', 'kept', None), ('b', 'merged', 'a')]
    """
    old = before.select("item", pl.col("id").cast(pl.String)).drop_nulls("id")
    new = _weighed(now)
    pairs = _pairs(old, new)
    taken = _assigned(pairs)
    ids = _named(new, taken, set(old["id"].unique()), new_id or hashed("g"))
    return Followed(ids, _events(old, pairs, ids))


def _weighed(now: pl.DataFrame) -> pl.DataFrame:
    weight = pl.col("weight").cast(pl.Float64) if "weight" in now.columns else pl.lit(1.0)
    return now.select("item", pl.col("cluster").cast(pl.String), weight.alias("weight")).drop_nulls(
        "cluster"
    )


def _pairs(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return what each old id and each cluster share, the greatest overlap first.

    ``of_id`` and ``of_cluster`` are the shares of the id's surviving items and of all
    items of the cluster; ties go by id and by the first item of the cluster.
    """
    sizes = new.group_by("cluster").agg(
        pl.col("weight").sum().alias("size"), pl.col("item").min().alias("first")
    )
    shared = (
        new.join(old, on="item")
        .group_by("id", "cluster")
        .agg(pl.col("weight").sum().round(6).alias("shared"), pl.len().alias("n"))
        .join(sizes, on="cluster")
    )
    of_id = pl.col("shared") / pl.col("shared").sum().over("id")
    of_cluster = pl.col("shared") / pl.col("size")
    alike = (of_id + of_cluster).round(6)
    return shared.with_columns(of_id.alias("of_id"), of_cluster.alias("of_cluster")).sort(
        "shared", alike, "id", "first", descending=[True, True, False, False]
    )


def _assigned(pairs: pl.DataFrame) -> dict[str, str]:
    """Return the id of each cluster that goes on with an old one."""
    largest = pl.col("shared") == pl.col("shared").max().over("id")
    fit = pairs.filter(largest | (pl.col("of_id") >= A_PART))
    taken: dict[str, str] = {}
    given: set[str] = set()
    for name, cluster in fit.select("id", "cluster").iter_rows():
        if name not in given and cluster not in taken:
            taken[cluster] = name
            given.add(name)
    return taken


def _named(new: pl.DataFrame, taken: dict[str, str], used: set[str], new_id: NewId) -> pl.DataFrame:
    """Return the id of every cluster; new names never repeat an old one."""
    known = pl.DataFrame(list(taken.items()), schema=_IDS, orient="row")
    fresh = new.join(known, on="cluster", how="anti").sort("item")
    born = fresh.group_by("cluster", maintain_order=True).agg("item")
    names = dict(taken)
    for cluster, items in zip(born["cluster"], born["item"], strict=True):
        name = once = new_id(items)
        copies = 1
        while name in used:
            copies += 1
            name = f"{once}-{copies}"
        used.add(name)
        names[cluster] = name
    return pl.DataFrame(list(names.items()), schema=_IDS, orient="row").sort("cluster")


def _events(old: pl.DataFrame, pairs: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    sizes = old.group_by("id").agg(pl.len().alias("before"))
    new = ids.join(sizes, on="id", how="anti")
    moved = pairs.join(ids.rename({"id": "other_id"}), on="cluster", maintain_order="left")
    moved = moved.join(sizes, on="id", maintain_order="left")
    kept = moved.filter(pl.col("id") == pl.col("other_id"))
    left = moved.join(kept, on="id", how="anti", maintain_order="left")
    merged = left.filter(pl.col("of_id") >= A_PART).unique("id", keep="first", maintain_order=True)
    settled = pl.concat([kept, merged])
    to_new = pl.col("other_id").is_in(new["id"].implode()) & (pl.col("of_cluster") >= A_PART)
    split = moved.join(settled, on=["id", "other_id"], how="anti").filter(
        (pl.col("of_id") >= A_PART) | to_new
    )
    scattered = left.group_by("id").agg(pl.col("n").sum())
    gone = sizes.join(settled, on="id", how="anti").join(scattered, on="id", how="left")
    parts = [
        _event(kept.drop("other_id"), "kept"),
        _event(merged, "merged"),
        _event(split, "split"),
        _event(gone.with_columns(pl.col("n").fill_null(0)), "gone"),
        _event(new, "born"),
    ]
    return pl.concat(parts).sort("id", "event", "other_id", nulls_last=True)


def _event(rows: pl.DataFrame, event: str) -> pl.DataFrame:
    """Return rows of EVENTS; ``detail`` says how many of the old items it is about."""
    nothing = pl.lit(None, pl.String)
    counted = {"n", "before"} <= set(rows.columns)
    return rows.select(
        "id",
        pl.lit(event).alias("event"),
        pl.col("other_id") if "other_id" in rows.columns else nothing.alias("other_id"),
        (pl.format("{} of {}", "n", "before") if counted else nothing).alias("detail"),
    )
