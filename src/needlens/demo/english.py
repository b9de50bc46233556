"""Real English reviews of five electronics products, with human strength ratings apart."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from needlens.demo.archive import nested
from needlens.demo.file import DemoFile

PACKAGE = "vaderSentiment"
STRENGTH = "benchmark/english-strength.csv"
"""Human strength by sentence: for benchmarks, never ingested."""

_OUTER = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
_INNER = "hutto_ICWSM_2014/amazonReviewSnippets_"

# What a text calls the product; a maker's other models and the word "creative" are not it.
_PRODUCTS = (
    ("rv-apex", "Apex DVD player", "DVD players", r"\bapex\b|\bad-?\s?(?:1\d|2[56])00\w?\b"),
    (
        "rv-canon",
        "Canon PowerShot G3 digital camera",
        "Digital cameras",
        r"\bcanon\b(?! slr)|(?:\bpowershot )?\bg3\b",
    ),
    (
        "rv-nikon",
        "Nikon Coolpix 4300 digital camera",
        "Digital cameras",
        r"\bnikon\b(?! *(?!4300)\d{3,4})|\bcoolpix\b(?! *(?!4300)\d{3,4})|\b4300\b",
    ),
    (
        "rv-nokia",
        "Nokia 6610 mobile phone",
        "Mobile phones",
        r"\bnokia\b(?! *(?!6610)\d{4})|\b6610\b",
    ),
    (
        "rv-creative",
        "Creative Nomad Jukebox Zen Xtra player",
        "Music players",
        r"\bcreative (?:labs|zen|nomad|jukebox)|\bnomad\b|\bzen\b|(?<!dell )\bjukebox\b|\bxtra\b",
    ),
)

FILES = (
    DemoFile(
        Path("electronics-reviewed-products.jsonl"),
        "product",
        "英文评价所谈的五款商品",
        "The five products of the English reviews",
        "商品由评价文字中的名称推得，标为 assigned。",
        "Products inferred from the names in the reviews, marked assigned.",
        PACKAGE,
    ),
    DemoFile(
        Path("electronics-reviews-en.jsonl"),
        "review",
        "英文评价",
        "English reviews",
        "文字真实，按原顺序把句子接成评价；只在文字点名时挂商品，这些行标为 assigned。",
        "Real texts, sentences joined in their order; a product is linked only where the text "
        "names it, and such rows are marked assigned.",
        PACKAGE,
    ),
)


def build(archives: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file, if the package is there."""
    if PACKAGE not in archives:
        return
    sentences = _sentences(archives[PACKAGE])
    products: list[dict[str, str | None]] = [
        {
            "product_id": id,
            "title": title,
            "department": "Electronics",
            "category": category,
            "provenance": "assigned",
        }
        for id, title, category, _ in _PRODUCTS
    ]
    yield "electronics-reviewed-products.jsonl", _lines(products)
    yield "electronics-reviews-en.jsonl", _lines(_reviews(sentences))
    yield STRENGTH, sentences.write_csv().encode()


def product_named(text: str) -> str | None:
    """Return the id of the product a text names, if it names one far more than others.

    >>> product_named("My Nokia drops calls; my old Canon takes blurred pictures.")
    >>> product_named("The canon g3 beats the Nikon 5700.")
    'rv-canon'
    >>> product_named("a great player")
    """
    low = text.lower()
    named = sorted(((len(re.findall(names, low)), id) for id, *_, names in _PRODUCTS), reverse=True)
    (most, id), (second, _) = named[:2]
    return id if most > 0 and most >= 2 * second else None


def _sentences(archive: Path) -> pl.DataFrame:
    """Return review, sentence, start and end in the joined text, text and strength."""
    texts = _table(archive, "GroundTruth", ["id", "strength", "text"])
    ratings = _table(archive, "anonDataRatings", ["id", "mean", "deviation", "ratings"])
    places = pl.col("id").str.split("_").list
    start = (pl.col("text").str.len_chars() + 1).cum_sum().shift(1, fill_value=0).over("review")
    return (
        texts.join(ratings, on="id", how="left", maintain_order="left")
        .with_columns(review=places.get(0).cast(pl.Int32), sentence=places.get(1).cast(pl.Int32))
        .sort("review", "sentence")
        .with_columns(start=start)
        .select(
            "review",
            "sentence",
            "start",
            end=pl.col("start") + pl.col("text").str.len_chars(),
            text="text",
            strength=pl.col("strength").cast(pl.Float64),
            deviation=pl.col("deviation").cast(pl.Float64),
            ratings=pl.col("ratings").str.count_matches(r"-?\d+"),
        )
    )


def _table(archive: Path, name: str, columns: list[str]) -> pl.DataFrame:
    data = nested(archive, _OUTER, f"{_INNER}{name}.txt").removeprefix("\ufeff".encode())
    return pl.read_csv(
        io.BytesIO(data),
        separator="\t",
        has_header=False,
        new_columns=columns,
        quote_char=None,
        infer_schema=False,
    ).with_columns(pl.all().str.strip_chars())


def _reviews(sentences: pl.DataFrame) -> list[dict[str, str | None]]:
    joined = sentences.group_by("review", maintain_order=True).agg(pl.col("text").str.join(" "))
    rows: list[dict[str, str | None]] = []
    for review, text in joined.iter_rows():
        product = product_named(text)
        provenance = "assigned" if product else "real"
        rows.append(
            {
                "review_id": f"en-{review}",
                "product_id": product,
                "text": text,
                "provenance": provenance,
            }
        )
    return rows


def _lines(rows: list[dict[str, str | None]]) -> bytes:
    kept = ({name: value for name, value in row.items() if value is not None} for row in rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept).encode()
