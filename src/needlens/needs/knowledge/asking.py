"""Asking a language model why customers chose as they did: candidates, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from needlens.mining.llm_asking import ask
from needlens.mining.llm_cache import Cache
from needlens.mining.llm_client import Budget, Model
from needlens.mining.llm_screen import speaks_to_machine
from needlens.needs.knowledge.pairs import PAIRS
from needlens.needs.knowledge.prompting import PROMPT, Reason, formed, request_of
from needlens.needs.wording_prompt import visible

CANDIDATES = pl.Schema(
    PAIRS | {"relation": pl.String(), "object_zh": pl.String(), "object_en": pl.String()}
)
"""One row for each reason a model gave for a pair."""


class Asked(NamedTuple):
    """What came of asking: candidates, how many pairs were not asked about, what went wrong."""

    candidates: pl.DataFrame
    """Columns CANDIDATES."""
    skipped: dict[str, int]
    """``instructs``: a text of the pair speaks to machines; ``not asked``: no calls left;
    ``no answer``: none of the right form."""
    problems: list[str]
    """What went wrong with the model; never a word of its answers."""


def reasons(
    pairs: pl.DataFrame, model: Model | None, budget: Budget, cache: Path | None = None
) -> Asked:
    """Ask for up to three reasons for each pair (columns PAIRS), in the order they have.

    One call a pair, another when the answer has a wrong form and ``budget`` allows; what
    was answered is kept in the folder ``cache`` and not asked again. Without ``model`` or
    calls nothing is asked.

    >>> reasons(PAIRS.to_frame(), None, Budget(0)).candidates.height
    0
    """
    skipped = dict.fromkeys(("instructs", "no answer", "not asked"), 0)
    problems: list[str] = []
    found: list[tuple[object, ...]] = []
    if model is None:
        return Asked(CANDIDATES.to_frame(), skipped | {"not asked": pairs.height}, problems)
    kept = Cache(cache, f"reasons\n{model.identity}\n{PROMPT}")
    quiet = _quiet(pairs)
    skipped["instructs"] = pairs.height - quiet.height
    for pair in quiet.iter_rows(named=True):
        key = "\0".join((pair["kind"], pair["head_text"], pair["other_text"]))
        told = _kept(kept.get(key))
        if told is None:
            if not budget.left():
                skipped["not asked"] += 1
                continue
            request = request_of(pair["kind"], pair["head_text"], pair["other_text"])
            told = ask(model, request, formed, budget, problems)
            if told is None:
                skipped["no answer"] += 1
                continue
            kept.put(key, {"reasons": [reason._asdict() for reason in told]})
        found += [(*pair.values(), *reason) for reason in told]
    return Asked(pl.DataFrame(found, schema=CANDIDATES, orient="row"), skipped, problems)


def _quiet(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that may be shown to a model: no text of them speaks to one."""
    loud = pl.Series([False] * pairs.height, dtype=pl.Boolean)
    for column in ("head_text", "other_text"):
        shown = pl.Series([visible(text) for text in pairs[column]], dtype=pl.String)
        loud = loud | speaks_to_machine(pairs[column]) | speaks_to_machine(shown) | (shown == "")
    return pairs.filter(~loud)


def _kept(given: object) -> list[Reason] | None:
    return formed(given) if isinstance(given, dict) else None
