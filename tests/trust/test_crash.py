"""T1: rows that were stored survive `kill -9`, once; the next run goes on from there."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from needlens.config import StoreConfig
from needlens.shop import Shop
from needlens.store import Database

KILLS = 600 if os.environ.get("NEEDLENS_TRUST") == "full" else 60
WORKERS = 2
ROWS = 6_000


def reviews(path: Path, number: int) -> None:
    """Write a file of reviews, each different; a few rows are bad and are set aside."""
    with path.open("w", encoding="utf-8") as file:
        file.write("评价编号,评价内容,评分\n")
        for i in range(ROWS):
            rating = "9999" if i % 997 == 5 else i % 5 + 1
            file.write(f"{number}-{i},第{i}位顾客说：包装{i}很好但物流{number}慢,{rating}\n")


def run(workspace: Path, files: list[Path], kill_after: float | None) -> list[str]:
    """Start the ingest, kill it some time after its first stored batch."""
    script = Path(__file__).with_name("ingesting.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(workspace), *map(str, files)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        said = [process.stdout.readline(), process.stdout.readline()]
        timer = threading.Timer(kill_after or 0, lambda: process.send_signal(signal.SIGKILL))
        if kill_after is not None:
            timer.start()
        said += process.stdout.readlines()
        errors = process.stderr.read()
    timer.cancel()
    assert process.returncode in (0, -signal.SIGKILL), errors
    return [line.strip() for line in said]


def stored(workspace: Path) -> tuple[int, int, int]:
    """Return reviews, different reviews and quarantined rows; opening is part of the test."""
    database = Database(workspace / "shop.duckdb", StoreConfig(), read_only=False)
    n, ids = database.query("SELECT count(*) AS n, count(DISTINCT id) AS ids FROM reviews").row(0)
    aside = database.query("SELECT count(*) AS n FROM quarantine")["n"][0]
    database.close()
    return n, ids, aside


@pytest.mark.parametrize("worker", range(WORKERS))
def test_kills_during_ingest_lose_and_double_nothing(tmp_path, worker):
    random_ = random.Random(f"crash {worker}")
    workspace, files = tmp_path / "shop", [tmp_path / "0.csv"]
    reviews(files[0], 0)
    killed = landed = acknowledged = 0
    while killed < KILLS // WORKERS:
        said = run(workspace, files[-1:], kill_after=random_.uniform(0.0, 0.8))
        finished = any(line.startswith("done") for line in said)
        rows = max((int(line.split()[-1]) for line in said if line.startswith("stored")), default=0)
        acknowledged = max(acknowledged, (len(files) - 1) * ROWS + rows)
        killed += not finished
        landed += not finished and rows > 0
        n, ids, aside = stored(workspace)
        assert n == ids, "a review was stored twice"
        assert n + aside >= acknowledged, "a stored row was lost"
        if finished:
            assert "True" in said[-1]
            assert n + aside == len(files) * ROWS
            files.append(tmp_path / f"{len(files)}.csv")
            reviews(files[-1], len(files) - 1)
    assert landed > killed / 2, "most kills must hit a running ingest"
    run(workspace, files[-1:], kill_after=None)
    n, ids, aside = stored(workspace)
    assert n == ids and n + aside == len(files) * ROWS
    with Shop.open(workspace) as shop:
        again = [account for file in files for account in shop.ingest(file)]
    assert all(a.accepted == 0 and a.rows == ROWS and a.adds_up for a in again)


def test_an_interrupted_run_goes_on_and_its_account_covers_the_whole_file(tmp_path):
    file = tmp_path / "reviews.csv"
    reviews(file, 1)
    workspace = tmp_path / "shop"
    deadline = time.monotonic() + 60
    while not any("stored" in line for line in run(workspace, [file], kill_after=0.1)):
        assert time.monotonic() < deadline
    said = run(workspace, [file], kill_after=None)
    bad = len(range(5, ROWS, 997))
    assert said[-1] == f"done {ROWS} {ROWS - bad} True"
