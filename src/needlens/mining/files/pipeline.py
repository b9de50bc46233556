"""From rows to answers, chunk by chunk, so that memory does not grow with the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from needlens.mining.files.answers import Answers
from needlens.mining.files.row import TextRow
from needlens.mining.files.safe import encoded

CHUNK_ROWS = 2_048
CHUNK_CHARS = 1_000_000


@dataclass(slots=True)
class Account:
    """How many texts were read, and how many rows could not be."""

    read: int = 0
    failed: int = 0


class Progress(Protocol):
    """Hears how many rows are done."""

    def __call__(self, done: int, /) -> None:
        """Hear it."""


def answered(rows: Iterable[TextRow], answers: Answers) -> Iterator[dict[str, Any]]:
    """Yield ``{"id": …, …}`` for each row, in order; ``{"id": …, "error": …}`` for a bad one."""
    for chunk in _chunks(rows):
        good = [row for row in chunk if not row.error]
        found = iter(answers(good) if good else [])
        for row in chunk:
            yield {"id": row.id, "error": row.error} if row.error else {"id": row.id, **next(found)}


def write(
    rows: Iterable[TextRow], answers: Answers, out: BinaryIO, progress: Progress | None = None
) -> Account:
    """Write one line of JSON for each row, in order; return how many were read."""
    account = Account()
    for answer in answered(rows, answers):
        if "error" in answer:
            account.failed += 1
        else:
            account.read += 1
        out.write(encoded(json.dumps(answer, ensure_ascii=False)) + b"\n")
        done = account.read + account.failed
        if progress and done % CHUNK_ROWS == 0:
            progress(done)
    return account


def _chunks(rows: Iterable[TextRow]) -> Iterator[list[TextRow]]:
    chunk: list[TextRow] = []
    chars = 0
    for row in rows:
        chunk.append(row)
        chars += len(row.text)
        if len(chunk) >= CHUNK_ROWS or chars >= CHUNK_CHARS:
            yield chunk
            chunk, chars = [], 0
    if chunk:
        yield chunk
