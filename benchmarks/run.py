"""Run every benchmark; each prints its peer beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = (
    "startup.py", "segmentation.py", "ingest.py", "mining.py", "masking.py", "linear.py",
    "alarms.py", "suspicion.py", "topics.py",
)  # fmt: skip


def main() -> None:
    here = Path(__file__).parent
    failed = [
        name
        for name in BENCHMARKS
        if (here / name).exists()
        and subprocess.run(
            [sys.executable, str(here / name), *sys.argv[1:]], check=False
        ).returncode
    ]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
