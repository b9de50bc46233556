"""The reader: our own small Chinese-English model that reads opinions with their strength."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from needlens.lm import suggestion_head
from needlens.lm.decoding import logistic
from needlens.lm.embedder import Embedder
from needlens.lm.registry import load, shipped
from needlens.mining.domain import Domain
from needlens.mining.linear.whole import Whole
from needlens.mining.miner import OPINIONS, SUGGESTIONS, RuleMiner
from needlens.mining.reader import opinions as reading
from needlens.mining.reader import sentiment as feeling
from needlens.mining.reader.entities import entities
from needlens.mining.reader.given_aspects import of_aspects
from needlens.mining.reader.inventory import Inventory, inventory
from needlens.mining.reader.network import Network
from needlens.mining.reader.pieces import LIMIT, SHORT, cut
from needlens.records import Opinion, polarity_of
from needlens.records.entity import Entity
from needlens.records.sentiment import Sentiment
from needlens.text.folding import Folded
from needlens.text.splitting import clauses

TIER = "reader"
NAME = "reader-zh-en"


class Reader:
    """Reads opinions, sentiment and entities with the shipped model, by ONNX Runtime.

    ``domain`` says which categories there are; ``folder`` is another model's. The model
    is a small encoder trained on reviews in Chinese and English; its card says on what
    and how well. Offsets always count characters of the text as given. Where ``suggests``
    is set to False, ``mine`` leaves the suggestions, which it reads by rules, to another tier.

    >>> reader = Reader()
    >>> for o in reader.opinions(["物流速度很快，但客服服务态度一般"])[0]:
    ...     print(o.aspect, o.opinion, o.polarity)
    物流速度 很快 positive
    客服服务态度 一般 neutral
    """

    suggests = True

    def __init__(
        self,
        domain: Domain | str = "ecommerce",
        folder: Path | None = None,
        threads: int = 1,
    ) -> None:
        self.domain = Domain.load(domain) if isinstance(domain, str) else domain
        self.stored = load(folder or shipped(NAME))
        self.network = Network(self.stored.folder, threads)
        self.version = f"{self.stored.stamp}+{self.domain.version}"

    @cached_property
    def embedder(self) -> Embedder:
        """The encoder that places texts by meaning; opened when it is first needed."""
        return Embedder(self.stored.folder, threads=self.network.threads)

    @cached_property
    def inventory(self) -> Inventory:
        """The categories of the domain, as vectors."""
        return inventory(self.domain, self.stored.folder, self.network.settings, self.embedder)

    def opinions(self, texts: Sequence[str]) -> list[list[Opinion]]:
        """Return the opinions of each text, in order."""
        found: list[list[Opinion]] = [[] for _ in texts]
        for i, values in self._read(texts):
            found[i].append(Opinion(*values, TIER, self.version))  # type: ignore[call-arg]
        return found

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the opinions and suggestions in the texts of a batch, as ``RuleMiner`` does.

        Opinions of which neither the aspect nor the opinion is in words are left out:
        there would be nothing to quote. Suggestions are the rule tier's.
        """
        given = frame.select("signal_id", "text").filter(pl.col("text").is_not_null())
        ids = given["signal_id"].to_list()
        said = [
            (ids[i], *values) for i, values in self._read(given["text"].to_list())
            if values[0] is not None or values[4] is not None
        ]  # fmt: skip
        schema = {k: v for k, v in OPINIONS.items() if k not in ("tier", "version")}
        opinions = pl.DataFrame(said, schema=schema, orient="row").with_columns(
            tier=pl.lit(TIER), version=pl.lit(self.version)
        )
        wishes = self._rules.mine(frame)[1] if self.suggests else pl.DataFrame(schema=SUGGESTIONS)
        return opinions.select(list(OPINIONS)), wishes

    def knows(self, domain: Domain) -> bool:
        """Say whether the model was trained on opinions labelled by people in a domain."""
        return domain.id in self.network.settings.get("labelled", ())

    @cached_property
    def _rules(self) -> RuleMiner:
        return RuleMiner(self.domain)

    def sentiments(self, texts: Sequence[str]) -> list[Sentiment]:
        """Return how each text as a whole feels, and what each word adds to it.

        The values of the words sum to the strength.
        """
        folded, pieces = cut(texts, self.network.tokeniser)
        added = feeling.contributions(pieces, self.network, 0, len(texts))
        weight, shift = self._beside
        grams = self.whole.table.intercept * weight
        characters = [
            (weight * self.whole.characters(one.original)).astype(np.float32) for one in folded
        ]
        return feeling.sentiments(folded, pieces, added, characters, grams + shift)

    def sentiment(self, texts: pl.Series) -> pl.DataFrame:
        """Return ``probability`` of praise (0..1) and ``strength`` for each text, as columns.

        A null or blank text has the probability .5 and the strength 0.
        """
        column = texts.cast(pl.String).fill_null("").to_list()
        _, pieces = cut(column, self.network.tokeniser)
        added = feeling.contributions(pieces, self.network, 0, len(column))
        strength = feeling.strengths(pieces, added, len(column))
        weight, shift = self._beside
        grams = self.whole.strengths(pl.Series(column, dtype=pl.String))
        grams[np.isnan(grams)] = self.whole.table.intercept
        read = np.bincount([piece.text for piece in pieces], minlength=len(column)) > 0
        strength += np.where(read, weight * grams + shift, 0).astype(np.float32)
        return pl.DataFrame({"probability": logistic(strength), "strength": strength})

    @cached_property
    def whole(self) -> Whole:
        """The linear tier's view of whole texts, which the network's is joined with."""
        return Whole()

    @property
    def _beside(self) -> tuple[float, float]:
        """The weight of the linear tier's log-odds, and what is added to all."""
        settings = self.network.settings["sentiment"]
        return settings.get("grams", 0.0), settings.get("shift", 0.0)

    def suggestions(self, texts: Sequence[str]) -> list[float]:
        """Return the probability that each sentence asks for something.

        The higher of two views: a linear head on the embedder, learned from English, and
        the words of asking that the rule tier knows in both languages. Without the file
        ``suggestion.npy`` only the latter.
        """
        frame = pl.DataFrame({"signal_id": [str(i) for i in range(len(texts))], "text": texts})
        asked = self._rules.mine(frame)[1]
        said = np.zeros(len(texts), dtype=np.float32)
        for i, sure in asked.select("signal_id", "confidence").iter_rows():
            said[int(i)] = max(said[int(i)], sure)
        if suggestion_head.FILE in self.stored.manifest.files:
            weights = np.load(self.stored.path(suggestion_head.FILE), allow_pickle=False)
            learned = suggestion_head.probability(weights, self.embedder(texts))
            said = np.where([bool(text.strip()) for text in texts], np.maximum(said, learned), 0)
        return [round(float(value), 4) for value in said]

    def entities(self, titles: Sequence[str]) -> list[list[Entity]]:
        """Return the brands, products, functions and attributes of each title."""
        folded, pieces = cut(titles, self.network.tokeniser)
        return entities(folded, pieces, self.network, self.network.domain("title"))

    def strength(
        self, texts: Sequence[str], aspects: Sequence[Sequence[tuple[int, int]]]
    ) -> list[list[tuple[float, float]]]:
        """Return valence and arousal of given aspects: spans (start, end) in each text.

        An aspect outside the text, or in no token of it, has the strength of the whole.
        """
        folded, pieces = cut(texts, self.network.tokeniser)
        domain = self.network.domain(self.domain.id)
        rules = reading.rules(self.network.settings, self.domain.id)
        return of_aspects(folded, pieces, aspects, self.network, domain, rules)

    def _read(self, texts: Sequence[str]) -> list[tuple[int, tuple[Any, ...]]]:
        """Return (text, values of an Opinion up to ``end``) of every opinion."""
        domain = self.network.domain(self.domain.id)
        folded, pieces = cut(texts, self.network.tokeniser, LIMIT if domain else SHORT)
        rules = reading.rules(self.network.settings, self.domain.id)
        found = reading.find(pieces, self.network, domain, self.inventory, rules)
        columns = [column.tolist() for column in found]
        borders: dict[int, list[int]] = {}
        return [
            (row[0], _values(folded[row[0]], row[1:], self.inventory.ids, borders, row[0]))
            for row in zip(*columns, strict=True)
        ]


