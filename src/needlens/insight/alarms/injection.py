"""Histories for a back-test: shuffled, so that nothing surges, and with surges put in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import polars as pl

from needlens.insight.alarms.detector import Bools, Complaints, Floats, Ints
from needlens.insight.alarms.messages import Heard
from needlens.insight.alarms.streams import Streams, streams


@dataclass(frozen=True, slots=True)
class Trial:
    """Streams to watch; ``delay`` is a complaint's place in its surge, from 1, or 0 before."""

    complaints: Complaints
    ends: Floats
    delay: Floats


@dataclass(frozen=True, slots=True)
class Plan:
    """How surges are put in: how many, their share of how many messages, and after how many."""

    surges: int
    size: float
    within: int
    warm_up: int


@dataclass(frozen=True, slots=True)
class History:
    """What was heard as arrays; ``groups`` are the rows of messages about each product.

    ``message`` and ``category`` belong to the complaints, ``share`` to the categories.
    """

    streams: Streams
    weight: Floats
    groups: list[tuple[int, int]]
    message: Ints
    category: Ints
    share: Floats

    @classmethod
    def of(cls, heard: Heard) -> History:
        """Return the arrays of what was heard."""
        of_shop = pl.col("product_id").is_null()
        names = heard.complaints["category"].unique().sort()
        voices = float(heard.messages.filter(of_shop)["weight"].sum())
        said = heard.complaints.filter(of_shop).group_by("category").agg(pl.col("weight").sum())
        told = names.to_frame().join(said, on="category", how="left", maintain_order="left")
        runs = heard.messages["product_id"].rle_id().to_numpy()
        cuts = np.flatnonzero(np.r_[True, runs[1:] != runs[:-1], True]).tolist()
        codes = heard.complaints["category"].replace_strict(names, pl.int_range(len(names), eager=True))  # fmt: skip
        return cls(
            streams(heard),
            heard.messages["weight"].cast(pl.Float64).to_numpy(),
            list(itertools.pairwise(cuts)),
            heard.complaints["message"].cast(pl.Int64).to_numpy(),
            codes.to_numpy(),
            (told["weight"].fill_null(0).to_numpy() + 0.5) / (voices + 10),
        )

    def shuffled(self, rounds: int, rng: np.random.Generator) -> tuple[Trial, Bools]:
        """Return all streams ``rounds`` times, the messages about each product in random order.

        The second value says which streams are the shop's. What a message says stays
        together.
        """
        old, streams = self.streams.complaints, len(self.streams.ends)
        stream = np.concatenate([old.stream + streams * turn for turn in range(rounds)])
        clock = np.concatenate([self._shuffled_clock(rng)[self.message] for _ in range(rounds)])
        order = np.lexsort((clock, stream))
        weight, share = np.tile(old.weight, rounds), np.tile(self.share[self.category], rounds)
        n = len(order)
        complaints = Complaints(
            stream[order], clock[order], weight[order], share[order], np.ones(n)
        )  # fmt: skip
        is_shop = self.streams.names["product_id"].is_null().to_numpy()
        trial = Trial(complaints, np.tile(self.streams.ends, rounds), np.zeros(n))
        return trial, np.tile(is_shop, rounds)

    def _shuffled_clock(self, rng: np.random.Generator) -> Floats:
        """Return the clock of each message when those about a product come in random order."""
        clock = np.empty(len(self.weight))
        for begin, end in self.groups:
            order = begin + rng.permutation(end - begin)
            clock[order] = np.cumsum(self.weight[order]) - self.weight[order]
        return clock

    def injected(self, plan: Plan, rng: np.random.Generator) -> Trial:
        """Return one stream a surge: a shuffled history to a random moment, then the surge.

        In it each of ``within`` messages is, with probability ``size``, one that complains
        of the category, else the next of the history. Product and category are drawn by
        how much is said of them.
        """
        groups = [g for g in self.groups if g[1] - g[0] >= plan.warm_up + plan.within]
        sizes = np.array([end - begin for begin, end in groups], dtype=np.float64)
        parts = []
        for _ in range(plan.surges):
            group = groups[rng.choice(len(groups), p=sizes / sizes.sum())]
            category = int(self.category[rng.integers(len(self.category))])
            parts.append(self._with_surge(group, category, plan, rng))
        rows = [clock for clock, *_ in parts]
        stream = np.repeat(np.arange(len(parts)), [len(row) for row in rows])
        clock, weight, prior, delay = (
            np.concatenate([part[i] for part in parts]) for i in range(4)
        )
        ends = np.array([part[4][0] for part in parts])
        return Trial(Complaints(stream, clock, weight, prior, np.ones(len(clock))), ends, delay)

    def _with_surge(
        self, group: tuple[int, int], category: int, plan: Plan, rng: np.random.Generator
    ) -> tuple[Floats, ...]:
        """Return clock, weight, prior and delay of the complaints, and the clock at the end."""
        begin, end = group
        said = np.zeros(end - begin)
        of = (self.category == category) & (self.message >= begin) & (self.message < end)
        said[self.message[of] - begin] = self.streams.complaints.weight[of]
        at = int(rng.integers(plan.warm_up, end - begin - plan.within + 1))
        order = rng.permutation(end - begin)[: at + plan.within]
        weight, complains = self.weight[begin:end][order], said[order]
        surging = at + np.flatnonzero(rng.random(plan.within) < plan.size)
        weight[surging] = complains[surging] = 1.0
        clock = np.cumsum(weight) - weight
        rows = np.flatnonzero(complains)
        prior = np.full(len(rows), self.share[category])
        place = np.maximum(rows - at + 1, 0.0)
        return clock[rows], complains[rows], prior, place, np.array([weight.sum()])
