"""Needs put into words by a language model, when one is configured: once each, checked, or not.

Without a model, without calls to spend, or when an answer does not pass the checks, a need
keeps the statement made from its category's template. Only the two statements ever come
from a model: ids, numbers and categories do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from needlens.config import Config
from needlens.mining.facets import FACETS
from needlens.mining.llm_asking import ask
from needlens.mining.llm_cache import Cache
from needlens.mining.llm_client import Budget, Model
from needlens.mining.llm_screen import speaks_to_machine
from needlens.needs.names import CategoryName
from needlens.needs.support import ENOUGH, Grounds
from needlens.needs.wording_checks import Words, fault, formed, kept_words
from needlens.needs.wording_prompt import MOST_QUOTES, PROMPT, request_of, visible
from needlens.store import Database

WORDS = pl.Schema(
    {
        "need_id": pl.String(),
        "statement_zh": pl.String(),
        "statement_en": pl.String(),
        "worded_by": pl.String(),  # llm
    }
)


class Worded(NamedTuple):
    """The words found, and how many needs keep their template for which reason."""

    words: pl.DataFrame
    """Columns WORDS: one row for each need that has words from a model."""
    refused: dict[str, int]
    problems: list[str]
    """What went wrong with the model; never a word of its answers."""


def word(
    needs: pl.DataFrame,
    quotes: Mapping[str, Sequence[str]],
    names: Mapping[str, CategoryName],
    model: Model | None,
    budget: Budget,
    cache: Path | None = None,
    never: Iterable[str] = (),
) -> Worded:
    """Put needs into words: at most one call for each need that has none yet.

    ``needs`` has ``id`` and ``category``, and may have ``facets`` (ids) and ``worded_by``:
    needs worded by a model or a person are left alone. ``quotes`` are the best of each
    need (see ``quotes_of``), ``names`` those of the categories, ``never`` names of products
    and brands that no statement may have. ``cache`` is the folder where words are kept: a
    need once worded keeps its words. Words that another need has, or the template, are not
    taken (``same``): they would tell nothing new. Without ``model``, or with no calls in ``budget``,
    nothing new is asked. The needs are asked about in the order they have.

    >>> needs = pl.DataFrame({"id": ["n-1"], "category": ["LOGISTICS#SPEED"]})
    >>> word(needs, {"n-1": ["物流太慢", "等了一周"]}, {}, None, Budget(0)).words.height
    0
    """
    if model is None:
        return Worded(WORDS.to_frame(), {}, [])
    kept = Cache(cache, "words of needs")
    failed = Cache(cache, f"refused\n{model.identity}\n{PROMPT}")
    refused: Counter[str] = Counter()
    found: dict[str, Words] = {}
    new: list[_Asked] = []
    for need in _open_needs(needs):
        words, why = kept_words(kept.get(need["id"])), _kept_reason(failed.get(need["id"]))
        asked = _asked(need, quotes.get(need["id"], ()), names)
        if words is not None:
            found[need["id"]] = words
        elif why or len(asked.grounds.quotes) < ENOUGH:
            refused[why or "few quotes"] += 1
        else:
            new.append(asked)
    banned, problems, taken = list(never), list[str](), _statements(needs)
    taken.update(*found.values())
    last = budget.used_calls + len(new)
    for asked in new:
        calls = last - budget.used_calls
        if calls < 1 or not budget.left():
            refused["not asked"] += 1
            continue
        told = _answer(asked, model, budget, problems, calls)
        why = "no answer" if told is None else fault(told, asked.grounds, banned)
        if told is not None and not why and not taken.isdisjoint(told):
            why = "same"
        if told is not None and not why:
            found[asked.id] = told
            taken.update(told)
            kept.put(asked.id, told._asdict())
        else:
            refused[why] += 1
            if told is not None:
                failed.put(asked.id, {"refused": why})
    return Worded(_frame(found), dict(sorted(refused.items())), problems)


def quotes_of(evidence: pl.DataFrame, most: int = MOST_QUOTES) -> dict[str, list[str]]:
    """Return the best quotes of each need: columns EVIDENCE in, one quote a customer.

    >>> evidence = pl.DataFrame({"need_id": ["n-1"] * 3, "rank": [1, 0, 2],
    ...     "signal_id": ["a", "b", "c"], "customer_id": ["甲", "甲", None],
    ...     "quote": ["慢", "太慢了", "等了一周"]})
    >>> quotes_of(evidence)
    {'n-1': ['太慢了', '等了一周']}
    """
    voice = pl.coalesce("customer_id", "signal_id")
    best = (
        evidence.sort("need_id", "rank")
        .filter(pl.struct("need_id", voice).is_first_distinct())
        .group_by("need_id", maintain_order=True)
        .agg(pl.col("quote").head(most))
    )
    return dict(best.iter_rows())


def with_words(needs: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Return the needs with the statements of ``words`` (columns WORDS) in the place of theirs.

    Nothing but ``statement_zh``, ``statement_en`` and ``worded_by`` changes.

    >>> needs = pl.DataFrame({"id": ["n-1", "n-2"], "statement_zh": ["更好的电池", "更快的物流"],
    ...     "statement_en": ["a better battery", "faster delivery"], "worded_by": "template"})
    >>> words = pl.DataFrame([("n-1", "更快的充电", "faster charging", "llm")], WORDS, orient="row")
    >>> with_words(needs, words).select("statement_zh", "worded_by").rows()
    [('更快的充电', 'llm'), ('更快的物流', 'template')]
    """
    new = words.rename({"need_id": "id"})
    joined = needs.join(new, on="id", how="left", suffix="_new", maintain_order="left")
    given = pl.lit("template") if "worded_by" not in needs.columns else pl.col("worded_by")
    by = pl.col("worded_by_new" if "worded_by" in needs.columns else "worded_by")
    return joined.with_columns(
        pl.coalesce("statement_zh_new", "statement_zh").alias("statement_zh"),
        pl.coalesce("statement_en_new", "statement_en").alias("statement_en"),
        pl.coalesce(by, given).alias("worded_by"),
    ).drop(name for name in joined.columns if name.endswith("_new"))


