"""Topics by words that are used together: latent Dirichlet allocation (Blei et al. 2003)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import MissingExtra, UserError
from needlens.mining.topics.coherence import npmi
from needlens.mining.topics.fitted import NO_TOPIC, Assigned, Sample, ids_before, labels_before

if TYPE_CHECKING:
    from needlens.lm.embedder import Floats
    from needlens.mining.topics.kmeans import Labels

COUNTS = (5, 10, 20, 30)
"""Numbers of topics that are tried when none is asked for."""

_ROUNDS, _TRIAL_ROUNDS, _STEPS = 300, 100, 20
_RARE = 5
_SURE = 2.0
"""How many times an even share a topic must have to be that of a text."""
_WORDS = 10
_PRIOR = 0.01
_INERTIA = 0.4
"""By how much the topic of the run before counts for more than it is."""
_SEED = 1


@dataclass(frozen=True, slots=True)
class WordTopics:
    """A trained model; see :class:`~needlens.mining.topics.fitted.Fitted`."""

    model: Any
    ids: list[str]
    """The topics of the run before that come first among those of the model."""
    sampled: Assigned

    def assign(
        self, words: pl.DataFrame, chinese: npt.NDArray[np.bool_], before: pl.Series
    ) -> Assigned:
        """Return the topics of further texts, by their words."""
        shares = _shares(self.model, words, len(chinese))
        return _assigned(shares, labels_before(before, self.ids))

    def closeness(self, words: pl.DataFrame, chinese: npt.NDArray[np.bool_]) -> Floats:
        """Return the share each topic has in each text, shape (texts, n)."""
        return _shares(self.model, words, len(chinese)).astype(np.float32)


def fit(sample: Sample, n: int | None) -> WordTopics:
    """Train on the words of the sampled texts; the same texts give the same topics.

    Without ``n`` the number of topics of the run before is kept; in a first run that of
    COUNTS is taken whose words go together best in half of the texts, trained on the other.
    Raise MissingExtra without tomotopy, UserError when too little was said.
    """
    lists = _lists(sample.words, len(sample.chinese))
    if sum(1 for words in lists if words) < 2:
        raise UserError(
            "there are no topics yet: fewer than two texts say anything; ingest more texts"
        )
    ids = ids_before(sample.before)
    most = n or len(ids) or best_count(sample, lists)
    before = labels_before(sample.before, ids := ids[:most])
    model = _trained(lists, most, _ROUNDS, before)
    shares = _shares(model, sample.words, len(lists))
    return WordTopics(model, ids, _assigned(shares, before))


def best_count(sample: Sample, lists: Sequence[list[str]]) -> int:
    """Return the number of topics whose words go together best in texts not trained on."""
    half = len(lists) // 2
    held_out = sample.words.filter(pl.col("text") >= half).with_columns(pl.col("text") - half)
    scores = []
    for n in COUNTS:
        model = _trained(lists[:half], n, _TRIAL_ROUNDS)
        tops = [[word for word, _ in model.get_topic_words(k, top_n=_WORDS)] for k in range(n)]
        known = [x for x in npmi(tops, held_out, len(lists) - half) if x is not None]
        scores.append((sum(known) / max(len(known), 1), -n))
    return -max(scores)[1]


def _lists(words: pl.DataFrame, texts: int) -> list[list[str]]:
    told = words.sort("text", "place").group_by("text", maintain_order=True).agg("word")
    lists: list[list[str]] = [[] for _ in range(texts)]
    for text, said in told.iter_rows():
        lists[text] = said
    return lists


def _trained(lists: Sequence[list[str]], n: int, rounds: int, before: Labels | None = None) -> Any:
    model = _library().LDAModel(k=n, seed=_SEED, min_df=_RARE, alpha=0.1, eta=_PRIOR)
    for words in lists:
        if words:
            model.add_doc(words)
    if before is not None and (before >= 0).any():
        _pull(model, lists, before)
    model.train(rounds, workers=1)
    return model


def _pull(model: Any, lists: Sequence[list[str]], before: Labels) -> None:
    """Draw each word to the topics of the texts that held it in the run before."""
    told = pl.DataFrame({"word": pl.Series(lists, dtype=pl.List(pl.String)), "topic": before})
    counts = (
        told.filter(pl.col("topic") >= 0)
        .with_columns(pl.col("word").list.unique())
        .explode("word")
        .drop_nulls("word")
        .group_by("word", "topic")
        .agg(pl.len().alias("n"))
        .sort("word", "topic")
        .group_by("word", maintain_order=True)
        .agg("topic", "n")
    )
    for word, topics, texts in counts.iter_rows():
        prior = np.full(model.k, _PRIOR)
        prior[topics] += texts
        model.set_word_prior(word, prior.tolist())


def _shares(model: Any, words: pl.DataFrame, texts: int) -> npt.NDArray[np.float64]:
    """Return the share of each topic in each text, shape (texts, n); zeros: no known word.

    The model's own shares are those of one random state; these are the fixed point that
    the topics of the words lead to (Asuncion et al., UAI 2009), the same every time.
    """
    vocabulary = {word: i for i, word in enumerate(model.used_vocabs)}
    known = words.filter(pl.col("word").is_in(list(vocabulary))).sort("text", "place")
    text = known["text"].to_numpy().astype(np.int64)
    shares = np.zeros((texts, model.k), dtype=np.float64)
    if not len(text):
        return shares
    columns = known["word"].replace_strict(vocabulary, return_dtype=pl.Int64).to_numpy()
    likely = np.array([model.get_topic_word_dist(k) for k in range(model.k)]).T[columns]
    said, begin = np.unique(text, return_index=True)
    row = np.repeat(np.arange(len(said)), np.diff([*begin, len(text)]))
    found = np.full((len(said), model.k), 1 / model.k)
    for _ in range(_STEPS):
        weight = likely * found[row]
        weight /= weight.sum(axis=1, keepdims=True)
        found = model.alpha + np.add.reduceat(weight, begin, axis=0)
        found /= found.sum(axis=1, keepdims=True)
    shares[said] = found
    return shares


def _assigned(shares: npt.NDArray[np.float64], before: Labels) -> Assigned:
    """Take the greatest share; that of the run before counts for more than it is."""
    leaning = shares.copy()
    had = np.flatnonzero((before >= 0) & shares.any(axis=1))
    leaning[had, before[had]] += _INERTIA
    topics = leaning.argmax(axis=1)
    rows = np.arange(len(shares))
    sure = leaning[rows, topics] >= min(_SURE / shares.shape[1], 0.5)
    return Assigned(np.where(sure, topics, NO_TOPIC), shares[rows, topics].round(4))


def _library() -> Any:
    try:
        return import_module("tomotopy")  # it comes without types
    except ImportError:
        raise MissingExtra(
            "topics by LDA need tomotopy: install needlens[topics], or leave --method out"
        ) from None
