"""The linear tier as a batch stage: texts in, opinions of whole clauses out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from needlens.lm.linear.grams import counts, grams
from needlens.lm.linear.heads import probability
from needlens.lm.linear.opinions import confidence, signs_of
from needlens.lm.linear.quotes import quotes
from needlens.lm.linear.units import Units
from needlens.lm.linear.weights import Weights, read
from needlens.mining.domain import Domain
from needlens.mining.linear.whole import WEIGHTS, Whole, parts_of
from needlens.mining.miner import OPINIONS, SUGGESTIONS

TIER = "linear"
_GENERAL = "ecommerce"


class LinearMiner:
    """Reads a batch of texts by weighing their n-grams: fast, and without spans of terms.

    ``domain`` is a domain, or the name of one that the model has categories for (ecommerce,
    laptop, restaurant, cosmetics); ``folder`` holds another model. Chinese and English.
    Raises ModelError when the model is damaged.

    >>> texts = pl.DataFrame({"signal_id": ["a", "b"], "text": ["物流很快，包装破了", None]})
    >>> said, asked = LinearMiner().mine(texts)
    >>> said.select("signal_id", "category", "polarity", "start", "end").rows()
    [('a', 'LOGISTICS#SPEED', 'positive', 0, 4), ('a', 'PACKAGING#GENERAL', 'negative', 5, 9)]
    """

    tier = TIER
    suggests = False
    spans = False

    def __init__(self, domain: Domain | str = "ecommerce", folder: Path = WEIGHTS) -> None:
        self.weights: Weights = read(folder)
        self.whole = Whole(folder)
        self.version = self.weights.stamp
        trained = domain.id if isinstance(domain, Domain) else domain
        if trained not in self.weights.domains:
            domain = Domain.load(domain) if isinstance(domain, str) else domain
            trained = _GENERAL
        self.inventory = self.weights.inventory(trained)
        names = self.inventory.categories.labels
        if isinstance(domain, Domain):
            self.version += f"+{domain.version}"
            names = tuple(domain.known(name) or domain.general for name in names)
        self._names = pl.Series(names, dtype=pl.String)

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the opinions in the texts of a batch, and no suggestions.

        ``frame`` has the columns ``signal_id`` and ``text``; a null text says nothing. An
        opinion stands for its clause: ``aspect`` and ``opinion`` are None.
        """
        parts = [self._mined(part) for part in parts_of(frame.select("signal_id", "text"))]
        said = pl.concat([pl.DataFrame(schema=OPINIONS), *parts])
        return said, pl.DataFrame(schema=SUGGESTIONS)

    def sentiment(self, texts: pl.Series) -> pl.DataFrame:
        """Return ``probability`` of praise and ``strength`` (its log-odds) of whole texts.

        Strength is 0 in the middle, positive for praise; a blank text has null.

        >>> LinearMiner().sentiment(pl.Series(["很好，喜欢", "太差了", ""]))["probability"].round(0).to_list()
        [1.0, 0.0, None]
        """
        scores = self.whole.strengths(texts)
        columns = {"probability": probability(scores), "strength": scores}
        return pl.DataFrame(columns).fill_nan(None)

    def silence(self, texts: pl.Series) -> pl.Series:
        """Return how likely each text states no opinion, by its most opinionated clause.

        >>> LinearMiner().silence(pl.Series(["周三收到的", "质量很好", ""])).round(0).to_list()
        [1.0, 0.0, 1.0]
        """
        frame = texts.cast(pl.String).to_frame("text")
        parts = [self._silence(part["text"]) for part in parts_of(frame)]
        return pl.Series(np.concatenate([np.zeros(0), *parts]))

    def _silence(self, texts: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        units = Units.of(texts)
        stated = self.weights.tables["opinionated"].scores(grams(units), units.clauses)
        most = np.zeros(len(texts))
        np.maximum.at(most, units.clause_rows, probability(stated))
        return 1.0 - most

    def _mined(self, frame: pl.DataFrame) -> pl.DataFrame:
        units = Units.of(frame["text"].cast(pl.String))
        buckets, tables = grams(units), self.weights.tables
        n = counts(np.diff(units.clauses))
        starts, ends, says = quotes(units)
        stated = probability(tables["opinionated"].scores(buckets, units.clauses))
        wanted = says & (stated >= self.weights.opinionated_from)
        likely = self.inventory.categories.probabilities(buckets, units.unit_clauses, wanted, n)
        clause, category = np.nonzero(_chosen(likely, self.inventory.more))
        at = np.flatnonzero(wanted)[clause]
        valence, arousal = (
            np.clip(tables[name].scores(buckets, units.clauses)[at], 1.0, 9.0)
            for name in ("valence", "arousal")
        )
        sure = confidence(
            signs_of(stated[at], likely[clause, category], valence), self.inventory.confidence
        )
        rows = units.clause_rows[at]
        return pl.DataFrame(
            {
                "signal_id": frame["signal_id"].gather(rows),
                "category": self._names.gather(category),
                "valence": valence.round(2),
                "arousal": arousal.round(2),
                "confidence": sure.round(2),
                "start": starts[at] - units.row_starts[rows],
                "end": ends[at] - units.row_starts[rows],
            }
        ).select(*_columns(self.version))


def _columns(version: str) -> Iterator[pl.Expr]:
    """Yield the columns of OPINIONS; what a clause cannot tell is null, its offset -1."""
    given = {
        "polarity": pl.when(pl.col("valence") < 4.5)
        .then(pl.lit("negative"))
        .when(pl.col("valence") > 5.5)
        .then(pl.lit("positive"))
        .otherwise(pl.lit("neutral")),
        "tier": pl.lit(TIER),
        "version": pl.lit(version),
    }
    given |= {name: pl.lit(None, dtype=pl.String) for name in ("aspect", "opinion")}
    spans = ("aspect_start", "aspect_end", "opinion_start", "opinion_end")
    given |= {name: pl.lit(-1, dtype=pl.Int64) for name in spans}
    for name in OPINIONS:
        yield given.get(name, pl.col(name)).alias(name)


def _chosen(
    likely: np.ndarray[tuple[int, int], np.dtype[np.float32]], more: float
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Choose the most likely category of each clause, and others that are likely enough."""
    chosen = likely >= more
    if len(likely):
        chosen[np.arange(len(likely)), likely.argmax(axis=1)] = True
    return chosen
