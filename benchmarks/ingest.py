"""Ingest: rows per second and peak memory, beside the textbook loop over csv and SQLite."""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from timing import Cost, run, table

SIZES = (100_000, 1_000_000)

NEEDLENS = """
import sys
from needlens.shop import Shop
with Shop.open(sys.argv[2]) as shop:
    account, = shop.ingest(sys.argv[1])
    assert account.adds_up and account.accepted == int(sys.argv[3]), account
"""

# What a shop's developer would write first: no cleaning, no masking, no quarantine.
PEER = """
import csv, sqlite3, sys
db = sqlite3.connect(sys.argv[2] + ".sqlite")
db.execute("CREATE TABLE events (id TEXT PRIMARY KEY, at TEXT, customer TEXT, product TEXT, type TEXT, quantity REAL)")
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        db.execute("INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?)",
                   (row["event_id"], row["timestamp"], row["user_id"], row["item_id"], row["event_type"], float(row["quantity"])))
db.commit()
"""


def events(path: Path, rows: int) -> None:
    """Write shop events as a shop would log them."""
    dice = random.Random(1)
    start = datetime(2026, 1, 1)
    types = ["view"] * 80 + ["click"] * 12 + ["cart"] * 5 + ["purchase"] * 3
    with path.open("w", encoding="utf-8") as file:
        file.write("event_id,timestamp,user_id,item_id,event_type,quantity\n")
        for i in range(rows):
            at = start + timedelta(seconds=i * 3)
            file.write(
                f"e{i},{at.isoformat()}Z,u{dice.randrange(50_000)},sku-{dice.randrange(12_000)},"
                f"{dice.choice(types)},1\n"
            )


def reviews(path: Path, rows: int) -> None:
    """Write reviews, half Chinese, half English, each different."""
    dice = random.Random(2)
    zh = [
        "质量很好",
        "物流太慢",
        "包装破损",
        "客服态度一般",
        "性价比高",
        "尺码偏小",
        "电池不耐用",
        "味道不错",
    ]
    en = [
        "great quality",
        "slow delivery",
        "box was damaged",
        "rude service",
        "good value",
        "runs small",
    ]
    with path.open("w", encoding="utf-8") as file:
        file.write("评价编号,评价内容,评分,评价时间,用户昵称,商品ID\n")
        for i in range(rows):
            words, joint = (zh, "，") if i % 2 else (en, ", ")
            text = joint.join(dice.choices(words, k=4)) + f" {i}"
            file.write(
                f'r{i},"{text}",{dice.randrange(1, 6)},2026-0{i % 9 + 1}-11 10:00:00,n{dice.randrange(90_000)},p{i % 997}\n'
            )


def cost(code: str, file: Path, rows: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        return run([sys.executable, "-c", code, str(file), f"{folder}/shop", str(rows)])


def main() -> None:
    rows: list[list[object]] = [
        ["what", "rows", "rows/CPU s", "rows/s", "peak MB", "peak vs 100k", "goal"]
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, write, code, goal in (
            ("needlens, events", events, NEEDLENS, "≥ 10k rows/s; ≤ 1.3 ×"),
            ("needlens, reviews", reviews, NEEDLENS, "≤ 1.3 ×"),
            ("csv + SQLite loop, events (peer)", events, PEER, ""),
        ):
            first = 0.0
            for n in SIZES:
                file = Path(folder) / "in.csv"
                write(file, n)
                spent = cost(code, file, n)
                first = first or spent.peak_mb
                rows.append(
                    [
                        name,
                        f"{n:,}",
                        f"{n / spent.cpu:,.0f}",
                        f"{n / spent.wall:,.0f}",
                        f"{spent.peak_mb:.0f}",
                        f"{spent.peak_mb / first:.2f} ×",
                        goal,
                    ]
                )
    table("Ingest (one process each; the peer neither cleans, masks nor quarantines)", rows)


if __name__ == "__main__":
    main()
