"""Which language model is asked: one behind a URL, or one on this machine."""

from __future__ import annotations

from needlens.config import MiningConfig
from needlens.errors import ConfigError, MissingExtra, NotFound, UserError
from needlens.mining.llm_client import Budget, LlmClient, Model
from needlens.mining.llm_embedded import PREFIX, EmbeddedModel


def model_of(url: str, name: str = "", budget: Budget | None = None) -> Model:
    r"""Return the model that the settings name.

    ``url`` (``mining.llm_url``) is the base address of an OpenAI-compatible server, where
    ``name`` is the model's name; or ``embedded:qwen-1.5b``, weights that ``needlens models
    get`` has brought; or the path of a GGUF file. Raise ConfigError for anything else,
    NotFound when the weights are not there, MissingExtra without ``needlens[llm]``.

    >>> model_of("http://127.0.0.1:8000/v1", "qwen").identity
    'http://127.0.0.1:8000/v1\nqwen'
    """
    try:
        if url.startswith(PREFIX) or url.endswith(".gguf"):
            return EmbeddedModel(url.removeprefix(PREFIX), budget)
        return LlmClient(url, name, budget)
    except (MissingExtra, NotFound):
        raise
    except UserError as error:
        raise ConfigError(f"mining.llm_url: {error}") from None


def named(settings: MiningConfig, calls: int) -> tuple[Model, Budget]:
    """Return the model the settings name, and what may be spent on it; see model_of."""
    budget = Budget(calls, settings.llm_tokens, settings.llm_seconds)
    return model_of(settings.llm_url, settings.llm_model, budget), budget
