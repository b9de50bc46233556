"""What a topic is shown by: its names, its words and its typical sentences."""

from __future__ import annotations

import polars as pl

from needlens.mining.topics.fitted import Assigned, Fitted, Sample
from needlens.mining.topics.naming import WORDS, chosen, name
from needlens.mining.topics.terms import terms
from needlens.mining.topics.typical import typical


def described(
    taken: Sample, fitted: Fitted, found: pl.DataFrame, ids: pl.DataFrame
) -> pl.DataFrame:
    """Return a row a topic: its id, names, words, number of texts and typical sentences."""
    sampled = fitted.sampled
    words = terms(taken.words, sampled.topics, taken.chinese)
    best = words.group_by("topic", "chinese", maintain_order=True).agg(
        pl.struct("term", "n").head(6 * WORDS).alias("terms")
    )
    by_topic = {
        (topic, chinese): chosen([(t["term"], t["n"]) for t in some])
        for topic, chinese, some in best.iter_rows()
    }
    spoken = _languages(sampled, taken)
    sizes = found.group_by("topic_id").agg(pl.len().cast(pl.Int64).alias("texts"))
    rows = []
    for topic, topic_id in ids.sort("topic_id").iter_rows():
        zh, en = (
            by_topic.get((topic, c), []) if (topic, c) in spoken else [] for c in (True, False)
        )
        rows.append((topic, topic_id, name(zh), name(en), zh, en))
    listed = pl.DataFrame(rows, schema=_DESCRIBED, orient="row")
    nothing = pl.lit([])
    return (
        listed.join(sizes, left_on="id", right_on="topic_id", how="left")
        .join(typical(taken, sampled, fitted), on="topic", how="left")
        .with_columns(pl.coalesce("typical", nothing))
        .drop("topic")
    )


_DESCRIBED: dict[str, pl.DataType | type[pl.DataType]] = {
    "topic": pl.Int64,
    "id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "words_zh": pl.List(pl.String),
    "words_en": pl.List(pl.String),
}
_SPOKEN = 0.05


def _languages(sampled: Assigned, taken: Sample) -> set[tuple[int, bool]]:
    """Return (topic, is it Chinese?) for the languages a twentieth of its texts is in."""
    for_topic = pl.DataFrame({"topic": sampled.topics, "chinese": taken.chinese})
    share = for_topic.group_by("topic", "chinese").agg(pl.len().alias("n"))
    share = share.filter(pl.col("n") >= _SPOKEN * pl.col("n").sum().over("topic"))
    return set(share.select("topic", "chinese").iter_rows())
