"""The watch: an e-detector over each stream of voices, all streams at once.

A stream is the voices about one product, each of which complains of one category or
does not. Its statistic M grows with every complaint and shrinks with every other voice::

    M = e ** w * (M + w)      w: the share of a voice; e: how much likelier the message
                              is in a surge than by the baseline

This is the Shiryaev–Roberts e-detector of Shin, Ramdas and Rinaldo, *E-detectors: a
nonparametric framework for sequential change detection* (2023). While nothing changes,
M less the number of voices has mean 0 or less, so on average at least A voices pass until
M reaches A by chance. For a voice shared by copies, e ** w stands for e: by Jensen's
inequality its mean is no greater than 1 either, and all copies together move M as much
as one voice.

In a surge of size d that share of the voices complains who would not have: of a
baseline share p, p becomes p + d (1 - p), and e is 1 - d for a voice that does not
complain, whatever p. So M between two complaints is known in closed form and only
complaints are stepped through. M is averaged over a few sizes d.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from needlens.insight.alarms.settings import AlarmSettings

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SIZES = np.array([0.15, 0.35])
"""Sizes of a surge that M is averaged over."""
_STAY = np.log1p(-SIZES)
_OVER = np.log(1000.0)
"""A surge is over when what followed is 1000 times likelier by the baseline."""
_LEAST = 0.002
"""The least baseline share that is believed."""


@dataclass(frozen=True, slots=True)
class Complaints:
    """The complaints of all streams, sorted by stream and then by time.

    ``clock`` counts the voices heard in the stream before the complaint, ``weight`` is
    its share of a voice, ``prior`` the share of the category in the shop until then,
    ``rhythm`` how much more of it there is on such a weekday.
    """

    stream: Ints
    clock: Floats
    weight: Floats
    prior: Floats
    rhythm: Floats


@dataclass(frozen=True, slots=True)
class Surges:
    """What was found, one surge an item; ``start``, ``alarm`` and ``last`` are complaints.

    ``end`` is the clock at which it was over, infinite while it goes on; ``before`` of
    ``heard`` voices complained in the baseline; ``peak`` is the log of the greatest M.
    """

    start: Ints
    alarm: Ints
    last: Ints
    end: Floats
    before: Floats
    heard: Floats
    peak: Floats


def watch(
    complaints: Complaints, ends: Floats, run_length: float, settings: AlarmSettings
) -> Surges:
    """Return the surges in all streams, in order of streams and time.

    ``ends`` is the clock at the end of each stream, ``run_length`` the number of voices
    that pass on average, at least, between two alarms of one stream by chance.
    """
    streams, first, n = np.unique(complaints.stream, return_index=True, return_counts=True)
    order = np.argsort(-n, kind="stable")  # the longest first, so that those left are a prefix
    streams, first, n = streams[order], first[order], n[order]
    state = _Watch(complaints, first, float(np.log(run_length)), settings)
    for turn in range(int(n[0]) if len(n) else 0):
        state.complain(int(np.searchsorted(-n, -turn, side="left")), turn)
    state.close(len(streams), ends[streams])
    return state.surges()


class _Watch:
    """The state of all streams; an array has a row for each, and a column for each size."""

    def __init__(
        self, complaints: Complaints, first: Ints, limit: float, settings: AlarmSettings
    ) -> None:
        self.complaints, self.first, self.limit, self.settings = complaints, first, limit, settings
        n, sizes = len(first), (len(first), len(SIZES))
        self.mass = np.full(sizes, -np.inf)  # log M
        self.gained = np.zeros(sizes)  # log of the likelihood ratio since ``start``
        self.start = np.full(sizes, -1)
        self.said = np.zeros(sizes)  # complaints since ``start``
        self.past = np.zeros((*sizes, 2))  # the baseline at ``start``
        self.counts = np.zeros((n, 2))  # the baseline: complaints and voices
        self.clock = np.zeros(n)
        self.surge = np.full(n, -1)  # the surge going on
        self.size = np.zeros(n, dtype=np.int64)
        self.calm = np.zeros(n)  # log evidence that it is over
        self.found: list[list[float]] = []

    def complain(self, n: int, turn: int) -> None:
        """Move the first ``n`` streams by their next complaint."""
        rows = self.first[:n] + turn
        at, weight = self.complaints.clock[rows], self.complaints.weight[rows]
        self.close(n, at)
        calm = self.surge[:n] < 0
        gap = np.maximum(at - self.clock[:n], 0)
        self.clock[:n] = at + weight
        self._forget(gap, calm)
        gain = weight[:, None] * np.log1p(SIZES * (1 / self._share(rows)[:, None] - 1))
        self._grow(rows, gap, gain)
        self.counts[:n] += np.where(calm, weight, 0)[:, None]
        self._raise(rows, calm)
        self._follow(rows, gain)

    def close(self, n: int, until: Floats) -> None:
        """End the surges of the first ``n`` streams that were over before clock ``until``."""
        for stream in np.flatnonzero(self.surge[:n] >= 0):
            size, surge = self.size[stream], self.found[self.surge[stream]]
            over = self.clock[stream] + (_OVER - self.calm[stream]) / -_STAY[size]
            begin = self.complaints.clock[int(surge[0])]
            longest = begin + self.settings.longest
            end = min(over, longest)
            if end > until[stream]:
                self.calm[stream] -= (until[stream] - self.clock[stream]) * _STAY[size]
                continue
            surge[3] = end
            if longest < over:  # what lasts becomes the baseline
                self.counts[stream] = self.said[stream, size], longest - begin
            self.clock[stream], self.surge[stream] = end, -1
            self.mass[stream], self.start[stream] = -np.inf, -1

    def surges(self) -> Surges:
        """Return what was found."""
        table = np.array(sorted(self.found)).reshape(-1, 7)
        start, alarm, last = table[:, :3].astype(np.int64).T
        return Surges(start, alarm, last, *table[:, 3:].T)

    def _forget(self, gap: Floats, calm: Bools) -> None:
        """Add the voices that did not complain to the baseline, and fade the older ones."""
        n, memory = len(gap), self.settings.memory
        keep = np.exp(-gap / memory)[:, None]
        faded = self.counts[:n] * keep + (1 - keep) * [0, memory]
        self.counts[:n] = np.where(calm[:, None], faded, self.counts[:n])

    def _share(self, rows: Ints) -> Floats:
        """Return the baseline share: of the stream itself, shrunk to the shop's."""
        said, heard = self.counts[: len(rows)].T
        a = self.settings.shrinkage
        share: Floats = (said + a * self.complaints.prior[rows]) / (heard + a)
        return (share * self.complaints.rhythm[rows]).clip(_LEAST, 0.99)

    def _grow(self, rows: Ints, gap: Floats, gain: Floats) -> None:
        """Take M through the voices that did not complain, then through the one that does."""
        n, weight = len(rows), self.complaints.weight[rows][:, None]
        at = self.complaints.clock[rows]
        heard = np.clip(at - self.settings.warm_up, 0, gap)[:, None]
        stay = np.exp(_STAY)
        with np.errstate(divide="ignore"):
            begun = np.log(stay * (1 - stay**heard) / (1 - stay))
        before = np.logaddexp(self.mass[:n] + gap[:, None] * _STAY, begun)
        warm = (at >= self.settings.warm_up)[:, None]
        self.mass[:n] = np.where(warm, gain + np.logaddexp(before, np.log(weight)), -np.inf)
        gained = self.gained[:n] + gap[:, None] * _STAY
        new = (self.surge[:n, None] < 0) & ((gained <= 0) | (self.start[:n] < 0))
        self.start[:n] = np.where(new, rows[:, None], self.start[:n])
        self.past[:n] = np.where(new[..., None], self.counts[:n, None], self.past[:n])
        self.said[:n] = np.where(new, 0, self.said[:n]) + weight
        self.gained[:n] = np.where(new, 0, gained) + gain

    def _raise(self, rows: Ints, calm: Bools) -> None:
        """Begin a surge where M has reached the limit."""
        n = len(rows)
        size = self.mass[:n].argmax(axis=1)
        each = np.arange(n)
        enough = self.said[each, size] >= self.settings.min_voices - 1e-9
        level = np.logaddexp.reduce(self.mass[:n], axis=1) - np.log(len(SIZES))
        for stream in np.flatnonzero(calm & enough & (level >= self.limit)):
            self.size[stream], self.calm[stream] = size[stream], 0
            self.counts[stream] = self.past[stream, size[stream]]
            self.surge[stream] = len(self.found)
            start = self.start[stream, size[stream]]
            said, heard = self.counts[stream]
            self.found.append([start, rows[stream], rows[stream], np.inf, said, heard, 0])

    def _follow(self, rows: Ints, gain: Floats) -> None:
        """Note the last complaint and the peak of the surges going on."""
        for stream in np.flatnonzero(self.surge[: len(rows)] >= 0):
            surge = self.found[self.surge[stream]]
            level = np.logaddexp.reduce(self.mass[stream]) - np.log(len(SIZES))
            surge[2], surge[6] = rows[stream], max(surge[6], level)
            self.calm[stream] = max(0, self.calm[stream] - gain[stream, self.size[stream]])