def put_into_words(
    database: Database,
    names: Mapping[str, CategoryName],
    config: Config,
    cache: Path,
    ask: bool,
    needs: pl.DataFrame,
    evidence: pl.DataFrame,
) -> pl.DataFrame:
    """Return the needs in the words of the model that the settings name, if they let it.

    Without ``ask`` only words it gave earlier (in ``cache``) are taken.
    """
    calls = config.needs.wording_calls
    if not config.mining.llm_url or not calls:
        return needs
    from needlens.mining.llm_choice import named

    model, budget = named(config.mining, calls if ask else 0)
    brands = database.query("SELECT DISTINCT brand FROM products WHERE brand <> ''")["brand"]
    # What the library and the taxonomy name has its words already.
    nameless = needs.filter(pl.col("part").str.starts_with("about "))
    found = word(
        nameless, quotes_of(evidence), names, model, budget, cache=cache, never=brands.to_list()
    )
    return with_words(needs, found.words)


class _Asked(NamedTuple):
    """One need as a model is asked about it."""

    id: str
    grounds: Grounds
    request: dict[str, Any]


def _asked(
    need: Mapping[str, Any], quotes: Sequence[str], names: Mapping[str, CategoryName]
) -> _Asked:
    code = need["category"]
    name = names.get(code) or CategoryName(code, code, code, code)
    facets = _facet_names(need.get("facets") or ())
    grounds = Grounds(_sendable(quotes), [*astuple(name), *facets])
    return _Asked(need["id"], grounds, request_of(need["id"], grounds.quotes, name, facets))


def _open_needs(needs: pl.DataFrame) -> Iterable[dict[str, Any]]:
    """Return the needs whose words may come from a model."""
    if "worded_by" in needs.columns:
        needs = needs.filter(pl.col("worded_by").fill_null("template") == "template")
    return needs.select(pl.col("id", "category", "^facets$")).iter_rows(named=True)


def _sendable(quotes: Sequence[str]) -> list[str]:
    """Return the quotes as a model may see them, without those that speak to it."""
    given = pl.Series("given", list(quotes), dtype=pl.String)
    shown = pl.Series("shown", [visible(quote) for quote in quotes], dtype=pl.String)
    quiet = ~(speaks_to_machine(given) | speaks_to_machine(shown)) & (shown != "")
    return shown.filter(quiet).to_list()


def _statements(needs: pl.DataFrame) -> set[str]:
    """Return the statements that needs have: words that would tell no two apart are not used."""
    columns = [name for name in ("statement_zh", "statement_en") if name in needs.columns]
    return {statement for name in columns for statement in needs[name].drop_nulls()}


def _facet_names(ids: Iterable[str]) -> list[str]:
    return [f"{FACETS[id].name_zh} / {FACETS[id].name_en}" for id in ids if id in FACETS]


def _answer(
    asked: _Asked, model: Model, budget: Budget, problems: list[str], calls: int
) -> Words | None:
    """Return what the model said, if it has the right form; ``calls`` is the most to spend."""
    count = min(len(asked.grounds.quotes), MOST_QUOTES)
    return ask(
        model, asked.request, lambda told: formed(told, count), budget, problems, min(calls, 2)
    )


def _kept_reason(given: Any) -> str:
    why = given.get("refused") if isinstance(given, dict) else None
    return why if isinstance(why, str) else ""


def _frame(found: Mapping[str, Words]) -> pl.DataFrame:
    rows = [(need, words.zh, words.en, "llm") for need, words in found.items()]
    return pl.DataFrame(rows, schema=WORDS, orient="row")
