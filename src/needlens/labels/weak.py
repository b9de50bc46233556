"""Weak labels: several cheap sources vote, a label model weighs them.

A source is anything that looks at texts and votes for a class or abstains. Two are here:
the rule tier (``by_rules``) and a language model (``by_llm``), which is never asked unless
it is given. Others are a function away, such as the rating of a review.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl

from needlens.errors import UserError
from needlens.labels.label_model import ABSTAIN, LabelModel, Learned, Votes
from needlens.mining import RuleMiner
from needlens.records import polarity_of

POLARITIES = ("negative", "neutral", "positive")

Source = Callable[[pl.Series], Sequence[str | None]]
"""Texts → for each the class it votes for, or None."""


def by_rules(miner: RuleMiner | None = None) -> Source:
    """Return a source that votes for the polarity the rule tier reads in the whole text.

    Opinions count by their confidence. It abstains where nothing is read.

    >>> by_rules()(pl.Series(["物流太慢了", "Great quality", "昨天下的单"]))
    ['negative', 'positive', None]
    """
    used = miner or RuleMiner()

    def vote(texts: pl.Series) -> list[str | None]:
        frame = pl.DataFrame({"signal_id": [str(i) for i in range(len(texts))], "text": texts})
        said, _ = used.mine(frame)
        sure = pl.col("confidence").sum()
        mean = (pl.col("valence") * pl.col("confidence")).sum() / sure
        means = dict(said.group_by("signal_id").agg(mean.alias("mean")).iter_rows())
        return [polarity_of(means[i]) if i in means else None for i in frame["signal_id"]]

    return vote


def votes(
    texts: pl.Series, sources: Mapping[str, Source], classes: Sequence[str] = POLARITIES
) -> Votes:
    """Return the votes of all sources, shape (texts, sources); raise UserError for other words."""
    known = {name: i for i, name in enumerate(classes)} | {None: ABSTAIN}
    columns = []
    for name, source in sources.items():
        said = list(source(texts))
        strange = sorted({str(vote) for vote in said if vote not in known})
        if len(said) != len(texts) or strange:
            raise UserError(
                f"the source {name!r} gave {len(said)} votes for {len(texts)} texts"
                + (f", some of them unknown ({strange[0]!r})" if strange else "")
                + f"; it must give one of {', '.join(classes)} or None for each"
            )
        columns.append([known[vote] for vote in said])
    return np.array(columns, dtype=np.int64).reshape(len(columns), len(texts)).T


def weak_labels(
    texts: pl.Series, sources: Mapping[str, Source], classes: Sequence[str] = POLARITIES
) -> tuple[pl.DataFrame, Learned]:
    """Return a weak label for each text, and what was learned of the sources.

    The frame has ``text``, ``label`` (null where nobody voted), ``probability`` (0..1, of
    the label), a probability ``p_CLASS`` for each class, and ``voted``: which sources did.

    >>> said = pl.Series(["物流太慢了", "Great quality", "昨天下的单"])
    >>> stars = lambda texts: ["negative", "positive", None]
    >>> found, learned = weak_labels(said, {"rules": by_rules(), "stars": stars})
    >>> found.select("label", "voted").rows()
    [('negative', ['rules', 'stars']), ('positive', ['rules', 'stars']), (None, [])]
    """
    if not sources:
        raise UserError("there is no source; give at least one, e.g. {'rules': by_rules()}")
    table = votes(texts, sources, classes)
    learned = LabelModel(len(classes)).fit(table)
    shares = learned.probabilities(table)
    names = np.array(list(sources), dtype=object)
    voted = [names[row != ABSTAIN].tolist() for row in table]
    frame = pl.DataFrame(
        {
            "text": texts,
            "label": np.array(classes, dtype=object)[shares.argmax(axis=1)].tolist(),
            "probability": shares.max(axis=1),
            **{f"p_{name}": shares[:, i] for i, name in enumerate(classes)},
            "voted": voted,
        },
        schema_overrides={"voted": pl.List(pl.String), "label": pl.String},
    )
    someone = pl.col("voted").list.len() > 0
    return frame.with_columns(pl.when(someone).then("label")), learned
