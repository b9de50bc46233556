"""What a careful person answers about a planted shop's sample: the truth, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from needlens.shop import Shop


def answered(sample: pl.DataFrame, truth: pl.DataFrame, stands: pl.DataFrame) -> pl.DataFrame:
    """Return a sample (columns ``needlens.needs.checks.SAMPLE``) with its answers filled in.

    ``truth``: kind, signal_id, needs (the planted needs a text was written for). ``stands``:
    need_id, planted, main (whether the found need is the largest that stands for its planted
    need). Evidence is right when its text was written for the planted need that its need
    stands for. Of a text the main found need of each of its planted needs is named.

    >>> sample = pl.DataFrame({"question": ["evidence", "evidence", "text", "text"],
    ...     "need_id": ["n-1", "n-1", "", ""], "kind": "review",
    ...     "signal_id": ["1", "2", "1", "2"], "right": "", "holds": ""})
    >>> truth = pl.DataFrame({"kind": "review", "signal_id": ["1", "2"], "needs": [["慢"], []]})
    >>> stands = pl.DataFrame({"need_id": ["n-1"], "planted": ["慢"], "main": [True]})
    >>> answered(sample, truth, stands).select("right", "holds").rows()
    [('yes', ''), ('no', ''), ('', 'n-1'), ('', 'none')]
    """
    main = stands.filter("main").select("planted", main_id="need_id")
    names = (
        truth.explode("needs", empty_as_null=True)
        .join(main, left_on="needs", right_on="planted")
        .group_by("kind", "signal_id")
        .agg(pl.col("main_id").unique().sort().str.join(" ").alias("named"))
    )
    rows = (
        sample.join(truth.select("kind", "signal_id", "needs"), on=["kind", "signal_id"],
                    how="left", maintain_order="left")
        .join(stands.select("need_id", "planted"), on="need_id", how="left", maintain_order="left")
        .join(names, on=["kind", "signal_id"], how="left", maintain_order="left")
    )  # fmt: skip
    fits = pl.col("needs").list.contains(pl.col("planted")).fill_null(value=False)
    evidence = pl.col("question") == "evidence"
    return rows.with_columns(
        right=pl.when(evidence).then(pl.when(fits).then(pl.lit("yes")).otherwise(pl.lit("no")))
        .otherwise(pl.lit("")),
        holds=pl.when(evidence).then(pl.lit("")).otherwise(pl.col("named").fill_null("none")),
    ).select(sample.columns)  # fmt: skip


def give(shop: Shop, sample: pl.DataFrame, path: Path) -> None:
    """Write an answered sample to a CSV file and have the shop take it in; all must be taken."""
    sample.write_csv(path)
    account = shop.take_verdicts(path)
    if account.refused or account.open:
        raise ValueError(f"{len(account.refused)} answers refused, {account.open} open")
