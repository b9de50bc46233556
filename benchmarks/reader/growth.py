"""Cost per review and peak memory as a file grows: the command itself, in its own process."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from reader.answering import MODEL, TierName
from reader.generated import reviews
from timing import Cost, run, table

SIZES = (10_000, 100_000)
FULL = 1_000_000


def tables(tiers: list[TierName], sizes: tuple[int, ...]) -> None:
    """Print CPU time a review, start-up taken off, and peak memory, for each size of file."""
    rows: list[list[object]] = [["tier", "reviews", "CPU µs a review", "× the smallest", "peak MB", "× the smallest"]]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        files = {n: _written(Path(folder) / f"{n}.jsonl", n) for n in (1, *sizes)}
        for tier in tiers:
            start, *read = (_median(tier, files[n], n) for n in (1, *sizes))
            costs = dict(zip(sizes, read, strict=True))
            least = costs[sizes[0]]
            first = (least.cpu - start.cpu) / sizes[0]
            for n, cost in costs.items():
                each = (cost.cpu - start.cpu) / n
                rows.append([tier, f"{n:,}", f"{each * 1e6:,.0f}", f"{each / first:.2f}",
                             f"{cost.peak_mb:.0f}", f"{cost.peak_mb / least.peak_mb:.2f}"])  # fmt: skip
    table("Growth: needlens opinions --input FILE --out FILE, generated reviews", rows)


def _written(path: Path, n: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for i, text in enumerate(reviews(n)):
            file.write(json.dumps({"id": i, "text": text}, ensure_ascii=False) + "\n")
    return path


def _median(tier: TierName, path: Path, n: int) -> Cost:
    """Return what reading a file costs; a short run, where start-up weighs, is the median of 5."""
    runs = [_read(tier, path) for _ in range(5 if n <= SIZES[0] else 1)]
    return sorted(runs, key=lambda cost: cost.cpu)[len(runs) // 2]


def _read(tier: TierName, path: Path) -> Cost:
    command = [str(Path(sys.executable).with_name("needlens")), "opinions", "--tier", tier,
               "--input", str(path), "--out", str(path.with_suffix(".out"))]  # fmt: skip
    if MODEL and tier in ("reader", "cascade"):
        command += ["--model", str(MODEL[0])]
    return run(command, {"OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"})
