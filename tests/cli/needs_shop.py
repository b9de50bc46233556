"""A small mined shop, Chinese and English, for the commands about needs."""

from __future__ import annotations

import json

import needlens

ZH = """评价编号,评价内容,评分,评价时间,用户ID,商品ID
1,物流太慢了，等了一周才到,2,2026-01-03 10:00:00,甲,kb-1
2,快递很慢,1,2026-01-04 10:00:00,乙,kb-1
3,发货速度太慢,2,2026-02-03 10:00:00,丙,kb-2
4,屏幕太暗，看不清,2,2026-02-05 10:00:00,丁,kb-1
5,屏幕很差,1,2026-02-06 10:00:00,戊,kb-1
6,屏幕太差了,2,2026-02-07 10:00:00,己,kb-1
7,好的,5,2026-02-08 10:00:00,庚,kb-2
"""
EN = """review_id,review,rating,date,user,product_id
a1,"The screen is terrible",2,2026-01-05,ann,kb-1
a2,"Slow shipping",3,2026-01-15,bob,kb-2
a3,"The screen is awful, delivery was very slow",1,2026-02-05,cat,kb-1
"""


def make(folder):
    """Make the shop in ``folder`` and return where it is."""
    (folder / "评价.csv").write_text(ZH, encoding="gb18030")
    (folder / "reviews.csv").write_text(EN, encoding="utf-8")
    with needlens.open(folder / "my-shop") as shop:
        shop.ingest(folder / "评价.csv")
        shop.ingest(folder / "reviews.csv")
        shop.mine()
    return folder / "my-shop"


def needs(shop, category=None):
    """Return the needs as JSON tells them, those of a category if one is given."""
    found = json.loads(shop("needs", "--json").out)
    return [one for one in found if category in (None, one["category"])]
