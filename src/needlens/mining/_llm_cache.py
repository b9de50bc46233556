"""Answers of the language model, one small JSON file a text, so that none is paid for twice."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

from needlens.mining._llm_answer import Answer


class Cache:
    """Keeps answers in a folder, by a hash of the text and of ``version``; None keeps none."""

    def __init__(self, folder: Path | None, version: str) -> None:
        self._folder = folder
        self._version = version

    def get(self, text: str) -> list[Answer] | None:
        """Return what was answered for a text; None when nothing was, or it is damaged."""
        if self._folder is None:
            return None
        try:
            found = json.loads(self._path(self._folder, text).read_text(encoding="utf-8"))
            return [_read(one, len(text)) for one in found]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def put(self, text: str, answers: list[Answer]) -> None:
        """Keep the answer for a text; a reader sees the whole file or none."""
        if self._folder is None:
            return
        path = self._path(self._folder, text)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(answers), encoding="utf-8")
        beside.replace(path)

    def _path(self, folder: Path, text: str) -> Path:
        digest = blake2b(f"{self._version}\0{text}".encode(), digest_size=16).hexdigest()
        return folder / digest[:2] / f"{digest}.json"


def _read(given: dict[str, Any], size: int) -> Answer:
    one = Answer(
        aspect=_span(given["aspect"], size),
        opinion=_span(given["opinion"], size),
        category=str(given["category"]),
        valence=float(given["valence"]),
        arousal=float(given["arousal"]),
    )
    return one


def _span(given: Any, size: int) -> tuple[int, int]:
    start, end = given
    if type(start) is not int or type(end) is not int or not -1 <= start <= end <= size:
        raise ValueError("no span of the text")
    return start, end
