"""T4: a full disk gives a sentence, keeps what was stored, and the work goes on later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = "6m"


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)],
        capture_output=True, check=False,
    ).returncode  # fmt: skip
    if not mounted:
        pytest.skip("mounting a small tmpfs needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def ingest(workspace: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "needlens", "--shop", str(workspace), "ingest", str(file), "--json"],
        capture_output=True, text=True, check=False,
        env=os.environ | {"NEEDLENS_INGEST_BATCH_ROWS": "2000"},
    )  # fmt: skip


def test_a_full_disk_stops_with_a_sentence_and_goes_on_when_there_is_space(tmp_path, small_disk):
    rows = 60_000
    file = tmp_path / "reviews.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("review_id,review,rating\n")
        for i in range(rows):
            out.write(
                f"{i},review {i * 7919 % rows} about delivery {i**3 % 99991} 物流很慢 {i},{i % 5 + 1}\n"
            )
    workspace = small_disk / "shop"
    subprocess.run(
        [sys.executable, "-m", "needlens", "open", str(workspace)], check=True, capture_output=True
    )

    full = ingest(workspace, file)
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    assert "full" in full.stderr or "space" in full.stderr

    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    counted = subprocess.run(
        [sys.executable, "-m", "needlens", "--shop", str(workspace), "doctor", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in counted.stderr
    done = ingest(workspace, file)
    assert done.returncode == 0, done.stderr
    import json

    (account,) = json.loads(done.stdout)
    assert account["in"] == rows == account["accepted"] + account["duplicate"]
