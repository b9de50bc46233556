"""Which products satisfy a need: by what their buyers say, and by what the catalogue says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from needlens.needs.columns import SUPPLY
from needlens.needs.intervals import mean_interval
from needlens.needs.measures import MET_FROM, UNMET_BELOW
from needlens.needs.voices import ENOUGH, masses

MIN_VOICES = 3
"""Buyers who must have judged a product on a need."""
_NAMED = ("attribute:", "function:")
"""Facets that a catalogue can promise; it cannot promise to be without problems."""
_POOLED_AT_LEAST = 1.0


def supply(
    frame: pl.DataFrame,
    catalogue: pl.DataFrame,
    facets: Mapping[str, Sequence[str]],
    most: int = 5,
) -> pl.DataFrame:
    """Return ``need_id`` and ``supply``: the products that satisfy each need, best first.

    ``frame`` holds expressions with ``need_id`` and ``voice``; ``facets`` the facet ids of
    each need. First the products whose buyers praise them on the need: at least 3 voices,
    and the low end of their mean valence is that of a need met. Links assigned by us
    count for nothing. Then products of ``catalogue`` (product_id, title, text, and where
    known category) whose words hold all attribute and function facets of the need, with
    0 voices and no valence; not those that their buyers blame for it. Where the need's own
    products have categories, only products of these are named.

    >>> said = pl.DataFrame({"need_id": "n", "signal_id": list("abcd"), "voice": [1, 2, 3, 4],
    ...     "valence": [8.0, 8.5, 8.0, 8.0], "product_id": "p1", "provenance": "real",
    ...     "weight": 1.0})
    >>> nothing = pl.DataFrame(schema=dict.fromkeys(["product_id", "title", "text"], pl.String))
    >>> supply(said, nothing, {})["supply"].to_list()
    [[{'product_id': 'p1', 'voices': 4.0, 'valence': 8.125}]]
    """
    needs = frame.select("need_id").unique().sort("need_id")
    judged = _judged(frame)
    praised = judged.filter((pl.col("low") >= MET_FROM) & (pl.col("voices") >= MIN_VOICES - ENOUGH))
    blamed = judged.filter(pl.col("valence") < UNMET_BELOW)
    promised = (
        _promised(frame, catalogue, facets)
        .join(praised, on=["need_id", "product_id"], how="anti")
        .join(blamed, on=["need_id", "product_id"], how="anti")
    )
    columns = ["need_id", "product_id", "voices", "valence", "low"]
    found = (
        pl.concat([praised.select(columns), promised.select(columns)])
        .sort(
            "need_id",
            "low",
            "voices",
            "product_id",
            descending=[False, True, True, False],
            nulls_last=True,
        )
        .group_by("need_id", maintain_order=True)
        .agg(pl.struct("product_id", "voices", "valence").head(most).alias("supply"))
    )
    return needs.join(found, on="need_id", how="left", maintain_order="left").with_columns(
        pl.col("supply").cast(SUPPLY).fill_null([])
    )


def _judged(frame: pl.DataFrame) -> pl.DataFrame:
    """Return what the buyers of each product think of it on each need.

    Each voice has one valence, the mean of what it said. ``low`` is the low end of the
    mean's interval.
    """
    by = ["need_id", "product_id"]
    said = frame.filter(
        pl.col("valence").is_not_null()
        & pl.col("product_id").is_not_null()
        & (pl.col("provenance") != "assigned")
    )
    voices = (
        said.group_by(*by, "voice")
        .agg(pl.col("valence").mean())
        .join(masses(said, by), on=[*by, "voice"])
    )
    mass, valence = pl.col("mass"), pl.col("valence")
    mean = (mass * valence).sum() / mass.sum()
    table = (
        voices.sort(*by, "voice")
        .group_by(*by, maintain_order=True)
        .agg(
            mass.sum().alias("voices"),
            mean.alias("valence"),
            (mass * (valence - mean) ** 2).sum().alias("squares"),
        )
    )
    n, squares = table["voices"].to_numpy(), table["squares"].to_numpy()
    spare = float(n.sum()) - len(n)
    pooled = max(float(squares.sum()) / spare, _POOLED_AT_LEAST) if spare > 0 else 4.0
    low, _ = mean_interval(table["valence"].to_numpy(), squares, n, pooled, 1, 9)
    return table.with_columns(low=low).with_columns(pl.selectors.float().round(6))


def _promised(
    frame: pl.DataFrame, catalogue: pl.DataFrame, facets: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    """Return the products whose catalogue words hold all the named facets of a need."""
    wanted = pl.DataFrame(
        [
            (need, facet)
            for need, ids in sorted(facets.items())
            for facet in sorted(set(ids))
            if facet.startswith(_NAMED)
        ],
        schema={"need_id": pl.String, "facet": pl.String},
        orient="row",
    )
    held = _held(catalogue, wanted["facet"].unique())
    number = wanted.group_by("need_id").agg(pl.len().alias("number"))
    found = (
        wanted.join(held, on="facet")
        .group_by("need_id", "product_id")
        .agg(pl.len().alias("held"))
        .join(number, on="need_id")
        .filter(pl.col("held") == pl.col("number"))
    )
    return _of_its_kind(frame, catalogue, found).with_columns(
        voices=pl.lit(0.0), valence=pl.lit(None, pl.Float64), low=pl.lit(None, pl.Float64)
    )


def _held(catalogue: pl.DataFrame, facets: pl.Series) -> pl.DataFrame:
    """Return ``product_id`` and ``facet``, one row for each of the facets it has."""
    if facets.is_empty() or catalogue.is_empty():
        return pl.DataFrame(schema={"product_id": pl.String, "facet": pl.String})
    from needlens.mining.facets import facets_of

    words = catalogue.select(
        "product_id", words=pl.concat_str("title", "text", separator="\n", ignore_nulls=True)
    )
    return (
        words.select("product_id", facet=facets_of(words["words"]))
        .explode("facet")
        .filter(pl.col("facet").is_in(facets.implode()))
        .unique()
    )


def _of_its_kind(frame: pl.DataFrame, catalogue: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Leave out products of other categories than those the need is spoken of in."""
    if "category" not in catalogue.columns:
        return found
    kinds = catalogue.select("product_id", "category").drop_nulls()
    own = (
        frame.filter(pl.col("provenance") != "assigned")
        .select("need_id", "product_id")
        .unique()
        .join(kinds, on="product_id")
        .select("need_id", "category")
        .unique()
    )
    alike = found.join(kinds, on="product_id", how="left").join(
        own, on=["need_id", "category"], how="semi"
    )
    unknown = found.join(own, on="need_id", how="anti")
    return pl.concat([alike.select(found.columns), unknown])
