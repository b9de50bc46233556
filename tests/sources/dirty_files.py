"""Dirty files: exports as shops really have them, made from a seed, for fuzzing.

``dirty_file(seed, folder)`` writes one file and says how many rows a reader must find in
it, when that is certain. The rows are reviews or orders with Chinese or English headers,
written as CSV and its kin, JSON, workbooks, Parquet, or packed; in many encodings; and
with traps: title rows, blank rows, ragged rows, open quotes, NUL, bytes of another
encoding, ruined ids, lines far too long, cut-off ends, noise.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

HEADERS = (
    ("review", ["评价编号", "商品编号", "用户ID", "评分", "评价内容", "评价时间"]),
    ("review", ["review_id", "product_id", "customer_id", "rating", "review_text", "date"]),
    ("order", ["订单编号", "商品编号", "买家会员名", "数量", "实付金额", "下单时间"]),
    ("order", ["order_id", "product_id", "customer_id", "quantity", "price", "order_date"]),
)
CHINESE = (
    *("质量很好，物流也很快，下次还会再来", "颜色和图片不一样，有点失望", "此用户没有填写评价!"),
    *("客服态度一般，等了三天才回复", "尺码偏小，建议买大一码", "性价比高，推荐给朋友了"),
)
TRADITIONAL_HEADERS = {
    "review": ["評價編號", "商品編號", "用戶ID", "評分", "評價內容", "評價時間"],
    "order": ["訂單編號", "商品編號", "買家會員名", "數量", "實付金額", "下單時間"],
}
TRADITIONAL = (
    *("品質很好，出貨也很快，下次還會再來", "顏色和圖片不一樣，有點失望"),
    *("客服態度普通，等了三天才回覆", "尺碼偏小，建議買大一號"),
)
ENGLISH = (
    *(
        "Great quality, fast delivery",
        "The zip broke after two days",
        "ok",
        "Too small, returned it",
    ),
    *("Works, but the battery is weak", "My mother loves it"),
)
EMOJI = (" 😀👍🏽", " 👩‍👩‍👧", " ❤️")
ODD_CELLS = (
    *(
        "１２３．５",
        "1.03531E+12",
        "\t6901234567890",
        "72,93",
        "15%",
        "￥1,299.00",
        "&hellip;&lt;b&gt;",
        "N/A",
    ),
    *(
        "=1+1",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "\u200b",
        "2024/2/30",
        "null",
        "-",
        "　",
        "0" * 40,
    ),
)
TEXT_CODECS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "gbk",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "big5",
)


@dataclass(slots=True)
class DirtyFile:
    """A file and what is known about it."""

    path: Path
    rows: int | None
    """Rows a reader must find, readable or not; None when traps make that a matter of taste."""
    kind: str
    """What the rows are meant to be: ``review`` or ``order``."""
    traps: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Making:
    rng: random.Random
    kind: str
    header: list[str]
    codec: str
    traps: list[str] = field(default_factory=list)
    exact: bool = True

    def trap(self, name: str, chance: float) -> bool:
        """Set a trap now and then."""
        if self.rng.random() >= chance:
            return False
        self.traps.append(name)
        return True


def dirty_file(seed: int, folder: Path) -> DirtyFile:
    """Write the dirty file of this seed into ``folder``; the same seed gives the same bytes."""
    rng = random.Random(seed)
    kind, header = rng.choice(HEADERS)
    making = _Making(rng, kind, list(header), rng.choice(TEXT_CODECS))
    if making.codec == "big5" and not header[0].isascii():
        making.header = TRADITIONAL_HEADERS[kind]
    maker, ending = rng.choice(MAKERS)
    n = rng.choice((0, 1, 2, 5, 20, 60, 300))
    content, rows = maker(making, _rows(making, n))
    if making.trap("packed as zip", 0.12):
        content, ending = _zipped(f"订单{ending}", content), ".zip"
    elif making.trap("packed as gzip", 0.06):
        content, ending = gzip.compress(content, mtime=0), f"{ending}.gz"
    if making.trap("cut off", 0.04):
        content, making.exact = content[: rng.randrange(len(content) + 1)], False
    if making.trap("bytes overwritten", 0.04):
        content, making.exact = _overwritten(rng, content), False
    path = folder / f"{seed:05d}{ending}"
    path.write_bytes(content)
    return DirtyFile(path, rows if making.exact else None, kind, making.traps)


def _rows(making: _Making, n: int) -> list[list[str]]:
    """Return n rows of cells, each with something in it."""
    rng = making.rng
    texts = TRADITIONAL + ENGLISH if making.codec == "big5" else CHINESE + ENGLISH
    start = datetime(2024, 1, 1)
    rows = []
    for i in range(n):
        text = rng.choice(texts)
        if making.codec.startswith("utf") and rng.random() < 0.1:
            text += rng.choice(EMOJI)
        at = (start + timedelta(hours=rng.randrange(9000))).strftime("%Y-%m-%d %H:%M:%S")
        fifth = (
            text if making.kind == "review" else f"{rng.randrange(1, 500)}.{rng.randrange(100):02d}"
        )
        rows.append(
            [
                f"R{i}",
                f"sku-{rng.randrange(20)}",
                f"c{rng.randrange(9)}",
                str(rng.randrange(1, 6)),
                fifth,
                at,
            ]
        )
        if rng.random() < 0.15:
            rows[-1][rng.randrange(1, 6)] = rng.choice(ODD_CELLS)
    return rows


def _delimited(making: _Making, rows: list[list[str]]) -> tuple[bytes, int]:
    rng = making.rng
    delimiter = rng.choice(",,,\t;|")
    end = rng.choice(("\n", "\n", "\r\n", "\r"))
    always = rng.random() < 0.3
    lines = []
    if making.trap("title rows", 0.15):
        lines += ["某某旗舰店订单导出" if making.codec != "big5" else "Export", ""]
    lines.append(_line(making.header, delimiter, always))
    if making.trap("blank second row", 0.15):
        lines.append(delimiter * (len(making.header) - 1))
    for row in rows:
        lines.append(_dirty_line(making, row, delimiter, always, end))
        if making.trap("blank row", 0.02):
            lines.append("")
    total = len(rows)
    if rows and making.trap("open quote", 0.08):
        lines.append(f'R-open{delimiter}"never closed')
        total += 1
        making.exact = making.exact and "line breaks in a cell" not in making.traps
    if rows and making.trap("line far too long", 0.03):
        lines.append(
            f"R-long{delimiter}" + "长" * 1_000_001
            if making.codec != "big5"
            else "R-long" + "x" * 1_000_001
        )
        total += 1
    text = end.join(lines) + (end if rng.random() < 0.8 else "")
    content = text.encode(making.codec, "replace")
    if (
        making.codec in {"utf-8", "gb18030"}
        and len(rows) > 5
        and making.trap("undecodable line", 0.1)
    ):
        content += (
            (b"" if text.endswith(end) else end.encode())
            + b"R-bytes"
            + delimiter.encode()
            + b"\xff\xfe\xff"
        )
        total += 1
    return content, total


def _dirty_line(making: _Making, row: list[str], delimiter: str, always: bool, end: str) -> str:
    """Return the line of one row, now and then with a trap in it."""
    row = list(row)
    if making.trap("line breaks in a cell", 0.01):
        row[4] = f"{row[4]}{end}second line{end}"
    if making.trap("NUL", 0.01):
        row[3] += "\x00"
    if making.trap("too few cells", 0.01):
        row = row[:3]
    elif making.trap("too many cells", 0.01):
        row += ["x", "y"]
    elif making.trap("empty extra cells", 0.01):
        row += ["", ""]
    line = _line(row, delimiter, always)
    if making.trap("bare quote", 0.01):
        line = line.replace("R", 'R27" ', 1) if not line.startswith('"') else line
    return line


def _line(cells: list[str], delimiter: str, always: bool) -> str:
    special = (delimiter, '"', "\n", "\r")
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if always or any(s in cell for s in special) else cell
        for cell in cells
    )


def _json_lines(making: _Making, rows: list[list[str]]) -> tuple[bytes, int]:
    ascii_only = making.rng.random() < 0.3
    lines, total = [], len(rows)
    for row in rows:
        document = dict(zip(making.header, row, strict=True))
        lines.append(json.dumps(document, ensure_ascii=ascii_only))
        if making.trap("blank line", 0.02):
            lines.append("  ")
        if making.trap("bad line", 0.03):
            bad = (
                '{"a": 1,,}',
                "[1, 2]",
                "null",
                "oops",
                '{"a":' * 5000,
                '"text"',
                '{"评": "\\x"}',
            )
            lines.append(making.rng.choice(bad))
            total += 1
    return "\n".join(lines).encode(making.codec, "replace"), total


def _json_array(making: _Making, rows: list[list[str]]) -> tuple[bytes, int]:
    rng, indent = making.rng, making.rng.choice((None, 1, 4))
    parts = [
        json.dumps(dict(zip(making.header, row, strict=True)), ensure_ascii=False, indent=indent)
        for row in rows
    ]
    for _ in range(3):
        if parts and making.trap("bad element", 0.1):
            parts.insert(
                rng.randrange(len(parts)), rng.choice(("7", "null", '"text"', '{"a": oops}', "[1]"))
            )
    if rng.random() < 0.3 and indent and "bad element" not in making.traps:
        return "\n".join(parts).encode(making.codec, "replace"), len(parts)
    return ("[" + ",\n".join(parts) + "]").encode(making.codec, "replace"), len(parts)


def _workbook(making: _Making, rows: list[list[str]]) -> tuple[bytes, int]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("订单")
    if making.trap("title rows", 0.2):
        sheet.append(["2024年订单导出"])
    sheet.append(making.header)
    if making.trap("blank second row", 0.2):
        sheet.append([])
    total = len(rows)
    for row in rows:
        typed: list[str | float | datetime | None] = list(row)
        if making.trap("numbers as numbers", 0.2):
            typed[0], typed[3] = making.rng.choice((6901234567890, 1.03531e12, 5.0)), 4.5
            typed[5] = datetime(2024, 3, 5, 16, 13)
        if making.trap("too many cells", 0.02):
            typed += [None, "x"]
        sheet.append(typed)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), total


def _parquet(making: _Making, rows: list[list[str]]) -> tuple[bytes, int]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*rows, strict=True)) or [[] for _ in making.header]
    table = pa.table(
        {n: pa.array(list(c), pa.string()) for n, c in zip(making.header, columns, strict=True)}
    )
    file = io.BytesIO()
    pq.write_table(table, file, row_group_size=50)
    return file.getvalue(), len(rows)


def _noise(making: _Making, rows: list[list[str]]) -> tuple[bytes, int]:
    making.trap("noise", 1.0)
    making.exact = False
    rng = making.rng
    if rng.random() < 0.5:
        return rng.randbytes(rng.choice((0, 1, 10, 5000))), 0
    odd = '",;\t|\r\n{}[]\\:\x00\x1a\ufeff评a1 '
    text = "".join(rng.choice(odd) for _ in range(rng.choice((1, 50, 3000))))
    return text.encode(making.codec, "replace"), 0


def _zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(zipfile.ZipInfo(f"2024/{name}"), content)
        new.writestr(zipfile.ZipInfo("__MACOSX/._x.csv"), b"x")
    return file.getvalue()


def _overwritten(rng: random.Random, content: bytes) -> bytes:
    raw = bytearray(content)
    for _ in range(rng.randrange(1, 20)):
        if raw:
            raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


Maker = Callable[[_Making, list[list[str]]], tuple[bytes, int]]
MAKERS: tuple[tuple[Maker, str], ...] = (
    *[(_delimited, ".csv")] * 8,
    *[(_delimited, ".txt")] * 2,
    *[(_json_lines, ".jsonl")] * 3,
    *[(_json_array, ".json")] * 3,
    *[(_workbook, ".xlsx")] * 2,
    (_parquet, ".parquet"),
    (_noise, ".csv"),
    (_noise, ".json"),
)
