"""The same rows of a shop as many different files: order, pieces, formats, encodings."""

import gzip
import random
import zipfile
from pathlib import Path

import polars as pl

HEADERS = {
    ("review", "zh"): {
        "id": "评价编号", "product": "商品编号", "title": "商品名称", "customer": "用户ID",
        "text": "评价内容", "rating": "评分", "at": "评价时间", "votes": "有用数",
        "phone": "手机号", "spare": "备用字段",
    },
    ("review", "en"): {
        "id": "review_id", "product": "product_id", "title": "product_title",
        "customer": "customer_id", "text": "review_text", "rating": "rating", "at": "review_date",
        "votes": "helpful_votes", "phone": "phone", "spare": "spare_field",
    },
    ("order", "zh"): {
        "id": "订单编号", "product": "商品编号", "title": "商品名称", "customer": "买家会员名",
        "quantity": "数量", "amount": "实付金额", "at": "下单时间", "status": "订单状态",
        "phone": "收货人手机", "spare": "备用字段",
    },
    ("order", "en"): {
        "id": "order_id", "product": "product_id", "title": "product_title",
        "customer": "customer_id", "quantity": "quantity", "amount": "amount", "at": "order_date",
        "status": "status", "phone": "phone", "spare": "spare_field",
    },
    ("event", "zh"): {
        "product": "商品编号", "title": "商品名称", "customer": "用户ID", "type": "行为类型",
        "at": "行为时间", "session": "会话ID", "phone": "手机号", "spare": "备用字段",
    },
    ("event", "en"): {
        "product": "product_id", "title": "product_title", "customer": "customer_id",
        "type": "event_type", "at": "event_time", "session": "session_id", "phone": "phone",
        "spare": "spare_field",
    },
}  # fmt: skip

SAID = {
    "zh": ("物流太慢，等了{}天", "质量很好，用了{}次没坏", "包装破了{}处", "客服{}小时才回复", "希望能便宜{}元"),
    "en": ("Delivery took {} days", "Great quality, used it {} times", "The box had {} holes",
           "Support answered after {} hours", "I wish it were {} dollars cheaper"),
}  # fmt: skip
STATUS = {"zh": ("已完成", "退款中"), "en": ("completed", "refunded")}
ACTS = {"zh": ("浏览", "加购", "下单"), "en": ("view", "cart", "purchase")}


