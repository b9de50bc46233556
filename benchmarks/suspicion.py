"""Judge the signs of fake reviews on invented shops with planted fakes.

Beside it in the same run: near-duplicates alone (each group of copies is one voice), which
is what a shop has without the signs. A review counts as caught when half of its voice or
more is taken away.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import polars as pl

from invented_reviews import ATTACKS, Invented, shop
from needlens.mining.suspicion import suspicious
from needlens.needs.intervals import wilson
from needlens.text.duplicates import groups
from timing import table

CAUGHT = 0.5


def judged(invented: Invented) -> pl.DataFrame:
    """Return the reviews with their truth, factor, signs and share of a voice."""
    voices = invented.reviews.with_columns(groups(invented.reviews["words"]).alias("group"))
    voices = voices.with_columns((1 / pl.len().over("group")).alias("voice"))
    return (
        voices.join(invented.truth, on="signal_id")
        .join(suspicious(invented.reviews), on="signal_id", how="left")
        .with_columns(pl.col("factor").fill_null(1.0))
    )


def shifts(frame: pl.DataFrame) -> dict[str, float]:
    """Return how far the mean score of the products under attack is from the real reviews'.

    The mean over the products of which a tenth of the reviews or more are fakes. What
    weighing does to real reviews counts, too: shared voices take praise away, as short
    praise is often in the same words.
    """
    real = pl.col("rating").filter(~pl.col("fake"))
    weighed = pl.col("voice") * pl.col("factor")
    means = frame.group_by("product_id").agg(
        pl.len(),
        real.mean().alias("true"),
        pl.col("rating").mean().alias("no defence"),
        ((pl.col("rating") * pl.col("factor")).sum() / pl.col("factor").sum()).alias("signs"),
        ((pl.col("rating") * pl.col("voice")).sum() / pl.col("voice").sum()).alias("copies"),
        ((pl.col("rating") * weighed).sum() / weighed.sum()).alias("copies and signs"),
        pl.col("fake").sum(),
    )
    hit = means.filter(pl.col("len") >= 20, pl.col("fake") >= 0.1 * pl.col("len"))
    names = ("no defence", "copies", "signs", "copies and signs")
    return {name: float((hit[name] - hit["true"]).abs().mean() or 0) for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shops", type=int, default=5)
    options = parser.parse_args()
    for language in ("zh", "en"):
        rows: list[tuple[object, ...]] = [("fakes", "reviews", "n fake", "precision", "recall", "copies only: precision", "recall", "real reviews with a sign", "caught", "CPU s")]  # fmt: skip
        moved: list[tuple[object, ...]] = [("fakes", "no defence", "copies", "signs", "copies and signs")]  # fmt: skip
        by_attack: list[tuple[object, ...]] = [("attack", "n", "caught", "mean factor")]
        for share in (0.01, 0.03, 0.05, 0.1):
            start = time.process_time()
            frames = [judged(shop(seed, share, language)) for seed in range(11, 11 + options.shops)]
            seconds = time.process_time() - start
            frame = pl.concat(frames)
            rows.append(_row(share, frame, seconds))
            worst = [shifts(one) for one in frames]
            moved.append((f"{share:.0%}", *(f"{np.mean([w[name] for w in worst]):.3f} (max {max(w[name] for w in worst):.3f})" for name in moved[0][1:])))  # fmt: skip
            if share == 0.05:
                for attack in ATTACKS:
                    of = frame.filter(pl.col("attack") == attack)
                    caught = (of["factor"] <= CAUGHT).mean()
                    by_attack.append(
                        (attack, of.height, f"{caught:.2f}", f"{of['factor'].mean():.2f}")
                    )
        table(f"{language}: {options.shops} shops of 40 products, 180 days", rows)
        table(
            f"{language}: shift of the mean score of the products under attack, stars: mean (greatest) of the shops",
            moved,
        )
        table(f"{language}: by attack, 5 % fakes", by_attack)


def _row(share: float, frame: pl.DataFrame, seconds: float) -> tuple[object, ...]:
    fake = frame["fake"]
    caught, copies = frame["factor"] <= CAUGHT, frame["voice"] <= CAUGHT
    signs = frame.filter(~pl.col("fake"))
    return (
        f"{share:.0%}", frame.height, int(fake.sum()),
        _part(int((caught & fake).sum()), int(caught.sum())), _part(int((caught & fake).sum()), int(fake.sum())),
        _part(int((copies & fake).sum()), int(copies.sum())), _part(int((copies & fake).sum()), int(fake.sum())),
        f"{signs['signs'].is_not_null().mean():.2%}", f"{(signs['factor'] <= CAUGHT).mean():.2%}", f"{seconds:.1f}",
    )  # fmt: skip


def _part(part: int, whole: int) -> str:
    if not whole:
        return "–"
    low, high = wilson(np.array([float(part)]), whole)
    return f"{part / whole:.3f} ({float(low[0]) / whole:.3f}–{float(high[0]) / whole:.3f})"


if __name__ == "__main__":
    main()
