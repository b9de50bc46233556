"""The body of a request for an answer of a given form, and the fence around customers' words."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

Schema = dict[str, Any]


def request(
    system: str, content: str, name: str, schema: Schema, max_tokens: int | None = None
) -> dict[str, Any]:
    """Return the body (but the model) of a chat completion that must fit a JSON schema.

    Without randomness, so that the same question has the same answer.

    >>> request("Name it.", "a cup", "name", form(name={"type": "string"}))["temperature"]
    0
    """
    return {
        "messages": [
            {"role": "system", "content": system},
            {"role": "user", "content": content},
        ],
        "temperature": 0,
        **({} if max_tokens is None else {"max_tokens": max_tokens}),
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": name, "strict": True, "schema": schema},
        },
    }


def form(**fields: Any) -> Schema:
    """Return the schema of an object with exactly these fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def fenced(word: str, lines: Sequence[str], secret: Sequence[str]) -> list[str]:
    """Return lines between two that begin with a word and a code made of ``secret``.

    Nobody who writes one of the lines knows all of ``secret``, so nobody can close the fence.
    """
    fence = f"{word} {blake2b(chr(0).join(secret).encode(), digest_size=8).hexdigest()}"
    return [fence, *lines, fence]
