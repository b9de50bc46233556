"""One JSON text: parsed as far as it is safe and means something, or what is wrong with it.

Of repeated keys the last one counts, NaN and Infinity are null, whole numbers keep all
their digits, and raw control characters within strings are let through.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from needlens.sources.readers.lines import BROKEN

MOST_DEPTH = 64

_BRACKETS = re.compile(r"[{\[]")
_UNSAFE_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|[\x00\ud800-\udfff]")
_UNSAFE = re.compile(r"[\x00\ud800-\udfff]")


class BadJson(ValueError):
    """A text is no JSON object that can be read; the message says why."""


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_float=_finite)


def parse_object(text: str) -> dict[str, Any]:
    """Return the object that ``text`` holds; raise BadJson.

    >>> parse_object('{"评分": NaN, "id": 12345678901234567890}')
    {'评分': None, 'id': 12345678901234567890}
    >>> parse_object('[1, 2]')
    Traceback (most recent call last):
    ...
    needlens.sources.readers.json_text.BadJson: is a list, not an object
    """
    try:
        return checked(DECODER.decode(text), text)
    except json.JSONDecodeError as error:
        raise BadJson(f"is not valid JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise BadJson(f"is nested deeper than {MOST_DEPTH} levels") from None
    except BadJson:
        raise
    except ValueError:
        raise BadJson("holds a number of thousands of digits") from None


def checked(value: Any, text: str) -> dict[str, Any]:
    """Return a parsed value when it is an object that can be handed on; raise BadJson."""
    if not isinstance(value, dict):
        name = {list: "a list", str: "a text", bool: "true or false"}.get(type(value), "a number")
        raise BadJson(f"is {'null' if value is None else name}, not an object")
    if BROKEN in text:
        raise BadJson("holds bytes that are not in the encoding of the file")
    if len(_BRACKETS.findall(text)) > MOST_DEPTH and _depth(value) > MOST_DEPTH:
        raise BadJson(f"is nested deeper than {MOST_DEPTH} levels")
    if _UNSAFE_ESCAPE.search(text):
        value = _cleaned(value)
    return value  # type: ignore[no-any-return]


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= MOST_DEPTH:
        depth += 1
        inner = [v.values() if isinstance(v, dict) else v for v in level]
        level = [item for items in inner for item in items if isinstance(item, dict | list)]
    return depth


def _cleaned(value: Any) -> Any:
    """Drop NUL and replace halves of characters, which no database can store."""
    if isinstance(value, str):
        text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return _UNSAFE.sub("", text)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list) else value
