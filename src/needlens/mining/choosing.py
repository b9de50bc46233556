"""Which tier reads: the one that the settings name."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from needlens.config import MiningConfig
from needlens.errors import ConfigError, NotFound
from needlens.lm.registry import own
from needlens.mining.cascade import Cascade
from needlens.mining.domain import Domain
from needlens.mining.miner import RuleMiner
from needlens.mining.tiers import Tier

if TYPE_CHECKING:
    from needlens.mining.reader import Reader

_READER = "reader-zh-en"
_CHOICES = ("rule", "linear", "reader", "cascade")


def choose(
    settings: MiningConfig,
    domain: Domain | str | None = None,
    cache: Path | None = None,
    models: Path | None = None,
) -> Tier:
    """Return the tier that the settings choose: ``mining.tier``.

    ``domain`` is that of the settings by default; ``cache`` is a folder for the answers of
    an LLM, ``models`` where the shop keeps a reader of its own. Without a reader installed
    a cascade goes on without it. The LLM is part of it only when ``llm_url`` is given and
    ``llm_calls`` is above 0. Raises ConfigError for an unknown tier.

    >>> import polars as pl
    >>> texts = pl.DataFrame({"signal_id": ["a"], "text": ["客服态度很差"]})
    >>> said, asked = choose(MiningConfig(tier="linear")).mine(texts)
    >>> said.select("tier", "category", "polarity").rows()
    [('linear', 'SERVICE#ATTITUDE', 'negative')]
    """
    domain = domain or settings.domain
    if settings.tier not in _CHOICES:
        raise ConfigError(f"mining.tier = {settings.tier!r}; give one of {', '.join(_CHOICES)}")
    if settings.tier == "rule":
        return RuleMiner(domain)
    if settings.tier == "linear":
        return _linear(domain)
    if settings.tier == "reader":
        return _reader(domain, own(_READER, models))
    tiers = cascaded(domain, own(_READER, models))
    if settings.llm_url and settings.llm_calls:
        tiers["llm"] = _llm(settings, domain, cache)
    return Cascade(tiers)


def cascaded(domain: Domain | str, model: Path | None = None) -> dict[str, Tier]:
    """Return the tiers of a cascade without LLM; ``model`` is the folder of a reader.

    In a domain whose opinions people have labelled for the reader (laptop, restaurant,
    cosmetics) the reader reads alone: the rules follow other conventions of what the words
    of an opinion are. Raises NotFound when ``model`` is given and not there.
    """
    with suppress(*(() if model else (NotFound, ModuleNotFoundError))):
        reader = _reader(domain, model)
        if reader.knows(reader.domain):
            return {"reader": reader}
        reader.suggests = False
        return {"rule": RuleMiner(domain), "linear": _linear(domain), "reader": reader}
    return {"rule": RuleMiner(domain), "linear": _linear(domain)}


def _linear(domain: Domain | str) -> Tier:
    from needlens.mining.linear import LinearMiner

    return LinearMiner(domain)


def _reader(domain: Domain | str, model: Path | None = None) -> Reader:
    from needlens.mining.reader import Reader

    return Reader(domain, model)


def _llm(settings: MiningConfig, domain: Domain | str, cache: Path | None) -> Tier:
    from needlens.mining.llm import Budget, LlmMiner

    budget = Budget(settings.llm_calls, settings.llm_tokens, settings.llm_seconds)
    return LlmMiner(settings.llm_url, settings.llm_model, domain=domain, budget=budget, cache=cache)
