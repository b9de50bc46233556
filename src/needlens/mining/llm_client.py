"""Asking a language model: what every client of one can do, and the client of a server by URL.

This is the one place that sends customers' words away, and only to the address given.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import urlsplit

from needlens.errors import UserError

KEY = "NEEDLENS_LLM_KEY"
"""The environment variable with the key, where none is given."""
_MOST_BYTES = 4_000_000
_AT_ONCE = 1 << 16
LONGEST_CALL = 120.0
"""Seconds that a call may take where nothing else is said."""


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


class Model(Protocol):
    """A language model that can be asked, wherever it runs."""

    @property
    def identity(self) -> str:
        """What its answers depend on: where it is and what it is called."""
        ...

    def text(self, request: dict[str, Any]) -> str:
        """Return what the model answered to the body of a chat request (messages …)."""
        ...

    def json(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the model answered; raise UserError when it is none."""
        ...


def object_of(said: str) -> dict[str, Any] | None:
    """Return the JSON object that a text is; None when it is none.

    >>> object_of('{"读": 1}'), object_of("好的，这是 JSON："), object_of("[1]")
    ({'读': 1}, None, None)
    """
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


class LlmClient:
    """Asks a model for its answer to some messages.

    ``url`` is the base of the server, such as ``http://127.0.0.1:8000/v1``. ``budget``
    counts what is used and limits the time of a call; whether another call may be made is
    the caller's to ask it. ``key`` is sent as the bearer; None takes ``NEEDLENS_LLM_KEY``
    from the environment, ``""`` sends none. A call takes ``seconds`` at most. Raise
    UserError when ``url`` is no address of a server.

    >>> LlmClient("file:///etc/passwd", "small")
    Traceback (most recent call last):
    ...
    needlens.errors.UserError: 'file:///etc/passwd' is not the address of a server; give one \
such as http://127.0.0.1:8000/v1
    """

    def __init__(
        self,
        url: str,
        model: str,
        budget: Budget | None = None,
        *,
        key: str | None = None,
        seconds: float = LONGEST_CALL,
    ) -> None:
        self._place = _place(url)
        self.identity = f"{url}\n{model}"
        self._url = url.rstrip("/") + "/chat/completions"
        self._model = model
        self._budget = budget
        self._key = key
        self._seconds = seconds
        # A redirect could lead customers' words elsewhere; the address given is the one asked.
        self._open = urllib.request.build_opener(_NoRedirect).open

    def text(self, request: dict[str, Any]) -> str:
        """Return what the model answered; ``request`` is the body without the model.

        Raise UserError when the server cannot be reached or gives no answer.
        """
        given = json.dumps({"model": self._model, **request}, ensure_ascii=False)
        body = given.encode(errors="replace")
        began = time.monotonic()
        raw = b""
        try:
            raw = self._sent(body)
            return self._content(raw)
        finally:
            if self._budget:
                self._budget.used_calls += 1
                self._budget.used_seconds += time.monotonic() - began
                self._budget.used_tokens += _tokens(raw, len(body)) if raw else 0

    def json(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the model answered; raise UserError as ``text`` does."""
        found = object_of(self.text(request))
        if found is None:
            raise UserError(f"the language model at {self._place} answered no JSON object")
        return found

    def _sent(self, body: bytes) -> bytes:
        """Send a request and return the bytes of the answer."""
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(KEY) if self._key is None else self._key:
            headers["Authorization"] = f"Bearer {key}"
        seconds = self._seconds
        if self._budget:
            seconds = min(seconds, max(self._budget.seconds - self._budget.used_seconds, 0.1))
        try:
            message = urllib.request.Request(self._url, body, headers)
            with self._open(message, timeout=seconds) as answer:
                return self._received(answer, seconds)
        except urllib.error.HTTPError as error:
            raise self._failed(f"the server answered {_status(error.code)}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._failed(f"the server cannot be reached ({_cause(error)})") from None

    def _received(self, answer: _Answer, seconds: float) -> bytes:
        """Read an answer: no more bytes, and not longer, than is reasonable."""
        until = time.monotonic() + seconds
        raw = bytearray()
        while part := answer.read1(_AT_ONCE):
            raw += part
            if len(raw) > _MOST_BYTES:
                raise self._failed(f"the server answered more than {_MOST_BYTES:,} bytes")
            if time.monotonic() > until:
                raise self._failed(f"the server took more than {seconds:,.0f} seconds to answer")
        return bytes(raw)

    def _content(self, raw: bytes) -> str:
        try:
            content = json.loads(raw)["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError):
            content = None
        if not isinstance(content, str):
            raise UserError(
                f"the server at {self._place} gave no answer as OpenAI-compatible servers do"
            )
        return content

    def _failed(self, why: str) -> UserError:
        return UserError(f"the language model at {self._place} cannot be asked: {why}")


class _Answer(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _place(url: str) -> str:
    """Return a server's address as it may be shown, without a name and password in it."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError for a port that is no number
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
    except ValueError:
        pass
    raise UserError(
        f"{url!r} is not the address of a server; give one such as http://127.0.0.1:8000/v1"
    )


def _status(code: int) -> str:
    """Return a status with its meaning; the server's own words are not shown."""
    known = {status.value: status.phrase for status in HTTPStatus}
    moved = ", a redirect, which is not followed" if 300 <= code < 400 else ""
    return f"{code} ({known.get(code, 'unknown')}{moved})"


def _cause(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return type(reason if isinstance(reason, Exception) else error).__name__


def _tokens(raw: bytes, sent: int) -> int:
    """Return the tokens used as the server counts them; a third of the bytes if it does not."""
    try:
        total = json.loads(raw)["usage"]["total_tokens"]
    except (ValueError, RecursionError, LookupError, TypeError):
        total = None
    return total if type(total) is int and total > 0 else (sent + len(raw)) // 3
