"""Examples of intents: texts with what the customer wanted, from a file or from lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from needlens.errors import SourceError
from needlens.sources import RawBatch, ReadOptions
from needlens.sources.readers import read as read_batches
from needlens.text.folding import fold

OUT_OF_SCOPE = ("NO_NODES_DETECTED", "oos", "out_of_scope", "out of scope", "范围外", "其他无关")
"""Labels, besides an empty one, that say: none of the intents."""
_NAMES = {
    "text": ("text", "sentence", "utterance", "query", "message", "question",
             "文本", "内容", "问题", "问法", "语料", "句子", "消息"),
    "intent": ("intent", "label", "category", "class", "意图", "标签", "类别", "分类"),
}  # fmt: skip
_NONE = frozenset(label.casefold() for label in OUT_OF_SCOPE)
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Examples:
    """Folded texts and the intent of each by its number; -1 is out of scope."""

    texts: list[str]
    intents: npt.NDArray[np.int64]
    names: tuple[str, ...]
    skipped: int = 0
    """Rows that had no text or could not be read."""

    @classmethod
    def of(cls, texts: Sequence[str], labels: Sequence[str | None], skipped: int = 0) -> Examples:
        """Gather examples; equal ones count once, blank texts not at all.

        Raise SourceError when there are fewer than two intents, or more examples than fit.

        >>> some = Examples.of(["怎么退货", "運費多少", "怎麼退貨", "哈哈"], ["退货", "运费", "退货", ""])
        >>> some.names, some.texts, some.intents.tolist()
        (('运费', '退货'), ['怎么退货', '运费多少', '哈哈'], [1, 0, -1])
        """
        pairs = {
            (fold(text).text.strip(), "" if is_none(label) else str(label).strip()): None
            for text, label in zip(texts, labels, strict=True)
            if text and text.strip()
        }
        names = tuple(sorted({label for _, label in pairs} - {""}))
        if len(names) < 2:
            raise SourceError(
                f"the examples have {len(names)} intents; give at least two, with a few texts each"
            )
        if len(pairs) > MOST:
            raise SourceError(
                f"{len(pairs):,} examples are more than {MOST:,}; give a sample of each intent"
            )
        numbers = {name: i for i, name in enumerate(names)} | {"": -1}
        return cls(
            [text for text, _ in pairs],
            np.array([numbers[label] for _, label in pairs], dtype=np.int64),
            names,
            skipped,
        )


def is_none(label: str | None) -> bool:
    """Tell whether a label says that a text is out of scope.

    >>> [is_none(label) for label in ("", None, "OOS", "退货")]
    [True, True, True, False]
    """
    return not label or not label.strip() or label.strip().casefold() in _NONE


def read(path: Path, fields: Mapping[str, str] | None = None) -> Examples:
    """Read a file of examples: CSV, TSV, XLSX, JSON Lines, …, a text and an intent a row.

    ``fields`` names the columns of ``text`` and ``intent``; by default the usual names in
    Chinese and English are tried. Raise SourceError when there are none, or no two intents.
    """
    found: list[tuple[str, str | None]] = []
    spare: list[tuple[str, str | None, set[Any]]] = []
    skipped = 0
    for batch in read_batches(path, ReadOptions(header_row=1)):
        columns = _columns(batch, path, fields or {})
        for row in _rows(batch):
            text, label = (row.get(columns[name]) for name in ("text", "intent"))
            if isinstance(text, str) and text.strip() and isinstance(label, str | None):
                found.append((text, label))
            else:
                skipped += 1
        for rejected in batch.rejected:
            cells = _object(rejected.raw)
            text, label = cells.pop(columns["text"], None), cells.pop(columns["intent"], None)
            spare.append((text or "", label, set(map(str, cells.values()))))
    good = _in_place(spare, {label for _, label in found})
    pairs = found + good
    return Examples.of(
        [text for text, _ in pairs],
        [label for _, label in pairs],
        skipped + len(spare) - len(good),
    )


def _in_place(
    spare: list[tuple[str, str | None, set[Any]]], known: set[str | None]
) -> list[tuple[str, str | None]]:
    """Return the rows with too many cells in which the first ones stand where they should.

    A note in a further cell is no harm. But when a text was cut at a comma, its intent
    stands in a further cell.
    """
    return [
        (text, label)
        for text, label, further in spare
        if text and label and (label in known or not further & known)
    ]


def _rows(batch: RawBatch) -> Iterator[dict[str, Any]]:
    if batch.frame is not None:
        yield from batch.frame.iter_rows(named=True)
    yield from batch.documents or ()


def _object(raw: str | None) -> dict[str, Any]:
    try:
        value = json.loads(raw or "")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _columns(batch: RawBatch, path: Path, fields: Mapping[str, str]) -> dict[str, str]:
    if batch.frame is not None:
        there = list(batch.frame.columns)
    else:
        there = list(dict.fromkeys(key for row in batch.documents or () for key in row))
    lower = {name.strip().lower(): name for name in reversed(there)}
    columns = {}
    for field, usual in _NAMES.items():
        wanted = (fields[field],) if field in fields else usual
        match = next((lower[name.lower()] for name in wanted if name.lower() in lower), None)
        if match is None and (there or not batch.rejected):
            raise SourceError(
                f"{path.name} has the columns {', '.join(there) or '(none)'}; none is called "
                f"{' or '.join(wanted[:3])}; say which it is with --field {field}=COLUMN"
            )
        columns[field] = match or field
    return columns
