"""What it costs to form the needs once the texts are read and embedded."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from benchmarks.needs.planted import make, write
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.system import workspace
from benchmarks.timing import peak_mb, table

from needlens.lm.corpora import shop_reviews

if TYPE_CHECKING:
    from needlens.shop import Shop

NEW = 0.01
"""The share of the reviews that comes in later."""
A_REVIEW = {"real": 1.9, "planted": 0.4}
"""Expressions found for each review, about, when the linear tier reads."""
MISTYPED = 0.8
"""So many planted texts have a mistake: fewer statements are the same."""


def tables(expressions: int, data: Path) -> dict[str, Any]:
    """Print and return core-seconds: all anew, 1 % new, nothing new; and those of a peer.

    The texts are real reviews if they are in ``data``; planted ones are more alike, so that
    there are fewer different statements to group.
    """
    with tempfile.TemporaryDirectory() as place, workspace("linear") as shop:
        source, late = _files(expressions, data, Path(place))
        for file in sorted(Path(place).glob("*.csv")):
            shop.ingest(file)
        shop.mine()
        whole = _seconds(lambda: _anew(shop))
        said = shop.memberships()
        none = _seconds(lambda: _renewed(shop))
        late.write_csv(Path(place) / "late.csv")
        shop.ingest(Path(place) / "late.csv")
        _read(shop)
        new = _seconds(lambda: _renewed(shop))
        more = shop.memberships().height - said.height
    peer = _seconds(lambda: _peer(said["statement"]))
    rows: list[list[object]] = [["forming the needs", "core-seconds", "× all anew"]]
    for name, seconds in (
        (f"all {said.height:,} expressions anew", whole), (f"{more:,} new ones", new),
        ("nothing new", none), ("peer: TF-IDF + mini-batch k-means, k = 300", peer),
    ):  # fmt: skip
        rows.append([name, f"{seconds:.2f}", f"{seconds / whole:.3f}"])
    table("Speed: needs of texts that are read and embedded already", rows)
    print(f"{source}: {said['statement'].n_unique():,} different statements; process time, one warm-up, "
          f"peak memory {peak_mb():,.0f} MB")  # fmt: skip
    return {"expressions": said.height, "whole": whole, "new": new, "none": none, "peer": peer}


def _files(expressions: int, data: Path, folder: Path) -> tuple[str, pl.DataFrame]:
    """Write the files of a shop; return whose texts they are, and the reviews kept for later."""
    if (data / shop_reviews.NAME).exists():
        texts = shop_reviews.read(data / shop_reviews.NAME)["text"]
        n = min(len(texts), round(expressions / A_REVIEW["real"]))
        reviews = (
            texts.sample(n, seed=0).alias("review_text").to_frame().with_row_index("review_id")
        )
        source = shop_reviews.NAME
    else:
        n = round(expressions / A_REVIEW["planted"])
        planted = make(Settings(reviews=n, fakes=0.0, mistyped=MISTYPED))
        write(planted, folder)
        reviews, source = planted.tables["reviews"], "planted reviews"
    late = reviews.tail(max(1, round(NEW * reviews.height)))
    reviews.head(-late.height).write_csv(folder / "reviews.csv")
    return source, late


def _seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _anew(shop: Shop) -> None:
    """Form all needs as if for the first time; vectors of statements are kept."""
    database = shop._database
    with database.transaction():
        for name in ("members", "centres"):
            database.execute(f"DELETE FROM {name}")
    _renewed(shop)


def _renewed(shop: Shop) -> None:
    shop._finder().renew()


def _read(shop: Shop) -> None:
    """Read and weigh what is new, and keep the vectors of new statements, as mining does."""
    database = shop._database
    saved = {name: database.query(f"SELECT * FROM {name}") for name in ("members", "centres")}
    shop.mine()
    with database.transaction():
        for name, frame in saved.items():
            database.execute(f"DELETE FROM {name}")
            database.execute(f"INSERT INTO {name} SELECT * FROM saved", saved=frame)


def _peer(statements: pl.Series) -> None:
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = statements.fill_null("").to_list()
    rows = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2).fit_transform(texts)
    MiniBatchKMeans(300, n_init=1, random_state=0).fit_predict(rows)
