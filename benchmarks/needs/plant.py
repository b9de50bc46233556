"""Plant a shop with known needs: CSV files for ``needlens ingest``, and truth.jsonl.

python benchmarks/needs/plant.py FOLDER [--reviews N] [--seed N] [--half dev|test] [--fakes .05]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[2])


def main() -> None:
    from benchmarks.needs.planted import make, write
    from benchmarks.needs.planted_settings import Settings

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reviews", type=int, default=8_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--fakes", type=float, default=0.05)
    given = parser.parse_args()
    settings = Settings(reviews=given.reviews, seed=given.seed, half=given.half, fakes=given.fakes)
    made = make(settings)
    write(made, given.folder)
    for name, frame in made.tables.items():
        print(f"{given.folder / name}.csv: {frame.height:,} rows")
    print(f"{given.folder / 'truth.jsonl'}: {made.needs.height} needs, "
          f"{made.holders.height:,} held, {made.texts.height:,} texts")  # fmt: skip


if __name__ == "__main__":
    main()
