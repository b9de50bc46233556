"""How far annotators agree beyond chance, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.records import Interval

Floats = npt.NDArray[np.float64]

_DRAWS = 1_000
_SENTENCE = ["kind", "signal_id", "start", "end"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on the sentences that two annotators or more have labelled.

    A value is None where nothing can be compared. Intervals (95 %) are from a bootstrap
    over sentences.
    """

    annotators: tuple[str, ...]
    sentences: int
    measure: str
    """Of ``category``: Cohen's kappa for two annotators, Krippendorff's alpha for more."""
    category: Interval | None
    """On which categories a sentence speaks of: 0 chance, 1 always."""
    valence: Interval | None
    """Krippendorff's alpha (interval) of the valence where both see the same category."""
    exact: Interval | None
    """F1 of whole opinions: same category and same words, in pairs of annotators."""


def agreement(labels: pl.DataFrame, seed: int = 7) -> Agreement:
    """Return how far the annotators in ``labels`` (columns ``LABELS``) agree.

    Cohen 1960; Krippendorff 2011, "Computing Krippendorff's alpha-reliability".
    """
    raters = pl.col("annotator").n_unique().over(_SENTENCE)
    shared = labels.unique([*_SENTENCE, "annotator"], keep="last").filter(raters > 1)
    shared = shared.with_columns(unit=pl.struct(_SENTENCE).rank("dense") - 1).sort("unit")
    names = tuple(shared["annotator"].unique().sort())
    if not names:
        return Agreement((), 0, "", None, None, None)
    n = shared["unit"].n_unique()
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=_DRAWS)
    weights = np.vstack([np.ones(n), draws])
    opinions = shared.select("unit", "annotator", "opinions").explode("opinions")
    opinions = opinions.drop_nulls("opinions").unnest("opinions")
    seen = _presence(shared, opinions)
    two = len(names) == 2
    category = _kappa(seen, names, weights) if two else _alpha(seen, "said", weights)
    rated = opinions.group_by("unit", "category", "annotator").agg(pl.col("valence").mean())
    return Agreement(
        names,
        n,
        "Cohen's kappa" if two else "Krippendorff's alpha",
        _interval(category, n),
        _interval(_alpha(rated, "valence", weights), n),
        _interval(_exact(shared, opinions, weights), n),
    )


def _presence(shared: pl.DataFrame, opinions: pl.DataFrame) -> pl.DataFrame:
    """Return, for each sentence, category and annotator, whether it was seen (0, 1)."""
    every = shared.select("unit", "annotator").join(
        opinions.select("category").unique(), how="cross"
    )
    said = opinions.select("unit", "annotator", "category").unique().with_columns(said=pl.lit(1.0))
    both = every.join(said, on=["unit", "annotator", "category"], how="left")
    return both.with_columns(pl.col("said").fill_null(0.0))


def _kappa(seen: pl.DataFrame, names: tuple[str, ...], weights: Floats) -> Floats:
    one, other = (
        seen.filter(pl.col("annotator") == name).sort("unit", "category") for name in names
    )
    a, b, unit = one["said"].to_numpy(), other["said"].to_numpy(), one["unit"].to_numpy()
    n, same, yes_a, yes_b = (
        weights @ np.bincount(unit, weights=values, minlength=weights.shape[1])
        for values in (np.ones(len(a)), (a == b).astype(float), a, b)
    )
    chance = (yes_a * yes_b + (n - yes_a) * (n - yes_b)) / n**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((same / n - chance) / (1 - chance))


def _alpha(rated: pl.DataFrame, column: str, weights: Floats) -> Floats:
    """Krippendorff's alpha for squared differences; of 0 and 1 that is the nominal one."""
    value = pl.col(column)
    items = (
        rated.group_by("unit", "category")
        .agg(m=pl.len().cast(pl.Float64), s=value.sum(), q=(value**2).sum())
        .filter(pl.col("m") > 1)
        .with_columns(o=2 * (pl.col("m") * pl.col("q") - pl.col("s") ** 2) / (pl.col("m") - 1))
    )
    unit = items["unit"].to_numpy()
    m, s, q, o = (
        weights @ np.bincount(unit, weights=items[c].to_numpy(), minlength=weights.shape[1])
        for c in ("m", "s", "q", "o")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - (o / m) / (2 * (m * q - s**2) / (m * (m - 1))))


def _exact(shared: pl.DataFrame, opinions: pl.DataFrame, weights: Floats) -> Floats:
    whole = ["category", "aspect_start", "aspect_end", "opinion_start", "opinion_end"]
    marked = opinions.unique(["unit", "annotator", *whole])
    each = marked.group_by("unit").agg(pl.len().alias("n"))
    raters = shared.group_by("unit").agg((pl.len() - 1).alias("others"))
    possible = each.join(raters, on="unit")
    pairs = marked.group_by("unit", *whole).agg((pl.len() * (pl.len() - 1)).alias("same"))
    size = weights.shape[1]
    both = np.bincount(pairs["unit"].to_numpy(), weights=pairs["same"].to_numpy(), minlength=size)
    most = np.bincount(
        possible["unit"].to_numpy(),
        weights=(possible["n"] * possible["others"]).to_numpy(),
        minlength=size,
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((weights @ both) / (weights @ most))


def _interval(values: Floats, n: int) -> Interval | None:
    """Return the value (the first) with the middle 95 % of its resampled ones."""
    drawn = values[1:][np.isfinite(values[1:])]
    if not np.isfinite(values[0]) or not len(drawn):
        return None
    low, high = np.quantile(drawn, [0.025, 0.975]).round(12)
    return Interval(float(values[0]), float(low), float(high), n)