def _values(
    folded: Folded, row: tuple[Any, ...], categories: list[str], borders: dict[int, list[int]], text: int
) -> tuple[Any, ...]:  # fmt: skip
    """Return the fields of an Opinion up to ``end``, in their order."""
    a_start, a_end, o_start, o_end, category, valence, arousal, confidence = row
    valence, arousal = round(valence, 2), round(arousal, 2)
    aspect = _term(folded, a_start, a_end)
    opinion = _term(folded, o_start, o_end)
    marks = [mark for mark in (a_start, a_end, o_start, o_end) if mark >= 0]
    quote = _clause(folded, marks, borders, text)
    return (
        *aspect, categories[category], *opinion, valence, arousal, polarity_of(valence),
        round(min(max(confidence, 0.0), 1.0), 4), *quote,
    )  # fmt: skip


def _term(folded: Folded, start: int, end: int) -> tuple[str | None, int, int]:
    if start < 0:
        return None, -1, -1
    return folded.quote(start, end), *folded.span(start, end)


def _clause(
    folded: Folded, marks: list[int], borders: dict[int, list[int]], text: int
) -> tuple[int, int]:
    """Return the span, in the original, of the clauses that hold all marks."""
    if not marks:
        return 0, len(folded.original)
    if text not in borders:
        spans = clauses(folded.text)
        borders[text] = [spans[0][0] if spans else 0, *(end for _, end in spans)]
    cuts = borders[text]
    first = max((cut for cut in cuts if cut <= min(marks)), default=0)
    last = min((cut for cut in cuts if cut >= max(marks)), default=len(folded.text))
    space = len(folded.text[first:last]) - len(folded.text[first:last].lstrip())
    return folded.span(first + space, max(last, first + space + 1))
