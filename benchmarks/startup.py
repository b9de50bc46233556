"""Start-up: `import needlens` and `needlens --help` beside a bare interpreter."""

from __future__ import annotations

import sys
from pathlib import Path

from timing import paired, table

RUNS = 15


def main() -> None:
    bare = [sys.executable, "-c", "pass"]
    polars = [sys.executable, "-c", "import polars"]
    help_ = [str(Path(sys.executable).with_name("needlens")), "--help"]
    rows: list[list[object]] = [["what", "CPU ms", "bare interpreter CPU ms", "ratio", "goal"]]
    for name, command, goal in (
        ("import needlens", [sys.executable, "-c", "import needlens"], "≤ 2"),
        ("needlens --help", help_, ""),
        ("import polars (peer)", polars, ""),
    ):
        mine, theirs, ratio = paired(command, bare, RUNS)
        rows.append([name, f"{mine * 1000:.0f}", f"{theirs * 1000:.0f}", f"{ratio:.2f}", goal])
    table(f"Start-up (median of {RUNS} interleaved pairs)", rows)


if __name__ == "__main__":
    main()
