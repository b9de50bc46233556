"""How the benchmarks measure: whole processes, their CPU time and peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """CPU seconds, wall seconds and peak memory (MB) of one finished process."""

    cpu: float
    wall: float
    peak_mb: float


def run(command: Sequence[str], env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end and return what it cost; fail when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        list(command),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **(env or {})},
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed: {errors.decode()[-500:]}")
    return Cost(
        usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024
    )


def paired(a: Sequence[str], b: Sequence[str], runs: int) -> tuple[float, float, float]:
    """Run two commands in turn; return the median CPU of each and the median ratio a/b."""
    run(a), run(b)
    pairs = [(run(a).cpu, run(b).cpu) for _ in range(runs)]
    return median(x for x, _ in pairs), median(y for _, y in pairs), median(x / y for x, y in pairs)


def table(title: str, rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a plain table under a title."""
    print(f"\n## {title}\n")
    texts = [[str(c) for c in row] for row in rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))]
    for number, row in enumerate(texts):
        print("| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (w + 2) for w in widths) + "|")


def peak_mb() -> float:
    """Return the peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
