"""Regions: the province and city of an address, and nothing that leads to a door."""

from __future__ import annotations

import polars as pl

_PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|"
    "云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_ADDRESS = (
    rf"^\s*(?:中国)?\s*(?P<p>(?:{_PROVINCE})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?)\s*"
    r"(?P<c>\p{Han}{2,7}?(?:市|自治州|地区|盟))?"
)


def province_and_city(address: pl.Expr) -> pl.Expr:
    """Return the province and city at the beginning of an address, else null.

    >>> frame = pl.DataFrame({"a": ["浙江省 杭州市 西湖区 某路1号", "上海市浦东新区某路2号", "某路3号"]})
    >>> frame.select(province_and_city(pl.col("a"))).to_series().to_list()
    ['浙江省 杭州市', '上海市', None]
    """
    parts = address.str.extract_groups(_ADDRESS)
    province, city = parts.struct.field("p"), parts.struct.field("c")
    found = pl.concat_str([province, city], separator=" ", ignore_nulls=True)
    return pl.when(province.is_not_null()).then(found)
