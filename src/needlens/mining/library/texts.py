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
    of it, too. A text that stands twice counts where it stands first. Raise NotFound when
    there are none, UserError with file and line for one that is not as it should be.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> line = '{"need": "easy-clean", "name_zh": "好清洗", "name_en": "easy to clean", "zh": ["缝里全是垢"]}'
    >>> _ = (folder / "kitchen.jsonl").write_text(line, encoding="utf-8")
    >>> read(folder).texts
    ['缝里全是垢', '好清洗', 'easy to clean']
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise NotFound(f"there are no .jsonl files in {folder}; give the folder of the texts")
    numbers: dict[str, int] = {}
    needs: list[KnownNeed] = []
    texts: dict[str, int] = {}
    for file in files:
        for line, content in _lines(file):
            said = _said(content, f"{file.name}:{line}")
            name = content.get("need")
            number = NO_NEED if name is None else numbers.setdefault(name, len(numbers))
            if name is not None and number == len(needs):
                needs.append(KnownNeed(name, content["name_zh"], content["name_en"]))
            for text in said:
                texts.setdefault(text.strip(), number)
    return NeedTexts(list(texts), list(texts.values()), needs)


def _said(content: dict[str, Any], where: str) -> list[str]:
    """Return the texts of a line, those of a need with its names; raise UserError."""
    parts = [content.get("zh", []), content.get("en", [])]
    if not all(isinstance(part, list) for part in parts):
        raise UserError(f"{where}: zh and en are lists of texts; one is not")
    said = [text for part in parts for text in part]
    need = content.get("need")
    if need is not None:
        said += [content.get("name_zh"), content.get("name_en")]
        if not isinstance(need, str) or not need:
            raise UserError(f"{where}: need is the id of one, or null; it is {need!r:.40}")
    if not all(isinstance(text, str) and text.strip() for text in said):
        raise UserError(f"{where}: zh, en and the names are texts; one is empty or none")
    return said


def _lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{file.name} cannot be read; give JSON Lines in UTF-8") from None
    for line, text in enumerate(lines, start=1):
        if text.strip():
            try:
                content = json.loads(text)
            except ValueError:
                content = None
            if not isinstance(content, dict):
                raise UserError(f"{file.name}:{line} is no JSON object")
            yield line, content
