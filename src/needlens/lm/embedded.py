"""A language model inside this process: llama.cpp (through xllamacpp) reads a GGUF file.

It answers the requests that an OpenAI-compatible server does; no text leaves the machine.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from needlens.errors import MissingExtra, ModelError

_CONTEXT = 4_096
_TAG = re.compile(r"(<|\[)(\||/?(?:s>|INST\]|think>|tool_call>|start_of_turn>|end_of_turn>))")
LONGEST_ANSWER = 1_024
"""Tokens of an answer where the request names no number."""


def require() -> None:
    """Raise MissingExtra unless the runtime is installed."""
    if find_spec("xllamacpp") is None:
        raise MissingExtra(
            "the embedded language model needs llama.cpp: install needlens[llm], "
            "or give the address of a server in mining.llm_url"
        )


def free_cores() -> int:
    """Return how many cores nobody uses now, at least 1: more threads than that only wait."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, (cores or 1) - round(busy))


class Runtime:
    """A loaded model. ``path`` is a GGUF file that has been checked.

    ``context`` is the most tokens of a question with its answer, ``threads`` how many are
    used (``free_cores`` by default). Raise MissingExtra when the runtime is not installed,
    ModelError when the file cannot be loaded.
    """

    def __init__(self, path: Path, *, context: int = _CONTEXT, threads: int | None = None) -> None:
        require()
        import xllamacpp

        self._to_grammar = xllamacpp.json_schema_to_grammar
        self._shown = path.name
        settings = xllamacpp.CommonParams()
        settings.model.path = str(path)
        settings.n_ctx, settings.n_parallel, settings.warmup = context, 1, False
        settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = threads or free_cores()
        settings.use_jinja = settings.force_pure_content_parser = True
        settings.verbosity = -1
        # The runtime also listens on a port of this machine; with a key nobody knows it is shut.
        settings.api_keys, settings.ui = [secrets.token_hex(32)], False
        try:
            self._server = xllamacpp.Server(settings)
        except RuntimeError as error:
            raise ModelError(f"{path} cannot be loaded by llama.cpp ({error})") from None

    def answer(self, request: dict[str, Any], seconds: float) -> tuple[str, int]:
        """Return the answer to a request (messages, response_format …) and the tokens used.

        The answer is cut off after ``seconds``, before it has begun only between steps.
        Raise ModelError when the model gives none.
        """
        until = time.monotonic() + seconds
        parts: list[str] = []
        used = 0
        failed: Any = None

        def take(chunk: Any) -> bool:
            nonlocal used, failed
            if not isinstance(chunk, dict) or "error" in chunk:
                failed = chunk
                return True
            for choice in chunk.get("choices") or ():
                parts.append((choice.get("delta") or {}).get("content") or "")
            used = (chunk.get("usage") or {}).get("total_tokens") or used
            return time.monotonic() > until

        try:
            self._server.handle_chat_completions(self.body(request), take)
        except (RuntimeError, ValueError) as error:
            failed = error
        if failed is not None:
            raise ModelError(f"the embedded language model {self._shown} gave no answer")
        text = "".join(parts)
        return text, used or (len(str(request)) + len(text)) // 3

    @property
    def address(self) -> str:
        """Where the runtime listens on this machine; without its key it answers nobody."""
        return str(self._server.listening_address)

    def body(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the request as llama.cpp takes it: a schema becomes a grammar.

        What a text has of role tags is taken apart: the tokeniser would read it as one.
        """
        body = {"max_tokens": LONGEST_ANSWER, **request}
        body["messages"] = [
            one | {"content": _TAG.sub(r"\1 \2", str(one["content"]))} for one in body["messages"]
        ]
        form = body.pop("response_format", None) or {}
        schema = (form.get("json_schema") or {}).get("schema")
        if schema:
            # Without this a small model may fill its answer with blanks the schema allows.
            strict = {"x-guidance": {"whitespace_flexible": False}, **schema}
            body["grammar"] = self._to_grammar(json.dumps(strict, ensure_ascii=False))
        return body | {"stream": True, "stream_options": {"include_usage": True}}
