"""What the customers of a planted shop write: reviews, chats and searches."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from benchmarks.needs.planted_list import Good, PlantedNeed, needs, wording
from benchmarks.needs.planted_people import People
from benchmarks.needs.planted_settings import Settings, stamps
from benchmarks.needs.planted_words import Writer

TEXTS = pl.Schema(
    {
        "kind": pl.String(),  # review | chat | query
        "customer_id": pl.String(),
        "product_id": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "rating": pl.Int64(),  # of reviews
        "results": pl.Int64(),  # of searches
        "text": pl.String(),
        "language": pl.String(),
        "needs": pl.List(pl.String()),
        "met": pl.List(pl.Boolean()),
        "fake": pl.Boolean(),
    }
)
ASKED, SEARCHED = 0.15, 0.18
"""How many of those who lack something ask in a chat, or search for it, instead of reviewing."""
TWICE = 0.1
"""How many of those who lack something ask about it besides."""
TOGETHER = 0.4
"""How many write two needs about one product into one review."""


def texts(
    settings: Settings, goods: pl.DataFrame, people: People, rng: np.random.Generator
) -> pl.DataFrame:
    """Return every genuine text (columns TEXTS): of those who need something, and noise."""
    writer = Writer(settings, rng)
    said = _channels(_dated(settings, people, rng), rng)
    about = {row["product_id"]: good_of(row["good"]) for row in goods.iter_rows(named=True)}
    planted = {p.id: p for p in needs(settings.half)}
    rows = [
        _row(part.rows(named=True), planted, about, writer)
        for _, part in said.group_by("text_id", maintain_order=True)
    ]
    reviews = sum(row["kind"] == "review" for row in rows)
    n = round(reviews * settings.noise / (1 - settings.noise))
    rows += _noise(settings, goods, people, n, writer)
    return pl.DataFrame(rows, schema=TEXTS)


def _dated(settings: Settings, people: People, rng: np.random.Generator) -> pl.DataFrame:
    """Return the holders with a time; a need that doubles is held more often later."""
    held = people.holders.join(people.customers.select("customer_id", "language"), on="customer_id")
    held = held.join(people.needs.select(need="id", drift="drift"), on="need").sort(
        "customer_id", "need"
    )
    drift, u = held["drift"].to_numpy(), rng.random(held.height)
    rate = np.log(np.where(drift == 1, np.e, drift))
    when = np.where(drift == 1, u, np.log1p(u * (drift - 1)) / rate)
    return held.with_columns(at=stamps(when * settings.days))


def _channels(held: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Give each a kind of signal, and those that are one review the same ``text_id``."""
    lot = rng.random(held.height)
    lacks, name = ~held["met"].to_numpy(), held["need"]
    searched = name.is_in([p.id for p in needs("dev") if "query_zh" in p.said]).to_numpy()
    kind = np.full(held.height, "review", dtype=object)
    kind[lacks & (lot < ASKED)] = "chat"
    kind[lacks & searched & (lot >= ASKED) & (lot < ASKED + SEARCHED)] = "query"
    held = held.with_columns(kind=pl.Series(kind.tolist()), lot=pl.Series(rng.random(held.height)))
    again = held.filter((pl.col("kind") == "review") & ~pl.col("met") & (pl.col("lot") < TWICE))
    again = again.with_columns(kind=pl.lit("chat"), at=pl.col("at").dt.offset_by("-1d"))
    both = pl.concat([held, again]).with_row_index("row")
    together = (pl.col("kind") == "review") & (pl.col("lot") > 1 - TOGETHER)
    first = pl.col("row").min().over("customer_id", "product_id", "kind", together)
    return both.with_columns(text_id=pl.when(together).then(first).otherwise("row"))


def _row(
    parts: list[dict[str, Any]],
    planted: dict[str, PlantedNeed],
    about: dict[str, Good],
    writer: Writer,
) -> dict[str, Any]:
    """Return one text that says one need or several of one customer about one product."""
    first = parts[0]
    kind, language = first["kind"], first["language"]
    good = about[first["product_id"]]
    sentences = []
    for part in parts:
        how = {"chat": "ask", "query": "query"}.get(kind, "praise" if part["met"] else "lack")
        templates = planted[part["need"]].said[f"{how}_{language}"]
        sentences.append(writer.filled(templates, language, good))
    happy = sum(part["met"] for part in parts) / len(parts)
    rng = writer.rng
    rating = int(rng.integers(4, 6)) if happy == 1 else int(rng.integers(1, 4)) + round(happy)
    if kind == "query":
        text = sentences[0]
    else:
        text = writer.joined(writer.framed(sentences, kind, language), language)
    return {
        "kind": kind,
        "customer_id": first["customer_id"],
        "product_id": None if kind == "query" else first["product_id"],
        "at": first["at"],
        "rating": rating if kind == "review" else None,
        "results": _results(rng, 0.6) if kind == "query" else None,
        "text": writer.handled(text, language),
        "language": language,
        "needs": [part["need"] for part in parts],
        "met": [part["met"] for part in parts],
        "fake": False,
    }


def _noise(
    settings: Settings, goods: pl.DataFrame, people: People, n: int, writer: Writer
) -> list[dict[str, Any]]:
    """Return ``n`` reviews that say nothing, and a third as many searches for plain goods."""
    rng, words = writer.rng, wording()
    who = people.customers[rng.integers(people.customers.height, size=n + n // 3)]
    at = stamps(rng.random(len(who)) * settings.days)
    rows = []
    for number, (customer, language, product) in enumerate(who.iter_rows()):
        search = number >= n
        templates = words.noise[f"query_{language}" if search else f"said_{language}"]
        text = writer.filled(templates, language, good_of(goods["good"][product]))
        rows.append({
            "kind": "query" if search else "review",
            "customer_id": customer,
            "product_id": None if search else goods["product_id"][product],
            "at": at[number],
            "rating": None if search else int(rng.choice([3, 4, 5, 5, 5])),
            "results": _results(rng, 0.05) if search else None,
            "text": text if search else writer.joined(writer.framed([text], "review", language), language),
            "language": language,
            "needs": [], "met": [], "fake": False,
        })  # fmt: skip
    return rows


def _results(rng: np.random.Generator, none: float) -> int:
    return 0 if rng.random() < none else int(rng.integers(1, 40))


def good_of(name: str) -> Good:
    return {good.id: good for good in wording().goods}[name]
