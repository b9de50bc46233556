"""A small mined shop, Chinese and English, for the commands about needs."""

from __future__ import annotations

import json

import needlens

ZH = """评价编号,评价内容,评分,评价时间,用户ID,商品ID
1,快递太慢,2,2026-01-03 10:00:00,甲,kb-1
2,快递很慢,1,2026-01-04 10:00:00,乙,kb-1
3,快递实在太慢了,2,2026-02-03 10:00:00,丙,kb-2
4,包装太差,2,2026-02-05 10:00:00,丁,kb-1
5,包装很差,1,2026-02-06 10:00:00,戊,kb-1
6,包装实在太差了,2,2026-02-07 10:00:00,己,kb-1
7,周三收到,5,2026-02-08 10:00:00,庚,kb-2
"""
EN = """review_id,review,rating,date,user,product_id
a1,"The packaging is terrible",2,2026-01-05,ann,kb-1
a2,"Delivery was slow",3,2026-01-15,bob,kb-2
a3,"The packaging is awful, and delivery was very slow",1,2026-02-05,cat,kb-1
a4,"Terrible packaging",1,2026-02-05,dan,kb-1
a5,"Slow delivery",1,2026-02-05,eve,kb-2
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


def needs(shop):
    """Return the needs as JSON tells them."""
    return json.loads(shop("needs", "--json").out)


def about(shop, word):
    """Return the need that most of what holds ``word`` speaks of."""

    def named(need):
        return sum(word in piece["quote"] for piece in need["evidence"])

    found = max(needs(shop), key=named)
    assert named(found), word
    return found
