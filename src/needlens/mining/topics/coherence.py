"""Coherence: whether the words that name a topic are used together in texts it was not made from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl


def npmi(topics: Sequence[Sequence[str]], words: pl.DataFrame, texts: int) -> list[float | None]:
    """Return the coherence of each topic, −1 to 1: how much its words go together in texts.

    The mean over pairs of its words of normalised pointwise mutual information, counted on
    whole texts (Bouma 2009; Röder et al., "Exploring the space of topic coherence
    measures", WSDM 2015). ``words`` as :func:`words_of` returns them, of ``texts`` texts. A
    pair that never meets counts −1; a word that is in no text is left out, and a topic with
    fewer than two words has none.

    >>> words = pl.DataFrame({"text": [0, 0, 1, 1, 2, 3], "word": ["慢", "快递", "慢", "快递", "小", "大"]})
    >>> npmi([["慢", "快递"], ["小", "大"], ["慢", "无"]], words, 4)
    [1.0, -1.0, None]
    """
    kept = {word for topic in topics for word in topic}
    pairs = words.select("text", "word").unique().filter(pl.col("word").is_in(list(kept)))
    order = sorted(set(pairs["word"]))
    place = {word: i for i, word in enumerate(order)}
    present = np.zeros((texts, len(order)), dtype=np.float32)
    present[pairs["text"].to_numpy(), [place[word] for word in pairs["word"]]] = 1
    together = (present.T @ present).astype(np.float64) / max(texts, 1)
    return [_mean([place[word] for word in topic if word in place], together) for topic in topics]


def _mean(
    columns: list[int], together: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> float | None:
    if len(columns) < 2:
        return None
    one, other = np.triu_indices(len(columns), 1)
    a, b = np.array(columns)[one], np.array(columns)[other]
    both = together[a, b]
    alone = together[a, a] * together[b, b]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(both / alone) / -np.log(both)
    values = np.where(both <= 0, -1.0, np.where(both >= 1, 1.0, values))
    return float(values.mean().round(6))
