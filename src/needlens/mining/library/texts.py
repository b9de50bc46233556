"""Texts that say which need they speak of: what the library of needs learns from.

One JSON object a line: ``{"need": "slug" or null, "name_zh": …, "name_en": …, "zh": [texts],
"en": [texts]}``; texts of ``null`` hold no need.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needlens.errors import NotFound, UserError
from needlens.mining.library.library import KnownNeed

NO_NEED = -1


@dataclass(frozen=True, slots=True)
class NeedTexts:
    """Texts, the number of the need of each (``NO_NEED`` for none), and the needs."""

    texts: Sequence[str]
    need: Sequence[int]
    needs: Sequence[KnownNeed]


def read(folder: Path) -> NeedTexts:
    """Read all ``.jsonl`` files of a folder, in the order of their names.

    A need may stand in several files and lines, its first names count; the names are texts
    of it, too. Raise
    NotFound when there are none, UserError with file and line for one that is not as it
    should be.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise NotFound(f"there are no .jsonl files in {folder}; give the folder of the texts")
    numbers: dict[str, int] = {}
    needs: list[KnownNeed] = []
    texts: dict[str, int] = {}
    for file in files:
        for line, content in _lines(file):
            name = content.get("need")
            number = NO_NEED if name is None else numbers.setdefault(name, len(numbers))
            said = [*content.get("zh", []), *content.get("en", [])]
            if name is not None:
                said += [content.get("name_zh"), content.get("name_en")]
            if not all(isinstance(text, str) and text.strip() for text in said):
                raise UserError(f"{file.name}:{line}: zh, en and the names are texts; one is not")
            if name is not None and number == len(needs):
                needs.append(KnownNeed(name, content["name_zh"], content["name_en"]))
            for text in said:
                texts.setdefault(text.strip(), number)
    return NeedTexts(list(texts), list(texts.values()), needs)


def _lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if text.strip():
            try:
                content = json.loads(text)
            except ValueError:
                content = None
            if not isinstance(content, dict):
                raise UserError(f"{file.name}:{line} is no JSON object")
            yield line, content
