"""From pairs to edges: asking, rules, the critic, storing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from needlens.mining.llm_client import Budget, Model
from needlens.needs.knowledge import kept
from needlens.needs.knowledge.asking import reasons
from needlens.needs.knowledge.critic import Critic
from needlens.needs.knowledge.edges import edges
from needlens.needs.knowledge.filters import FAULTS, faults
from needlens.needs.knowledge.pairs import FEWEST, MOST, pairs
from needlens.store import Database


@dataclass(frozen=True, slots=True)
class Made:
    """The account of one run: pairs = asked about + skipped, candidates = refused + kept."""

    pairs: int
    skipped: dict[str, int]
    """Pairs nothing was learnt of: see ``asking.Asked``."""
    candidates: int
    refused: dict[str, int]
    """Candidates by the rule they broke (``filters.FAULTS``), and ``critic``."""
    kept: int
    edges: int
    generated_by: str
    problems: list[str]


def make(
    database: Database,
    model: Model | None,
    budget: Budget,
    cache: Path | None = None,
    *,
    most: int = MOST,
    fewest: int = FEWEST,
    now: datetime | None = None,
) -> Made:
    """Ask ``model`` about the shop's pairs and store the edges that pass; return the account.

    The edges of an earlier run are replaced, unless nothing could be learnt now: without a
    model, without calls in ``budget``, or when no answer came. Raise NotFound when the
    encoder the critic works on is not installed, ModelError when the critic is damaged.
    """
    critic = Critic()
    found = pairs(database, most, fewest, now)
    asked = reasons(found, model, budget, cache)
    judged = judge(asked.candidates, critic)
    refused = {why: judged.filter(fault=why).height for why in (*FAULTS, "critic")}
    passed = judged.filter(fault="")
    name = "" if model is None else shown(model.identity)
    made = edges(passed, _categories(database), name, now or datetime.now(UTC))
    if not judged.is_empty():
        kept.replace(database, made)
    return Made(
        found.height, asked.skipped, judged.height, refused, passed.height, made.height, name,
        asked.problems,
    )  # fmt: skip


def judge(candidates: pl.DataFrame, critic: Critic) -> pl.DataFrame:
    """Add ``fault`` ('' when kept, a rule's name, or ``critic``) and ``probability``."""
    by_rule = candidates.with_columns(faults(candidates, critic.encoder))
    probability = pl.Series("probability", critic.probabilities(candidates), dtype=pl.Float64)
    doubted = (pl.col("fault") == "") & (pl.col("probability") < critic.threshold)
    return by_rule.with_columns(probability).with_columns(
        fault=pl.when(doubted).then(pl.lit("critic")).otherwise("fault")
    )


def shown(identity: str) -> str:
    r"""Return the name of a model without the address where it is asked, which may hold a key.

    >>> shown("http://127.0.0.1:8000/v1\nqwen"), shown("embedded:qwen-1.5b")
    ('qwen', 'embedded:qwen-1.5b')
    """
    return identity.rpartition("\n")[2] or "language model"


def _categories(database: Database) -> pl.DataFrame:
    return database.query(
        "SELECT product_id, min(category) AS category FROM products "
        "WHERE category <> '' GROUP BY product_id ORDER BY product_id"
    )
