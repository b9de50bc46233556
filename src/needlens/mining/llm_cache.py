"""Answers of language models kept on disk, one small JSON file each: none is paid for twice."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any


class Cache:
    """Keeps JSON values in ``folder``, by a hash of ``version`` and a key; None keeps none.

    ``version`` names all that the answers depend on but the key: model and prompt. What
    is read back was written by somebody: the caller checks its form.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     Cache(Path(folder), "qwen/1").put("物流太慢了", [3])
    ...     Cache(Path(folder), "qwen/1").get("物流太慢了"), Cache(Path(folder), "qwen/2").get("物流太慢了")
    ([3], None)
    """

    def __init__(self, folder: Path | None, version: str) -> None:
        self._folder = folder
        self._version = version

    def get(self, key: str) -> Any:
        """Return what is kept under ``key``; None when nothing is, or it is damaged."""
        if self._folder is None:
            return None
        try:
            return json.loads(self._path(self._folder, key).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value under ``key``; a reader sees the whole of it or nothing."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(value), encoding="utf-8")
        beside.replace(path)

    def _path(self, folder: Path, key: str) -> Path:
        text = f"{self._version}\0{key}".encode(errors="surrogatepass")
        digest = blake2b(text, digest_size=16).hexdigest()
        return folder / digest[:2] / f"{digest}.json"