def table(kind: str, language: str, n: int, seed: int = 7) -> pl.DataFrame:
    """Return ``n`` rows as text cells: some equal, some bad, some without an id of their own."""
    rng = random.Random(f"{kind} {language} {seed}")
    columns: dict[str, list[str | None]] = {name: [] for name in HEADERS[kind, language]}
    for i in range(n):
        row = _row(rng, kind, language, i)
        for name, cells in columns.items():
            cells.append(row[name])
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    twice = frame[[rng.randrange(n) for _ in range(n // 50)]]
    frame = pl.concat([frame[: n - len(twice)], twice])
    return frame.rename(HEADERS[kind, language])


def _row(rng: random.Random, kind: str, language: str, i: int) -> dict[str, str | None]:
    bad = rng.random() < 0.005
    product = rng.randrange(200)
    at = f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02} {rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    return {
        "id": f"{kind[0]}{i:07}" if rng.random() < 0.8 else None,
        "product": f"sku-{product}",
        "title": f"{'水壶' if language == 'zh' else 'Kettle'} {product}" if rng.random() < 0.5 else None,
        "customer": f"user-{rng.randrange(3000)}",
        "text": rng.choice(SAID[language]).format(rng.randrange(900)),
        "rating": "13" if bad else str(rng.randrange(1, 6)),
        "votes": str(i % 7) if i % 3 else None,
        "quantity": "many" if bad else str(rng.randrange(1, 5)),
        "amount": f"{rng.randrange(100, 99999) / 100:.2f}",
        "status": STATUS[language][i % 2],
        "type": "???" if bad else rng.choice(ACTS[language]),
        "session": f"s{rng.randrange(5000)}",
        "at": at,
        "phone": f"139{rng.randrange(10**8):08}",
        "spare": f"x{rng.randrange(40)}" if rng.random() < 0.7 else None,
    }  # fmt: skip


def csv(frame: pl.DataFrame, path: Path, encoding: str = "utf-8", separator: str = ",") -> Path:
    path.write_bytes(frame.write_csv(separator=separator).encode(encoding))
    return path


def written(frame: pl.DataFrame, folder: Path, way: str) -> list[Path]:
    """Write the rows in one of ``WAYS``; return the files to ingest, in order."""
    folder.mkdir(parents=True)
    return WAYS[way](frame, folder)


def _shuffled(frame: pl.DataFrame, seed: int = 1) -> pl.DataFrame:
    return frame.sample(fraction=1, shuffle=True, seed=seed)


def _split(frame: pl.DataFrame, folder: Path) -> list[Path]:
    size = -(-frame.height // 7)
    return [csv(frame[i * size : (i + 1) * size], folder / f"{i}.csv") for i in range(7)]


def _overlapping(frame: pl.DataFrame, folder: Path) -> list[Path]:
    third = frame.height // 3
    parts = [frame[: 2 * third], frame[third:], _shuffled(frame[third // 2 : 2 * third])]
    return [csv(part, folder / f"{i}.csv") for i, part in enumerate(parts)]


def _jsonl(frame: pl.DataFrame, folder: Path) -> list[Path]:
    frame.write_ndjson(folder / "rows.jsonl")
    return [folder / "rows.jsonl"]


def _json(frame: pl.DataFrame, folder: Path) -> list[Path]:
    """One line, as programs write it."""
    frame.write_json(folder / "rows.json")
    return [folder / "rows.json"]


def _parquet(frame: pl.DataFrame, folder: Path) -> list[Path]:
    frame.write_parquet(folder / "rows.parquet", row_group_size=3000)
    return [folder / "rows.parquet"]


def _xlsx(frame: pl.DataFrame, folder: Path) -> list[Path]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("导出")
    sheet.append(frame.columns)
    for row in frame.iter_rows():
        sheet.append(row)
    book.save(folder / "rows.xlsx")
    return [folder / "rows.xlsx"]


def _zip(frame: pl.DataFrame, folder: Path) -> list[Path]:
    half = frame.height // 2
    inner = [csv(frame[half:], folder / "b.csv"), *_jsonl(frame[:half], folder)]
    with zipfile.ZipFile(folder / "rows.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path in inner:
            packed.write(path, f"导出/{path.name}")
            path.unlink()
    return [folder / "rows.zip"]


def _gzip(frame: pl.DataFrame, folder: Path) -> list[Path]:
    (folder / "rows.csv.gz").write_bytes(gzip.compress(frame.write_csv().encode()))
    return [folder / "rows.csv.gz"]


def _five_times(frame: pl.DataFrame, folder: Path) -> list[Path]:
    """The same bytes under five names, so that none is known as read before."""
    return [csv(frame, folder / f"{i}.csv") for i in range(5)]


def _folder(frame: pl.DataFrame, folder: Path) -> list[Path]:
    _split(_shuffled(frame, 3), folder)
    return [folder]


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    """Give columns the types a program would: whole numbers, decimals, moments."""
    for name, kind in (("rating", pl.Int64), ("votes", pl.Int64), ("amount", pl.Float64)):
        for headers in HEADERS.values():
            if headers.get(name) in frame.columns:
                frame = frame.with_columns(pl.col(headers[name]).cast(kind))
    moments = {h["at"] for h in HEADERS.values()} & set(frame.columns)
    return frame.with_columns(pl.col(*moments).str.to_datetime("%Y-%m-%d %H:%M:%S"))


WAYS = {
    "csv": lambda frame, folder: [csv(frame, folder / "rows.csv")],
    "five times": _five_times,
    "shuffled": lambda frame, folder: [csv(_shuffled(frame), folder / "rows.csv")],
    "columns in another order": lambda frame, folder: [
        csv(frame.select(sorted(frame.columns)), folder / "rows.csv")
    ],
    "split in seven": _split,
    "overlapping": _overlapping,
    "gb18030, tabs": lambda frame, folder: [csv(frame, folder / "rows.tsv", "gb18030", "\t")],
    "utf-16": lambda frame, folder: [csv(frame, folder / "rows.csv", "utf-16")],
    "jsonl": _jsonl,
    "json": _json,
    "parquet": _parquet,
    "parquet, typed": lambda frame, folder: _parquet(_typed(frame), folder),
    "jsonl, typed": lambda frame, folder: _jsonl(_typed(frame), folder),
    "xlsx": _xlsx,
    "xlsx, typed": lambda frame, folder: _xlsx(_typed(frame), folder),
    "zip": _zip,
    "gzip": _gzip,
    "folder": _folder,
}
