"""Write the background of the library of needs: sentences as customers write them.

python benchmarks/needs/background.py --shop demo-shop --out sentences.txt [--data FOLDER]

Every other one of 9,000 Chinese sentences of the demo shop's reviews, of its 1,200 English
ones, and of 5,000 of the clothing retailer's reviews. They are not part of the project.
"""

from __future__ import annotations

import argparse
import io
import os
import zipfile
from pathlib import Path

import polars as pl

import needlens
from needlens.mining.sentence_parts import parts

CLOTHES = "womens_clothing/Womens Clothing E-Commerce Reviews.csv.zip"


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--shop", type=Path, required=True)
    given.add_argument("--out", type=Path, required=True)
    given.add_argument(
        "--data", type=Path, default=Path(os.environ.get("NEEDLENS_DATA", "../shared/data"))
    )
    chosen = given.parse_args()
    texts = pl.concat(needlens.open(chosen.shop).texts()).filter(pl.col("kind") == "review")
    chinese = pl.col("text").str.contains(r"\p{Han}")
    found = sentences(texts.filter(chinese), 9_000)
    found += sentences(clothes(chosen.data / CLOTHES), 5_000)
    found += sentences(texts.filter(~chinese), 1_200)
    chosen.out.write_text("\n".join(line.replace("\n", " ") for line in found[::2]), "utf-8")


def clothes(path: Path) -> pl.DataFrame:
    with zipfile.ZipFile(path) as archive:
        table = pl.read_csv(
            io.BytesIO(archive.read(archive.namelist()[0])), infer_schema_length=None
        )
    texts = table.select(text=pl.col("Review Text").cast(pl.String)).drop_nulls()
    return texts.with_row_index("signal_id").with_columns(pl.col("signal_id").cast(pl.String))


def sentences(texts: pl.DataFrame, n: int) -> list[str]:
    """Return at most ``n`` sentences of 6,000 texts, drawn by a fixed seed."""
    some = texts.sample(fraction=1, shuffle=True, seed=1).head(6_000)
    cut = parts(some).filter(pl.col("text").str.len_chars().is_between(4, 200))
    return cut.sample(min(n, cut.height), seed=2)["text"].to_list()


if __name__ == "__main__":
    main()
