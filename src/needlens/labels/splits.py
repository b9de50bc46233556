"""Train, dev and test so that nothing of the one is known from the other."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import UserError
from needlens.labels._tied import Groups, Truths, tied

SHARES: Mapping[str, float] = {"train": 0.8, "dev": 0.1, "test": 0.1}

Floats = npt.NDArray[np.float64]

_POINTS = 1 << 53


def split(
    records: pl.DataFrame,
    shares: Mapping[str, float] = SHARES,
    *,
    known: Mapping[str, str] | None = None,
    stratify: str | None = None,
    copies: bool = True,
    salt: str = "",
) -> pl.Series:
    """Return the split of each record ("train", "dev", "test"; null: left out).

    ``records`` has ``id`` and ``text``, and if known ``customer_id`` and ``at``. Records of
    one customer, and near-duplicate texts, go together, chains of both included. A group
    goes where a hash of the id of its oldest member (by ``at``, then ``id``) says, so the
    order of rows does not matter and later records rarely move earlier ones. They move
    some only when a new record ties two groups together (a customer of the one writes
    what somebody in the other wrote): both then follow the older one, and the younger
    group's records may move. Give the earlier split as ``known`` (id → split) and none
    ever moves: new records follow the known ones of their group, and where these lie in
    different splits the new records that tie them together are left out.

    ``shares`` are met on average; few large groups can miss them far. With ``stratify``, a
    column such as the label, groups are dealt out so that each of its values meets the
    shares as nearly as it can; where a group goes then depends on the others, so keep
    the result and give it as ``known`` next time. Short texts that many write ("好评")
    tie many customers into one group; with ``copies=False`` only the oldest of
    near-duplicates is kept and nothing is tied by them. ``salt`` makes another split.

    >>> texts = ["质量很好，做工精细", "质量很好 做工精细！", "颜色和图片上不一样", "Too small for me"]
    >>> table = pl.DataFrame({"id": ["1", "2", "3", "4"], "text": texts, "customer_id": ["甲", "乙", "乙", None]})
    >>> where = split(table)
    >>> where[0] == where[1] == where[2]
    True
    """
    names, edges = _checked(records, shares)
    ids = records["id"].cast(pl.String)
    earlier = pl.Series([(known or {}).get(id_) for id_ in ids], dtype=pl.String)
    group, kept = tied(records, copies=copies, first=earlier.is_not_null())
    points = np.array([_point(ids[i], salt) for i in _oldest(records, group)])
    where = np.searchsorted(edges, points, side="right")
    fixed = _fixed(group, earlier)
    for g, splits in fixed.items():
        where[g] = names.index(splits[0]) if splits[0] in names else where[g]
    if stratify is not None:
        strata = records[stratify].cast(pl.String).fill_null("").to_numpy()
        counts = _counts(strata, group, kept, len(points))
        where = _dealt(counts, points, where, set(fixed), np.diff(edges, prepend=0.0))
    found = np.array(names, dtype=object)[where[group]]
    found[~kept] = None
    torn = [g for g, splits in fixed.items() if len(splits) > 1]
    found[np.isin(group, torn)] = None
    kept_before = earlier.is_not_null().to_numpy()
    found[kept_before] = earlier.to_numpy()[kept_before]
    return pl.Series("split", found.tolist(), dtype=pl.String)


def _checked(records: pl.DataFrame, shares: Mapping[str, float]) -> tuple[list[str], Floats]:
    missing = {"id", "text"} - set(records.columns)
    if missing:
        raise UserError(f"records to split need the columns id and text; missing: {missing}")
    if records["id"].null_count() or records["id"].n_unique() < records.height:
        raise UserError("records to split need an id of their own each; some are missing or equal")
    sizes = np.array(list(shares.values()), dtype=float)
    if not len(sizes) or (sizes <= 0).any() or abs(sizes.sum() - 1) > 1e-6:
        raise UserError(f"shares must be above 0 and come to 1, not {dict(shares)}")
    edges = sizes.cumsum()
    edges[-1] = 1.0
    return list(shares), edges


def _oldest(records: pl.DataFrame, group: Groups) -> list[int]:
    """Return the row of each group's oldest member; undated ones count as the youngest."""
    at = records["at"] if "at" in records.columns else pl.Series([None] * records.height)
    ordered = pl.DataFrame({
        "group": group, "at": at, "id": records["id"].cast(pl.String),
        "row": np.arange(records.height),
    }).sort("at", "id", nulls_last=True)  # fmt: skip
    return ordered.group_by("group").agg(pl.col("row").first()).sort("group")["row"].to_list()


def _point(id_: str, salt: str) -> float:
    """Return a number from 0 to 1 that belongs to an id, on every machine."""
    digest = sha256(f"{salt}\x1f{id_}".encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:8], "big") % _POINTS) / _POINTS


def _fixed(group: Groups, earlier: pl.Series) -> dict[int, list[str]]:
    """Return the earlier splits of the groups that have members with one."""
    table = pl.DataFrame({"group": group, "split": earlier}).drop_nulls()
    return dict(table.group_by("group").agg(pl.col("split").unique().sort()).iter_rows())


def _counts(strata: npt.NDArray[np.object_], group: Groups, kept: Truths, n: int) -> Floats:
    """Return how many kept records of each value a group has, shape (groups, values)."""
    values, codes = np.unique(strata, return_inverse=True)
    counts = np.zeros((n, len(values)))
    np.add.at(counts, (group[kept], codes[kept]), 1.0)
    return counts


def _dealt(
    counts: Floats, points: Floats, where: Groups, fixed: set[int], shares: Floats
) -> Groups:
    """Deal out groups, large ones first, each to the split that lacks most of its strata."""
    lacking = shares[:, None] * counts.sum(axis=0)
    order = np.lexsort((points, -counts.sum(axis=1)))
    dealt = where.copy()
    for g in sorted(order.tolist(), key=lambda g: g not in fixed):
        if g not in fixed:
            dealt[g] = int(np.argmax((lacking * counts[g]).sum(axis=1)))
        lacking[dealt[g]] -= counts[g]
    return dealt
