"""Find the topics of a shop's texts and keep them: what ``needlens topics`` does first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl

from needlens.errors import UserError
from needlens.lm.manifest import MANIFEST
from needlens.lm.shipped import shipped
from needlens.mining.identity import follow, hashed
from needlens.mining.topics import sample, stored
from needlens.mining.topics.describing import described
from needlens.mining.topics.fitted import METHODS, Assigned, Fitted, Sample
from needlens.mining.topics.space import is_chinese
from needlens.mining.topics.words import words_of
from needlens.store import Database

Progress = Callable[[str, int, int | None], None]

ENCODER = "reader-zh-en"
_TOKENS = 64
"""What of a text the encoder sees; the words of the whole text count besides."""
_FEWEST = 3
"""Texts a topic must have."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What finding topics did."""

    texts: int
    embedded: int
    """Texts that went through the encoder now; earlier ones were kept."""
    topics: int
    without: int
    """Texts that are of no topic."""
    stayed: int
    """Texts that had a topic before and are of the same now."""
    had: int
    """Texts that had a topic before and are still there."""


def version_of(method: str) -> str:
    """Return what would have to change for topics to be found anew.

    Raise UserError for an unknown method.
    """
    if method not in METHODS:
        raise UserError(f"there is no method {method!r} for topics; known: {', '.join(METHODS)}")
    if method == "lda":
        return "lda-1"
    return f"embedding-1-{_encoder()[:12]}"


def learn(
    database: Database,
    cache: Path,
    method: str = "embedding",
    n: int | None = None,
    progress: Progress | None = None,
    most: int = sample.SAMPLE,
) -> Learnt:
    """Find the topics of all texts and store them under the ids of the run before.

    Without ``n`` it is the number asked for before, or as many as suit the texts. They are
    learnt from ``most`` texts, one of each group of near-duplicates; all others
    are placed by their words. ``cache`` is a folder for the vectors of the sampled texts.
    Raise UserError for an unknown method or fewer than two topics, MissingExtra when the
    method's library is not installed.
    """
    version = version_of(method)
    if n is not None and n < 2:
        raise UserError(f"{n} topics tell nothing apart; ask for 2 or more, e.g. 20")
    old, asked = stored.before(database, method), stored.asked(database, method)
    anew, n = n not in (None, asked), n or asked
    taken = _sample(database, old, most)
    fitted, embedded = _fitted(method, taken, n, anew, cache, progress)
    texts = _placed(database, taken, old, fitted, progress)
    items = pl.concat_str("kind", pl.lit(" "), "signal_id").alias("item")
    followed = follow(
        old.select(items, pl.col("topic_id").alias("id")),
        texts.select(items, pl.col("topic").alias("cluster")),
        hashed("l" if method == "lda" else "t"),
    )
    ids = followed.ids.select(pl.col("cluster").cast(pl.Int64).alias("topic"), topic_id="id")
    found = texts.join(ids, on="topic", how="left").with_columns(method=pl.lit(method))
    topics = described(taken, fitted, found, ids).with_columns(method=pl.lit(method))
    stored.replace(database, method, version, n, topics, found, followed.events)
    stayed, had = _stayed(old, found)
    without = int(found["topic_id"].null_count())
    return Learnt(found.height, embedded, topics.height, without, stayed, had)


def _encoder() -> str:
    return sha256((shipped(ENCODER) / MANIFEST).read_bytes()).hexdigest()


def _sample(database: Database, old: pl.DataFrame, most: int) -> Sample:
    texts = sample.sample(database, most)
    known = texts.select("kind", "signal_id").join(
        old.with_columns(known=True), on=["kind", "signal_id"], how="left", maintain_order="left"
    )
    return Sample(
        texts,
        words_of(texts["text"]),
        is_chinese(texts["text"]),
        known["topic_id"],
        known["known"].fill_null(False).to_numpy(),
    )


def _fitted(
    method: str,
    taken: Sample,
    n: int | None,
    anew: bool,
    cache: Path,
    progress: Progress | None,
) -> tuple[Fitted, int]:
    if method == "lda":
        from needlens.mining.topics import lda

        return lda.fit(taken, n), 0
    from needlens.lm.embedder import Embedder
    from needlens.mining.topics import embedding
    from needlens.mining.topics.vectors import VectorFile

    vectors = VectorFile(cache, lambda: Embedder(shipped(ENCODER), limit=_TOKENS), _encoder())
    places, embedded = vectors(taken.texts["key"].to_numpy(), taken.texts["text"], progress)
    return embedding.fit(taken, places, n, anew=anew), embedded


def _placed(
    database: Database,
    taken: Sample,
    old: pl.DataFrame,
    fitted: Fitted,
    progress: Progress | None,
) -> pl.DataFrame:
    """Return kind, signal_id, topic (null: none) and probability of every text."""
    known = taken.texts.select("key").with_columns(_columns(fitted.sampled))
    parts = [pl.DataFrame(schema=_PLACED)]
    total, done = sample.count(database), 0
    for batch in sample.everything(database):
        both = batch.join(known, on="key", how="left", maintain_order="left")
        both = both.join(old, on=["kind", "signal_id"], how="left", maintain_order="left")
        others = both.filter(pl.col("topic").is_null())
        words, chinese = words_of(others["text"]), is_chinese(others["text"])
        others = others.with_columns(_columns(fitted.assign(words, chinese, others["topic_id"])))
        for some in (both.filter(pl.col("topic").is_not_null()), others):
            parts.append(some.select(pl.col(c).cast(dtype) for c, dtype in _PLACED.items()))
        done += batch.height
        if progress:
            progress("placing texts", done, total)
    topic = pl.col("topic")
    enough = (topic >= 0) & (pl.len().over("topic") >= _FEWEST)
    return (
        pl.concat(parts)
        .with_columns(pl.when(enough).then(topic).alias("topic"))
        .sort("kind", "signal_id")
    )


_PLACED = {"kind": pl.String, "signal_id": pl.String, "topic": pl.Int64, "probability": pl.Float64}


def _columns(found: Assigned) -> list[pl.Series]:
    return [pl.Series("topic", found.topics), pl.Series("probability", found.probability)]


def _stayed(old: pl.DataFrame, found: pl.DataFrame) -> tuple[int, int]:
    both = old.drop_nulls("topic_id").join(
        found.select("kind", "signal_id", pl.col("topic_id").alias("now")), on=["kind", "signal_id"]
    )
    return int((both["topic_id"] == both["now"]).sum()), both.height
