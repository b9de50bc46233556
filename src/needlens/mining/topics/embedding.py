"""Topics by meaning: texts that lie near one another in the space of the shipped encoder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.embedder import Floats
from needlens.mining.topics import kmeans, placing
from needlens.mining.topics.fitted import (
    NO_TOPIC,
    Assigned,
    Sample,
    ids_before,
    labels_before,
    wanted,
)
from needlens.mining.topics.placing import ByWords
from needlens.mining.topics.space import Space, learn

_FAR = 0.5
"""A text is of no topic when it is less than half as near to its centre as the middle one."""
_BY_WORDS = 0.5
"""The same for texts placed by their words: what words foretell is nearer to the mean."""
_HEAT = 0.05
"""Makes probabilities agree with how often words alone lead to the topic of the whole text."""
_GROWN = 1.5
"""How far the number of topics may be from what suits the texts before it is changed."""
_MOST_BORN = 5
_NEW = 0.5


@dataclass(frozen=True, slots=True)
class MeaningTopics:
    """Centres in a space of texts; see :class:`~needlens.mining.topics.fitted.Fitted`."""

    space: Space
    by_words: ByWords
    centres: Floats
    far: float
    ids: list[str]
    sampled: Assigned

    def assign(
        self, words: pl.DataFrame, chinese: npt.NDArray[np.bool_], before: pl.Series
    ) -> Assigned:
        """Return the topics of further texts, by their words alone."""
        near = self.by_words(words, len(chinese))
        return _assigned(near, _BY_WORDS * self.far, labels_before(before, self.ids))

    def closeness(self, words: pl.DataFrame, chinese: npt.NDArray[np.bool_]) -> Floats:
        """Return the cosine of each text's words with each centre, shape (texts, n)."""
        near: Floats = self.space.by_words(words, chinese) @ self.centres.T
        return near


def fit(
    sample: Sample, vectors: Floats, n: int | None = None, *, anew: bool = True
) -> MeaningTopics:
    """Find topics in the sampled texts; ``vectors`` of the encoder, shape (texts, size).

    Texts that had a topic in the run before give the first centres. Unless ``n`` topics are
    asked for ``anew``, texts and topics then stay where they were as far as they can, and
    groups made up mostly of new texts become further topics. Without ``n`` there are as many
    as suit the texts.
    """
    space, places = learn(vectors, sample.words, sample.chinese)
    somewhere = places.any(axis=1)
    points = places[somewhere]
    most = min(n or wanted(len(points)), len(points))
    ids = ids_before(sample.before)
    before = labels_before(sample.before, ids)
    suits = most / _GROWN <= len(ids) <= most * _GROWN if n is None else not anew
    if not len(points):
        labels, centres = before[somewhere], np.zeros((0, vectors.shape[1]), dtype=np.float32)
    elif ids and suits:
        labels, centres = _followed(points, before[somewhere], ~sample.known[somewhere])
    else:
        labels, centres = _anew(points, before[somewhere], min(len(ids), most), most)
        ids, before = [], np.full_like(before, NO_TOPIC)
    own = np.einsum("ij,ij->i", points, centres[labels])
    far = _FAR * float(np.median(own)) if len(own) else 0.0
    near = kmeans.closeness(places, centres)
    by_words = placing.learn(space.vocabulary, sample.words, near)
    return MeaningTopics(space, by_words, centres, far, ids, _assigned(near, far, before))


def _anew(points: Floats, before: kmeans.Labels, old: int, n: int) -> tuple[kmeans.Labels, Floats]:
    """Find ``n`` topics, starting from the ``old`` largest of the run before."""
    if not old:
        return kmeans.grouped(points, n)
    centres = kmeans.more_centres(points, _centres(points, before, old), n, seed=0)
    return kmeans.settled(points, centres)


def _centres(points: Floats, before: kmeans.Labels, n: int) -> Floats:
    nothing = np.zeros((n, points.shape[1]), dtype=np.float32)
    return kmeans.means(points, np.where(before < n, before, NO_TOPIC), nothing)


def _followed(
    points: Floats, before: kmeans.Labels, new: npt.NDArray[np.bool_]
) -> tuple[kmeans.Labels, Floats]:
    """Go on from the topics of the run before, and add those that new texts make up.

    A group of the new texts farthest from all topics becomes one when most of its texts are
    new and it has half the size of a usual topic.
    """
    centres = _centres(points, before, int(before.max()) + 1)
    labels, centres = kmeans.settled(points, centres, before)
    usual = len(points) / (2 * len(centres))
    for seed in range(_MOST_BORN):
        if new.sum() < usual:
            break
        start = kmeans.more_centres(points[new], centres, len(centres) + 1, seed)
        tried, moved = kmeans.settled(points, start, before)
        born = tried == len(centres)
        if born.sum() < usual or new[born].mean() < _NEW:
            break
        labels, centres = tried, moved
    return labels, centres


def _assigned(near: Floats, far: float, before: kmeans.Labels) -> Assigned:
    """Take the nearest topic, if it is near enough; texts that are near nothing have zeros."""
    if not near.shape[1]:
        return Assigned(np.full(len(near), NO_TOPIC), np.zeros(len(near)))
    leaning = kmeans.with_inertia(near, before)
    leaning[~near.any(axis=1)] = 0
    topics = kmeans.nearest(leaning)
    best = leaning[np.arange(len(near)), topics]
    weight = np.exp((leaning - best[:, None]).astype(np.float64) / _HEAT)
    probability = 1 / weight.sum(axis=1)
    return Assigned(np.where(best >= max(far, 1e-6), topics, NO_TOPIC), probability.round(4))
