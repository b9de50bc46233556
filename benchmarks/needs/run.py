"""Print every table about needs, each beside its peers.

python benchmarks/needs/run.py [--only TABLE ...] [--split test|dev] [--pass 1] [--tier TIER]
    [--reviews N] [--seeds N] [--shops N] [--data FOLDER] [--save FILE]

Settings are tuned on ``--split dev`` only: its labelled texts, its half of the paraphrases
of the planted shop.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[0] = str(HERE.parents[1])

TABLES = ("labelled", "planted", "sizes", "stability", "speed", "alarms", "topics")


def main() -> None:
    given = _arguments()
    report: dict[str, Any] = {}
    for name in given.only:
        report[name] = _print(name, given)
        sys.stdout.flush()
    if given.save:
        text = json.dumps(report, ensure_ascii=False, indent=1)
        given.save.write_text(f"{text}\n", encoding="utf-8")


def _print(name: str, given: argparse.Namespace) -> Any:
    from benchmarks.needs import labelled_set, on_labelled, on_planted, sizes, speed, stability

    if name == "labelled":
        if not (labelled_set.FOLDER / f"pass{given.number}.jsonl").is_file():
            print(f"\n## labelled: skipped, there is no pass{given.number}.jsonl")
            return None
        return on_labelled.tables(given.split, given.number, given.tier, given.ours)
    if name == "planted":
        return on_planted.tables(given.split, given.reviews, given.seeds, given.tier)
    if name == "sizes":
        return sizes.tables(given.split, given.reviews // 2, given.shops, given.tier)
    if name == "stability":
        return stability.tables(given.split, given.reviews // 2, given.tier)
    if name == "speed":
        return speed.tables(given.expressions, given.data)
    script = HERE.parent / f"{name}.py"
    if not script.exists():
        print(f"\n## {name}: skipped, there is no {script.name}")
        return None
    return subprocess.run([sys.executable, str(script)], check=False).returncode


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="*", choices=TABLES, default=TABLES)
    parser.add_argument("--split", choices=("test", "dev"), default="test")
    parser.add_argument("--pass", dest="number", type=int, default=1, help="whose labels")
    parser.add_argument("--tier", default="cascade", help="who reads the texts")
    parser.add_argument("--ours", action="store_true", help="labelled: leave the baselines out")
    parser.add_argument("--reviews", type=int, default=8_000, help="of the planted shop")
    parser.add_argument("--seeds", type=int, default=1, help="planted shops to average over")
    parser.add_argument(
        "--shops", type=int, default=5, help="sizes: planted shops of half the size"
    )
    parser.add_argument("--expressions", type=int, default=50_000, help="speed: how many")
    default = os.environ.get("NEEDLENS_DATA", "../shared/data")
    parser.add_argument("--data", type=Path, default=Path(default), help="speed: real reviews")
    parser.add_argument("--save", type=Path, help="write the numbers as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
