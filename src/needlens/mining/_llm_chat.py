"""One request to an OpenAI-compatible server, within a budget."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from needlens.errors import ConfigError

KEY = "NEEDLENS_LLM_KEY"
_MOST_BYTES = 4_000_000
_LONGEST_CALL = 120.0


@dataclass(slots=True)
class Budget:
    """The most that may be used: calls, tokens as the server counts them, seconds."""

    calls: int
    tokens: int = 1_000_000
    seconds: float = 600.0
    used_calls: int = 0
    used_tokens: int = 0
    used_seconds: float = field(default=0.0)

    def left(self) -> bool:
        """Say whether another call may be made."""
        return (
            self.used_calls < self.calls
            and self.used_tokens < self.tokens
            and self.used_seconds < self.seconds
        )


class Chat:
    """Asks a model and counts what it costs."""

    def __init__(self, url: str, model: str, budget: Budget) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ConfigError(
                f"mining.llm_url = {url!r} is no address of a server, e.g. http://127.0.0.1:8000/v1"
            )
        self._url = url.rstrip("/") + "/chat/completions"
        self._model = model
        self._budget = budget
        # A redirect could lead customers' words elsewhere; the address given is the one asked.
        self._open = urllib.request.build_opener(_NoRedirect).open

    def ask(self, request: dict[str, Any]) -> dict[str, Any] | str:
        """Return the JSON object that the model answered, or a sentence on what went wrong."""
        body = json.dumps({"model": self._model, **request}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        message = urllib.request.Request(self._url, body, headers)
        self._budget.used_calls += 1
        began = time.monotonic()
        wait = min(_LONGEST_CALL, max(self._budget.seconds - self._budget.used_seconds, 0.1))
        try:
            with self._open(message, timeout=wait) as response:
                raw = response.read(_MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            return f"the LLM server answered {error.code}"
        except (OSError, http.client.HTTPException) as error:
            return f"the LLM server cannot be reached ({type(error).__name__})"
        finally:
            self._budget.used_seconds += time.monotonic() - began
        if len(raw) > _MOST_BYTES:
            return f"the LLM server answered more than {_MOST_BYTES:,} bytes"
        return self._content(raw, len(body))

    def _content(self, raw: bytes, sent: int) -> dict[str, Any] | str:
        used = (sent + len(raw)) // 3
        try:
            reply = json.loads(raw)
            counted = reply.get("usage") or {}
            total = counted.get("total_tokens")
            used = total if type(total) is int and total > 0 else used
            content = json.loads(reply["choices"][0]["message"]["content"])
        except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
            return "the LLM server's answer is not the JSON that was asked for"
        finally:
            self._budget.used_tokens += used
        return content if isinstance(content, dict) else "the LLM answered no JSON object"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None
