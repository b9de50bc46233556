"""Print every table about the reader, each beside its peers.

python benchmarks/reader/run.py [--data FOLDER] [--model FOLDER] [--only TABLE ...]
    [--tiers TIER ...] [--most N] [--full]

The data are read where they are: ``--data``, else $NEEDLENS_DATA, else ../shared/data.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[0] = str(HERE.parent)

TABLES = (
    "opinions", "goods", "sentiment", "suggestions", "titles", "intents", "robustness", "speed", "growth",
)  # fmt: skip
NEEDS = {
    "opinions": "dimabsa",
    "goods": "chinese_aspect_polarity",
    "sentiment": "online_shopping_10_cats",
    "suggestions": "suggestion_mining",
    "titles": "taobao_title_ner",
    "intents": "hint3",
    "robustness": "dimabsa",
}


def main() -> None:
    from reader import answering

    arguments = _arguments()
    if arguments.model:
        answering.MODEL.append(arguments.model)
    tiers = answering.able(arguments.tiers)
    if not tiers:
        sys.exit("none of the tiers can be loaded")
    for name in arguments.only:
        folder = NEEDS.get(name)
        if folder and not (arguments.data / folder).exists():
            print(
                f"\n## {name}: skipped, there is no {arguments.data / folder}; give --data FOLDER"
            )
            continue
        _print(name, arguments, tiers)
        sys.stdout.flush()


def _print(name: str, arguments: argparse.Namespace, tiers: list) -> None:
    from reader import (
        asked,
        growth,
        opinions,
        other_goods,
        robust,
        shop_sentiment,
        speed,
        title_spans,
    )

    data = arguments.data
    if name == "opinions":
        opinions.tables(data, tiers)
    elif name == "goods":
        other_goods.tables(data, tiers)
    elif name == "sentiment":
        shop_sentiment.tables(data, tiers, arguments.most)
    elif name == "suggestions":
        asked.tables(data, tiers)
    elif name == "titles":
        title_spans.tables(data, tiers)
    elif name == "intents":
        _intents(data)
    elif name == "robustness":
        robust.tables(data, tiers, arguments.most)
    elif name == "speed":
        speed.tables(data, tiers)
    elif name == "growth":
        sizes = (*growth.SIZES, growth.FULL) if arguments.full else growth.SIZES
        growth.tables(tiers, sizes)


def _intents(data: Path) -> None:
    script = HERE.parent / "intents.py"
    if not script.exists():
        print(f"\n## intents: skipped, there is no {script}")
        return
    subprocess.run([sys.executable, str(script), "--data", str(data)], check=False)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    default = os.environ.get("NEEDLENS_DATA", "../shared/data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--model", type=Path, help="another model than the shipped reader")
    parser.add_argument("--only", nargs="*", choices=TABLES, default=TABLES)
    parser.add_argument("--tiers", nargs="*", default=("rule", "linear", "reader", "cascade"))
    parser.add_argument("--most", type=int, help="reviews of a large test set to read, at random")
    parser.add_argument("--full", action="store_true", help="growth up to a million reviews")
    return parser.parse_args()


if __name__ == "__main__":
    main()
