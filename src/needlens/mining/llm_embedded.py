"""Asking a language model inside this process, as if it were behind a URL."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

from needlens.errors import NotFound, UserError
from needlens.lm import embedded
from needlens.lm.embedded import LONGEST_ANSWER
from needlens.lm.weights import check_own, folder, kept, known
from needlens.mining.llm_client import LONGEST_CALL, Budget, object_of

PREFIX = "embedded:"


class EmbeddedModel:
    """Asks the model in a GGUF file on this machine; it is loaded by the first question.

    ``given`` is a name that ``needlens models get`` knows, such as ``qwen-1.5b``, or the
    path of a file ending in ``.gguf``. ``budget`` is as in LlmClient. Raise MissingExtra
    when llama.cpp is not installed, NotFound when the file is not there. The SHA-256 of
    known weights is checked before they are loaded.

    >>> EmbeddedModel("qwen-9000b")
    Traceback (most recent call last):
    ...
    needlens.errors.NotFound: needlens knows no weights 'qwen-9000b'; there are: qwen-1.5b, qwen-0.5b
    """

    def __init__(
        self, given: str, budget: Budget | None = None, *, seconds: float = LONGEST_CALL
    ) -> None:
        own = given.endswith(".gguf")
        self._known = None if own else known(given).name
        embedded.require()
        self._path = Path(given) if own else folder() / known(given).file
        if not self._path.is_file():
            raise _missing(self._path, self._known)
        self.identity = f"{PREFIX}{self._known or f'{self._path.name}/{self._path.stat().st_size}'}"
        self._budget = budget
        self._seconds = seconds
        self._runtime: embedded.Runtime | None = None
        self._one = threading.Lock()

    def text(self, request: dict[str, Any]) -> str:
        """Return what the model answered; ``request`` is as for LlmClient.

        Raise UserError when it gives no answer.
        """
        began = time.monotonic()
        used = 0
        try:
            with self._one:
                said, used = self._loaded().answer(self._limited(request), self._patience())
            return said
        finally:
            if self._budget:
                self._budget.used_calls += 1
                self._budget.used_seconds += time.monotonic() - began
                self._budget.used_tokens += used

    def json(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON object that the model answered; raise UserError as ``text`` does."""
        found = object_of(self.text(request))
        if found is None:
            raise UserError(
                f"the embedded language model {self._path.name} answered no JSON object"
            )
        return found

    def _limited(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the request with no more tokens to answer in than the budget has left."""
        if self._budget is None:
            return request
        left = max(self._budget.tokens - self._budget.used_tokens, 1)
        return request | {"max_tokens": min(request.get("max_tokens", LONGEST_ANSWER), left)}

    def _patience(self) -> float:
        if self._budget is None:
            return self._seconds
        return min(self._seconds, max(self._budget.seconds - self._budget.used_seconds, 0.1))

    def _loaded(self) -> embedded.Runtime:
        if self._runtime is None:
            if self._known:
                kept(self._known)
            else:
                check_own(self._path)
            self._runtime = embedded.Runtime(self._path)
        return self._runtime


def _missing(path: Path, name: str | None) -> NotFound:
    if name:
        return NotFound(
            f"the weights of {name} are not on this machine; "
            f"get them with `needlens models get {name}`"
        )
    return NotFound(f"there is no file {str(path)!r}; give a GGUF file, or embedded:qwen-1.5b")
