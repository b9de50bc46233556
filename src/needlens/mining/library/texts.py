"""Texts that say which need they speak of: what the library of needs learns from.

One JSON object a line: ``{"need": "slug" or null, "name_zh": …, "name_en": …, "zh": [texts],
"en": [texts], "calm_zh": [texts], "calm_en": [texts]}``. Calm texts speak of the need and
want nothing: praise, what is mended, talk. Texts of ``null`` hold no need at all; those of
"other" want something, or praise something, that none of the needs is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needlens.errors import NotFound, UserError
from needlens.lm.told import NO_NEED, OTHER
from needlens.mining.library.library import KnownNeed

_NONE: dict[str | None, int] = {None: NO_NEED, "other": OTHER}


@dataclass(frozen=True, slots=True)
class NeedTexts:
    """Texts, the number of the need each speaks of, whether it is wanted, and the needs."""

    texts: Sequence[str]
    need: Sequence[int]
    """``NO_NEED`` or ``OTHER`` where a text speaks of none of them."""
    wants: Sequence[bool]
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
    texts: dict[str, tuple[int, bool]] = {}
    for file in files:
        for line, content in _lines(file):
            said, calm = _said(content, f"{file.name}:{line}")
            name = content.get("need")
            number = _NONE.get(name)
            if number is None:
                number = numbers.setdefault(str(name), len(numbers))
            if number == len(needs):
                needs.append(_named(content, f"{file.name}:{line}"))
            for text in said:
                texts.setdefault(text.strip(), (number, name is not None))
            for text in calm:
                texts.setdefault(text.strip(), (number, False))
    need, wants = zip(*texts.values(), strict=True) if texts else ((), ())
    return NeedTexts(list(texts), list(need), list(wants), needs)


def _named(content: dict[str, Any], where: str) -> KnownNeed:
    """Return the need of the line that names it first; raise UserError."""
    name_zh, name_en = content.get("name_zh"), content.get("name_en")
    if not name_zh or not name_en:
        raise UserError(f"{where}: the first line of a need has name_zh and name_en; one is none")
    return KnownNeed(content["need"], name_zh, name_en)


def _said(content: dict[str, Any], where: str) -> tuple[list[str], list[str]]:
    """Return the texts of a line that want something, and the calm ones; raise UserError."""
    need, found = content.get("need"), []
    if need is not None and (not isinstance(need, str) or not need):
        raise UserError(f"{where}: need is the id of one, or null; it is {need!r:.40}")
    names = [content[name] for name in ("name_zh", "name_en") if content.get(name)]
    for fields in (("zh", "en"), ("calm_zh", "calm_en")):
        parts = [content.get(field, []) for field in fields]
        if not all(isinstance(part, list) for part in parts):
            raise UserError(f"{where}: {' and '.join(fields)} are lists of texts; one is not")
        found.append([text for part in parts for text in part])
    found[0] += names
    if not all(isinstance(text, str) and text.strip() for part in found for text in part):
        raise UserError(f"{where}: what is said must be text; one is empty or none")
    return found[0], found[1]


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
