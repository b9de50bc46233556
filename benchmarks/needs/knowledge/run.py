"""Print what the filters and the critic keep of the labelled reasons, beside keeping all.

python benchmarks/needs/knowledge/run.py [--split test|train] [--make]

``--make`` trains the critic anew from the training part and writes it where it is shipped.
The numbers of the training part flatter: the critic has seen it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

HERE = Path(__file__).parent
PAIRS = HERE / "pairs.jsonl"
sys.path[0] = str(HERE.parents[2])

Flags = npt.NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", choices=("test", "train"), default="test")
    parser.add_argument("--make", action="store_true", help="train and write the critic first")
    given = parser.parse_args()
    if given.make:
        from needlens.needs.knowledge.critic import FOLDER
        from needlens.needs.knowledge.critic_training import make

        made = make(PAIRS, FOLDER)
        print(
            f"trained on {made.examples} reasons that pass the filters; cross-validation: "
            f"precision {made.precision:.3f}, recall {made.recall:.3f} at {made.threshold:.3f}\n"
        )
    table(given.split)


def table(split: str) -> None:
    from needlens.needs.knowledge.critic import Critic
    from needlens.needs.knowledge.critic_training import labelled
    from needlens.needs.knowledge.filters import faults

    examples = labelled(PAIRS, split)
    critic = Critic()
    passed = (faults(examples, critic.encoder) == "").to_numpy().astype(np.bool_)
    believed = critic.probabilities(examples) >= critic.threshold
    ways = {
        "no critic, no filters": np.ones_like(passed),
        "filters alone": passed,
        "critic alone": believed,
        "filters and critic": passed & believed,
    }
    print(
        f"## knowledge: {split}, {examples.height} reasons, {examples['pair'].n_unique()} pairs\n"
    )
    print("| kept by | language | kept | precision | recall |\n|---|---|---|---|---|")
    for name, kept in ways.items():
        for language in ("all", "zh", "en"):
            of = np.ones_like(kept) if language == "all" else _is(examples["language"], language)
            print(f"| {name} | {language} | {row(kept[of], examples['good'].to_numpy()[of])} |")


def row(kept: Flags, good: Flags) -> str:
    """Return kept of all, precision and recall, each with its 95 % interval (Wilson)."""
    right = float((kept & good).sum())
    return (
        f"{kept.sum()} of {len(kept)} | {_share(right, kept.sum())} | {_share(right, good.sum())}"
    )


def _share(part: float, whole: float) -> str:
    from needlens.needs.intervals import wilson

    if not whole:
        return "–"
    low, high = wilson(np.array([part]), float(whole))
    return f"{part / whole:.2f} ({low[0] / whole:.2f}–{high[0] / whole:.2f})"


def _is(column: pl.Series, value: str) -> Flags:
    return (column == value).to_numpy().astype(np.bool_)


if __name__ == "__main__":
    main()
