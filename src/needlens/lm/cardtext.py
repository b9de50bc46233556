"""A card as Markdown, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from needlens.errors import ModelError
from needlens.lm.card import Card, Measured, TrainedOn

_PURPOSE = "What it is for · 用途"
_ORIGIN = "Base and licence · 基座与许可"
_DATA = "Training data · 训练数据"
_MEASURED = "Measured · 评测结果"
_LIMITS = "Limits · 局限"
_MADE = "How it was made · 制作方法"
_FILE = "Main file · 主文件"
_ORIGIN_COLUMNS = ("what · 项目", "which · 内容", "licence · 许可")
_DATA_COLUMNS = ("data set · 数据集", "licence · 许可", "n · 条数", "used for · 用于")
_MEASURED_COLUMNS = (
    "task · 任务", "slice · 子集", "metric · 指标", "value · 值", "95 % interval · 区间", "n · 条数",
)  # fmt: skip
_FILE_COLUMNS = ("file · 文件", "SHA-256")


def written(card: Card) -> str:
    """Return the card as Markdown."""
    origin = (
        ("weights · 权重", card.title, card.licence),
        ("base · 基座", card.base, card.base_licence),
    )
    data = ((d.name, d.licence, str(d.n), d.used_for) for d in card.data)
    measured = (
        (m.task, m.slice, m.metric, repr(m.value), f"[{m.low!r}, {m.high!r}]", str(m.n))
        for m in card.measured
    )
    parts = (
        (_PURPOSE, _prose(card.purpose)),
        (_ORIGIN, _table(_ORIGIN_COLUMNS, origin)),
        (_DATA, _table(_DATA_COLUMNS, data)),
        (_MEASURED, _table(_MEASURED_COLUMNS, measured)),
        (_LIMITS, _prose(card.limits)),
        (_MADE, "\n".join(f"    {line}" for line in card.made_with.split("\n"))),
        (_FILE, _table(_FILE_COLUMNS, [(card.main_file, card.sha256)])),
    )
    body = "\n".join(f"## {heading}\n\n{text}\n" for heading, text in parts)
    return f"# {_cell(card.title)}\n\n{body}"


def read(text: str, where: str) -> Card:
    """Read a card; raise ModelError saying which part is missing or cannot be read."""
    parts = _parts(text)
    for heading in (_PURPOSE, _ORIGIN, _DATA, _MEASURED, _LIMITS, _MADE, _FILE):
        if heading not in parts:
            raise ModelError(f"{where} has no part {heading!r}; write the card with Card.to_text")
    try:
        (_, title, licence), (_, base, base_licence) = _rows(parts[_ORIGIN])
        ((main_file, sha256),) = _rows(parts[_FILE])
        data = tuple(TrainedOn(d[0], d[1], int(d[2]), d[3]) for d in _rows(parts[_DATA]))
        measured = tuple(_as_measured(row) for row in _rows(parts[_MEASURED]))
    except (ValueError, IndexError):
        raise ModelError(
            f"{where} has a table that cannot be read; write the card with Card.to_text"
        ) from None
    return Card(
        title=title,
        purpose=_plain(parts[_PURPOSE]),
        base=base,
        base_licence=base_licence,
        licence=licence,
        data=data,
        measured=measured,
        limits=_plain(parts[_LIMITS]),
        made_with="\n".join(line[4:] for line in parts[_MADE].strip("\n").split("\n")),
        main_file=main_file,
        sha256=sha256,
    )


def _as_measured(row: Sequence[str]) -> Measured:
    task, part, metric, value, interval, n = row
    low, high = interval.strip("[]").split(", ")
    return Measured(task, part, metric, float(value), float(low), float(high), int(n))


def _parts(text: str) -> dict[str, str]:
    """Return the text under each heading of the second level."""
    pieces = re.split(r"^## (.+)$", text, flags=re.M)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _prose(text: str) -> str:
    """Return a text in which no line begins a heading."""
    return re.sub(r"^(\\*#)", r"\\\1", text, flags=re.M)


def _plain(text: str) -> str:
    return re.sub(r"^\\(\\*#)", r"\1", text.strip("\n"), flags=re.M)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _rows(table: str) -> list[list[str]]:
    lines = [line for line in table.split("\n") if line.startswith("|")]
    return [[_uncell(cell) for cell in _cells(line)] for line in lines[2:]]


def _cells(line: str) -> list[str]:
    # A bar inside a cell has a backslash before it, so " | " is always a border.
    return line.removeprefix("| ").removesuffix(" |").split(" | ")


_ESCAPES = {"\\": "\\\\", "|": "\\|", "\n": "<br>", "<": "\\<"}


def _cell(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _uncell(cell: str) -> str:
    broken = re.sub(r"\\(.)|<br>", lambda found: found[1] or "\n", cell, flags=re.S)
    return broken.strip()
