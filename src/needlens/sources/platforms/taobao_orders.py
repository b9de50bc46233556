"""Taobao and Tmall orders 淘宝/天猫订单: the order list and the list of items sold."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import RawBatch
from needlens.sources.platforms._flat import Flat, Layout, Take, index_of
from needlens.sources.platforms._picks import table_of
from needlens.sources.platforms._regions import province_and_city

_TITLE = ":one_title 宝贝标题 商品标题 标题 商品名称"
_PRODUCT = "商品ID 宝贝ID 商品数字ID"

LAYOUT = Layout(
    name="taobao-orders",
    title_zh="淘宝/天猫订单",
    title_en="Taobao/Tmall orders",
    channel="taobao",
    time_zone="Asia/Shanghai",
    required="订单编号|主订单编号|子订单编号 宝贝标题|商品标题|标题",
    telling="买家会员名 买家应付货款 买家实际支付金额 宝贝种类 宝贝总数量 买家支付宝账号 订单付款时间 外部系统编号 套餐信息 "
    "商品属性 支付单号 店铺Id",
    enough=2,
    takes=(
        Take(
            "order",
            {
                "external_id": "子订单编号",
                "order_id": "主订单编号 订单编号",
                "at": "订单创建时间 订单付款时间 创建时间 付款时间",
                "customer_id": "买家会员名 买家旺旺 买家昵称",
                "product_id": _PRODUCT,
                "title": "宝贝标题 商品标题 标题 商品名称",
                "variant": "商品属性 修改后的sku 套餐信息",
                "quantity": "宝贝总数量 购买数量 数量",
                "unit_price": "商品价格 价格",
                "amount": "买家实际支付金额 买家实付金额 实付金额 总金额 买家应付货款",
                "status": "订单状态",
                "after_sales": "退款状态 售后状态 订单关闭原因",
                "region": "收货地址 收货人地址",
            },
            needs="order_id|external_id",
            titled_by=_TITLE,
            derive={"region": province_and_city},
        ),
        Take(
            "product",
            {"product_id": _PRODUCT, "title": _TITLE},
            "product_id title",
            titled_by=_TITLE,
            along=True,
        ),
    ),
    doubts={"订单关闭原因": "why the order was closed stands in for its after-sales state"},
    skipped={
        "买家应付邮费 卖家服务费 买家服务费 买家应付货款 总金额": "another amount is used",
        "修改后的收货地址 买家留言 订单备注": "not taken: personal data",
    },
    derived={":one_title": "宝贝标题 商品标题 标题 商品名称"},
    empty="the row has no order number",
)


class TaobaoOrders(Flat):
    """Orders whose products are known by title: only where an order has one kind of item."""

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return the table with ``:one_title``: the title where it names one product."""
        frame = table_of(batch)
        index = index_of(frame.columns)
        title = next(
            (index[n] for n in ("宝贝标题", "商品标题", "标题", "商品名称") if n in index), None
        )
        if title is None:
            return frame, []
        several = (
            pl.col(index["宝贝种类"]).str.contains(r"^\s*([2-9]|\d\d)").fill_null(False)
            if "宝贝种类" in index
            else pl.lit(False)
        )
        return frame.with_columns(pl.when(~several).then(pl.col(title)).alias(":one_title")), []


def create(fields: Mapping[str, str] | None = None) -> TaobaoOrders:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return TaobaoOrders(LAYOUT, fields)
