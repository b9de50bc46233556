"""The LLM tier: a model behind an OpenAI-compatible URL reads what the others doubt.

Nothing is sent unless a URL is given *and* calls are allowed. What comes back is untrusted:
the form is checked, categories are limited to the given ones, and an opinion whose words are
not in the text is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from needlens.errors import ConfigError, UserError
from needlens.mining._llm_answer import PROMPT, Answer, answer_of, request_of, rows_of
from needlens.mining._llm_cache import Cache
from needlens.mining.domain import Domain
from needlens.mining.llm_client import Budget, LlmClient
from needlens.mining.miner import OPINIONS, SUGGESTIONS

__all__ = ["Budget", "LlmMiner"]

TIER = "llm"
TEXTS_A_CALL = 8
LONGEST = 4_000
"""A longer text (in characters) is left to the other tiers."""


class LlmMiner:
    """Reads texts by asking a language model, within a budget.

    ``url`` is the base address, such as ``http://127.0.0.1:8000/v1``; ``calls``, ``tokens``
    and ``seconds`` are the most it may use in its life; ``cache`` is a folder that keeps
    answers, so that no text is paid for twice. The key, when there is one, is in the
    environment variable ``NEEDLENS_LLM_KEY``. Raises ConfigError for an address that is not
    http or https. A server that fails or answers nonsense costs its call and is noted in
    ``problems``; the texts keep the reading they have.
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
        self.version = f"{model}/{PROMPT}+{self.domain.version}"
        try:
            self._client = LlmClient(url, model, self.budget)
        except UserError as error:
            raise ConfigError(f"mining.llm_url: {error}") from None
        self._cache = Cache(cache, f"{url}\n{self.version}")

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the opinions in the texts that the budget reaches, and no suggestions."""
        said, asked, _ = self.mine_some(frame)
        return said, asked

    def mine_some(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series]:
        """Return opinions, no suggestions, and the ids of the texts that were read."""
        read: dict[str, list[Answer]] = {}
        fresh: list[tuple[str, str]] = []
        for signal_id, text in frame.select("signal_id", "text").iter_rows():
            known = self._cache.get(text) if text else []
            if known is not None:
                read[signal_id] = known
            elif len(text) <= LONGEST:
                fresh.append((signal_id, text))
        for batch in _batches(fresh):
            if not self.budget.left():
                break
            read |= self._asked(batch)
        texts = dict(frame.select("signal_id", "text").iter_rows())
        read = {id: read[id] for id in texts if id in read}
        rows = [(id, *row) for id, a in read.items() for row in rows_of(texts[id] or "", a)]
        given = {k: v for k, v in OPINIONS.items() if k not in ("tier", "version")}
        said = pl.DataFrame(rows, schema=given, orient="row").with_columns(
            tier=pl.lit(TIER), version=pl.lit(self.version)
        )
        return said, pl.DataFrame(schema=SUGGESTIONS), pl.Series(list(read), dtype=pl.String)

    def _asked(self, batch: Sequence[tuple[str, str]]) -> dict[str, list[Answer]]:
        """Ask for some texts; return what was answered well, by signal."""
        categories = list(self.domain.categories)
        try:
            answer = self._client.json(request_of([text for _, text in batch], categories))
        except UserError as error:
            self.problems.append(str(error))
            return {}
        found: dict[str, list[Answer]] = {}
        for number, (signal_id, text) in enumerate(batch):
            opinions: list[Answer] | None = answer_of(answer, number, text, self.domain)
            if opinions is None:
                self.problems.append("a text was left out of the answer, or had another form")
                continue
            self._cache.put(text, opinions)
            found[signal_id] = opinions
        return found


def _batches(texts: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(texts), TEXTS_A_CALL):
        yield texts[start : start + TEXTS_A_CALL]
