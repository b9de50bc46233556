"""JSON values one after another in a text of any length: an array, or documents in a row.

The decoder of the standard library finds the end of a value as long as it is valid. When
it is not, brackets are counted to find where the broken value ends, so that the others
are read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from needlens.sources.readers.json_text import DECODER, BadJson, checked, parse_object
from needlens.sources.readers.lines import BROKEN, SHOWN_CHARS

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]"]', re.DOTALL)
_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")
_SCALAR = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,\[\]{}"]+|[}"]', re.DOTALL)
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")


@dataclass(frozen=True, slots=True)
class Value:
    """One top-level value: the object it is, or its text and what is wrong with it."""

    line: int
    size: int
    document: dict[str, Any] | None = None
    fault: str = ""
    raw: str = ""


class JsonValues:
    """Reads values from chunks of text, holding at most ``most`` characters of one."""

    def __init__(self, chunks: Iterator[str], most: int) -> None:
        self._chunks = chunks
        self._most = most
        self._text = ""
        self._at = 0
        self._line = 1
        self._in_array = False
        self._ended = False

    def __iter__(self) -> Iterator[Value]:
        """Yield the values; the elements of a top-level array one by one."""
        while self._skip_between():
            start = self._text[self._at]
            if start == "[" and not self._in_array:
                self._in_array = True
                self._advance(self._at + 1)
            elif start == "]":
                self._in_array = False
                self._advance(self._at + 1)
            else:
                yield self._value()

    def _skip_between(self) -> bool:
        """Move to the start of the next value; return False at the end of the text."""
        while True:
            found = _BETWEEN.match(self._text, self._at)
            self._advance(found.end() if found else self._at)
            if self._at < len(self._text):
                return True
            if not self._grow():
                return False

    def _advance(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _grow(self) -> bool:
        """Read on, doubling what is pending; return False at the end of the text."""
        pending = len(self._text) - self._at
        parts, read = [self._text[self._at :]], 0
        while not self._ended and (read == 0 or read < pending):
            chunk = next(self._chunks, None)
            if chunk is None:
                self._ended = True
            else:
                parts.append(chunk)
                read += len(chunk)
        self._text, self._at = "".join(parts), 0
        return read > 0

    def _value(self) -> Value:
        """Return the value that starts here."""
        if self._text[self._at] in "{[":
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                return self._broken_or_cut()
            return self._taken(end, value)
        end = self._scalar_end()
        return self._rejected(end, self._fault(end))

    def _taken(self, end: int, value: Any) -> Value:
        text = self._text[self._at : end]
        line = self._line
        try:
            if len(text) > self._most:
                raise BadJson(f"is longer than {self._most:,} characters")
            document = checked(value, text)
        except BadJson as error:
            return self._rejected(end, str(error))
        self._advance(end)
        return Value(line, len(text), document)

    def _broken_or_cut(self) -> Value:
        """Find where a value ends that the decoder cannot read; it may only be cut off."""
        depth, at = 0, self._at
        while True:
            depth, at, state = self._scan(depth, at)
            if state == "end":
                break
            if state == "mismatch":
                return self._resumed("is not valid JSON: brackets do not match")
            offset = at - self._at
            if len(self._text) - self._at > self._most:
                return self._resumed(f"is longer than {self._most:,} characters")
            if not self._grow():
                return self._resumed("is not valid JSON: the text ends inside it")
            at = self._at + offset
        try:
            value = parse_object(self._text[self._at : at])
        except BadJson as error:
            return self._rejected(at, str(error))
        return self._taken(at, value)

    def _scan(self, depth: int, at: int) -> tuple[int, int, str]:
        """Count brackets from ``at`` on; return the depth, where it stopped, and why."""
        for found in _TOKEN.finditer(self._text, at):
            token = found[0]
            if token == '"':
                return depth, found.start(), "more"
            if token in "{[":
                depth += 1
            elif token in "}]":
                depth -= 1
                if depth == 0:
                    matches = (token == "}") == (self._text[self._at] == "{")
                    return depth, found.end(), "end" if matches else "mismatch"
            at = found.end()
        return depth, at, "more"

    def _resumed(self, fault: str) -> Value:
        """Reject the text up to where the next value seems to start."""
        before = self._text.rfind("\n", 0, self._at) + 1
        indent = self._text[before : self._at]
        inner = re.compile(r"\n" + re.escape(indent) + r"(?=\{)") if not indent.strip() else _NEXT
        while True:
            found = inner.search(self._text, self._at + 1) or _NEXT.search(self._text, self._at + 1)
            if found:
                return self._rejected(found.end(), fault)
            if len(self._text) - self._at <= self._most:
                if not self._grow():
                    return self._rejected(len(self._text), fault)
            else:
                return self._skipped(inner, fault)

    def _skipped(self, following: re.Pattern[str], fault: str) -> Value:
        """Reject a value too long to be held: its text is thrown away while reading on."""
        rejected = Value(self._line, 0, None, fault, self._shown(len(self._text)))
        overlap = 1_000
        while True:
            self._advance(max(self._at, len(self._text) - overlap))
            if not self._grow():
                self._advance(len(self._text))
                return rejected
            found = following.search(self._text, self._at) or _NEXT.search(self._text, self._at)
            if found:
                self._advance(found.end())
                return rejected

    def _scalar_end(self) -> int:
        while True:
            found = _SCALAR.match(self._text, self._at)
            end = found.end() if found else self._at + 1
            if end < len(self._text) or len(self._text) - self._at > self._most:
                return end
            if not self._grow():
                return min(end, len(self._text)) or 1

    def _fault(self, end: int) -> str:
        try:
            parse_object(self._text[self._at : end])
        except BadJson as error:
            return str(error)
        return "is not an object"

    def _rejected(self, end: int, fault: str) -> Value:
        value = Value(self._line, end - self._at, None, fault, self._shown(end))
        self._advance(end)
        return value

    def _shown(self, end: int) -> str:
        raw = self._text[self._at : min(end, self._at + SHOWN_CHARS)]
        return raw.replace(BROKEN, "\ufffd").rstrip()
