"""The LLM tier: a language model, by URL or on this machine, reads what the others doubt.

Nothing is sent unless a URL is given *and* calls are allowed. What comes back is untrusted:
the form is checked, categories are limited to the given ones, and an opinion whose words are
not in the text is dropped. A text that speaks to the machine is not sent: it could steer the
reading of those beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from needlens.mining._llm_answer import (
    PROMPT,
    Answer,
    answer_of,
    kept_answers,
    request_of,
    rows_of,
)
from needlens.mining.domain import Domain
from needlens.mining.llm_asking import ask
from needlens.mining.llm_cache import Cache
from needlens.mining.llm_choice import model_of
from needlens.mining.llm_client import Budget
from needlens.mining.llm_screen import speaks_to_machine
from needlens.mining.miner import OPINIONS, SUGGESTIONS

__all__ = ["Budget", "LlmMiner"]

TIER = "llm"
TEXTS_A_CALL = 8
LONGEST = 4_000
"""A longer text (in characters) is left to the other tiers."""


class LlmMiner:
    """Reads texts by asking a language model, within a budget.

    ``url`` and ``model`` say which, as in ``model_of``: ``http://127.0.0.1:8000/v1`` or
    ``embedded:qwen-1.5b``. ``budget`` is the most it may use in its life; ``cache`` is a
    folder that keeps answers, so that no text is paid for twice. The key, when there is
    one, is in the environment variable ``NEEDLENS_LLM_KEY``. Raises ConfigError for an
    address that is not http or https. A server that fails or answers nonsense is asked once
    more, costs its calls and is noted in ``problems``; the texts keep the reading they have.
    """

    tier = TIER
    suggests = False

    def __init__(
        self,
        url: str,
        model: str,
        *,
        domain: Domain | str = "ecommerce",
        budget: Budget | None = None,
        cache: Path | None = None,
    ) -> None:
        self.domain = Domain.load(domain) if isinstance(domain, str) else domain
        self.budget = budget or Budget(calls=0)
        self.problems: list[str] = []
        self._model = model_of(url, model, self.budget)
        self.version = f"{model or self._model.identity}/{PROMPT}+{self.domain.version}"
        self._cache = Cache(cache, f"{self._model.identity}\n{self.version}")

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the opinions in the texts that the budget reaches, and no suggestions."""
        said, asked, _ = self.mine_some(frame)
        return said, asked

    def mine_some(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series]:
        """Return opinions, no suggestions, and the ids of the texts that were read."""
        read: dict[str, list[Answer]] = {}
        fresh: list[tuple[str, str]] = []
        given = frame.select("signal_id", "text", speaks=speaks_to_machine(frame["text"]))
        for signal_id, text, speaks in given.iter_rows():
            known = kept_answers(self._cache.get(text), len(text)) if text else []
            if known is not None:
                read[signal_id] = known
            elif len(text) <= LONGEST and not speaks:
                fresh.append((signal_id, text))
        for batch in _batches(fresh):
            if not self.budget.left():
                break
            read |= self._asked(batch)
        texts = dict(frame.select("signal_id", "text").iter_rows())
        read = {id: read[id] for id in texts if id in read}
        rows = [(id, *row) for id, a in read.items() for row in rows_of(texts[id] or "", a)]
        schema = {k: v for k, v in OPINIONS.items() if k not in ("tier", "version")}
        said = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
            tier=pl.lit(TIER), version=pl.lit(self.version)
        )
        return said, pl.DataFrame(schema=SUGGESTIONS), pl.Series(list(read), dtype=pl.String)

    def _asked(self, batch: Sequence[tuple[str, str]]) -> dict[str, list[Answer]]:
        """Ask for some texts; return what was answered well, by signal."""
        texts = [text for _, text in batch]

        def believed(answer: dict[str, Any]) -> list[list[Answer] | None] | None:
            read = [answer_of(answer, i, text, self.domain) for i, text in enumerate(texts)]
            return read if any(opinions is not None for opinions in read) else None

        request = request_of(texts, list(self.domain.categories))
        found = ask(self._model, request, believed, self.budget, self.problems)
        read: dict[str, list[Answer]] = {}
        for (signal_id, text), opinions in zip(batch, found or (), strict=found is not None):
            if opinions is None:
                self.problems.append("a text was left out of the answer, or had another form")
                continue
            self._cache.put(text, list(opinions))
            read[signal_id] = opinions
        return read


def _batches(texts: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(texts), TEXTS_A_CALL):
        yield texts[start : start + TEXTS_A_CALL]
